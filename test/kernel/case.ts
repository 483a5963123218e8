import type { Architecture, Parts } from "./provision.ts";

/** What every case may use. */
export interface Surroundings {
  readonly parts: Parts;
  /** Folder for the files of this case. */
  readonly folder: string;
  /** Folder with the built bundle. */
  readonly bundle: string;
  say(line: string): void;
}

/** One proof on a real kernel. It throws where something is not as it should be. */
export interface KernelCase {
  readonly name: string;
  readonly architecture: Architecture;
  run(around: Surroundings): Promise<void>;
}
