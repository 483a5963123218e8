import { describe, expect, it } from "vitest";
import { bootText } from "../../../src/setup/boot-lines.ts";

const BLOCK = "# BEGIN wattframe\ndtparam=spi=on\n# END wattframe\n";
const BLOCK_OF_ALL = "# BEGIN wattframe\n[all]\ndtparam=spi=on\n# END wattframe\n";
/** What the package's purge does to the file. */
const purged = (text: string) => text.replace(/^# BEGIN wattframe$[\s\S]*?^# END wattframe$\n/mu, "");

describe("the lines for the firmware", () => {
  it.each<[string, string, string]>([
    ["follow what is there", "dtparam=audio=on\n", `dtparam=audio=on\n${BLOCK}`],
    ["begin an empty file", "", BLOCK],
    ["count for every board", "[all]\nx=1\n[cm5]\ny=1\n", `[all]\nx=1\n[cm5]\ny=1\n${BLOCK_OF_ALL}`],
    ["are not needed where SPI is on", "dtparam=spi=on\n", "dtparam=spi=on\n"],
    [
      "are not needed where it is on among others",
      "dtparam=i2c_arm=on, spi=on # both\n",
      "dtparam=i2c_arm=on, spi=on # both\n",
    ],
    ["are not needed where it is on without a value", "dtparam=spi\r\n", "dtparam=spi\r\n"],
    ["are needed where it is on in a comment", "#dtparam=spi=on\n", `#dtparam=spi=on\n${BLOCK}`],
    [
      "are needed where it is switched off again",
      "dtparam=spi=on\ndtparam=spi=off\n",
      `dtparam=spi=on\ndtparam=spi=off\n${BLOCK}`,
    ],
    ["are needed where it is on for one board", "[pi4]\ndtparam=spi=on\n", `[pi4]\ndtparam=spi=on\n${BLOCK_OF_ALL}`],
    ["take the place of older ones", "a=1\n# BEGIN wattframe\nold=1\n# END wattframe\nb=1\n", `a=1\n${BLOCK}b=1\n`],
    ["go where the rest switches it on", `${BLOCK}dtparam=spi=on\n`, "dtparam=spi=on\n"],
    ["take the place of a mark without an end", "# BEGIN wattframe\nx=1\n", `${BLOCK}x=1\n`],
  ])("%s", (_name, before, after) => {
    expect(bootText(before, true)).toBe(after);
    expect(bootText(after, true)).toBe(after);
  });

  it("go where no panel needs them", () => {
    expect(bootText(`a=1\n${BLOCK}b=1\n`, false)).toBe("a=1\nb=1\n");
    expect(bootText("a=1\n", false)).toBe("a=1\n");
  });

  it.each(["dtparam=audio=on\n", "[cm4]\notg_mode=1\n"])(
    "leave nothing behind when the package is purged: %j",
    (before) => {
      expect(bootText(before, true)).not.toBe(before);
      expect(purged(bootText(before, true))).toBe(before);
    },
  );
});
