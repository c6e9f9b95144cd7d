import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { asTag } from '../../../layers/dicom/tag.ts';
import { changesNothing } from '../../../rules/changes.ts';
import { compileRules } from '../../../rules/compile.ts';
import { FILE_VERSION } from '../../../rules/forLethe.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import {
  type Action,
  EMPTY_PLAN,
  type KeyChoice,
  type RulePlan,
  type Selector,
  type Shift,
  type SimpleAction,
  sealPlan,
} from '../../../rules/plan.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { METHOD_CODES } from '../../../rules/ps315/methodCodes.ts';
import { OPTION_COLUMNS } from '../../../rules/ps315/table.ts';
import { namedIn, textPolicy } from '../../../rules/textPolicy.ts';
import { holds } from '../../support/properties.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

/** A written file compiles to a plan that does the same. */
function rewritten(plan: RulePlan): RulePlan {
  return planOf(compileLethe(sourceOf(writeLethe(plan))));
}

/** What it holds beside the version that every written file says. */
function contentOf(text: string): unknown {
  const { lethe, ...content } = parse(text) as { readonly lethe?: string };
  expect(lethe).toBe(FILE_VERSION);
  return content;
}

const EXAMPLES = new URL('../../../rules/examples/', import.meta.url);

test.each(readdirSync(EXAMPLES))('%s', (name) => {
  const source = { ...sourceOf(readFileSync(new URL(name, EXAMPLES), 'utf8'), name) };
  const plan = planOf(compileRules(source));
  const written = rewritten(plan);
  expect(written.digest).toBe(plan.digest);
  expect(written.name).toBe(plan.name);
  expect(written.rules.map(({ origin }) => origin.reason)).toEqual(
    plan.rules.map(({ origin }) => origin.reason),
  );
});

test('the plan that changes nothing is refused, and the Basic Profile is written in few words', () => {
  expect(codesOf(compileLethe(sourceOf(writeLethe(EMPTY_PLAN))))).toEqual(['NOTHING_CHANGES']);
  expect(rewritten(basicProfilePlan()).digest).toBe(basicProfilePlan().digest);
  expect(contentOf(writeLethe(basicProfilePlan()))).toEqual({ name: basicProfilePlan().name });
});

test.each(OPTION_COLUMNS)('%s by its name, and own rules before the profile', (option) => {
  const file = {
    options: [option],
    rules: [
      { select: 'PatientName', action: 'remove', why: 'a' },
      { select: '/(0010,1010)', action: 'empty', why: 'b' },
    ],
  };
  const plan = planOf(compileLethe(sourceOf(JSON.stringify(file))));
  const text = writeLethe(plan);
  expect(contentOf(text)).toEqual({
    name: 'rules',
    options: [option],
    rules: [file.rules[0], { ...file.rules[1], select: '/PatientAge' }],
  });
  expect(rewritten(plan).digest).toBe(plan.digest);
});

test('settings of a profile with options', () => {
  const file = {
    name: 'Mine',
    options: ['retainPatientCharacteristics', 'retainLongitudinalModifiedDates'],
    identities: { uids: 'random', project: 'p' },
    dates: {
      shift: { days: [5, 9], direction: 'forward' },
      timeOfDay: 'shift',
      whenInvalid: 'remove',
      placeholders: ['20000101', '20010101'],
      capAge: 89,
    },
    freeText: 'hold',
    screening: { dicomdir: 'accept' },
    searchResidue: false,
  };
  const plan = planOf(compileLethe(sourceOf(JSON.stringify(file))));
  expect(contentOf(writeLethe(plan))).toEqual(file);
  expect(rewritten(plan).digest).toBe(plan.digest);
});

test('what a file of its own rules says of dates', () => {
  const file = {
    name: 'Mine',
    profile: 'none',
    dates: { timeOfDay: 'hour', placeholders: ['20000101'], capAge: 80 },
    rules: [
      { select: 'StudyDate', action: 'shift' },
      { select: 'SeriesDate', action: 'shift', timeOfDay: 'keep', placeholders: [] },
      { select: 'ContentDate', action: 'shift', placeholders: 'move' },
    ],
  };
  const plan = planOf(compileLethe(sourceOf(JSON.stringify(file))));
  expect(plan.capAgeYears).toBe(80);
  expect(plan.rules.map(({ action }) => action)).toMatchObject([
    { timeOfDay: 'hour', placeholders: ['20000101'] },
    { timeOfDay: 'keep', placeholders: [] },
    { timeOfDay: 'hour', placeholders: 'move' },
  ]);
  expect(rewritten(plan).digest).toBe(plan.digest);
});

