import { isBulk } from '../../../../layers/dicom/longValues.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { joined } from '../../../../layers/engine/look/palette.ts';

describe('a palette in segments (PS3.3 C.7.9.2)', () => {
  test('values one by one, a line to a new value, and both once more', () => {
    expect(joined([0, 2, 10, 20, 1, 4, 100, 2, 2, 0, 0], 2)).toEqual([
      10, 20, 40, 60, 80, 100, 10, 20, 40, 60, 80, 100,
    ]);
  });

  test('an offset counts bytes, the least significant word first', () => {
    expect(joined([0, 1, 7, 0, 1, 9, 2, 1, 6, 0], 2)).toEqual([7, 9, 9]);
    expect(joined([0, 1, 7, 0, 1, 9, 2, 1, 3, 0, 0, 0], 1)).toEqual([7, 9, 9]);
  });

  test('a table that is nearly full may still copy many segments', () => {
    const singles = Array.from({ length: 600 }, () => [0, 1, 5]).flat();
    const made = joined([...singles, 1, 64_000, 9, 2, 600, 0, 0], 2);
    expect(made?.length).toBe(600 + 64_000 + 600);
  });

  test('copies of segments without values end', () => {
    const empty = Array.from({ length: 60_000 }, () => [0, 0]).flat();
    const copies = Array.from({ length: 1_000 }, () => [2, 60_000, 0, 0]).flat();
    expect(joined([...empty, ...copies], 2)).toBeNull();
  });

  test.each([
    ['a line from nowhere', [1, 4, 100]],
    ['fewer values than it says', [0, 4, 1, 2]],
    ['a copy of what lies beyond', [0, 1, 7, 2, 1, 600, 0]],
    ['a copy of a copy', [0, 1, 7, 2, 1, 0, 0, 2, 1, 6, 0]],
    ['a kind that there is not', [3, 1, 7]],
    ['more than a table holds', [0, 1, 0, 1, 65_535, 9, 1, 65_535, 0]],
  ])('%s is damage', (_, words) => {
    expect(joined(words, 2)).toBeNull();
  });
});

test('a palette is read however large it is', () => {
  for (const tag of [0x00281201, 0x00281203, 0x00281221, 0x00281223])
    expect(isBulk('OW', asTag(tag))).toBe(false);
  expect(isBulk('OW', asTag(0x00281204))).toBe(true);
  expect(isBulk('OW', asTag(0x7fe00010))).toBe(true);
});
