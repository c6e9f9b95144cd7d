import { compileMevislab } from '../../../rules/mevislab/compile.ts';
import type { Settings } from '../../../rules/mevislab/fields.ts';
import { clean } from '../../layers/engine/harness.ts';
import { el, type Node, privateBlock, sq } from '../../support/build.ts';
import { ct, outcomeOf, planOf, run, sourceOf, type Texts } from '../harness.ts';

/** What each field does to an instance. */

const plan = (settings: Partial<Settings>) =>
  planOf(compileMevislab(sourceOf(JSON.stringify({ patientIdentityHandling: 'PI_CLEAR', ...settings }))));

const PATIENT: readonly Node[] = [
  el(0x00100010, 'PN', 'Doe^Jane'),
  el(0x00100020, 'LO', '12345'),
  el(0x00100030, 'DA', '19700131'),
  el(0x00100040, 'CS', 'F'),
];
const patientIn = (texts: Texts) =>
  ['(0010,0010)', '(0010,0020)', '(0010,0030)'].map((path) => texts.get(path));

describe('patientIdentityHandling', () => {
  test('PI_CLEAR empties', async () => {
    expect(patientIn(await run(plan({}), PATIENT))).toEqual(['', '', '']);
  });

  test('PI_USER_DEFINED sets, by default what the module does', async () => {
    const userDefined = { patientIdentityHandling: 'PI_USER_DEFINED' } as const;
    expect(patientIn(await run(plan(userDefined), PATIENT))).toEqual(['PATIENT', '000001', '19700101']);
    const own = plan({ ...userDefined, patientsName: 'Case^Seven', patientId: 'C7', patientsBirthDate: '' });
    expect(patientIn(await run(own, PATIENT))).toEqual(['Case^Seven', 'C7', '']);
  });

  test('PI_AUTO_GENERATE makes up a name and a birth date in the decade, and removes the ID', async () => {
    const [name, id, birthDate] = patientIn(
      await run(plan({ patientIdentityHandling: 'PI_AUTO_GENERATE' }), PATIENT),
    );
    expect(name).toMatch(/^\w+\^\w+\^\w+$/);
    expect(id).toBeUndefined();
    expect(birthDate).toMatch(/^197\d{5}$/);
    expect(birthDate).not.toBe('19700131');
  });

  test('4, 6, 7: whoever it is: the same each time, a day of the calendar in the same decade, and no Patient ID', async () => {
    const auto = plan({ patientIdentityHandling: 'PI_AUTO_GENERATE' });
    const births = ['19000228', '19091231', '19691231', '19700101', '20000229', '20091231', '20240229'];
    for (const [index, birth] of births.entries()) {
      const person = [
        el(0x00100010, 'PN', `Doe^${index}`),
        el(0x00100020, 'LO', '1'),
        el(0x00100030, 'DA', birth),
      ];
      const made = patientIn(await run(auto, person));
      expect(patientIn(await run(auto, person))).toEqual(made);
      const [name, id, day = ''] = made;
      expect(name).not.toContain('Doe');
      expect(id).toBeUndefined();
      expect(day.slice(0, 3)).toBe(birth.slice(0, 3));
      expect(day).not.toBe(birth);
      const at = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
      expect(at.toISOString().slice(0, 10).replaceAll('-', '')).toBe(day);
    }
  });

  test('5: the salt makes another person', async () => {
    const salted = (salt: string) => plan({ patientIdentityHandling: 'PI_AUTO_GENERATE', salt });
    expect(patientIn(await run(salted('a'), PATIENT))).toEqual(patientIn(await run(salted('a'), PATIENT)));
    expect(patientIn(await run(salted('a'), PATIENT))).not.toEqual(
      patientIn(await run(salted('b'), PATIENT)),
    );
  });
});

