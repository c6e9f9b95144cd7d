import { formatTag } from '../../layers/dicom/tag.ts';
import { profileRows } from '../../rules/ps315/table.ts';
import { TRANSFER_SYNTAX } from './build.ts';
import { describeHits, findNeedles, type Needle, plantNeedles } from './needles.ts';
import { readWithDcmjs } from './secondReader.ts';

/** Needles of which a part does not stand in the bytes as it was planted. */
function missing(bytes: Uint8Array, needles: readonly Needle[]): string[] {
  const found = Map.groupBy(
    findNeedles(bytes, needles).filter(({ form }) => form === 'as planted'),
    (hit) => hit.needle,
  );
  return needles
    .filter((one) => new Set(found.get(one)?.map(({ offset }) => offset)).size < one.text.split(' ').length)
    .map(({ where, text }) => `${where} ${text}`);
}

describe('planted needles', () => {
  test.each([
    [[], TRANSFER_SYNTAX.explicitLittleEndian],
    [['ISO_IR 100'], TRANSFER_SYNTAX.implicitLittleEndian],
    [['ISO_IR 144'], TRANSFER_SYNTAX.explicitBigEndian],
    [['ISO_IR 192'], TRANSFER_SYNTAX.deflated],
    [['GB18030'], TRANSFER_SYNTAX.rleLossless],
    [['', 'ISO 2022 IR 149'], TRANSFER_SYNTAX.explicitLittleEndian],
    [['ISO 2022 IR 13', 'ISO 2022 IR 87'], TRANSFER_SYNTAX.implicitLittleEndian],
  ])('%j in %s: every part of every needle stands in the bytes', (characterSet, transferSyntax) => {
    const { bytes, needles } = plantNeedles({ characterSet, transferSyntax, undefinedLengths: true });
    expect(missing(bytes, needles)).toEqual([]);
    expect(new Set(needles.map(({ where, text }) => where + text)).size).toBe(needles.length);
  });

  test('are at every depth in every row of Table E.1-1 that can hold text', () => {
    const { needles } = plantNeedles();
    const without = [0, 1, 2, 3].map((depth) => {
      const places = needles.filter(({ where }) => where.startsWith(`depth ${depth} `));
      return profileRows()
        .filter(
          (row) => row.kind === 'tag' && !places.some(({ where }) => where.includes(formatTag(row.tag))),
        )
        .map(({ name }) => name);
    });
    const nowhere = [
      'Affected SOP Instance UID',
      'GPS Altitude Ref',
      'Media Storage SOP Instance UID',
      'Pregnancy Status',
      'Requested SOP Instance UID',
    ];
    expect(without[0]?.toSorted()).toEqual([...nowhere, 'Encapsulated Document'].toSorted());
    for (const deeper of without.slice(1))
      expect(deeper.toSorted()).toEqual([...nowhere, 'Data Set Trailing Padding'].toSorted());
  });

  test('stay off the depths that are not asked for, and a nested item can have its own character set', () => {
    const { bytes, needles } = plantNeedles({
      characterSet: ['ISO_IR 100'],
      nestedCharacterSet: ['ISO_IR 144'],
      depths: [2],
    });
    const depths = new Set(needles.map(({ where }) => /^depth \d|^file meta|^preamble/.exec(where)?.[0]));
    // The three UIDs that make it an instance stand at the root.
    expect([...depths].toSorted()).toEqual(['depth 0', 'depth 2', 'file meta', 'preamble']);
    expect(needles.filter(({ where }) => where.startsWith('depth 0'))).toHaveLength(3);
    expect(missing(bytes, needles)).toEqual([]);
    expect(Buffer.from(bytes).includes('ISO_IR 144')).toBe(true);
  });

  test('an instance without the private sequences that dcmjs cannot read is one that it reads', () => {
    const { bytes, needles } = plantNeedles({
      depths: [],
      transferSyntax: TRANSFER_SYNTAX.explicitBigEndian,
    });
    expect(readWithDcmjs(bytes).dict['00080018']?.Value).toEqual([expect.stringMatching(/^2\.25\.314/)]);
    expect(describeHits(findNeedles(bytes, needles))).toContainEqual(
      expect.stringMatching(/^preamble AE: as planted at 4$/),
    );
  });
});
