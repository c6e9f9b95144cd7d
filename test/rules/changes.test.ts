import { compileRules, type RuleDialect } from '../../rules/compile.ts';
import { compileRoutes } from '../../rules/routes.ts';
import { codesOf, sourceOf } from './harness.ts';
import { xmlOf } from './proknow/xml.ts';

/** A rule file under which instances would be released as they came is an error, in every dialect that can say so. */

const lethe = (file: object) => JSON.stringify(file);
const rules = (...actions: readonly (string | object)[]) =>
  actions.map((action, index) => ({
    select: ['PatientName', 'StudyDate', '(0009,"ACME",01)'][index % 3],
    ...(typeof action === 'string' ? { action } : action),
  }));
const shift = (seconds: number) => ({ action: 'shift', by: { seconds } });
const byType = (type1: string) => ({
  action: 'by-type',
  type1,
  type2: 'keep',
  type3: 'keep',
  unknown: 'keep',
});
const microsoft = (...methods: readonly string[]) =>
  JSON.stringify({ rules: methods.map((method, index) => ({ tag: `(0010,00${index + 1}0)`, method })) });
const proknow = (...names: readonly string[]) =>
  xmlOf(
    names.map((Rule, index) => ({ Tag: `(0008,002${index})`, VR: 'DA', Rule })),
    '+00000000000',
  );

const NOTHING: readonly (readonly [string, string, RuleDialect, string])[] = [
  ['nothing at all', lethe({ profile: 'none' }), 'lethe', 'NOTHING_CHANGES'],
  ['no rules', lethe({ profile: 'none', rules: [] }), 'lethe', 'NOTHING_CHANGES'],
  [
    'stamps alone',
    lethe({ profile: 'none', stamps: { codes: ['basicProfile'], longitudinal: 'REMOVED' } }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'settings alone',
    lethe({ profile: 'none', searchResidue: false, validate: { output: true } }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'what stays',
    lethe({ profile: 'none', rules: rules('keep', 'review', 'keep-valid') }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'what stays, and is held',
    lethe({ profile: 'none', freeText: 'hold', rules: rules('review') }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'a shift of nothing',
    lethe({ profile: 'none', rules: rules('keep', shift(0)) }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'each of four types',
    lethe({ profile: 'none', rules: rules(byType('keep')) }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'public attributes that stay by name',
    lethe({ profile: 'none', otherwise: { public: 'keep' } }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'the file meta information alone',
    lethe({ profile: 'none', rules: [{ select: '(0002,0016)', action: 'remove' }] }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'a group length alone',
    lethe({ profile: 'none', rules: [{ select: '(0008,0000)', action: 'remove' }] }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  [
    'what is behind a rule for everything',
    lethe({
      profile: 'none',
      otherwise: { private: 'keep' },
      rules: [
        { select: 'mask:00000000=00000000', action: 'keep' },
        { select: 'PatientName', action: 'remove' },
      ],
    }),
    'lethe',
    'NOTHING_CHANGES',
  ],
  ['no rules of Microsoft’s', JSON.stringify({ rules: [], defaultSettings: {} }), 'microsoft', 'MS_NO_RULES'],
  ['keep', microsoft('keep', 'keep'), 'microsoft', 'MS_NOTHING_CHANGES'],
  ['Keep', proknow('Keep'), 'proknow', 'NOTHING_CHANGES'],
  ['Keep, and a Shift of nothing', proknow('Keep', 'Shift'), 'proknow', 'NOTHING_CHANGES'],
  ['no elements', proknow(), 'proknow', 'NO_ELEMENTS'],
  ['an empty list', '[]', 'dcm4chee', 'EMPTY_LIST'],
  ['no field', '# nothing\n', 'mevislab', 'NO_FIELDS'],
];

test.each(NOTHING)('%s is an error', (_name, text, dialect, code) => {
  const compiled = compileRules(sourceOf(text), dialect);
  expect(compiled.plan).toBeNull();
  expect(codesOf(compiled)).toContain(code);
});

test.each<[string, string, RuleDialect]>([
  ['one rule among others', lethe({ profile: 'none', rules: rules('keep', 'remove') }), 'lethe'],
  ['what becomes of the rest', lethe({ profile: 'none', otherwise: { public: 'remove' } }), 'lethe'],
  ['private attributes, by name', lethe({ profile: 'none', otherwise: { private: 'remove' } }), 'lethe'],
  ['one type of four', lethe({ profile: 'none', rules: rules(byType('remove')) }), 'lethe'],
  ['a shift', lethe({ profile: 'none', rules: rules('keep', shift(1)) }), 'lethe'],
  [
    'a profile beneath',
    JSON.stringify({ profile: 'basic', rules: [{ tag: 'CS', method: 'keep' }] }),
    'microsoft',
  ],
  ['one rule of Microsoft’s', microsoft('keep', 'redact'), 'microsoft'],
  ['one of ProKnow’s', proknow('Keep', 'Remove'), 'proknow'],
])('%s is none', (_name, text, dialect) => {
  expect(compileRules(sourceOf(text), dialect).plan).not.toBeNull();
});

test('no route leads to such rules', () => {
  const { routes, problems } = compileRoutes(
    sourceOf(JSON.stringify({ routes: [{ prefix: '', rules: 'none.json' }] })),
    () => sourceOf(lethe({ profile: 'none' }), 'none.json'),
    compileRules,
  );
  expect(routes).toBeNull();
  expect(problems.flatMap((file) => file.problems.map(({ code }) => code))).toEqual(['NOTHING_CHANGES']);
});
