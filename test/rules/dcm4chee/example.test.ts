import { formatPath } from '../../../layers/dicom/element.ts';
import { compileRules, recogniseDialect } from '../../../rules/compile.ts';
import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { profileRows } from '../../../rules/ps315/table.ts';
import { exampleNamed, planOf, runStudy, sourceOf } from '../harness.ts';

const SOURCE = exampleNamed('dcm4chee.txt');

test('the example has nothing doubtful, is recognised, and a Lethe file does the same', () => {
  expect(compileDcm4chee(SOURCE).problems).toEqual([]);
  expect(recogniseDialect(SOURCE.text)).toBe('dcm4chee');
  const plan = planOf(compileDcm4chee(SOURCE));
  expect(compileRules(sourceOf(writeLethe(plan))).plan?.digest).toBe(plan.digest);
});

test('it leaves of the synthetic study dates and the device, as its options say, and nothing else', async () => {
  const outcomes = await runStudy(planOf(compileDcm4chee(SOURCE)));
  expect(outcomes.map(({ name, outcome }) => [name, outcome])).toEqual(
    outcomes.map(({ name, expected }) => [name, expected]),
  );
  const retained = new Set(
    profileRows().flatMap((row) =>
      row.kind === 'tag' &&
      (row.options.retainDeviceIdentity ?? row.options.retainLongitudinalFullDates) === 'K'
        ? [row.tag]
        : [],
    ),
  );
  const left = outcomes.flatMap((file) => file.left);
  expect(left.filter(({ tag }) => !retained.has(tag)).map(formatPath)).toEqual([]);
  expect(left.length).toBeGreaterThan(0);
});

test('for parity, too, every file of the study comes out, or is quarantined as it must be', async () => {
  const { plan } = compileDcm4chee(SOURCE, { compat: ['dcm4che'] });
  const outcomes = await runStudy(plan!);
  // What dcm4che's older lists lack: names in attributes that it has never heard of are found again, and quarantine the instance.
  const outcomeNames = new Set(outcomes.map(({ outcome }) => outcome));
  expect([...outcomeNames].toSorted()).toEqual([
    'BURNED_IN_ANNOTATION',
    'NOT_DICOM',
    'RESIDUE_FOUND',
    'TRUNCATED',
    'released',
  ]);
});
