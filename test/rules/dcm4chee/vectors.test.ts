import { asTag } from '../../../layers/dicom/tag.ts';
import { valuesOf } from '../../../layers/dicom/values.ts';
import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { cleanBytes, parsed } from '../../layers/engine/harness.ts';
import { el, type Node, privateBlock, sq } from '../../support/build.ts';
import { codesOf, ct, planOf, run, sourceOf, type Texts } from '../harness.ts';

/** Vectors 1 to 25 of dcm4che's DeIdentifier by their numbers, as it was seen to behave, under `compat: dcm4che`. */

const parity = (options = '') =>
  planOf(compileDcm4chee(sourceOf(`deidentify:${options}`), { compat: ['dcm4che'] }));
const current = (options = '') => planOf(compileDcm4chee(sourceOf(`deidentify:${options}`)));

const FULL_DATES = 'RetainLongitudinalTemporalInformationFullDatesOption';
const HASH = 'RetainPatientIDHashOption';

describe('UIDs', () => {
  test.each([
    [1, '1.2.3', '2.25.235153174557024093797895412215599142974'],
    [2, '1.2.3.4.5', '2.25.59466230175335356186922167257265013605'],
    [3, '1.2.3.4.5.6', '2.25.168989432077379712351630735773756028042'],
    [4, '1.2.840.113619.2.1.1', '2.25.131685488108111594045062390647946248240'],
    [4, '1.2.840.113619.2.1.2', '2.25.330285482832535516085549915162577099134'],
  ])('%i: %s', async (_number, original, expected) => {
    const output = await run(parity(), [el(0x00200052, 'UI', original)]);
    expect(output.get('(0020,0052)')).toBe(expected);
    const retained = await run(parity('RetainUIDsOption'), [el(0x00200052, 'UI', original)]);
    expect(retained.get('(0020,0052)')).toBe(original);
  });

  test('1 to 4 by default: a key makes them, so that no one else can', async () => {
    const output = await run(current(), [el(0x00200052, 'UI', '1.2.3')]);
    expect(output.get('(0020,0052)')).toMatch(/^2\.25\.\d+$/);
    expect(output.get('(0020,0052)')).not.toBe('2.25.235153174557024093797895412215599142974');
  });

  test('each value of several', async () => {
    const output = await run(parity(), [el(0x00080058, 'UI', '1.2.3\\1.2.3.4.5')]);
    expect(output.get('(0008,0058)')).toBe(
      '2.25.235153174557024093797895412215599142974\\2.25.59466230175335356186922167257265013605',
    );
  });
});

/** One element a tag, all of one VR and value. */
const all = (
  tags: readonly number[],
  vr: 'DA' | 'DT' | 'TM' | 'LO' | 'SH' | 'PN' | 'CS',
  value: string,
): Node[] => tags.map((tag) => el(tag, vr, value));
const pathOf = (tag: number) => {
  const digits = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
};
const at = (texts: Texts, tags: readonly number[]) => tags.map((tag) => texts.get(pathOf(tag)));
const same = (tags: readonly number[], value: string | undefined) => tags.map(() => value);

const DATE = '20200131';
const TIME = '101112.123';
const DATE_TIME = '20200131101112.5+0100';

