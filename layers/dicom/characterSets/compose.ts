/**
 * Text in which what Unicode holds equal is equal (NFC), composed between delimiters and control characters and never with one: the `=` between
 * two groups of a name and U+0338 behind it are not `≠`. Composing makes none either: no other character has one for its composition.
 */
export function compose(text: string): string {
  if (!DELIMITER.test(text)) return text.normalize('NFC');
  return text
    .split(DELIMITER)
    .map((part, index) => (index % 2 === 0 ? part.normalize('NFC') : part))
    .join('');
}

/** The delimiters of values (PS3.5 6.4), of a name's groups and components (6.2.1), and control characters (6.1.3). */
const DELIMITER = /([\\^=\p{Cc}])/u;
