import { type DataSet, formatPath } from '../../../../layers/dicom/element.ts';
import { type Action, sealPlan } from '../../../../rules/plan.ts';
import { el, instance, sq } from '../../../support/build.ts';
import { planOf } from '../actions/shiftPlan.ts';
import { cleanBytes, parsed } from '../harness.ts';

/** Group lengths that a plan keeps (PS3.5 7.2, retired): a wrong one is worse than none. */

const length = (group: number) => el(group * 0x10000, 'UL', [999]);

const OBJECT = instance({
  elements: [
    length(0x0008),
    el(0x00080018, 'UI', '1.2.3.4'),
    el(0x00080060, 'CS', 'CT'),
    sq(0x00081115, [
      [length(0x0010), el(0x00100010, 'PN', 'Doe^Jane'), length(0x0018), el(0x00180015, 'CS', 'KNEE')],
    ]),
    length(0x0018),
    el(0x00180015, 'CS', 'KNEE'),
    length(0x0020),
    el(0x0020000d, 'UI', '1.2.3'),
  ],
});

/** Where group lengths are left. */
async function left(...rules: readonly (readonly [number, Action])[]): Promise<readonly string[]> {
  const { digest: _digest, ...draft } = planOf(...rules);
  const bytes = await cleanBytes(OBJECT, {
    plan: sealPlan({ ...draft, housekeeping: { ...draft.housekeeping, groupLengths: 'keep' } }),
  });
  const paths: string[] = [];
  const visit = ({ elements }: DataSet): void => {
    for (const element of elements) {
      if ((element.tag & 0xffff) === 0) paths.push(formatPath(element));
      for (const item of element.items ?? []) visit(item);
    }
  };
  visit((await parsed(bytes)).dataSet);
  return paths;
}

it('stay where nothing of their group changes', async () => {
  expect(await left([0x00100030, { kind: 'remove' }])).toEqual([
    '(0008,0000)',
    '(0008,1115)[0](0010,0000)',
    '(0008,1115)[0](0018,0000)',
    '(0018,0000)',
    '(0020,0000)',
  ]);
});

it('go where something of their group changes', async () => {
  expect(await left([0x0020000d, { kind: 'replace-uid', method: 'keyed' }])).toEqual([
    '(0008,0000)',
    '(0008,1115)[0](0010,0000)',
    '(0008,1115)[0](0018,0000)',
    '(0018,0000)',
  ]);
});

it('go where something within an item changes, there and of every sequence round it', async () => {
  expect(await left([0x00100010, { kind: 'empty' }])).toEqual([
    '(0008,1115)[0](0018,0000)',
    '(0018,0000)',
    '(0020,0000)',
  ]);
});
