import { formatPath } from '../../../layers/dicom/element.ts';
import { compileRules, recogniseDialect } from '../../../rules/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { compileMevislab } from '../../../rules/mevislab/compile.ts';
import { profileRows } from '../../../rules/ps315/table.ts';
import { codesOf, exampleNamed, planOf, runStudy, sourceOf } from '../harness.ts';

const EXAMPLES = ['mevislab.json', 'mevislab.conf'].map(exampleNamed);

test.each(EXAMPLES)(
  '$name has nothing doubtful but the decade of birth, is recognised, and a Lethe file does the same',
  (source) => {
    expect(codesOf(compileMevislab(source))).toEqual(['WEAKENS_PROFILE']);
    expect(recogniseDialect(source.text)).toBe('mevislab');
    const plan = planOf(compileMevislab(source));
    expect(compileRules(sourceOf(writeLethe(plan))).plan?.digest).toBe(plan.digest);
  },
);

test('both say the same', () => {
  const [json, lines] = EXAMPLES.map((source) => planOf(compileMevislab(source)).digest);
  expect(json).toBe(lines);
});

test('they leave of the synthetic study the device and times of day, as the fields say, and nothing else', async () => {
  const outcomes = await runStudy(planOf(compileMevislab(EXAMPLES[0]!)));
  expect(outcomes.map(({ name, outcome }) => [name, outcome])).toEqual(
    outcomes.map(({ name, expected }) => [name, expected]),
  );
  const device = new Set(
    profileRows().flatMap((row) =>
      row.kind === 'tag' && row.options.retainDeviceIdentity === 'K' ? [row.tag] : [],
    ),
  );
  const left = outcomes.flatMap((file) => file.left);
  // Whole days leave times of day as they were, in a DT as in a TM.
  expect(
    left.filter(({ tag, vr }) => !device.has(tag) && vr !== 'TM' && vr !== 'DT').map(formatPath),
  ).toEqual([]);
  expect(left.length).toBeGreaterThan(0);
});
