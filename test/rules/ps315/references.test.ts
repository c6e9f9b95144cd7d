import { lookupTag } from '../../../layers/dicom/standard/dictionary.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { REFERENCE_SEQUENCES } from '../../../rules/ps315/references.ts';
import { profileRows } from '../../../rules/ps315/table.ts';

function compiled(rules: object | string) {
  const text = typeof rules === 'string' ? rules : JSON.stringify(rules);
  return compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
}

function planOf(rules: object | string): RulePlan {
  const { plan, problems } = compiled(rules);
  if (plan === null) throw new Error(problems.map(({ code }) => code).join(' '));
  return plan;
}

test('the list is the sequences that the table keeps under Retain UIDs', () => {
  const kept = profileRows().flatMap((row) =>
    row.kind === 'tag' && row.options.retainUids === 'K' && lookupTag(row.tag)?.vrs.includes('SQ')
      ? [row.tag]
      : [],
  );
  expect(new Set(kept)).toEqual(new Set(REFERENCE_SEQUENCES));
});

test('"as-table" is what a file without the key says, and "keep" is another plan', () => {
  const plain = planOf({});
  expect(planOf({ references: 'as-table' }).digest).toBe(plain.digest);
  expect(planOf({ references: 'keep' }).digest).not.toBe(plain.digest);
  expect(compiled({ references: 'kept' }).problems.map(({ code }) => code)).toEqual(['UNKNOWN_WORD']);
});

test('rules say why a sequence stays', () => {
  const rule = planOf({ references: 'keep' }).rules.find(({ origin }) =>
    origin.reason.startsWith('Source Image'),
  );
  expect(rule).toMatchObject({
    action: { kind: 'keep' },
    origin: { reason: 'Source Image Sequence: references kept' },
  });
});

test.each<[string, object]>([
  ['kept', { references: 'keep' }],
  ['kept under options', { references: 'keep', options: ['cleanGraphics', 'retainSafePrivate'] }],
  ['kept, with a rule for one', { references: 'keep', rules: [{ select: '(0008,1140)', action: 'remove' }] }],
  ['one kept by a rule', { rules: [{ select: '(0008,1140)', action: 'keep' }], stamps: null }],
])('a written file says the same: %s', (_name, rules) => {
  const plan = planOf(rules);
  const written = writeLethe(plan);
  expect(planOf(written).digest).toBe(plan.digest);
  if ('references' in rules) expect(JSON.parse(written)).toMatchObject({ references: 'keep' });
});

test('without the profile the key says nothing', () => {
  const { problems } = compiled({
    profile: 'none',
    references: 'keep',
    rules: [{ select: 'vr:PN', action: 'remove' }],
  });
  expect(problems.map(({ code }) => code)).toEqual(['UNUSED_SETTING']);
});
