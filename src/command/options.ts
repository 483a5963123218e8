import { Option } from "commander";

/** `--config FILE`, the same on every command that takes one. */
export function configOption(): Option {
  return new Option("-c, --config <file>", "the configuration").default("wattframe.yaml");
}
