/** A minute of the day, 0 to 1439, as `20:05`. */
export function minuteText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