describe('options of the standard', () => {
  const elements: readonly Node[] = [
    el(0x00080080, 'LO', 'Hospital'),
    el(0x00081010, 'SH', 'CT1'),
    el(0x00101010, 'AS', '042Y'),
    el(0x00080020, 'DA', '20200131'),
    el(0x00200052, 'UI', '1.2.3'),
  ];
  const of = async (settings: Partial<Settings>) => {
    const texts = await run(plan(settings), elements);
    return ['(0008,0080)', '(0008,1010)', '(0010,1010)', '(0008,0020)'].map((path) => texts.get(path));
  };

  test('off: the name of the institution is the field, the rest as the Basic Profile', async () => {
    const [institution, station, age, date] = await of({});
    expect([institution, age, date]).toEqual(['InstitutionName', undefined, '']);
    expect(station).not.toBe('CT1');
    expect((await of({ institutionName: 'Research' }))[0]).toBe('Research');
  });

  test.each<[Partial<Settings>, number, string]>([
    [{ retainInstitutionIdentity: true }, 0, 'Hospital'],
    [{ retainDeviceIdentity: true }, 1, 'CT1'],
    [{ retainPatientCharacteristics: true }, 2, '042Y'],
    [{ retainLongitudinalTemporalInformation: 'FULL' }, 3, '20200131'],
  ])('%j keeps', async (settings, place, expected) => {
    expect((await of(settings))[place]).toBe(expected);
  });

  test('retainUIDs keeps UIDs, which are keyed otherwise', async () => {
    const uidOf = async (settings: Partial<Settings>) =>
      (await run(plan(settings), elements)).get('(0020,0052)');
    expect(await uidOf({ retainUIDs: true })).toBe('1.2.3');
    expect(await uidOf({})).toMatch(/^2\.25\./);
  });

  test('8, 9: MODIFIED moves all dates of a patient by one amount of 1 to 365 days', async () => {
    const modified = plan({ retainLongitudinalTemporalInformation: 'MODIFIED' });
    const dates = (study: string, content: string) => [
      ...PATIENT,
      el(0x00080020, 'DA', study),
      el(0x00080023, 'DA', content),
      el(0x0008002a, 'DT', `${content}101112.5+0100`),
    ];
    const day = (text = '') =>
      Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / 86_400_000;
    const one = await run(modified, dates('20200131', '20200201'));
    const other = await run(modified, dates('20201231', '20210101'));
    const moved = day(one.get('(0008,0020)')) - day('20200131');
    expect(Math.abs(moved)).toBeGreaterThanOrEqual(1);
    expect(Math.abs(moved)).toBeLessThanOrEqual(365);
    expect(day(one.get('(0008,0023)')) - day('20200201')).toBe(moved);
    expect(day(one.get('(0008,002A)')) - day('20200201')).toBe(moved);
    expect(one.get('(0008,002A)')?.slice(8)).toBe('101112.5+0100');
    expect(day(other.get('(0008,0020)')) - day('20201231')).toBe(moved);
    expect(one.get('(0028,0303)')).toBe('MODIFIED');
  });
});

describe('what is left for a person', () => {
  const descriptions = [el(0x00081030, 'LO', 'Head of Doe'), el(0x00102110, 'LO', 'Nuts')];

  test('cleanDescriptors holds the instance with a finding for each text', async () => {
    const result = await clean(ct(descriptions), { plan: plan({ cleanDescriptors: true }) });
    if ('reason' in result) throw new Error(result.reason.code);
    expect(result.outcome).toBe('held');
    expect(result.findings.map(({ path, code, severity }) => `${severity} ${code} ${path}`)).toEqual([
      'doubt UNHANDLED_TAG (0008,1030)',
      'doubt UNHANDLED_TAG (0010,2110)',
    ]);
  });

  test('also where the text repeats a name that was removed: that is what a person looks for', async () => {
    const object = [el(0x00100010, 'PN', 'Doering^Jane'), el(0x00081030, 'LO', 'Head of Jane Doering')];
    expect(await outcomeOf(plan({ cleanDescriptors: true }), object)).toBe('held');
  });

  test('retainPatientCharacteristics: texts of the patient alone', async () => {
    const result = await clean(ct(descriptions), { plan: plan({ retainPatientCharacteristics: true }) });
    if ('reason' in result) throw new Error(result.reason.code);
    expect(result.findings.map(({ path }) => path)).toEqual(['(0010,2110)']);
  });

  test('text in a sequence of descriptions is cleaned, as no row lists it', async () => {
    const elements = [
      el(0x00100010, 'PN', 'Doe^Jane'),
      sq(0x00081084, [[el(0x00080100, 'SH', 'D1'), el(0x00080104, 'LO', 'as Jane Doe said')]]),
    ];
    const texts = await run(plan({ cleanDescriptors: true }), elements);
    expect(texts.get('(0008,1084)[0](0008,0100)')).toBe('D1');
    expect(texts.get('(0008,1084)[0](0008,0104)')).not.toMatch(/Jane|Doe/);
  });

  test('AE titles of a device that is retained are cleaned, not held', async () => {
    const aeTitles = [el(0x00100010, 'PN', 'Doe^Jane'), el(0x00400241, 'AE', 'CT1')];
    const retained = plan({ retainDeviceIdentity: true });
    expect(await outcomeOf(retained, aeTitles)).toBe('released');
    expect((await run(retained, aeTitles)).get('(0040,0241)')).toBe('CT1');
  });

  test('an instance that has none of them is released', async () => {
    expect(await outcomeOf(plan({ cleanDescriptors: true }), [])).toBe('released');
    expect(await outcomeOf(plan({ cleanDescriptors: true }), [el(0x00081030, 'LO', '')])).toBe('released');
  });
});

