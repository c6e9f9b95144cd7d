import { asTag } from '../../layers/dicom/tag.ts';
import { compileMevislab } from '../../rules/mevislab/compile.ts';
import { codesOf, planOf, sourceOf } from './harness.ts';

/** MeVisLab's fields with a file of reviewed values beside them. */

const FILES: Readonly<Record<string, string>> = {
  'reviewed.json': JSON.stringify({ reviewed: [{ select: '/StudyDescription', confirm: 'CHEST' }] }),
  'wrong.json': JSON.stringify({ reviewed: [{ select: '/StudyDescription' }] }),
};
const compile = (fields: string) =>
  compileMevislab({
    ...sourceOf(fields),
    readFile: (path) => {
      const text = FILES[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
  });

it.each([
  ['a line', 'cleanDescriptors = TRUE\nreviewed = reviewed.json\n'],
  ['JSON', JSON.stringify({ cleanDescriptors: true, reviewed: 'reviewed.json' })],
])('are named in %s', (_what, fields) => {
  expect(planOf(compile(fields)).reviewed).toEqual([
    { selector: { kind: 'tag', tag: asTag(0x00081030), path: [] }, confirm: 'CHEST' },
  ]);
});

it('are none by themselves', () => {
  const without = planOf(compile('cleanDescriptors = TRUE\n'));
  expect(without.reviewed).toBeUndefined();
  expect(planOf(compile('cleanDescriptors = TRUE\nreviewed =\n')).digest).toBe(without.digest);
});

it.each(['nothing.json', 'wrong.json'])('say what is wrong with %s, where it is named', (path) => {
  const result = compile(`cleanDescriptors = TRUE\nreviewed = ${path}\n`);
  expect(codesOf(result)).toEqual(['REVIEWED']);
  expect(result.problems[0]).toMatchObject({ line: 2, column: 12 });
});
