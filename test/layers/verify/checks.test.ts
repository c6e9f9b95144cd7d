import { isBlandPath } from '../../../layers/verify/checks/fileNames.ts';
import { iodSeverity } from '../../../layers/verify/checks/iod.ts';
import { pixelDigest } from '../../../layers/verify/checks/pixels.ts';
import { fingerprinter, pairingOf } from '../../../layers/verify/pairing.ts';
import { memoryFile } from '../../../layers/verify/reader/byteFile.ts';
import { readInstance } from '../../../layers/verify/reader/read.ts';
import { askedOf, isSafePrivate, rowCount, rowOf } from '../../../layers/verify/standard/profile.ts';
import { safePrivateAttributes } from '../../../rules/ps315/safePrivate.ts';
import { OPTION_COLUMNS, profileRows } from '../../../rules/ps315/table.ts';
import { el, instance, type Node, pixels } from '../../support/build.ts';
import { type NamedBytes, verified } from './harness.ts';

/** Parts of verification by themselves. */

const CT = '1.2.840.10008.5.1.4.1.1.2';

function slice(number: number, more: readonly Node[] = [], pixel = number): Uint8Array {
  return instance({
    elements: [
      el(0x00080016, 'UI', CT),
      el(0x00080018, 'UI', `1.2.826.0.1.3680043.10.474.90.${number}`),
      el(0x00080060, 'CS', 'CT'),
      ...more,
      el(0x00180050, 'DS', '5'),
      el(0x0020000d, 'UI', '1.2.826.0.1.3680043.10.474.91'),
      el(0x0020000e, 'UI', '1.2.826.0.1.3680043.10.474.92'),
      el(0x00200013, 'IS', String(number)),
      el(0x00280010, 'US', [2]),
      el(0x00280011, 'US', [2]),
      el(0x00280100, 'US', [16]),
      pixels([pixel, 2, 3, 4]),
    ],
  });
}

describe('Table E.1-1', () => {
  it('is read as the rules read it, row by row', () => {
    const rows = profileRows();
    expect(rowCount()).toBe(rows.length);
    const codes = [
      '113111',
      '113110',
      '113109',
      '113112',
      '113108',
      '113106',
      '113107',
      '113105',
      '113104',
      '113103',
    ];
    for (const row of rows) {
      if (row.kind === 'oddgroup') continue;
      const own = rowOf(row.kind === 'tag' ? row.tag : row.value);
      expect([row.id, own?.basic]).toEqual([row.id, row.basic]);
      for (const [at, column] of OPTION_COLUMNS.entries())
        expect([
          row.id,
          column,
          askedOf(own as NonNullable<typeof own>, new Set([codes[at] as string])),
        ]).toEqual([row.id, column, row.options[column] ?? row.basic]);
    }
    for (const { group, element, creator } of safePrivateAttributes())
      expect(isSafePrivate(group * 0x10000 + 0x1000 + element, creator)).toBe(true);
    expect(isSafePrivate(0x00291001, 'ACME')).toBe(false);
  });
});

describe('pairs', () => {
  const facts = (fingerprint: ReturnType<typeof fingerprinter>, bytes: Uint8Array) => {
    const read = readInstance(memoryFile(bytes));
    return fingerprint(read, pixelDigest(read));
  };

  it('are found by pixels, then by what is left, and each source is given once', () => {
    const fingerprint = fingerprinter();
    const sources = [1, 2, 3].map((number) => facts(fingerprint, slice(number)));
    const pairing = pairingOf([...sources, null]);
    const take = (bytes: Uint8Array, told: number | null = null) =>
      pairing.take(facts(fingerprint, bytes), told);
    expect(take(slice(2))).toEqual({ source: 1, isUnsure: false });
    // Its pixels were cleaned: the number of the instance is left.
    expect(take(slice(3, [], 99))).toEqual({ source: 2, isUnsure: false });
    expect(take(slice(3), 0)).toEqual({ source: 0, isUnsure: false });
    expect(take(slice(1))).toBeNull();
  });

  it('that are alike are told of, and not used to say that UIDs are mixed up', async () => {
    const twin = (uid: string) =>
      instance({
        elements: [
          el(0x00080016, 'UI', CT),
          el(0x00080018, 'UI', uid),
          el(0x00080060, 'CS', 'CT'),
          el(0x00180050, 'DS', '5'),
        ],
      });
    const sources = ['1.2.826.0.1.3680043.10.474.1', '1.2.826.0.1.3680043.10.474.2'].map(
      (uid, at): NamedBytes => ({ name: `${at}.dcm`, bytes: twin(uid) }),
    );
    const outputs = ['2.25.111111111111111111', '2.25.222222222222222222'].map(
      (uid, at): NamedBytes => ({ name: `${at}.dcm`, bytes: twin(uid) }),
    );
    const { findings, tally } = await verified(outputs.toReversed(), sources);
    expect(tally.unsurePairs).toBe(1);
    expect(findings.all.filter(({ code }) => code.startsWith('UID_TWO'))).toEqual([]);
  });
});

