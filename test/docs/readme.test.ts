import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deidCommand } from '../../cli/deid/command.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

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

describe('README', () => {
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
    expect(readme).toContain(`\`${code}\``);
  });

  it.each(unionIn('layers/engine/reason.ts'))('says what the finding %s means', (code) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${code}\` \\| (?:doubt|note) \\| \\S`, 'm'));
  });

  it('has every option of lethe deid', () => {
    for (const option of deidCommand().options) expect(readme).toContain(`\`${option.long}`);
  });

  it('names only pages that are there', () => {
    for (const [, page] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(() => statSync(join(root, page as string))).not.toThrow();
  });
});
