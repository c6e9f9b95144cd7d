/**
 * A golden scenario: a file of annotated bytes, one element a line, before and after.
 *
 * ```
 * # A sentence for the test's name.
 * plan: remove 00100010; set 00081030 Knee
 * == before
 * 10 00 20 00 'LO' 06 00        | (0010,0020) Patient ID
 *    "123456"
 * == after
 * ```
 *
 * Bytes are hexadecimal, or text between quotes, `00*128` repeats, and what follows `|` is for the reader. In `after` also `{uid 1.2.3}`:
 * what the tests' key makes of a UID, padded; `{method}`: De-identification Method of the plan.
 */
export interface CaseFile {
  readonly title: string;
  readonly plan: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What stands for bytes between braces. */
export type Placeholder = (name: string, argument: string) => string;

export function readCase(text: string, placeholder: Placeholder): CaseFile {
  const [head = '', before = '', after = ''] = text.split(/^== (?:before|after)$/m);
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  return {
    title: /^# (.*)$/m.exec(head)?.[1] ?? '',
    plan: header('plan'),
    before: bytesOf(before, placeholder),
    after: bytesOf(after, placeholder),
  };
}

const TOKEN = /"([^"]*)"|'([A-Z]{2})'|([0-9A-F]{2})\*(\d+)|([0-9A-F]{2})(?![0-9A-F])|\{(\w+)(?: ([^}]*))?\}/y;

/** The bytes of lines; throws where something on a line is none. */
export function bytesOf(text: string, placeholder: Placeholder): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const line of text.split('\n')) {
    for (let at = line.search(/\S|$/); at < line.length && line[at] !== '|'; ) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(line);
      if (match === null) throw new Error(`no bytes in column ${at + 1} of: ${line}`);
      const [whole, quoted, vr, repeated, count, hex, name, argument = ''] = match;
      const words = quoted ?? vr ?? (name === undefined ? undefined : placeholder(name, argument));
      if (words !== undefined) parts.push(Buffer.from(words, 'latin1'));
      else parts.push(Buffer.alloc(Number(count ?? 1), Number.parseInt(repeated ?? hex ?? '', 16)));
      at += whole.length;
      at += line.slice(at).search(/\S|$/);
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}