describe('a release as a whole', () => {
  const made = (number: number, ...more: Node[]): NamedBytes => ({
    name: `${number}.dcm`,
    bytes: slice(number, more),
  });

  it('says which instances of a series have no output', async () => {
    const { findings } = await verified([made(1), made(2)], [made(1), made(2), made(3)]);
    expect(
      findings.all.filter(({ code }) => code === 'SERIES_MISSING').map(({ message }) => message),
    ).toEqual(['of a series of 3 instances of the source 2 have an output']);
  });

  it.each([
    ['Klein', true],
    ['klein', false],
    ['Kleinert', false],
  ])('knows the name of another patient from a word: %s', async (written, isFound) => {
    const named = (number: number, name: string, ...more: Node[]) =>
      made(number, el(0x00100010, 'PN', name), ...more);
    const { findings } = await verified(
      [made(1, el(0x00181020, 'LO', `Aorta ${written}`))],
      [named(1, 'Doerner^Otto'), named(2, 'Klein^Ada')],
    );
    expect(findings.all.some(({ code }) => code === 'TOKEN_OF_ANOTHER')).toBe(isFound);
  });
});

describe('without a source', () => {
  const of = async (...more: Node[]) => {
    const { alarms } = await verified([{ name: '1.dcm', bytes: slice(1, more) }], null);
    return alarms.map(({ code, path }) => `${code} ${path}`);
  };
  const claimed = [el(0x00120062, 'CS', 'YES'), el(0x00120063, 'LO', 'by hand')];

  it.each([
    [
      'a letter',
      [...claimed, el(0x00104000, 'LT', 'Seen by Dr. Miller on 12.03.2024, phone 0170 1234567')],
      'TEXT_IDENTIFIES (0010,4000)',
    ],
    ['a name', [el(0x00100010, 'PN', 'Miller^Anna'), ...claimed], 'NAME_PLAUSIBLE (0010,0010)'],
    [
      'a private attribute',
      [...claimed, el(0x00290010, 'LO', 'ACME'), el(0x00291001, 'LO', 'x')],
      'PRIVATE_PRESENT (0029,1001)',
    ],
    ['a removed identity without a word of how', [el(0x00120062, 'CS', 'YES')], 'MARKER_MISSING (0012,0064)'],
    [
      'dates where there are said to be none',
      [el(0x00080020, 'DA', '20240312'), ...claimed, el(0x00280303, 'CS', 'REMOVED')],
      'MARKER_CONTRADICTS (0008,0020)',
    ],
    ['an attribute to be removed', [...claimed, el(0x00104000, 'LT', 'none')], 'PROFILE_PRESENT (0010,4000)'],
  ])('%s is looked at', async (_name, more, wanted) => {
    expect(await of(...more)).toContain(wanted);
  });

  it('a pseudonym is a pseudonym, and no peer fails over it', async () => {
    expect(
      await of(
        el(0x00100010, 'PN', 'PATIENT^NJ1K2Q82X4GZWHRM'),
        el(0x00100020, 'LO', 'CH4P97S8H25K9AZV'),
        ...claimed,
      ),
    ).toEqual([]);
  });
});

describe('an error of dciodvfy', () => {
  it.each([
    [
      'Missing attribute Type 1 Required Element=<PresentationCreationDate> Module=<PresentationStateIdentification>',
      'note',
    ],
    [
      'ReferencedSeriesSequence present but Instance does not reference Instances - attribute <ReferencedSeriesSequence>',
      'note',
    ],
    ['Missing attribute Type 2 Required Element=<AcquisitionNumber> Module=<CTImage>', 'warning'],
    ['Missing attribute Type 1 Required Element=<Rows> Module=<ImagePixel>', 'warning'],
  ])('%s: a %s', (message, severity) => {
    expect(iodSeverity(message)).toBe(severity);
  });
});

describe('the name of a file', () => {
  it.each([
    ['2.25.1/2.25.2/2.25.3.dcm', true],
    ['IM0001.dcm', true],
    ['0a1b2c3d4e5f.dcm', true],
    ['Miller_Anna/1.dcm', false],
    ['study of anna/1.dcm', false],
  ])('%s is printed: %s', (path, isBland) => {
    expect(isBlandPath(path)).toBe(isBland);
  });
});
