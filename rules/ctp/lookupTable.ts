import { type Problems, problemsIn, withoutByteOrderMark } from '../problems.ts';
import type { ConvertedScript } from './convert.ts';

/** An original and what it becomes, of one kind of key. */
interface Entry {
  readonly type: string;
  readonly original: string;
  readonly substitute: string;
}

/**
 * Writes a lookup table of CTP's (`ptid/4711 = ANON-1` a line, a Java properties file) as the table of two columns that `lookup` reads. `keyType`: which kind of keys; it may be
 * left out where there is one. What it writes holds originals, as the table does.
 */
export function convertLookupTable(
  { text: given }: { readonly text: string },
  keyType?: string,
): ConvertedScript {
  const text = withoutByteOrderMark(given);
  const problems = problemsIn('ctp-lookup', text);
  const entries = entriesOf(text, problems);
  const types = [...new Set(entries.map(({ type }) => type))];
  const wanted = keyType ?? (types.length === 1 ? types[0] : undefined);
  if (wanted === undefined || !types.includes(wanted)) {
    if (types.length === 0)
      problems.error(
        'NO_KEYS',
        0,
        'There is no key in it',
        'A line of CTP’s lookup table is ptid/4711 = ANON-1.',
      );
    else
      problems.error(
        'KEY_TYPE',
        0,
        wanted === undefined ? 'It has several kinds of keys' : `It has no keys of the kind "${wanted}"`,
        `Say which by --key-type: ${types.join(', ')}.`,
      );
    return { text: null, problems: problems.all() };
  }
  const rows = entries.filter(({ type }) => type === wanted);
  const lines = rows.map(({ original, substitute }) => `${field(original)},${field(substitute)}\r\n`);
  return { text: `original,new\r\n${lines.join('')}`, problems: problems.all() };
}

/** As RFC 4180 has it. */
function field(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function entriesOf(text: string, problems: Problems): readonly Entry[] {
  const entries: Entry[] = [];
  for (const { offset, line } of linesOf(text)) {
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line) ?? [];
    const name = unescaped(key);
    const slash = name.indexOf('/');
    const substitute = unescaped(value).trim();
    const original = name.slice(slash + 1).trim();
    // No value of the table is said: it has originals.
    if (slash < 1 || original === '')
      problems.error('KEY_SYNTAX', offset, 'A line without a key', 'Write ptid/4711 = ANON-1.');
    else if (substitute === '' || substitute.startsWith('@'))
      problems.error(
        'KEY_SYNTAX',
        offset,
        substitute === '' ? 'A key without a value' : 'A value that names another key',
        'Write what the original becomes.',
      );
    else entries.push({ type: name.slice(0, slash).trim(), original, substitute });
  }
  return entries;
}

/** Lines that say something; a backslash at the end of one goes on in the next. */
function* linesOf(text: string): Generator<{ readonly offset: number; readonly line: string }> {
  const LINE = /(?:\\(?:\r\n|[\s\S])|[^\\\r\n])+/g;
  for (const { 0: whole, index } of text.matchAll(LINE)) {
    const line = whole.trimStart();
    if (line !== '' && !/^[#!]/.test(line))
      yield { offset: index + whole.length - line.length, line: line.replace(/\\\r?\n\s*/g, '') };
  }
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g,
    (_whole, code: string | undefined, letter = '') => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ESCAPED[letter as string] ?? letter;
    },
  );
}

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };
