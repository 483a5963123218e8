import type { KernelCase } from "./case.ts";

export const SPI_CASES: readonly KernelCase[] = [];
