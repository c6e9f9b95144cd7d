import { compose } from '../layers/dicom/characterSets/compose.ts';

/** A row of a user's table: what stands in the instance, and what shall stand there instead. */
export interface LookupRow {
  readonly original: string;
  readonly substitute: string;
}

/** Something wrong in a table. Its texts name lines and never what stands there: that may be a patient's name. */
export interface LookupProblem {
  readonly code:
    | 'CSV_QUOTES'
    | 'CSV_FIELD_COUNT'
    | 'CSV_EMPTY_FIELD'
    | 'CSV_TWO_ANSWERS'
    | 'CSV_EMPTY'
    | 'CSV_NOT_TEXT';
  /** 1-based: where the row begins. */
  readonly line: number;
  readonly message: string;
}

/**
 * Reads a table of two columns, original and new value, as CSV (RFC 4180; a byte order mark and LF alone are taken too). The first row may be a
 * header: `original,new`. Spaces round a field mean nothing, as in DICOM. Of an original that comes twice with one answer the second is
 * left out. Every problem at once; rows are good only where there is none.
 */
export function readLookupCsv(text: string): {
  readonly rows: readonly LookupRow[];
  readonly problems: readonly LookupProblem[];
} {
  const problems: LookupProblem[] = [];
  const found = new Map<string, LookupRow & { readonly line: number }>();
  const wrong = (code: LookupProblem['code'], line: number, message: string) =>
    problems.push({ code, line, message });
  for (const { line, fields, isQuotedRight } of recordsOf(text.replace(/^\uFEFF/, ''))) {
    const [original = '', substitute = ''] = fields;
    const isHeader = found.size === 0 && HEADERS.test(`${original},${substitute}`);
    if (isHeader || (fields.length === 1 && original === '')) continue;
    const name = compose(original);
    const before = found.get(name);
    if (!isQuotedRight)
      wrong('CSV_QUOTES', line, 'a quoted field that does not end, or has text after its end');
    else if (fields.length !== 2) wrong('CSV_FIELD_COUNT', line, `${fields.length} fields in place of two`);
    else if (original === '' || substitute === '') wrong('CSV_EMPTY_FIELD', line, 'an empty field');
    else if (/[\x00-\x1f\x7f\uFFFD]/.test(original + substitute))
      wrong('CSV_NOT_TEXT', line, 'a control character, or one that is not UTF-8');
    else if (before === undefined) found.set(name, { original, substitute, line });
    else if (before.substitute !== substitute)
      wrong('CSV_TWO_ANSWERS', line, `the original of line ${before.line} with another answer`);
  }
  if (problems.length === 0 && found.size === 0) wrong('CSV_EMPTY', 1, 'no rows');
  return {
    rows: [...found.values()].map(({ original, substitute }) => ({ original, substitute })),
    problems,
  };
}

/** Of a table as the pages have it, and of one that `lethe map` writes. */
const HEADERS = /^(?:original,new|id_old,id_new)$/i;

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly isQuotedRight: boolean;
}

/** The records of RFC 4180 2; blank lines are records of one empty field. */
function* recordsOf(text: string): Generator<CsvRecord> {
  let line = 1;
  let fields: string[] = [];
  let begun = line;
  let isQuotedRight = true;
  for (let at = 0; at < text.length; ) {
    const field = fieldAt(text, at);
    const end = END.exec(text.slice(field.end, field.end + 2))?.[0] ?? '';
    const next = field.end + end.length;
    fields.push(field.text.trim());
    if (!field.isQuotedRight) isQuotedRight = false;
    line += linesIn(text.slice(at, next));
    at = next;
    if (end === ',' && at < text.length) continue;
    if (end === ',') fields.push('');
    yield { line: begun, fields, isQuotedRight };
    [fields, begun, isQuotedRight] = [[], line, true];
  }
}

/** What ends a field; nothing: the text does. */
const END = /^(?:,|\r\n|\n|\r)/;

interface CsvField {
  readonly text: string;
  /** Where a comma or the end of a line stands behind it, or the text ends. */
  readonly end: number;
  readonly isQuotedRight: boolean;
}

/** A field, quoted or not. By hand: a pattern with quotes in a repeated group keeps each of them on a stack that a long field fills. */
function fieldAt(text: string, at: number): CsvField {
  let start = at;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  if (text[start] !== '"') {
    const end = endOfPlain(text, at);
    return { text: text.slice(at, end), end, isQuotedRight: true };
  }
  let closing = text.indexOf('"', start + 1);
  while (closing >= 0 && text[closing + 1] === '"') closing = text.indexOf('"', closing + 2);
  const quoted = text.slice(start + 1, closing < 0 ? text.length : closing).replaceAll('""', '"');
  const end = closing < 0 ? text.length : endOfPlain(text, closing + 1);
  const isQuotedRight = closing >= 0 && text.slice(closing + 1, end).trim() === '';
  return { text: quoted, end, isQuotedRight };
}

function endOfPlain(text: string, from: number): number {
  const end = /[,\r\n]/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

function linesIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** How many rows of a table give back what they stand for, or a word of it, in whatever case, accents and order: `DOE^JANE,Doe, Jane`. */
export function originalsIn(text: string): number {
  const { rows } = readLookupCsv(text);
  return rows.filter(({ original, substitute }) => {
    const left = new Set(plainWords(substitute));
    return plainWords(original).some((word) => left.has(word));
  }).length;
}

/** Letters and digits of two characters and more, without case and accents. */
function plainWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]/u).filter((word) => word.length > 1);
}
