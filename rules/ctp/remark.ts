const MOST_CHARACTERS = 100;

/** Of somebody else's text what may stand in one line of ours. */
export function remark(text: string): string {
  return text
    .replace(/[^\x20-\x7E\xA0-\u02FF\u2010-\u201F]+/g, ' ')
    .trim()
    .slice(0, MOST_CHARACTERS);
}
