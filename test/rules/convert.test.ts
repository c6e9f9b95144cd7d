import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { explainText } from '../../cli/rules/explain.ts';
import { showJson, showText } from '../../cli/rules/show.ts';
import { compileRules, RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import { DEIDENTIFY_OPTIONS, OPTION_NAMES } from '../../rules/dcm4chee/options.ts';
import { writeLethe } from '../../rules/lethe/write.ts';
import { FIELDS } from '../../rules/mevislab/fields.ts';
import { KNOWN_BUGS } from '../../rules/microsoft/compat.ts';
import { METHOD_NAMES } from '../../rules/microsoft/methods.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { OPTION_COLUMNS } from '../../rules/ps315/table.ts';
import type { RuleProblem } from '../../rules/source.ts';
import { holds } from '../support/properties.ts';
import { exampleNamed, planOf, sourceOf } from './harness.ts';
import { xmlOf } from './proknow/xml.ts';

/** `lethe rules convert FILE --to lethe`, `show` and `explain`, on every example and on files that nobody wrote. */

/** Any text that a file can hold, awkward ones often. */
const text = fc.oneof(
  fc.constantFrom('', ' ', 'ANONYMOUS', 'a"b', 'a\\b', '{"x":1}', '测试', '#', '//', '\u0000', '🩻'),
  fc.string(),
);
const profile = fc.oneof(
  fc.constant(null),
  fc
    .subarray([...OPTION_COLUMNS])
    .map((options) => options.filter((name) => name !== 'retainLongitudinalFullDates')),
);

const microsoft = fc
  .record({
    rules: fc.array(
      fc.record({
        tag: fc.oneof(
          fc.constantFrom('(0010,0010)', '(0010, 0020)', '0008,0080', '00080020', 'PatientName', 'StudyDate'),
          fc.constantFrom('(50xx,xxxx)', 'xxx1,xxxx', '(0010, xxxx)', 'xx10xx10', 'PN', 'DA', 'SQ', 'UN'),
          fc.constantFrom('(0009,1001:A "quoted" one)', '0029,xx10', '(0002,0003)', 'OverlayData'),
        ),
        method: fc.constantFrom(...METHOD_NAMES),
        params: fc.record(
          {
            span: fc.oneof(fc.nat(500), fc.constantFrom('10', '0.5')),
            roundTo: fc.nat(28),
            rangeType: fc.constantFrom('Fixed', 'proportional'),
            dateShiftKey: fc.oneof(text, fc.constant('kms')),
            dateShiftRange: fc.nat(400),
            dateShiftScope: fc.constantFrom('StudyInstance', 'seriesInstance', 'SopInstance'),
            cryptoHashKey: fc.oneof(text, fc.constant('kms')),
            cryptoHashType: fc.constantFrom('Sha256', 'Sha384', 'Sha512'),
            matchInputStringLength: fc.boolean(),
            encryptKey: fc.constantFrom('kms', '0123456789abcdef', '123456781234567812345678'),
            replaceWith: text,
            enablePartialAgesForRedact: fc.boolean(),
            enablePartialDatesForRedact: fc.constantFrom('true', 'false'),
          },
          { requiredKeys: [] },
        ),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    defaultSettings: fc.constant({ perturb: { span: '1' } }),
    // With `spacedTag` a mask with a space is refused, as in the tool.
    compat: fc.subarray(Object.keys(KNOWN_BUGS).filter((bug) => bug !== 'spacedTag')),
    profile,
  })
  .map(({ profile: options, ...file }) =>
    JSON.stringify({ ...file, ...(options === null ? {} : { profile: 'basic', options }) }),
  );

const fixed: fc.Arbitrary<string> = fc.constantFrom('X', 'A^B', 'a"b', "it's", '测试', 'A\\B', '1.2.3');
const element = (
  Tag: string,
  VR: string,
  Rule: fc.Arbitrary<string>,
  Value = fixed,
  PrivateCreator?: string,
) =>
  fc.record({ rule: Rule, value: Value }).map(({ rule, value }) => ({
    Name: `${Tag} &amp; more`,
    Tag,
    VR,
    Rule: rule,
    ...(['Fixed', 'GeneratePatient'].includes(rule) ? { Value: value } : {}),
    ...(PrivateCreator === undefined ? {} : { PrivateCreator }),
  }));
const anyRule = fc.constantFrom('Keep', 'Remove', 'Clear', 'Fixed');
const proknow = fc
  .record({
    elements: fc
      .tuple(
        element('(0010,0020)', 'LO', fc.constantFrom('Keep', 'GeneratePatient'), fc.constant('Site{####}')),
        element(
          '0010,0010',
          'PN',
          fc.constantFrom('CopyPatientId', 'Fixed', 'GeneratePatient'),
          fc.constant('A^{##}'),
        ),
        element('(0008,0018)', 'UI', fc.constantFrom('GenerateUid', 'Keep', 'Fixed')),
        element('(0008,0020)', 'DA', fc.constantFrom('Shift', 'Clear', 'Remove')),
        element('(0008,0081)', 'ST', anyRule),
        element('(0008,1110)', 'SQ', fc.constantFrom('Keep', 'Remove', 'Clear')),
        element('(0009,1001)', 'LO', anyRule, fixed, 'GEMS_PETD_01'),
        element('(0029,xx10)', 'DT', fc.constantFrom('Shift', 'Keep'), fixed, "a 'quoted' &lt;creator&gt;"),
      )
      .chain((all) => fc.subarray(all, { minLength: 1 })),
    shift: fc.constantFrom('+10000101010', '-00000000001', '00000020000'),
    study: fc.boolean(),
    profile,
  })
  .map(({ elements, shift, study, profile: options }) =>
    xmlOf(elements, shift).replace(
      '<Anonym',
      `${study ? '<?lethe when-no-patient-id="study"?>' : ''}${options === null ? '' : `<?lethe profile="basic" options="${options.join(' ')}"?>`}<Anonym`,
    ),
  );

const dcm4chee = fc
  .record({
    names: fc.subarray([...OPTION_NAMES]),
    parity: fc.boolean(),
    form: fc.constantFrom('uri', 'ldif', 'json'),
  })
  .map(({ names, parity, form }) => {
    const list = names.length > 0 ? names : ['BasicApplicationConfidentialityProfile'];
    if (form === 'uri') return `deidentify:${names.join(',')}${parity ? '#compat=dcm4che' : ''}`;
    if (form === 'json')
      return JSON.stringify({ dcmDeIdentification: list, ...(parity ? { compat: 'dcm4che' } : {}) });
    return [
      ...list.map((name) => `dcmDeIdentification: ${name}`),
      ...(parity ? ['compat: dcm4che'] : []),
    ].join('\n');
  });

const mevislab = fc
  .record({
    patientIdentityHandling: fc.constantFrom(...FIELDS.patientIdentityHandling.words),
    patientsName: fc.constantFrom('PATIENT', '', 'Case^Seven', 'a"b'),
    patientId: fc.constantFrom('000001', '', 'C7'),
    salt: text,
    retainSexInGeneratedName: fc.boolean(),
    institutionName: fc.constantFrom('InstitutionName', '', 'Research'),
    retainUIDs: fc.boolean(),
    retainDeviceIdentity: fc.boolean(),
    retainInstitutionIdentity: fc.boolean(),
    retainPatientCharacteristics: fc.boolean(),
    retainLongitudinalTemporalInformation: fc.constantFrom('OFF', 'FULL', 'MODIFIED'),
    cleanDescriptors: fc.boolean(),
    retainSafePrivateTags: fc.boolean(),
    safePrivateTags: fc.constantFrom(
      '',
      '0009 0010 MeVis eatDicom',
      '# c\nCREATOR A "B"\n0009 0010\n0029 1011 C',
    ),
    allowPrivateCreatorOnWrongLevel: fc.boolean(),
    passThroughAlreadyDeidentified: fc.boolean(),
  })
  .chain((fields) =>
    fc.constantFrom(
      JSON.stringify(fields),
      Object.entries(fields)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join('\n'),
    ),
  );

/** Rules that change nothing are refused. */
function isOfNothing(problems: readonly RuleProblem[]): boolean {
  return problems.some(({ code }) => code.endsWith('NOTHING_CHANGES'));
}

function expectSame(plan: RulePlan): void {
  const written = writeLethe(plan);
  const again = compileRules({ ...sourceOf(written), name: 'converted.json' });
  expect(again.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([again.dialect, again.plan?.digest]).toEqual(['lethe', plan.digest]);
}

function expectShown(plan: RulePlan): void {
  expect(showJson(plan)).toMatchObject({ digest: plan.digest });
  const rows = showText(plan).split('\n').length;
  expect(rows).toBeGreaterThan(plan.rules.length);
  for (const attribute of [
    'PatientID',
    '(0008,0020)',
    '(0009,"GEMS_PETD_01",01)',
    'ReferencedStudySequence/PatientName',
  ])
    expect(explainText(plan, attribute)).toMatch(/\n {2}because /);
}

// Plans of the profile have 700 rules, so that there are fewer of those.
describe.each<[RuleDialect, fc.Arbitrary<string>, number]>([
  ['microsoft', microsoft, 60],
  ['proknow', proknow, 30],
  ['dcm4chee', dcm4chee, 30],
  ['mevislab', mevislab, 10],
])('%s files that nobody wrote', (dialect, files, runs) => {
  test('compile, and are the same plan when converted', () => {
    holds(
      fc.property(files, (file) => {
        const { plan, dialect: recognised, problems } = compileRules(sourceOf(file));
        expect(recognised).toBe(dialect);
        if (isOfNothing(problems)) return;
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expectSame(plan as RulePlan);
      }),
      { runs },
    );
  });

  test('are shown and explained', () => {
    holds(
      fc.property(files, (file) => {
        const compiled = compileRules(sourceOf(file));
        if (!isOfNothing(compiled.problems)) expectShown(planOf(compiled));
      }),
      { runs: 10 },
    );
  });
});

const EXAMPLES = readdirSync(new URL('../../rules/examples/', import.meta.url));

test('there is an example of every dialect', () => {
  expect(new Set(EXAMPLES.map((name) => name.split(/[.-]/)[0]))).toEqual(
    new Set([...RULE_DIALECTS, 'tcia', 'worklist']),
  );
});

test.each(EXAMPLES)('%s: the same plan when converted, shown and explained', (name) => {
  const plan = planOf(compileRules(exampleNamed(name)));
  expectSame(plan);
  expectShown(plan);
});

test('every option of dcm4chee says its own code in a converted file', () => {
  for (const name of OPTION_NAMES) {
    const plan = planOf(compileRules(sourceOf(`deidentify:${name}#compat=dcm4che`)));
    expect(plan.stamps?.methodCodes).toContainEqual(DEIDENTIFY_OPTIONS[name].code);
    expectSame(plan);
  }
});
