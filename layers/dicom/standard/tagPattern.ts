/** Tags that agree with `value` wherever `mask` has a bit: `(tag & mask) === value`. */
export interface TagPattern {
  readonly mask: number;
  /** Below 0x80000000, so that JavaScript's signed `&` can be compared with it as it is. */
  readonly value: number;
}

/**
 * The pattern of a tag written with `x`, as PS3.6 does: `60xx3000`, `002031xx`.
 * A repeating group (50xx, 60xx, 7Fxx) stands for its even groups, all of them: PS3.5 7.6 has those to 501E and 601E, and what stands in 6020 or 60FE of
 * a file is an overlay to whoever wrote it. Any other `x` is any digit.
 */
export function parseTagPattern(text: string): TagPattern {
  if (!/^[0-7][0-9A-Fx]{7}$/.test(text)) throw new RangeError(`not a tag pattern: ${text}`);
  const value = Number.parseInt(text.replaceAll('x', '0'), 16);
  const group = /^([56]0|7F)xx/.test(text) ? 'FF01' : maskDigits(text.slice(0, 4));
  return { mask: Number.parseInt(group + maskDigits(text.slice(4)), 16), value };
}

function maskDigits(digits: string): string {
  return digits.replace(/./g, (digit) => (digit === 'x' ? '0' : 'F'));
}
