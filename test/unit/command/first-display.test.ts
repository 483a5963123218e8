import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { setupCommandFor } from "../../../src/command/await-configuration.ts";
import { firstDisplay } from "../../../src/command/first-display.ts";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { displayRowOf } from "../../../src/display/displays.ts";
import { variantOf } from "../../../src/layout/layout.ts";
import { FACES_FOLDER } from "../../../src/package-folder.ts";
import { PANELS } from "../../../src/panel/panels.ts";

describe("the display that is named before there is a configuration", () => {
  it.each(PANELS.map(({ id }) => id))("is the panel %s, with a first picture of its size", async (id) => {
    const display = await firstDisplay(id);
    expect(display).toMatchObject({ name: "hallway", kind: "epaper", options: { panel: id } });
    const { width, height } = displayRowOf("epaper")!.surface(display!.options);
    expect(variantOf(await new LayoutFolder([FACES_FOLDER]).load("unconfigured"), { width, height })).toBeDefined();
  });

  it("is a framebuffer or a picture file", async () => {
    expect(await firstDisplay("/dev/fb1")).toMatchObject({ kind: "framebuffer", options: { device: "/dev/fb1" } });
    expect(await firstDisplay("first.png")).toMatchObject({
      kind: "png-file",
      options: { path: resolve("first.png"), size: "800x480" },
    });
  });

  it.each(["", "waveshare-9in9", "fb0"])('is none for "%s"', async (named) => {
    expect(await firstDisplay(named)).toBeUndefined();
  });
});

it.each([
  ["/etc/wattframe/wattframe.yaml", "sudo wattframe setup"],
  ["wattframe.yaml", "wattframe setup --out ."],
  ["kiosk/wattframe.yaml", "wattframe setup --out kiosk"],
])("the command that writes %s is %s", (file, command) => {
  expect(setupCommandFor(file)).toBe(command);
});
