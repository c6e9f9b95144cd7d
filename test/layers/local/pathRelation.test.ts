import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPlace, relationOf } from '../../../layers/local/pathRelation.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-paths-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

beforeAll(() => {
  mkdirSync(at('data', 'in', 'deep'), { recursive: true });
  mkdirSync(at('other'));
  writeFileSync(at('data', 'in', 'a.dcm'), '');
  symlinkSync(at('data', 'in'), at('link'));
  symlinkSync(at('data', 'to-be'), at('dangling'));
  symlinkSync(at('loop'), at('loop'));
});

describe('how a path lies to another', () => {
  it.each([
    ['the same', 'data/in', 'data/in', 'same'],
    ['the same, written otherwise', 'data/../data/in/.', 'data/in', 'same'],
    ['the same through a link', 'link', 'data/in', 'same'],
    ['inside', 'data/in/deep', 'data/in', 'inside'],
    ['inside, not there yet', 'data/in/x/y/z', 'data/in', 'inside'],
    ['inside through a link', 'link/x/y', 'data/in', 'inside'],
    ['inside through two links', 'link/deep/x', 'link', 'inside'],
    ['around', 'data', 'data/in/deep', 'around'],
    ['around a file', 'data', 'data/in/a.dcm', 'around'],
    ['around through a link', 'data', 'link/a.dcm', 'around'],
    ['a link to what is not there', 'dangling', 'data/to-be', 'same'],
    ['below a link to what is not there', 'dangling/x', 'data', 'inside'],
    ['apart', 'other', 'data/in', null],
    ['apart with a common beginning', 'data/in-2', 'data/in', null],
    ['apart, neither there', 'x/y', 'x/z', null],
  ] as const)('%s', (_what, one, other, relation) => {
    expect(relationOf(at(one), at(other))).toBe(relation);
    const turned = { same: 'same', inside: 'around', around: 'inside' } as const;
    expect(relationOf(at(other), at(one))).toBe(relation === null ? null : turned[relation]);
  });

  it('knows that the root lies around everything, and ends where links lead in a circle', () => {
    expect(relationOf('/', at('data'))).toBe('around');
    expect(relationOf(at('data'), '/')).toBe('inside');
    expect(realPlace(at('loop', 'x'))).toContain('x');
  });
});
