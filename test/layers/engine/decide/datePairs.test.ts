import { lookupTag } from '../../../../layers/dicom/standard/dictionary.ts';
import { DICTIONARY_ROWS } from '../../../../layers/dicom/standard/generated/dictionary.generated.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import { asTag, formatTag } from '../../../../layers/dicom/tag.ts';
import { DATE_PAIRS } from '../../../../layers/engine/decide/datePairs.ts';

/** The pairs against the dictionary: nothing in them that PS3.6 does not have, and none missing that its names make. */

const pairs = DATE_PAIRS.map(([date, time]) => `${formatTag(date)} ${formatTag(time)}`);

test('each is a DA and a TM, and no attribute is in two', () => {
  for (const [date, time] of DATE_PAIRS) {
    expect(lookupTag(date)?.vrs).toEqual(['DA']);
    expect(lookupTag(time)?.vrs).toEqual(['TM']);
  }
  expect(new Set(DATE_PAIRS.flat()).size).toBe(DATE_PAIRS.length * 2);
});

test('every DA of PS3.6 with a TM of the same name is in one with it', () => {
  const entries = rowsOf(DICTIONARY_ROWS).flatMap((row) => {
    const entry = lookupTag(asTag(Number.parseInt(row.slice(0, 8), 16)));
    return entry === undefined ? [] : [entry];
  });
  const times = new Map(
    entries.filter(({ vrs }) => vrs.includes('TM')).map(({ keyword, tag }) => [keyword, tag]),
  );
  const byName = entries
    .filter(({ vrs }) => vrs.includes('DA'))
    .flatMap(({ keyword, tag }) => {
      const time = keyword.includes('Date') ? times.get(keyword.replace('Date', 'Time')) : undefined;
      return time === undefined ? [] : [`${formatTag(tag)} ${formatTag(time)}`];
    });
  expect(byName.length).toBeGreaterThan(40);
  expect(pairs).toEqual(expect.arrayContaining(byName));
  // Of another name, though of one instant: Date of Document or Verbal Transaction, Time of Document Creation or Verbal Transaction.
  expect(pairs.filter((pair) => !byName.includes(pair))).toEqual(['(0040,A110) (0040,A112)']);
});
