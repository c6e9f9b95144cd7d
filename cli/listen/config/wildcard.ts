const PATTERNS = new Map<string, RegExp>();

/** A text in which `*` stands for any characters and `?` for one; all others for themselves. */
export function wildcardPattern(text: string): RegExp {
  let pattern = PATTERNS.get(text);
  if (pattern === undefined) {
    const source = text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.');
    pattern = new RegExp(`^${source}$`, 's');
    PATTERNS.set(text, pattern);
  }
  return pattern;
}
