import { asTag } from '../../../layers/dicom/tag.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

const compile = (file: object, named: Readonly<Record<string, string>> = {}) =>
  compileLethe({
    ...sourceOf(JSON.stringify(file)),
    readFile: (path) => {
      const text = named[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
  });
const ENTRY = {
  select: '/StudyDescription',
  confirm: 'CHEST',
  why: 'a word of the protocol',
  by: 'ada',
  at: '2026-11-30T10:00:00.000Z',
};

describe('the key "reviewed"', () => {
  it('is a list, or the path of a file that has one', () => {
    const reviewed = [{ selector: { kind: 'tag', tag: asTag(0x00081030), path: [] }, confirm: 'CHEST' }];
    const inPlace = planOf(compile({ reviewed: [ENTRY] }));
    expect(inPlace.reviewed).toEqual(reviewed);
    const named = { 'reviewed.json': `// by lethe review\n{ "reviewed": [${JSON.stringify(ENTRY)}] }` };
    const beside = planOf(compile({ reviewed: 'reviewed.json' }, named));
    expect([beside.reviewed, beside.digest]).toEqual([reviewed, inPlace.digest]);
    expect(planOf(compile({})).reviewed).toBeUndefined();
  });

  it('changes what a plan does, but not by who and why', () => {
    const digest = (entry: object) => planOf(compile({ reviewed: [entry] })).digest;
    expect(digest(ENTRY)).toBe(digest({ ...ENTRY, why: 'another', by: 'bob' }));
    expect(digest(ENTRY)).not.toBe(digest({ ...ENTRY, confirm: 'HEAD' }));
    expect(digest(ENTRY)).not.toBe(planOf(compile({})).digest);
  });

  it('is written as it was read', () => {
    const plan = planOf(
      compile({
        profile: 'basic',
        review: { people: 2 },
        reviewed: [
          ENTRY,
          { select: '(0019,"MAKER",01)', clear: true, device: { manufacturer: 'Hugin', model: 'H7' } },
        ],
      }),
    );
    expect(plan.review).toEqual({ people: 2 });
    expect(compileLethe(sourceOf(writeLethe(plan))).plan?.digest).toBe(plan.digest);
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    ['neither', [{ select: 'StudyDescription' }], ['REVIEWED_ACTION']],
    ['both', [{ ...ENTRY, clear: true }], ['REVIEWED_ACTION']],
    ['many attributes', [{ ...ENTRY, select: 'private' }], ['SELECTOR_SYNTAX']],
    ['a whole block', [{ ...ENTRY, select: '(0019,"MAKER")' }], ['SELECTOR_SYNTAX']],
    ['another key', [{ ...ENTRY, value: 'x' }], ['UNKNOWN_KEY']],
    ['no list', 7, ['WRONG_TYPE']],
    ['no file', 'nothing.json', ['FILE_UNREADABLE']],
    ['a file without the key', 'empty.json', ['REVIEWED_FILE']],
    ['a file that is no JSON', 'text.json', ['REVIEWED_FILE']],
    ['a file with an error', 'wrong.json', ['REVIEWED_ACTION']],
  ])('%s is an error', (_what, reviewed, codes) => {
    const named = {
      'empty.json': '{}',
      'text.json': '{',
      'wrong.json': '{\n"reviewed": [{ "select": "PatientID" }] }',
    };
    const result = compile({ reviewed }, named);
    expect(result.plan).toBeNull();
    expect(codesOf(result)).toEqual(codes);
  });

  it('says in which line of the other file an error is', () => {
    const { problems } = compile(
      { reviewed: 'r.json' },
      { 'r.json': '{\n"reviewed": [{ "select": "PatientID" }] }' },
    );
    expect(problems[0]).toMatchObject({ line: 1, message: expect.stringMatching(/^"r.json", line 2: /) });
  });
});
