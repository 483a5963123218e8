/** Packages that hold machine code: they stay in node_modules beside the bundle and are found there when they are needed. */
export const NATIVE_PACKAGES = ["@photostructure/sqlite", "canvas", "koffi", "serialport"];
