/** Words that the names of PS3.6 write small within a name. */
const SMALL_WORDS = new Set(['And', 'By', 'For', 'From', 'In', 'Of', 'On', 'Or', 'Per', 'The', 'To', 'With']);

/**
 * The name that a keyword suggests: `SeriesInstanceUID` gives `Series Instance UID`. Nine names of PS3.6 in ten are
 * just that; the generated dictionary spells out the others.
 */
export function nameFromKeyword(keyword: string): string {
  return keyword
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word, position) => (position > 0 && SMALL_WORDS.has(word) ? word.toLowerCase() : word))
    .join(' ');
}
