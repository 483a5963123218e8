import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { statusCommand } from "../../../src/command/status.ts";
import { commandContext } from "../../fixtures/command-context.ts";

it("status is an error of its own where no kiosk runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wattframe-status-"));
  const context = commandContext({ env: { WATTFRAME_RUNTIME: folder } });
  const asked = statusCommand(context).parseAsync([], { from: "user" });
  await expect(asked).rejects.toMatchObject({ code: "NOT_RUNNING", hint: expect.stringContaining("wattframe run") });
  rmSync(folder, { recursive: true });
});
