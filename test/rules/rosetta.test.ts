import { compileRules, type OfEachDialect, RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import { writeLethe } from '../../rules/lethe/write.ts';
import { canonicalJson, type RulePlan } from '../../rules/plan.ts';
import { el, type Node, privateBlock, sq } from '../support/build.ts';
import { pageAt, tableUnder, wordsIn } from './docs.ts';
import { run, sourceOf, type Texts } from './harness.ts';
import { xmlOf } from './proknow/xml.ts';

/**
 * One intent in all five rule languages is one plan, to the digest. Microsoft and ProKnow list what changes and keep the rest, dcm4chee and
 * MeVisLab apply the Basic Profile with options: they meet where a list stands on the profile, and MeVisLab leaves the patient to it, which Lethe
 * has words for in each (docs/dialects.md says why there is nothing in common without them). Without those words, the languages that
 * can say a thing are held to one digest, and all five to one result on an instance where their differences do not show.
 */

function planOf(text: string, dialect: RuleDialect): RulePlan {
  const { plan, problems, dialect: recognised } = compileRules(sourceOf(text));
  if (plan === null) throw new Error(`no plan: ${problems.map(({ code }) => code).join(' ')}`);
  expect(recognised).toBe(dialect);
  return plan;
}

const lethe = (file: object) => planOf(JSON.stringify(file), 'lethe');
const microsoft = (rules: readonly object[], own: object = {}) =>
  planOf(JSON.stringify({ rules, defaultSettings: {}, ...own }), 'microsoft');
const proknow = (elements: Parameters<typeof xmlOf>[0], shift?: string, own = '') =>
  planOf(xmlOf(elements, shift).replace('<Anonym', `${own}\n<Anonym`), 'proknow');
const dcm4chee = (text: string) => planOf(text, 'dcm4chee');
const mevislab = (fields: object) => planOf(JSON.stringify(fields), 'mevislab');

describe('one intent in all five', () => {
  /** The name of each option in each language. */
  const NAMES = [
    ['retainUids', 'RetainUIDsOption', { retainUIDs: true }],
    ['retainDeviceIdentity', 'RetainDeviceIdentityOption', { retainDeviceIdentity: true }],
    [
      'retainLongitudinalFullDates',
      'RetainLongitudinalTemporalInformationFullDatesOption',
      { retainLongitudinalTemporalInformation: 'FULL' },
    ],
  ] as const;
  /** No option, each, and all: beside institutions, whose name MeVisLab else sets. */
  const intents = [[], ...NAMES.map((one) => [one]), NAMES];

  test.each(
    intents.map((chosen) => [chosen.map(([name]) => name).join(' and ') || 'institutions alone', chosen]),
  )('the Basic Profile, but for %s', (_words, chosen) => {
    const options = ['retainInstitutionIdentity', ...chosen.map(([name]) => name)];
    const plans = {
      lethe: lethe({ profile: 'basic', options }),
      microsoft: microsoft([], { profile: 'basic', options }),
      proknow: proknow([], undefined, `<?lethe profile="basic" options="${options.join(' ')}"?>`),
      dcm4chee: dcm4chee(
        `deidentify:${['RetainInstitutionIdentityOption', ...chosen.map(([, name]) => name)].join(',')}`,
      ),
      mevislab: mevislab(
        Object.assign(
          { patientIdentityHandling: 'PI_PSEUDONYM', retainInstitutionIdentity: true },
          ...chosen.map(([, , field]) => field),
        ),
      ),
    } satisfies OfEachDialect<RulePlan>;
    const digests = Object.values(plans).map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(1);
    expect(plans.proknow.stamps?.methodCodes).toHaveLength(options.length + 1);
  });

  test('the files that docs/dialects.md shows', () => {
    const files = tableUnder('| dialect | the file | Lethe’s own words in it |', pageAt('dialects.md'));
    const digests = files.map(([dialect, file]) => {
      const [text = ''] = wordsIn(file);
      return planOf(text, wordsIn(dialect)[0] as RuleDialect).digest;
    });
    expect(new Set(files.map(([dialect]) => wordsIn(dialect)[0]))).toEqual(new Set(RULE_DIALECTS));
    expect(new Set(digests).size).toBe(1);
  });

  test('and a patient of the rules’ own, in the four that can set one', () => {
    const options = ['retainUids'];
    const person = [
      ['PatientName', '(0010,0010)', 'PN', 'Case^Seven'],
      ['PatientBirthDate', '(0010,0030)', 'DA', '19700101'],
      ['PatientID', '(0010,0020)', 'LO', '000001'],
      ['InstitutionName', '(0008,0080)', 'LO', 'Research'],
    ] as const;
    const digests = [
      lethe({
        profile: 'basic',
        options,
        rules: person.map(([select, , , value]) => ({ select, action: 'set', value })),
      }),
      microsoft(
        person.map(([tag, , , replaceWith]) => ({ tag, method: 'substitute', params: { replaceWith } })),
        { profile: 'basic', options },
      ),
      proknow(
        person.map(([, Tag, VR, Value]) => ({ Tag, VR, Rule: 'Fixed', Value })),
        undefined,
        '<?lethe profile="basic" options="retainUids"?>',
      ),
      mevislab({
        patientIdentityHandling: 'PI_USER_DEFINED',
        patientsName: 'Case^Seven',
        institutionName: 'Research',
        retainUIDs: true,
      }),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(1);
  });
});

describe('why there is no common intent without Lethe’s own words', () => {
  test('dcm4chee and MeVisLab always say in the instance what was done; Microsoft and ProKnow add nothing', () => {
    expect(dcm4chee('deidentify:#compat=dcm4che').stamps).not.toBeNull();
    expect(mevislab({ retainUIDs: true }).stamps).not.toBeNull();
    expect(microsoft([{ tag: 'PN', method: 'remove' }]).stamps).toBeNull();
    expect(proknow([{ Tag: '(0008,0090)', VR: 'PN', Rule: 'Clear' }]).stamps).toBeNull();
  });

  test('of a Patient ID, dcm4chee, MeVisLab and ProKnow have no action in common', () => {
    const PATIENT_ID = canonicalJson({ kind: 'tag', tag: 0x00100020 });
    const kindsOf = (plans: readonly RulePlan[]) =>
      new Set(
        plans.map(
          ({ rules }) =>
            rules.find(({ selector }) => canonicalJson({ ...selector, path: undefined }) === PATIENT_ID)
              ?.action.kind,
        ),
      );
    const archive = kindsOf(
      ['', '#compat=dcm4che', 'RetainPatientIDHashOption'].map((tail) => dcm4chee(`deidentify:${tail}`)),
    );
    const module = kindsOf(
      ['PI_CLEAR', 'PI_USER_DEFINED', 'PI_AUTO_GENERATE'].map((patientIdentityHandling) =>
        mevislab({ patientIdentityHandling }),
      ),
    );
    const agent = new Set(
      [
        'Keep',
        'Remove',
        'Clear',
        'Fixed',
        'GeneratePatient',
        'CopyPatientId',
        'Shift',
        'GenerateUid',
      ].flatMap((Rule) => {
        const other = { Tag: '(0010,1000)', VR: 'LO', Rule: 'Remove' };
        const xml = xmlOf([{ Tag: '(0010,0020)', VR: 'LO', Rule, Value: 'A{#}' }, other], '00001000000');
        return (
          compileRules(sourceOf(xml))
            .plan?.rules.slice(0, 1)
            .map(({ action }) => action.kind) ?? []
        );
      }),
    );
    expect(archive).toEqual(new Set(['by-type', 'empty', 'patient-id-hash']));
    expect(module).toEqual(new Set(['empty', 'set', 'remove']));
    expect(agent).toEqual(new Set(['keep', 'set', 'allocate']));
    expect([...agent].filter((kind) => archive.has(kind))).toEqual([]);
  });
});

/** What Microsoft's and ProKnow's files leave unsaid. */
const LISTED = { profile: 'none', otherwise: { public: 'keep', private: 'keep' }, searchResidue: false };

describe('rules for listed attributes: Lethe, Microsoft, ProKnow', () => {
  const plans: readonly (readonly [string, RulePlan])[] = [
    [
      'Lethe',
      lethe({
        ...LISTED,
        rules: [
          { select: 'InstitutionAddress', action: 'remove' },
          { select: 'InstitutionName', action: 'set', value: 'Institution' },
          { select: 'StudyDate', action: 'keep' },
          { select: '(0009,"GEMS_PETD_01",01)', action: 'remove' },
        ],
      }),
    ],
    [
      'Microsoft',
      microsoft([
        { tag: 'InstitutionAddress', method: 'remove' },
        { tag: '(0008,0080)', method: 'substitute', params: { replaceWith: 'Institution' } },
        { tag: '0008,0020', method: 'keep' },
        { tag: '(0009,1001:GEMS_PETD_01)', method: 'remove' },
      ]),
    ],
    [
      'ProKnow',
      proknow([
        { Tag: '(0008,0081)', VR: 'ST', Rule: 'Remove' },
        { Tag: '(0008,0080)', VR: 'LO', Rule: 'Fixed', Value: 'Institution' },
        { Tag: '(0008,0020)', VR: 'DA', Rule: 'Keep' },
        { Tag: '(0009,1001)', Rule: 'Remove', PrivateCreator: 'GEMS_PETD_01' },
      ]),
    ],
  ];

  test.each(plans)('%s', (_language, plan) => {
    expect(plan.digest).toBe(plans[0]?.[1].digest);
  });

  test('emptying is two things: Microsoft reads dates and ages before it redacts them, and refuses invalid ones', () => {
    const [emptied] = proknow([{ Tag: '(0008,0090)', VR: 'PN', Rule: 'Clear' }]).rules;
    const [redacted] = microsoft([{ tag: '(0008,0090)', method: 'redact' }]).rules;
    expect(emptied?.action.kind).toBe('empty');
    expect(redacted?.action.kind).toBe('redact');
  });
});

describe('what ProKnow alone says has its words in Lethe', () => {
  test('allocation, copy, random UIDs and a shift to the second', () => {
    const fromXml = proknow(
      [
        { Tag: '(0010,0020)', VR: 'LO', Rule: 'GeneratePatient', Value: 'Site{####}' },
        { Tag: '(0010,0010)', VR: 'PN', Rule: 'CopyPatientId' },
        { Tag: '(0020,000D)', VR: 'UI', Rule: 'GenerateUid' },
        { Tag: '(0008,0090)', VR: 'PN', Rule: 'Clear' },
        { Tag: '(0008,0020)', VR: 'DA', Rule: 'Shift' },
      ],
      '-00001000001',
    );
    const own = lethe({
      ...LISTED,
      rules: [
        { select: 'PatientID', action: 'allocate', template: 'Site{####}' },
        { select: 'PatientName', action: 'copy', from: 'PatientID' },
        { select: 'StudyInstanceUID', action: 'replace-uid', method: 'random' },
        { select: 'ReferringPhysicianName', action: 'empty' },
        { select: 'StudyDate', action: 'shift', by: { seconds: -86_401 } },
      ],
    });
    expect(fromXml.digest).toBe(own.digest);
  });
});

describe('the Basic Profile with options: Lethe, dcm4chee', () => {
  test.each([
    ['deidentify:', []],
    ['deidentify:RetainUIDsOption,RetainDeviceIdentityOption', ['retainUids', 'retainDeviceIdentity']],
    [
      '["RetainLongitudinalTemporalInformationFullDatesOption", "RetainInstitutionIdentityOption"]',
      ['retainLongitudinalFullDates', 'retainInstitutionIdentity'],
    ],
  ])('%s', (text, options) => {
    expect(dcm4chee(text).digest).toBe(lethe({ profile: 'basic', options }).digest);
  });
});

const CLEARED = [{ select: ['PatientName', 'PatientBirthDate', 'PatientID'], action: 'empty' }];

describe('the Basic Profile, options and a patient: Lethe, MeVisLab', () => {
  test('cleared', () => {
    const own = lethe({
      profile: 'basic',
      options: ['retainInstitutionIdentity', 'retainLongitudinalModifiedDates'],
      rules: CLEARED,
    });
    const fields = mevislab({
      patientIdentityHandling: 'PI_CLEAR',
      retainInstitutionIdentity: true,
      retainLongitudinalTemporalInformation: 'MODIFIED',
    });
    expect(fields.digest).toBe(own.digest);
  });

  test('made up, with private attributes of a list', () => {
    const person = { action: 'fantasy', salt: 'pepper', keepSex: true };
    const own = lethe({
      profile: 'basic',
      options: ['retainSafePrivate'],
      privateAttributes: {
        standardTable: false,
        keep: [{ group: '0009', creator: 'MeVis eatDicom', element: '10', action: 'keep' }],
      },
      rules: [
        { select: 'PatientName', ...person, part: 'name' },
        { select: 'PatientBirthDate', ...person, part: 'birth-date' },
        { select: 'PatientID', action: 'remove' },
        { select: 'InstitutionName', action: 'set', value: 'Research' },
      ],
    });
    const fields = mevislab({
      patientIdentityHandling: 'PI_AUTO_GENERATE',
      salt: 'pepper',
      retainSexInGeneratedName: true,
      institutionName: 'Research',
      retainSafePrivateTags: true,
      safePrivateTags: '0009 0010 MeVis eatDicom',
    });
    expect(fields.digest).toBe(own.digest);
  });
});

test('dcm4chee and MeVisLab differ in the patient alone', () => {
  const rulesOf = ({ rules }: RulePlan) =>
    new Map(rules.map(({ selector, action }) => [canonicalJson(selector), canonicalJson(action)]));
  const uri = rulesOf(dcm4chee('deidentify:RetainInstitutionIdentityOption'));
  const fields = rulesOf(mevislab({ retainInstitutionIdentity: true }));
  expect(fields.size).toBe(uri.size);
  const differing = [...uri.keys()].filter((selector) => fields.get(selector) !== uri.get(selector));
  const tagsOf = (tags: readonly number[]) => tags.map((tag) => canonicalJson({ kind: 'tag', tag }));
  // Patient's Birth Date is emptied by both.
  expect(differing.toSorted()).toEqual(tagsOf([0x00100010, 0x00100020]).toSorted());
});

describe('every plan that a language can make has a Lethe file', () => {
  test.each<[string, RulePlan]>([
    ['ProKnow', proknow([{ Tag: '(0009,1001)', VR: 'UI', Rule: 'GenerateUid', PrivateCreator: 'A "B"' }])],
    [
      'ProKnow, over the profile',
      proknow(
        [{ Tag: '(0010,0020)', VR: 'LO', Rule: 'GeneratePatient', Value: 'A{##}' }],
        undefined,
        '<?lethe profile="basic" options="retainSafePrivate"?>',
      ),
    ],
    [
      'Microsoft, over the profile',
      microsoft([{ tag: 'PN', method: 'cryptoHash' }], {
        profile: 'basic',
        options: ['retainLongitudinalModifiedDates'],
      }),
    ],
    ['dcm4chee', dcm4chee('deidentify:RetainPatientIDHashOption')],
    ['dcm4chee, for parity', dcm4chee('deidentify:RetainPatientIDHashOption#compat=dcm4che')],
    [
      'MeVisLab',
      mevislab({
        patientIdentityHandling: 'PI_AUTO_GENERATE',
        salt: 's',
        cleanDescriptors: true,
        retainSafePrivateTags: true,
        safePrivateTags: '0009 0010 A "B"',
        allowPrivateCreatorOnWrongLevel: true,
        passThroughAlreadyDeidentified: true,
      }),
    ],
  ])('%s', (_language, plan) => {
    expect(lethe(JSON.parse(writeLethe(plan))).digest).toBe(plan.digest);
  });
});

describe('all five, on an instance of a phantom', () => {
  /** Nobody's: no Patient ID, no name. */
  const phantom: readonly Node[] = [
    el(0x00080020, 'DA', '20200131'),
    el(0x00080030, 'TM', '101112.123'),
    el(0x00080080, 'LO', 'Hospital'),
    el(0x00080081, 'ST', 'Street 1'),
    el(0x00080090, 'PN', 'Doctor^Jane'),
    el(0x00081010, 'SH', 'CT1'),
    ...privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'private']]),
    el(0x00200052, 'UI', '1.2.3'),
    sq(0x00289145, [[el(0x00080081, 'ST', 'Street 2'), el(0x00080090, 'PN', 'Doctor^Jane')]]),
  ];
  /** Addresses go, referring physicians are emptied, private attributes go; institution, device, dates and UIDs stay. */
  const intent: readonly (readonly [string, () => RulePlan])[] = [
    [
      'Lethe',
      () =>
        lethe({
          ...LISTED,
          otherwise: { public: 'keep', private: 'remove' },
          rules: [
            { select: 'InstitutionAddress', action: 'remove' },
            { select: 'ReferringPhysicianName', action: 'empty' },
          ],
        }),
    ],
    [
      'Microsoft',
      () =>
        microsoft([
          { tag: 'InstitutionAddress', method: 'remove' },
          { tag: 'ReferringPhysicianName', method: 'redact' },
          { tag: '(0009,xxxx)', method: 'remove' },
        ]),
    ],
    [
      'ProKnow',
      () =>
        proknow([
          { Tag: '(0008,0081)', VR: 'ST', Rule: 'Remove' },
          { Tag: '(0008,0090)', VR: 'PN', Rule: 'Clear' },
          { Tag: '(0009,1001)', VR: 'LO', Rule: 'Remove', PrivateCreator: 'ACME' },
        ]),
    ],
    [
      'dcm4chee',
      () =>
        dcm4chee(
          'deidentify:RetainLongitudinalTemporalInformationFullDatesOption,RetainDeviceIdentityOption,RetainUIDsOption#compat=dcm4che',
        ),
    ],
    [
      'MeVisLab',
      () =>
        mevislab({
          retainLongitudinalTemporalInformation: 'FULL',
          retainDeviceIdentity: true,
          retainUIDs: true,
        }),
    ],
  ];

  /** Without what instances say of how they were de-identified, a creator that ProKnow cannot reach, and the institution's identity, told apart below. */
  const common = (texts: Texts) =>
    [...texts].filter(([path]) => !/^\((0012,006|0028,0303|0009,0010|0008,0080|0008,0081)/.test(path));

  test.each(intent)('%s', async (_language, plan) => {
    const output = await run(plan(), phantom);
    expect(common(output)).toEqual([
      ['(0008,0016)', '1.2.840.10008.5.1.4.1.1.2'],
      ['(0008,0018)', '1.2.3.4.5.6'],
      ['(0008,0020)', '20200131'],
      ['(0008,0030)', '101112.123'],
      ['(0008,0090)', ''],
      ['(0008,1010)', 'CT1'],
      ['(0020,000D)', '1.2.840.113619.2.1.1'],
      ['(0020,000E)', '1.2.840.113619.2.1.2'],
      ['(0020,0052)', '1.2.3'],
      ['(0028,9145)', '[1]'],
      ['(0028,9145)[0](0008,0090)', ''],
    ]);
    expect(output.has('(0008,0081)')).toBe(false);
  });

  test('of Institution Name each says what it can: it stays, or has a value of the language', async () => {
    const names = await Promise.all(
      intent.map(async ([, plan]) => (await run(plan(), phantom)).get('(0008,0080)')),
    );
    expect(names).toEqual(['Hospital', 'Hospital', 'Hospital', 'REMOVED', 'InstitutionName']);
  });
});
