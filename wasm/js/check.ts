/** Throws unless `value` is a whole number from `low` to `high`: what crosses into Wasm is cut silently otherwise. */
export function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name} is ${value}; it must be a whole number from ${low} to ${high}`);
  }
}
