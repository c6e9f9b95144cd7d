import { readdirSync } from 'node:fs';
import { compileRules } from '../../rules/compile.ts';
import { exampleNamed } from './harness.ts';

/** Editors of Windows end lines with two characters, and some put a mark before the first. */

const EXAMPLES = readdirSync(new URL('../../rules/examples/', import.meta.url));

describe.each(EXAMPLES)('%s', (name) => {
  const source = exampleNamed(name);
  const digestOf = (text: string) => compileRules({ ...source, text }).plan?.digest;

  it('is the same plan with other ends of lines, and with a mark of Unicode before it', () => {
    const digest = digestOf(source.text);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const windows = source.text.replace(/\r?\n/g, '\r\n');
    expect(windows).not.toBe(source.text);
    expect(digestOf(windows)).toBe(digest);
    expect(digestOf(`\uFEFF${windows}`)).toBe(digest);
  });
});
