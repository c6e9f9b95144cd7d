import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/outcomes.md'), 'utf8');

/** Every member of a union of codes, as its file has them. */
function unionIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const union = /export type \w+Code =([\s\S]*?);/.exec(text)?.[1] ?? '';
  return [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code as string);
}

/** Reason codes that stand where a reason is made, in a folder and all below it. What a manifest finds is not a reason: `lethe audit verify` says it. */
function reasonsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('audit/manifest/'))
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      return [...text.matchAll(/(?:code: |reason\(\s*)'([A-Z_]+)'/g)].map(([, code]) => code as string);
    });
}

describe('docs/outcomes.md', () => {
  const codes = new Set([
    ...unionIn('layers/dicom/errors.ts'),
    ...unionIn('layers/engine/refusal.ts'),
    ...unionIn('layers/archive/errors.ts'),
    ...reasonsIn('layers/engine'),
    ...reasonsIn('cli/deid'),
  ]);

  it('knows the codes it is held to', () => {
    expect(codes.size).toBeGreaterThan(30);
  });

  it.each([...codes])('says what to do about %s', (code) => {
    expect(page).toContain(`\`${code}\``);
  });

  it.each(unionIn('layers/engine/reason.ts'))('says what the finding %s means', (code) => {
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| (?:doubt|note) \\| \\S`, 'm'));
  });
});