const text = fc.string({ maxLength: 12 });
const years = fc.integer({ min: 1, max: 150 });
const key: fc.Arbitrary<KeyChoice> = fc.oneof(
  fc.constant({ from: 'ring' } as const),
  text.map((value) => ({ from: 'rules', text: value }) as const),
);
const shiftBy: fc.Arbitrary<Shift> = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom('back' as const, 'forward' as const, 'either' as const),
    )
    .map(
      ([least, more, direction]) =>
        ({ kind: 'patient', minDays: least, maxDays: least + more, direction }) as const,
    ),
  fc.integer({ min: -1e7, max: 1e7 }).map((seconds) => ({ kind: 'fixed', seconds }) as const),
  fc
    .record({
      key,
      rangeDays: fc.integer({ min: 0, max: 999 }),
      scope: fc.constantFrom('study', 'series', 'instance'),
    })
    .map((scoped) => ({ kind: 'scoped', ...scoped }) as Shift),
);
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const plain: fc.Arbitrary<SimpleAction> = fc.oneof(
  fc.constantFrom<SimpleAction>(
    { kind: 'keep' },
    { kind: 'remove' },
    { kind: 'empty' },
    { kind: 'dummy' },
    { kind: 'pseudonym' },
    { kind: 'pseudonym', whenEmpty: 'dummy' },
    { kind: 'replace-uid', method: 'random' },
    { kind: 'replace-uid', method: 'keyed', oneForAll: true },
    { kind: 'patient-id-hash' },
    { kind: 'patient-id-hash', keyed: true },
    { kind: 'clean-text' },
    { kind: 'clean-graphics' },
    { kind: 'review' },
    { kind: 'fantasy', part: 'birth-date', salt: 's', keepSex: true },
    { kind: 'copy', from: asTag(0x00100020) },
    { kind: 'allocate', template: 'S{##}', whenNoPatientId: 'study' },
  ),
  fc.array(text, { maxLength: 3 }).map((values) => ({ kind: 'set', values }) as const),
  fc.record({ kind: fc.constant('cap-age' as const), maxYears: years }),
  fc.record({
    kind: fc.constant('shift' as const),
    by: shiftBy,
    whenInvalid: fc.constantFrom('empty' as const, 'remove' as const, 'quarantine' as const),
    dropOlderThanYears: fc.option(years),
    timeOfDay: fc.constantFrom('keep' as const, 'midnight' as const, 'microsoft' as const),
  }),
  fc.record({
    kind: fc.constant('redact' as const),
    partialDates: fc.boolean(),
    partialAges: fc.boolean(),
    microsoftNoon: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('perturb' as const),
    span: fc.double({ min: 0, max: 1e6, noNaN: true }).map((span) => span || 0),
    range: fc.constantFrom('fixed' as const, 'proportional' as const),
    roundTo: fc.integer({ min: 0, max: 28 }),
  }),
  fc.record({
    kind: fc.constant('hash' as const),
    key,
    algorithm: fc.constantFrom('sha256' as const, 'sha384' as const, 'sha512' as const),
    matchLength: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('encrypt' as const), key, asciiOnly: fc.boolean() }),
);
const simple: fc.Arbitrary<SimpleAction> = fc.oneof(
  { weight: 4, arbitrary: plain },
  fc.record({
    kind: fc.constant('lookup' as const),
    table: hex,
    whenMissing: fc.oneof(fc.constant('quarantine' as const), plain),
  }),
  fc.record({
    kind: fc.constant('clean-content' as const),
    concepts: fc.array(
      fc.record({
        value: text,
        scheme: text,
        meaning: text,
        valueType: text,
        action: fc.constantFrom('X', 'Z', 'D', 'K', 'C', 'U'),
      }),
      { maxLength: 2 },
    ),
    dates: fc.option(plain),
  }) as fc.Arbitrary<SimpleAction>,
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: simple },
  fc.record({
    kind: fc.constant('by-type' as const),
    type1: simple,
    type2: simple,
    type3: simple,
    unknown: simple,
  }),
  fc.record({
    kind: fc.constant('by-vr' as const),
    dates: simple,
    uids: simple,
    names: simple,
    texts: simple,
    ages: simple,
    others: simple,
  }),
);
const tag = fc.integer({ min: 0, max: 0xffffffff }).map(asTag);
const selector: fc.Arbitrary<Selector> = fc
  .tuple(
    fc.oneof(
      tag.map((one) => ({ kind: 'tag', tag: one }) as const),
      fc.constant({ kind: 'vr', vr: 'PN' } as const),
      fc.constant({ kind: 'any-private' } as const),
      fc.constant({ kind: 'any-unknown' } as const),
      fc.constant({ kind: 'mask', mask: 0xff01ffff, value: 0x60003000 } as const),
      fc.constant({ kind: 'private', group: 0x19, creator: 'A "B"', element: null } as const),
      fc.constant({ kind: 'private', group: 0x19, creator: 'ACME', element: 3, vr: 'DA' } as const),
    ),
    fc.option(fc.array(fc.oneof(fc.constant('**' as const), tag), { maxLength: 2 })),
  )
  .map(([one, path]) => ({ ...one, ...(path === null ? {} : { path }) }));
