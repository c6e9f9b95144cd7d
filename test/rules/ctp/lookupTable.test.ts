import { convertLookupTable } from '../../../rules/ctp/lookupTable.ts';
import { readLookupCsv } from '../../../rules/lookupCsv.ts';

/** Lookup tables of CTP, as the table of two columns that `lookup` reads. */

const convert = (text: string, keyType?: string) => convertLookupTable({ text }, keyType);
const rowsOf = (text: string, keyType?: string) =>
  readLookupCsv(convert(text, keyType).text ?? '').rows.map(({ original, substitute }) => [
    original,
    substitute,
  ]);
const problemsOf = (text: string, keyType?: string) =>
  convert(text, keyType).problems.map(({ code, line }) => `${code} ${line}`);

it('is read as Java reads properties', () => {
  const text =
    '# a remark\n! another\n\nptid/1=A\nptid/2 : B \nptid/3\tC\nptid/a\\ b\\=c=D, "E"\nptid/\\u00e9 = \\u00fc\nptid/6 = F\\\n  G\r\nptid/7=H';
  expect(rowsOf(text)).toEqual([
    ['1', 'A'],
    ['2', 'B'],
    ['3', 'C'],
    ['a b=c', 'D, "E"'],
    ['é', 'ü'],
    ['6', 'FG'],
    ['7', 'H'],
  ]);
  expect(problemsOf(text)).toEqual([]);
});

it('wants to know which keys, where it has several kinds', () => {
  const text = 'ptid/1 = A\nacc/9 = B\n';
  expect(problemsOf(text)).toEqual(['KEY_TYPE 1']);
  expect(convert(text).problems[0]?.hint).toContain('ptid, acc');
  expect(rowsOf(text, 'acc')).toEqual([['9', 'B']]);
  expect(problemsOf(text, 'site')).toEqual(['KEY_TYPE 1']);
  expect(problemsOf('# nothing\n')).toEqual(['NO_KEYS 1']);
});

it('leaves out lines without an original or a value, and shows neither', () => {
  const text = 'ptid/1 = A\nSecret = B\nptid/Secret =\nptid/Secret = @/ptid/1\nptid/ = Secret\n';
  expect(problemsOf(text)).toEqual([2, 3, 4, 5].map((line) => `KEY_SYNTAX ${line}`));
  expect(rowsOf(text)).toEqual([['1', 'A']]);
  expect(JSON.stringify(convert(text).problems)).not.toContain('Secret');
});
