import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Problems } from '../problems.ts';
import { type Quoted, readQuoted } from './quoted.ts';

/** A field as it is set in the file. */
export interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly value: Quoted;
  /** Whether the value is a text: JSON's `true` is not. */
  readonly isText: boolean;
}

/** The fields that a file sets: a JSON object, or one field per line: `name = value`. Undefined: there was a syntax error, which was reported. */
export function readEntries(text: string, problems: Problems): readonly Entry[] | undefined {
  return /^\s*[{[]/.test(text) ? readJson(text, problems) : readLines(text, problems);
}

function readJson(text: string, problems: Problems): readonly Entry[] | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset } of errors)
    problems.error(
      'JSON_SYNTAX',
      offset,
      `This is not JSON here (${printParseErrorCode(error)})`,
      'Correct the JSON, or write lines of the form: name = value.',
    );
  if (root === undefined || errors.length > 0) return undefined;
  if (root.type !== 'object') {
    problems.error('WRONG_TYPE', root.offset, 'Not an object', 'Write { "name": value, … }.');
    return undefined;
  }
  return (root.children ?? []).flatMap(({ children }) => {
    const [key, node] = children as [Node, Node];
    const value =
      key.value === PIXELS && node.type === 'object' ? asWritten(node, text) : readValue(node, text);
    if (value !== undefined)
      return [{ name: key.value as string, offset: key.offset, value, isText: node.type !== 'boolean' }];
    problems.error(
      'WRONG_TYPE',
      node.offset,
      `${JSON.stringify(key.value)} has neither a text nor true or false`,
      'Write a JSON string, true or false; for safePrivateTags also a list of lines.',
    );
    return [];
  });
}

/** The field whose value may be an object. */
const PIXELS = 'pixels';

function asWritten({ offset, length }: Node, text: string): Quoted {
  return { text: text.slice(offset, offset + length), offsetAt: (at) => offset + at };
}

function readValue(node: Node, text: string): Quoted | undefined {
  if (node.type === 'string') return readQuoted(text, node.offset);
  if (node.type === 'boolean') return { text: String(node.value), offsetAt: () => node.offset };
  if (node.type !== 'array') return undefined;
  // A list of texts is a text of as many lines.
  const lines = (node.children ?? []).map((line) =>
    line.type === 'string' ? readQuoted(text, line.offset) : undefined,
  );
  if (lines.includes(undefined)) return undefined;
  const offsets = (lines as Quoted[]).flatMap((line) =>
    Array.from({ length: line.text.length + 1 }, (_, at) => line.offsetAt(at)),
  );
  return {
    text: (lines as Quoted[]).map((line) => line.text).join('\n'),
    offsetAt: (at) => offsets[at] ?? node.offset,
  };
}

/** The name, the equals sign, and the spaces round it. */
const START = /[ \t]*([A-Za-z0-9_]+)[ \t]*=[ \t]*/y;
const REST_OF_LINE = /[^\r\n]*/y;
const BLANK = /\s*((#|\/\/)[^\r\n]*)?(\r\n|\r|\n|$)/y;

function readLines(text: string, problems: Problems): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; ) {
    const blank = matchAt(BLANK, text, at);
    if (blank !== null && blank[0].length > 0) {
      at += blank[0].length;
      continue;
    }
    const start = matchAt(START, text, at);
    if (start === null) {
      const line = (matchAt(REST_OF_LINE, text, at) as RegExpExecArray)[0];
      const offset = at + line.length - line.trimStart().length;
      if (line.trimEnd().endsWith('{')) {
        problems.error(
          'LINE_SYNTAX',
          offset,
          'A block in braces: the fields of one module are read, and not a whole network',
          'Copy what stands among the fields of DicomDeidentify, one field per line.',
        );
        return undefined;
      }
      problems.error(
        'LINE_SYNTAX',
        offset,
        'This line is not of the form: name = value',
        'Write one field per line; a value of several lines in double quotes.',
      );
      at += line.length;
      continue;
    }
    const name = start[1] as string;
    const offset = at + start[0].indexOf(name);
    at += start[0].length;
    const rest = (matchAt(REST_OF_LINE, text, at) as RegExpExecArray)[0];
    if (!rest.startsWith('"')) {
      const from = at;
      entries.push({
        name,
        offset,
        value: { text: rest.trimEnd(), offsetAt: (index) => from + index },
        isText: true,
      });
      at += rest.length;
      continue;
    }
    const quoted = readQuoted(text, at);
    if (quoted === undefined) {
      problems.error(
        'QUOTE_SYNTAX',
        at,
        'A quoted value that does not end, or has an unknown escape',
        QUOTE_HINT,
      );
      return undefined;
    }
    entries.push({ name, offset, value: quoted, isText: true });
    at = quoted.offsetAt(quoted.text.length) + 1;
    const after = (matchAt(REST_OF_LINE, text, at) as RegExpExecArray)[0];
    if (after.trim() !== '')
      problems.error('QUOTE_SYNTAX', at, 'There is text after a quoted value', QUOTE_HINT);
    at += after.length;
  }
  return entries;
}

const QUOTE_HINT = 'Within double quotes write \\" for a quote, \\\\ for a backslash, \\n for a new line.';

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