const verdict = fc.constantFrom('quarantine' as const, 'accept' as const);
const keepOr = <W extends string>(other: W) => fc.constantFrom('keep' as const, other);

const anyPlan: fc.Arbitrary<RulePlan> = fc
  .record(
    {
      name: text,
      dialect: fc.constant('microsoft' as const),
      rules: fc.array(
        fc.record({ selector, action }).map((rule) => ({
          ...rule,
          origin: { source: 'x', line: 1, column: 1, reason: 'because' },
        })),
        { maxLength: 5 },
      ),
      otherwise: fc.record({ public: simple, private: simple }),
      screening: fc.record({
        dicomdir: verdict,
        missingSopInstanceUid: verdict,
        burnedInAnnotation: verdict,
        encapsulatedDocument: verdict,
        noPreamble: verdict,
        alreadyDeidentified: fc.constantFrom('process' as const, 'pass-through' as const),
      }),
      privateCreators: fc.record({
        wrongLevel: fc.constantFrom('none' as const, 'enclosing' as const),
        elements: fc.constantFrom('by-rule' as const, 'follow' as const),
      }),
      stamps: fc.option(
        fc.record(
          {
            methodCodes: fc.array(
              fc.oneof(
                fc.constantFrom(...METHOD_CODES),
                fc.record({ value: text, scheme: text, meaning: text }),
              ),
              { maxLength: 3 },
            ),
            longitudinal: fc.constantFrom('UNMODIFIED' as const, 'MODIFIED' as const, 'REMOVED' as const),
            method: fc.constant('omit' as const),
            added: fc.constant([
              { sopClassUid: '1.2', tag: asTag(0x00080021), vr: 'DA' as const, value: '19991111' },
            ]),
          },
          { requiredKeys: ['methodCodes', 'longitudinal'] },
        ),
      ),
      housekeeping: fc.record({
        preamble: keepOr('zero'),
        groupLengths: keepOr('drop'),
        trailingPadding: keepOr('drop'),
        fileMeta: keepOr('follow'),
      }),
      searchResidue: fc.boolean(),
      doubtfulText: fc.constantFrom('release' as const, 'hold' as const, 'remove' as const),
      doubtfulTextIn: fc.constant({ '(0010,21B0)': 'remove', '(0010,4000)': 'hold' } as const),
      reidentification: fc.constantFrom('off' as const, 'on' as const),
      encryptedAttributesFor: fc.option(
        fc.constant('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'),
      ),
      validate: fc.record({ input: fc.boolean(), output: fc.boolean() }),
      keyScope: fc.constantFrom('a', 'project-1'),
    },
    {
      requiredKeys: [
        'name',
        'dialect',
        'rules',
        'otherwise',
        'screening',
        'stamps',
        'housekeeping',
        'searchResidue',
        'doubtfulText',
        'reidentification',
        'encryptedAttributesFor',
        'validate',
      ],
    },
  )
  .map((draft) => {
    const plan = draft as Omit<RulePlan, 'digest'>;
    const { doubtfulTextIn: _in, ...rest } = plan;
    return sealPlan({ ...rest, ...textPolicy(plan.doubtfulText, namedIn(plan)) });
  })
  // Written, what becomes of private attributes is what it is by default, and nobody wrote it.
  .filter(
    ({ rules, otherwise }) =>
      !changesNothing({ rules, otherwise: { ...otherwise, private: { kind: 'keep' } } }),
  );

test('any plan at all', () => {
  holds(
    fc.property(anyPlan, (plan) => {
      const written = rewritten(plan);
      expect(written.digest).toBe(plan.digest);
      expect(written.name).toBe(plan.name);
    }),
    { runs: 200 },
  );
});