describe('private attributes', () => {
  const safePrivateTags = 'CREATOR MeVis eatDicom\n0009 0010';
  const elements: readonly Node[] = [
    ...privateBlock(0x0009, 0x10, 'MeVis eatDicom', [
      [0x10, 'LO', 'safe'],
      [0x11, 'LO', 'unsafe'],
    ]),
    ...privateBlock(0x0009, 0x11, 'OTHER', [[0x10, 'LO', 'of another']]),
    sq(0x00289145, [[el(0x00091010, 'LO', 'without its creator')]]),
  ];
  const privateIn = async (settings: Partial<Settings>) =>
    [...(await run(plan(settings), elements))].filter(([path]) => path.includes('(0009,'));

  test('go', async () => {
    expect(await privateIn({})).toEqual([]);
    expect(await privateIn({ safePrivateTags })).toEqual([]);
  });

  test('of the list stay with their creator, whatever their block', async () => {
    expect(await privateIn({ retainSafePrivateTags: true, safePrivateTags })).toEqual([
      ['(0009,0010)', 'MeVis eatDicom'],
      ['(0009,1010)', 'safe'],
    ]);
  });

  test('stay where the creator stands in an enclosing data set, if that is allowed', async () => {
    const kept = await privateIn({
      retainSafePrivateTags: true,
      safePrivateTags,
      allowPrivateCreatorOnWrongLevel: true,
    });
    expect(kept.map(([path]) => path)).toContain('(0028,9145)[0](0009,1010)');
  });
});

test('dates of retained private attributes move with all others, whatever holds them', async () => {
  const dated = [
    ...PATIENT,
    el(0x00080020, 'DA', '20240314'),
    ...privateBlock(0x0009, 0x10, 'MeVis eatDicom', [
      [0x10, 'LO', 'safe'],
      [0x11, 'DA', '20240314'],
    ]),
  ];
  const moved = async (temporal: Settings['retainLongitudinalTemporalInformation']) => {
    const texts = await run(
      plan({
        retainSafePrivateTags: true,
        safePrivateTags: 'CREATOR MeVis eatDicom\n0009 0010\n0009 0011',
        retainLongitudinalTemporalInformation: temporal,
      }),
      dated,
    );
    return ['(0008,0020)', '(0009,1010)', '(0009,1011)'].map((path) => texts.get(path));
  };
  expect(await moved('FULL')).toEqual(['20240314', 'safe', '20240314']);
  const [study, text, own] = await moved('MODIFIED');
  expect([text, own]).toEqual(['safe', study]);
  expect(own).not.toBe('20240314');
});

describe('already de-identified', () => {
  const flagged = [...PATIENT, el(0x00120062, 'CS', 'YES')];

  test('is what anybody can write: the rules apply all the same', async () => {
    expect(patientIn(await run(plan({}), flagged))).toEqual(['', '', '']);
  });

  test('passes through as it is if the rules ask for it', async () => {
    const passing = plan({ passThroughAlreadyDeidentified: true });
    expect(await outcomeOf(passing, flagged)).toBe('passed-through');
    expect(patientIn(await run(passing, flagged))).toEqual(['Doe^Jane', '12345', '19700131']);
    expect(await outcomeOf(passing, PATIENT)).toBe('released');
  });
});

test('it says which options it applied', async () => {
  const texts = await run(
    plan({
      retainUIDs: true,
      retainSafePrivateTags: true,
      safePrivateTags: '0009 0010 A',
      retainLongitudinalTemporalInformation: 'FULL',
    }),
    [],
  );
  const codes = [...texts].filter(([path]) => path.endsWith('(0008,0100)')).map(([, code]) => code);
  expect(codes).toEqual(['113100', '113106', '113110', '113111']);
  expect(texts.get('(0012,0062)')).toBe('YES');
});
