/** A text and where in the file each of its characters stands. */
export interface Quoted {
  readonly text: string;
  /** `index` may be the length: where the text ends. */
  offsetAt(index: number): number;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A text in double quotes that begins at an offset, with the escapes of JSON; it may go over lines. Undefined: it does not end, or an escape is unknown. */
export function readQuoted(source: string, start: number): Quoted | undefined {
  const characters: string[] = [];
  const offsets: number[] = [];
  let at = start + 1;
  for (;;) {
    const character = source[at];
    if (character === undefined) return undefined;
    if (character === '"') break;
    offsets.push(at);
    if (character !== '\\') {
      characters.push(character);
      at += 1;
      continue;
    }
    const code = /^\\u([0-9A-Fa-f]{4})/.exec(source.slice(at, at + 6))?.[1];
    const escaped =
      code === undefined ? ESCAPED[source[at + 1] ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
    if (escaped === undefined) return undefined;
    characters.push(escaped);
    at += code === undefined ? 2 : 6;
  }
  offsets.push(at);
  return { text: characters.join(''), offsetAt: (index) => offsets[index] ?? at };
}
