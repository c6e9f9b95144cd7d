/** Tags that agree with `value` wherever `mask` has a bit: `(tag & mask) === value`. */
export interface TagPattern {
  readonly mask: number;
  /** Below 0x80000000, so that JavaScript's signed `&` can be compared with it as it is. */
  readonly value: number;
}

/**
 * The pattern of a tag written with `x`, as PS3.6 does: `60xx3000`, `002031xx`.
 * A repeating group stands for its even groups only: 50xx and 60xx for the sixteen to 501E and 601E (PS3.5 7.6), 7Fxx for
 * all of 7F00 to 7FFE. Any other `x` is any digit.
 */
export function parseTagPattern(text: string): TagPattern {
  if (!/^[0-7][0-9A-Fx]{7}$/.test(text)) throw new RangeError(`not a tag pattern: ${text}`);
  const value = Number.parseInt(text.replaceAll('x', '0'), 16);
  const group = /^[56]0xx/.test(text) ? 'FFE1' : /^7Fxx/.test(text) ? 'FF01' : maskDigits(text.slice(0, 4));
  return { mask: Number.parseInt(group + maskDigits(text.slice(4)), 16), value };
}

function maskDigits(digits: string): string {
  return digits.replace(/./g, (digit) => (digit === 'x' ? '0' : 'F'));
}
