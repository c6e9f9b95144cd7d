/**
 * A text without the spaces and NULs at its end, which mean nothing (PS3.5 6.2). A loop, not a pattern: `/[\0 ]+$/` is quadratic in runs of
 * spaces that are not the last, and instances are not to be trusted.
 */
export function withoutTrailingPadding(text: string): string {
  let end = text.length;
  while (end > 0 && isPadding(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The same at both ends. */
export function withoutPadding(text: string): string {
  let start = 0;
  while (start < text.length && isPadding(text.charCodeAt(start))) start += 1;
  return withoutTrailingPadding(text.slice(start));
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0;
}
