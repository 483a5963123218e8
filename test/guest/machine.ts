import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { machineTree } from "../kernel/device-tree.ts";
import type { PanelOnPins } from "./panel-on-pins.ts";

/** A virtual machine with a disk of its own. */
export interface MachinePlan {
  /** Folder for its sockets and its device tree. */
  readonly folder: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Disk image; what is written to it stays, though this machine may hold it in memory for a while. */
  readonly disk: string;
  readonly panel: PanelOnPins;
  /** Port of this machine that leads to its MQTT broker. */
  readonly mqttPort: number;
}

/** Result of a command in the machine. */
export interface Ran {
  readonly code: number;
  /** What it wrote, to both streams. */
  readonly output: string;
}

const BOOT_LIMIT_MS = 600_000;
const COMMAND_LIMIT_MS = 600_000;

/** Processors of a machine, which the host's cores stand for. */
const PROCESSORS = 2;

/** A running virtual machine with a shell on its serial line, by software emulation alone. */
export class Machine {
  readonly #qemu: ChildProcess;
  readonly #panel: PanelOnPins;
  #socket: Socket | undefined;
  #text = "";
  #count = 0;

  private constructor(qemu: ChildProcess, panel: PanelOnPins) {
    this.#qemu = qemu;
    this.#panel = panel;
  }

  /** Starts a machine; resolves when its shell answers. */
  static async boot(plan: MachinePlan): Promise<Machine> {
    const { folder, panel } = plan;
    const [serial, trace, qtest] = ["serial", "trace", "qtest"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [serial, qtest]) rmSync(path, { force: true });
    panel.connect(trace, qtest, PROCESSORS);
    const args = [
      ["-M", "virt", "-cpu", "cortex-a53", "-accel", "tcg,thread=multi", "-m", "1024"],
      ["-smp", String(PROCESSORS), "-dtb", machineTree(join(folder, "tree"), PROCESSORS)],
      ["-display", "none", "-nodefaults", "-no-reboot"],
      ["-kernel", plan.kernel, "-initrd", plan.initrd],
      ["-append", "console=ttyAMA0 root=/dev/vda rw quiet loglevel=1 panic=-1 mitigations=off systemd.show_status=0"],
      ["-drive", `file=${plan.disk},format=raw,if=none,id=disk,cache=unsafe`],
      ["-device", "virtio-blk-device,drive=disk"],
      ["-netdev", `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${plan.mqttPort}-:1883`],
      ["-device", "virtio-net-device,netdev=net"],
      ["-serial", `unix:${serial},server=on,wait=off`],
      ["-D", trace, "-trace", "pl061_set_output", "-trace", "pl061_input_change", "-trace", "pl061_read"],
      ["-qtest", `unix:${qtest},server=on,wait=off`, "-qtest-log", "/dev/null"],
    ].flat();
    const machine = new Machine(spawn("qemu-system-aarch64", args, { stdio: ["ignore", "ignore", "inherit"] }), panel);
    try {
      await machine.#connect(serial);
      await machine.#until("@@shell", BOOT_LIMIT_MS);
    } catch (failure) {
      await machine.cutPower();
      throw failure;
    }
    return machine;
  }

  /** Runs a command of the shell and waits for its end. */
  async run(command: string): Promise<Ran> {
    const mark = `@@${++this.#count}@`;
    this.#socket?.write(
      `{ ${command}; } </dev/null >/run/output 2>&1; echo "@""@${this.#count}@ $?"; cat /run/output; echo "@""@${this.#count}@ end"\n`,
    );
    const text = await this.#until(`${mark} end`, COMMAND_LIMIT_MS);
    const [, code = "", output = ""] = new RegExp(`${mark} (\\d+)\\r?\\n([\\s\\S]*?)${mark} end`, "u").exec(text) ?? [];
    return { code: Number(code), output: output.replaceAll("\r", "").trim() };
  }

  /** Switches it off as a power cut does. */
  async cutPower(): Promise<void> {
    if (!this.#hasEnded()) {
      this.#qemu.kill("SIGKILL");
      await once(this.#qemu, "exit");
    }
    this.#socket?.destroy();
    this.#panel.disconnect();
  }

  async #connect(path: string): Promise<void> {
    while (this.#socket === undefined) {
      const socket = createConnection(path);
      try {
        await once(socket, "connect");
        this.#socket = socket.on("data", (bytes: Buffer) => {
          this.#text = (this.#text + bytes.toString("latin1")).slice(-4_000_000);
        });
      } catch {
        if (this.#hasEnded()) throw new Error("QEMU does not start");
        await sleep(50); // QEMU is not there yet
      }
    }
  }

  /** Waits for a text on the serial line; gives and forgets all up to it. */
  async #until(wanted: string, limitMs: number): Promise<string> {
    for (const beganMs = performance.now(); ; await sleep(20)) {
      const at = this.#text.indexOf(wanted);
      if (at >= 0) {
        const text = this.#text.slice(0, at + wanted.length);
        this.#text = this.#text.slice(at + wanted.length);
        return text;
      }
      if (this.#hasEnded()) throw new Error(`the machine has ended: ${this.#text.slice(-2000)}`);
      if (performance.now() - beganMs > limitMs) throw new Error(`no "${wanted}" in time: ${this.#text.slice(-2000)}`);
    }
  }

  #hasEnded(): boolean {
    return this.#qemu.exitCode !== null || this.#qemu.signalCode !== null;
  }
}
