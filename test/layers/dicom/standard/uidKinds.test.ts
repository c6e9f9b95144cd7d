import { lookupTag } from '../../../../layers/dicom/standard/dictionary.ts';
import { isLikeUid, isOfStandard, KIND_UIDS, namesKind } from '../../../../layers/dicom/standard/uidKinds.ts';
import { asTag, formatTag } from '../../../../layers/dicom/tag.ts';
import { profileRows } from '../../../../rules/ps315/table.ts';

test('attributes of kinds are UIDs of PS3.6, each once, in order', () => {
  for (const tag of KIND_UIDS)
    expect([formatTag(tag), lookupTag(tag)?.vrs]).toEqual([formatTag(tag), ['UI']]);
  expect(KIND_UIDS).toEqual([...new Set(KIND_UIDS)].toSorted((a, b) => a - b));
});

test('what Table E.1-1 replaces names an instance, and keeps no UID of a kind', () => {
  const replaced = profileRows().flatMap((row) =>
    row.kind === 'tag' && row.basic === 'U' ? [asTag(row.tag)] : [],
  );
  expect(replaced.length).toBeGreaterThan(50);
  for (const tag of replaced.filter((each) => formatTag(each) !== '(0040,A124)')) {
    expect([formatTag(tag), namesKind(tag)]).toEqual([formatTag(tag), false]);
    expect(isOfStandard(tag, '1.2.840.10008.1.2')).toBe(false);
    expect(isOfStandard(tag, '1.2.840.10008.1.4.1.1')).toBe(true);
  }
});

test.each([
  ['1.2.840.113619.2.1', true],
  ['2.25.0', true],
  [`1.${'2'.repeat(100)}`, true],
  ['1.2.3.04', true],
  ['999.999.2.19941105', true],
  ['12345', true],
  ['', false],
  ['1.2.3\n', false],
  ['1.2.3 4', false],
  ['1.2-3', false],
  ['dccc9599087131742838cc1162a630fe', false],
  ['1.2.3 SMITH', false],
  ['1.2.3\0SMITH', false],
  ['SMITH^JOHN', false],
])('isLikeUid %j: %s', (value, expected) => {
  expect(isLikeUid(value)).toBe(expected);
});
