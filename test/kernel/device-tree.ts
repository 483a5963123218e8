import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PINS } from "./pin-trace.ts";

/**
 * The device tree of QEMU's virt machine with an SPI bus on lines of its GPIO chip, so that the kernel's own spidev and GPIO
 * devices appear. The power key, which holds a line, is taken out.
 * @param folder for the files on the way, emptied first
 * @param processors of the machine
 * @returns path of the tree
 */
export function machineTree(folder: string, processors = 1): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [base, source, overlay, tree] = ["base.dtb", "panel.dtso", "panel.dtbo", "machine.dtb"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const machine = ["-M", `virt,dumpdtb=${base}`, "-cpu", "cortex-a53", "-m", "1024", "-smp", String(processors)];
  execFileSync("qemu-system-aarch64", [...machine, "-display", "none", "-nodefaults"], { stdio: "ignore" });
  execFileSync("fdtput", ["-r", base, "/gpio-keys"]);
  const chip = execFileSync("fdtget", ["-t", "u", base, "/pl061@9030000", "phandle"], { encoding: "utf8" }).trim();
  writeFileSync(source, panelOverlay(chip));
  execFileSync("dtc", ["-q", "-I", "dts", "-O", "dtb", "-o", overlay, source]);
  execFileSync("fdtoverlay", ["-i", base, "-o", tree, overlay]);
  return tree;
}

/** @source Linux, Documentation/devicetree/bindings/spi/spi-gpio.yaml; spidev.c lists what it binds to */
function panelOverlay(chip: string): string {
  const line = (pin: number, flags: number) => `<${chip} ${pin} ${flags}>`;
  return `/dts-v1/;
/plugin/;
/ {
  fragment@0 {
    target-path = "/";
    __overlay__ {
      spi-panel {
        compatible = "spi-gpio";
        #address-cells = <1>;
        #size-cells = <0>;
        sck-gpios = ${line(PINS.sck, 0)};
        mosi-gpios = ${line(PINS.mosi, 0)};
        cs-gpios = ${line(PINS.cs, 1)};
        num-chipselects = <1>;
        panel@0 {
          compatible = "rohm,dh2228fv";
          reg = <0>;
          spi-max-frequency = <10000000>;
        };
      };
    };
  };
};
`;
}
