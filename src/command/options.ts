import { Option } from "commander";
import { MACHINE_FOLDER } from "../setup/target.ts";

/** `--config FILE`, the same on every command that takes one. */
export function configOption(): Option {
  return new Option("-c, --config <file>", "the configuration").default("wattframe.yaml");
}

/** Configuration of the service. */
export const OF_THE_SERVICE = `${MACHINE_FOLDER}/wattframe.yaml`;
