const CODES = [
  /^\d{1,3}-\d{1,3}:96\.1\.\d{1,3}$/, // device identifiers of the meter and of sub-meters
  /^1-\d{1,3}:0\.0\.\d{1,3}$/, // the customer's own numbers for the meter
  /^0-0:42\.0\.0$/, // logical device name
];

/** Names of the same things in JSON keys and in topics: `meterId`, `meter_id`, `gas_equipment_id`, `serialNumber`. */
const NAMES = /(?:^|[/_-])(?:meter|device|equipment)_?id(?:$|\/)|serial|identif|equipment_?id/i;

/** Returns whether an OBIS code, `A-B:C.D.E`, names a person's meter or device: such values are masked unless asked for. */
export function isPersonalCode(code: string): boolean {
  return CODES.some((pattern) => pattern.test(code));
}

/** Returns whether a JSON key or a topic names an identifier of a meter or device. */
export function isPersonalName(name: string): boolean {
  return isPersonalCode(name) || NAMES.test(name);
}
