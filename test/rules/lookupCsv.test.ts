import fc from 'fast-check';
import { type LookupProblem, originalsIn, readLookupCsv } from '../../rules/lookupCsv.ts';
import { holds } from '../support/properties.ts';

const rowsOf = (text: string) => {
  const { rows, problems } = readLookupCsv(text);
  expect(problems).toEqual([]);
  return rows.map(({ original, substitute }) => [original, substitute]);
};

const problemsOf = (text: string) => readLookupCsv(text).problems.map(({ code, line }) => [code, line]);

describe('a table of two columns', () => {
  it.each([
    ['LF', 'A,1\nB,2\n'],
    ['CRLF', 'A,1\r\nB,2\r\n'],
    ['CR', 'A,1\rB,2\r'],
    ['no end of line at the end', 'A,1\nB,2'],
    ['blank lines', '\n\nA,1\n\nB,2\n\n'],
    ['a byte order mark', '\uFEFFA,1\nB,2'],
    ['a header', 'original,new\nA,1\nB,2'],
    ['a header in other letters', 'Original , NEW\nA,1\nB,2'],
    ['spaces round fields', ' A , 1 \n "B" ," 2 "\n'],
    ['quotes', '"A","1"\n"B",2'],
    ['the same row twice', 'A,1\nB,2\nA,1'],
  ])('is read with %s', (_what, text) => {
    expect(rowsOf(text)).toEqual([
      ['A', '1'],
      ['B', '2'],
    ]);
  });

  it('is read with commas, quotes and other characters in quoted fields', () => {
    expect(rowsOf('"Doe, Jane","the ""first"""\nMüller^Änne,P-2')).toEqual([
      ['Doe, Jane', 'the "first"'],
      ['Müller^Änne', 'P-2'],
    ]);
  });

  it('gives a header only in its first row', () => {
    expect(rowsOf('A,1\noriginal,new')).toHaveLength(2);
  });

  it.each<readonly [string, string, readonly (readonly [LookupProblem['code'], number])[]]>([
    ['one field', 'A,1\nB\n', [['CSV_FIELD_COUNT', 2]]],
    ['three fields', 'A,1,x\nB,2\n', [['CSV_FIELD_COUNT', 1]]],
    ['an empty third field', 'A,1,', [['CSV_FIELD_COUNT', 1]]],
    ['no answer', 'A,1\nB,\n', [['CSV_EMPTY_FIELD', 2]]],
    ['no original', ',1\n', [['CSV_EMPTY_FIELD', 1]]],
    [
      'two answers',
      'A,1\nB,2\n\nA,3\nB,4',
      [
        ['CSV_TWO_ANSWERS', 4],
        ['CSV_TWO_ANSWERS', 5],
      ],
    ],
    ['two answers of one Unicode text', 'M\u00fcller,1\nMu\u0308ller,2', [['CSV_TWO_ANSWERS', 2]]],
    ['an open quote', 'A,1\n"B,2\nC,3\n', [['CSV_QUOTES', 2]]],
    ['text behind a quote', 'A,"1"x\n', [['CSV_QUOTES', 1]]],
    [
      'a line break in a field',
      'A,1\n"B\nC",2\nD\n',
      [
        ['CSV_NOT_TEXT', 2],
        ['CSV_FIELD_COUNT', 4],
      ],
    ],
    ['bytes that are not UTF-8', 'A\uFFFD,1\n', [['CSV_NOT_TEXT', 1]]],
    ['nothing', '', [['CSV_EMPTY', 1]]],
    ['a header alone', 'original,new\n', [['CSV_EMPTY', 1]]],
  ])('is wrong with %s, by line', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('names no value where it is wrong', () => {
    const { problems } = readLookupCsv('Needlemeyer,1\nNeedlemeyer,2\nNeedlemeyer\n"Needlemeyer');
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toContain('Needlemeyer');
  });

  it('comes back as it was written', () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((text) => text.normalize('NFC').trim())
      .filter((text) => text !== '' && !/[\x00-\x1f\x7f\uFFFD]/.test(text));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    holds(
      fc.property(fc.uniqueArray(fc.tuple(cell, cell), { minLength: 1, selector: ([a]) => a }), (table) => {
        fc.pre(!/^original$/i.test(table[0]?.[0] ?? ''));
        expect(rowsOf(table.map((row) => row.map(quoted).join(',')).join('\r\n'))).toEqual(table);
      }),
    );
  });

  it('is read in time linear in its length', () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `${index},P${index}`).join('\n');
    expect(rowsOf(rows)).toHaveLength(200_000);
    expect(problemsOf(`A,1\n"${'x""'.repeat(1_000_000)}`)).toEqual([['CSV_QUOTES', 2]]);
  });
});

test('rows that give back what they stand for, or a word of it', () => {
  const count = (...rows: readonly string[]) => originalsIn(`original,new\n${rows.join('\n')}\n`);
  expect(count('DOE^JANE,Doe^Jane')).toBe(1);
  expect(count('DOE^JANE,"Jane, subject"', 'Müller,MULLER', '4711,A-4711')).toBe(3);
  expect(count('DOE^JANE,Subject 7', 'A,A', '4711,P-1')).toBe(0);
});
