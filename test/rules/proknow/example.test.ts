import { formatPath } from '../../../layers/dicom/element.ts';
import { compileRules, recogniseDialect } from '../../../rules/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { compileProKnow } from '../../../rules/proknow/compile.ts';
import { exampleNamed, planOf, runStudy, sourceOf } from '../harness.ts';

const SOURCE = exampleNamed('proknow.xml');

test('the example has nothing doubtful, is recognised, and a Lethe file does the same', () => {
  expect(compileProKnow(SOURCE).problems).toEqual([]);
  expect(recogniseDialect(SOURCE.text)).toBe('proknow');
  const plan = planOf(compileProKnow(SOURCE));
  expect(compileRules(sourceOf(writeLethe(plan))).plan?.digest).toBe(plan.digest);
});

test('it leaves of the synthetic study what it does not list, and nothing else', async () => {
  const outcomes = await runStudy(planOf(compileProKnow(SOURCE)));
  expect(outcomes.map(({ name, outcome }) => [name, outcome])).toEqual(
    outcomes.map(({ name, expected }) => [name, expected]),
  );
  const left = new Set(outcomes.flatMap((file) => file.left.map((element) => formatPath(element))));
  const unlisted = /^\(0043,10(60|F0)\)$|\(2005,10F1\)$/;
  // A concept called "Name" is the last word of a planted one.
  const concept = /\(0040,A043\)\[0\]\(0008,0104\)$/;
  expect([...left].filter((path) => !unlisted.test(path) && !concept.test(path))).toEqual([]);
  expect([...left].some((path) => unlisted.test(path))).toBe(true);
});