describe('basic', () => {
  test('5: Study Date and Time are emptied', async () => {
    const output = await run(parity(), [el(0x00080020, 'DA', DATE), el(0x00080030, 'TM', TIME)]);
    expect(at(output, [0x00080020, 0x00080030])).toEqual(['', '']);
  });

  test('6: Series and Content Date and Time get dummies', async () => {
    const dates = [0x00080021, 0x00080023];
    const times = [0x00080031, 0x00080033];
    const output = await run(parity(), [...all(dates, 'DA', DATE), ...all(times, 'TM', TIME)]);
    expect(at(output, dates)).toEqual(['19991111', '19991111']);
    expect(at(output, times)).toEqual(['111111', '111111']);
  });

  test('7: four DateTimes get a dummy', async () => {
    const tags = [0x0008002a, 0x00189516, 0x00189517, 0x0040a030];
    const output = await run(parity(), all(tags, 'DT', DATE_TIME));
    expect(at(output, tags)).toEqual(same(tags, '19991111111111'));
  });

  test('8: Acquisition and Admitting Date and Time are emptied', async () => {
    const dates = [0x00080022, 0x00380020];
    const times = [0x00080032, 0x00380021];
    const output = await run(parity(), [...all(dates, 'DA', DATE), ...all(times, 'TM', TIME)]);
    expect(at(output, [...dates, ...times])).toEqual(['', '', '', '']);
  });

  test('9: dates that no IOD requires are removed', async () => {
    const dates = [0x00080012, 0x00400244, 0x00400250, 0x00400002, 0x00400004, 0x001021d0];
    const output = await run(parity(), [...all(dates, 'DA', DATE), el(0x00080201, 'SH', '+0100')]);
    expect(at(output, [...dates, 0x00080201])).toEqual(same([...dates, 0], undefined));
  });

  test('10: who and which are emptied', async () => {
    const tags = [
      0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00080050, 0x00200010, 0x00080090, 0x00321060,
      0x00402016, 0x00402017, 0x300e0008,
    ];
    const names = new Set([0x00100010, 0x00080090, 0x300e0008]);
    const elements = tags.map((tag) =>
      tag === 0x00100030
        ? el(tag, 'DA', '19700101')
        : tag === 0x00100040
          ? el(tag, 'CS', 'F')
          : el(tag, names.has(tag) ? 'PN' : 'LO', 'Somebody'),
    );
    expect(at(await run(parity(), elements), tags)).toEqual(same(tags, ''));
  });

  test('11: what must have a value becomes REMOVED', async () => {
    const tags = [
      0x00080080, 0x00081010, 0x00181000, 0x0018700a, 0x00081070, 0x00181030, 0x00180010, 0x00181400,
      0x0040a027, 0x0040a075,
    ];
    const names = new Set([0x00081070, 0x0040a075]);
    const elements = tags.map((tag) => el(tag, names.has(tag) ? 'PN' : 'LO', 'Something'));
    expect(at(await run(parity(), elements), tags)).toEqual(same(tags, 'REMOVED'));
  });

  test('12: four sequences lose their items', async () => {
    const tags = [0x00080082, 0x00081110, 0x00081111, 0x0040a088];
    const output = await run(
      parity(),
      tags.map((tag) => sq(tag, [[el(0x00080100, 'SH', 'CODE')]])),
    );
    expect(at(output, tags)).toEqual(same(tags, '[0]'));
  });

  test('13: items of what remains go the same way', async () => {
    const output = await run(parity(), [
      sq(0x00082112, [
        [
          el(0x00080020, 'DA', DATE),
          el(0x00080080, 'LO', 'Hospital'),
          el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
          el(0x00081155, 'UI', '1.2.3.4.5.6'),
          ...privateBlock(0x0009, 0x10, 'CREATOR', [[0x01, 'LO', 'private']]),
          el(0x00100010, 'PN', 'Doe^John'),
        ],
      ]),
    ]);
    expect([...output].filter(([path]) => path.startsWith('(0008,2112)'))).toEqual([
      ['(0008,2112)', '[1]'],
      ['(0008,2112)[0](0008,0020)', ''],
      ['(0008,2112)[0](0008,0080)', 'REMOVED'],
      ['(0008,2112)[0](0008,1150)', '1.2.840.10008.5.1.4.1.1.2'],
      ['(0008,2112)[0](0008,1155)', '2.25.168989432077379712351630735773756028042'],
      ['(0008,2112)[0](0010,0010)', ''],
    ]);
  });

  test('14: private attributes, curves and overlays go', async () => {
    const output = await run(parity(), [
      ...privateBlock(0x0009, 0x10, 'CREATOR', [[0x01, 'LO', 'private']]),
      el(0x50000005, 'US', [2]),
      el(0x60003000, 'OW', new Uint8Array(2)),
      el(0x60020010, 'US', [1]),
    ]);
    expect([...output.keys()].filter((path) => /^\((0009|50|60)/.test(path))).toEqual([]);
  });

  test('15: Dose Reference UID is REMOVED for parity, and a UID otherwise', async () => {
    const elements = [el(0x300a0013, 'UI', '1.2.3.4.5')];
    expect((await run(parity(), elements)).get('(300A,0013)')).toBe('REMOVED');
    expect((await run(current(), elements)).get('(300A,0013)')).toMatch(/^2\.25\.\d+$/);
  });

  test('16: what it says of itself', async () => {
    const output = await run(parity(), []);
    expect(stampsIn(output)).toEqual({
      removed: 'YES',
      method: undefined,
      dates: 'REMOVED',
      codes: ['113100'],
    });
    expect(stampsIn(await run(current(), [])).method).toMatch(/^Lethe /);
  });
});

function stampsIn(texts: Texts) {
  return {
    removed: texts.get('(0012,0062)'),
    method: texts.get('(0012,0063)'),
    dates: texts.get('(0028,0303)'),
    codes: [...texts]
      .filter(([path]) => /^\(0012,0064\)\[\d\]\(0008,0100\)$/.test(path))
      .map(([, code]) => code),
  };
}

const DEVICE = [
  0x00181007, 0x00181008, 0x00181005, 0x00400242, 0x00181004, 0x00400011, 0x00400010, 0x00321020, 0x30080105,
  0x0018700a, 0x00181000, 0x00081010,
];

describe('options', () => {
  test('17: full dates', async () => {
    const dates = [0x00080012, 0x00080020, 0x00080021, 0x00080022, 0x00080023, 0x00380020, 0x00400244];
    const times = [0x00080013, 0x00080030, 0x00080031, 0x00080032, 0x00080033, 0x00380021, 0x00400245];
    const instants = [0x0008002a, 0x00189516, 0x00189517, 0x0040a030, 0x0040a032, 0x00404050];
    const elements = [
      ...all(dates, 'DA', DATE),
      ...all(times, 'TM', TIME),
      ...all(instants, 'DT', DATE_TIME),
    ];
    for (const plan of [parity(FULL_DATES), current(FULL_DATES)]) {
      const output = await run(plan, elements);
      expect(at(output, dates)).toEqual(same(dates, DATE));
      expect(at(output, times)).toEqual(same(times, TIME));
      expect(at(output, instants)).toEqual(same(instants, DATE_TIME));
      expect(stampsIn(output)).toMatchObject({ dates: 'UNMODIFIED', codes: ['113100', '113106'] });
    }
  });

  test('18: device identity', async () => {
    const elements = [...all(DEVICE, 'LO', 'Device'), el(0x00181002, 'UI', '1.2.3')];
    const output = await run(parity('RetainDeviceIdentityOption'), elements);
    expect(at(output, DEVICE)).toEqual(same(DEVICE, 'Device'));
    expect(output.get('(0018,1002)')).toBe('1.2.3');
    expect(stampsIn(output).codes).toEqual(['113100', '113109']);
  });

  test('19: institution identity', async () => {
    const elements = [
      ...all([0x00080080, 0x00080081, 0x00081040], 'LO', 'Hospital'),
      sq(0x00080082, [[el(0x00080100, 'SH', 'H1')]]),
      sq(0x00081041, [[el(0x00080100, 'SH', 'D1')]]),
    ];
    const output = await run(parity('RetainInstitutionIdentityOption'), elements);
    expect(at(output, [0x00080080, 0x00080081, 0x00081040])).toEqual(['Hospital', 'Hospital', 'Hospital']);
    expect(output.get('(0008,0082)[0](0008,0100)')).toBe('H1');
    expect(output.get('(0008,1041)[0](0008,0100)')).toBe('D1');
    expect(stampsIn(output).codes).toEqual(['113100', '113112']);
  });

  test('20: UIDs, that of the device too', async () => {
    const output = await run(parity('RetainUIDsOption'), [
      el(0x00181002, 'UI', '1.2.3'),
      sq(0x00081110, [[el(0x00081155, 'UI', '1.2.3.4')]]),
      sq(0x00081111, [[el(0x00081155, 'UI', '1.2.3.4.5')]]),
    ]);
    expect(output.get('(0008,0018)')).toBe('1.2.3.4.5.6');
    expect(output.get('(0018,1002)')).toBe('1.2.3');
    expect(output.get('(0008,1110)[0](0008,1155)')).toBe('1.2.3.4');
    expect(output.get('(0008,1111)[0](0008,1155)')).toBe('1.2.3.4.5');
    expect(stampsIn(output).codes).toEqual(['113100', '113110']);
  });
});

const issuer = (issuerName: string, universalId = '', type = ''): Node[] => [
  ...(issuerName === '' ? [] : [el(0x00100021, 'LO', issuerName)]),
  ...(universalId === '' && type === ''
    ? []
    : [
        sq(0x00100024, [
          [
            ...(universalId === '' ? [] : [el(0x00400032, 'UT', universalId), el(0x00400033, 'CS', 'ISO')]),
            ...(type === '' ? [] : [el(0x00400035, 'CS', type)]),
          ],
        ]),
      ]),
];

describe('RetainPatientIDHashOption', () => {
  test.each([
    [21, '12345', issuer('HOSP', '1.2.3.4', 'MR'), 'e61e1a55-dfff-3be4-aecc-49a29f249e0e'],
    [22, '12345', issuer(''), '827ccb0e-ea8a-306c-8c34-a16891f84e7b'],
    [22, '12345', issuer('HOSP'), '011e98e0-8eb9-36d4-b991-86f608a0b8da'],
    [22, '12345', issuer('HOSP', '1.2.3.4'), '2529e229-3187-3ccc-9fb3-b9a5e6f6de6b'],
    [22, '12345', issuer('', '1.2.3.4'), '1edfb1b6-f597-370d-a81d-b88998a66a73'],
    // A backslash would separate two values of LO; UTF-8 text is read as it stands.
    [23, 'A|B^C&D~E\\F', issuer(''), 'fe193454-e32d-3dc6-b08c-1556edd08292'],
  ])('%i: the MD5 of %s and its issuer', async (_number, id, elements, expected) => {
    const output = await run(parity(HASH), [el(0x00100020, 'LO', id), ...elements]);
    expect(output.get('(0010,0020)')).toBe(expected);
    expect([output.get('(0010,0021)'), output.get('(0010,0024)')]).toEqual([undefined, undefined]);
    expect(stampsIn(output).codes).toEqual(['113100', '113113']);
  });

  test('21 by default: a keyed hash, other for another issuer, with the same code', async () => {
    const hashed = async (elements: readonly Node[]) =>
      await run(current(HASH), [el(0x00100020, 'LO', '12345'), ...elements]);
    const [one, again, other] = [
      await hashed(issuer('HOSP')),
      await hashed(issuer('HOSP')),
      await hashed(issuer('CLINIC')),
    ];
    expect(one.get('(0010,0020)')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(again.get('(0010,0020)')).toBe(one.get('(0010,0020)'));
    expect(other.get('(0010,0020)')).not.toBe(one.get('(0010,0020)'));
    expect(stampsIn(one).codes).toEqual(['113100', '113113']);
    expect(one.get('(0012,0064)[1](0008,0102)')).toBe('99DCM4CHE');
  });

  test('the IDs in items are not hashed, and an empty one does not count', async () => {
    const output = await run(parity(HASH), [
      el(0x00100020, 'LO', ''),
      sq(0x00082112, [[el(0x00100020, 'LO', '12345')]]),
    ]);
    expect([output.get('(0010,0020)'), output.get('(0008,2112)[0](0010,0020)')]).toEqual(['', '']);
  });
});

describe('the rest', () => {
  const pet = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.128')];

  test('24: a PET image gets the Series Date and Time that it has not', async () => {
    const output = await run(parity(), pet);
    expect([output.get('(0008,0021)'), output.get('(0008,0031)')]).toEqual(['19991111', '111111']);
    const other = await run(parity(), []);
    expect([other.get('(0008,0021)'), other.get('(0008,0031)')]).toEqual([undefined, undefined]);
    const kept = await run(parity(FULL_DATES), pet);
    expect([kept.get('(0008,0021)'), kept.get('(0008,0031)')]).toEqual([undefined, undefined]);
  });

  test.each(['Foo', 'retainUIDsOption', 'RetainUIDsOption, RetainDeviceIdentityOption'])(
    '25: %s names no option',
    (options) => {
      expect(codesOf(compileDcm4chee(sourceOf(`deidentify:${options}`)))).toEqual(['UNKNOWN_OPTION']);
    },
  );

  test('the file meta information, listed last, follows the data set', async () => {
    const bytes = await cleanBytes(ct([], { meta: [el(0x00020016, 'AE', 'SECRETAET')] }), { plan: parity() });
    const index = await parsed(bytes);
    const meta = new Map(
      index.fileMeta.elements.map((element) => [element.tag, valuesOf(index, element)[0]]),
    );
    expect(meta.get(asTag(0x00020003))).toBe('2.25.168989432077379712351630735773756028042');
    expect(meta.has(asTag(0x00020016))).toBe(false);
  });
});
