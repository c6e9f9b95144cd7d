import { ruleBookOf } from '../../../../cli/verify/ruleBook.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { syntheticStudy } from '../../../support/study.ts';
import { type NamedBytes, released } from '../harness.ts';
import type { Honest } from './faults.ts';
import { find, one, put, spoilable, written } from './tree.ts';

export function planOf(text: string): RulePlan {
  const { plan } = compileLethe({
    name: 'rules of a test',
    text,
    place: 'desk',
    readFile: () => {
      throw new Error('these rules name no files');
    },
  });
  if (plan === null) throw new Error('the rules of a test do not compile');
  return plan;
}

export const MODIFIED_DATES = planOf(
  '{ "profile": "basic", "options": ["retainLongitudinalModifiedDates"] }',
);

/** Two patients: the second is called as nobody in the first study is. */
export async function honestReleases(seed: number): Promise<Honest> {
  const first = syntheticStudy(seed).files.filter(({ expected }) => expected === 'released');
  const second = first.slice(0, 2).map(({ name, bytes }): NamedBytes => {
    const other = spoilable(bytes);
    put(other.dataSet, one(0x00100010, 'PN', 'Ferreirinha^Esperanca'));
    for (const [tag, uid] of [
      [0x00080018, '1.2.826.0.1.3680043.8.1055.7.'],
      [0x0020000d, '1.2.826.0.1.3680043.8.1055.8.1'],
      [0x0020000e, '1.2.826.0.1.3680043.8.1055.9.1'],
    ] as const)
      put(other.dataSet, one(tag, 'UI', tag === 0x00080018 ? `${uid}${name.length}${name.at(-5)}` : uid));
    put(other.dataSet, one(0x00100020, 'LO', 'OTHER-77123'));
    const thickness = find(other.dataSet, 0x00180050);
    if (thickness !== undefined) thickness.value = Buffer.from('3.75', 'latin1');
    return { name: `second/${name}`, bytes: written(other) };
  });
  const sources = [...first.map(({ name, bytes }) => ({ name, bytes })), ...second];
  const basic = basicProfilePlan();
  return {
    removed: await released(sources, basic),
    modified: await released(sources, MODIFIED_DATES),
    rules: { removed: ruleBookOf(basic), modified: ruleBookOf(MODIFIED_DATES) },
  };
}
