import { readdirSync, readFileSync } from 'node:fs';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { KNOWN_BUGS } from '../../../rules/microsoft/compat.ts';
import { METHOD_NAMES, methodNamed } from '../../../rules/microsoft/methods.ts';

/** docs/dialects/microsoft.md against the compiler's own lists. */

const FOLDER = new URL('../../../rules/microsoft/', import.meta.url);
const DOC = readFileSync(new URL('../../../docs/dialects/microsoft.md', import.meta.url), 'utf8');

/** The cells of the table under a heading row. */
function table(heading: string): string[][] {
  const lines = DOC.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`no table ${heading}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string);
const METHODS = table('| method | settings | VRs | Lethe |');

test('the methods and their settings', () => {
  expect(METHODS.map(([name = '']) => words(name)[0])).toEqual(METHOD_NAMES);
  for (const [name = '', settings = ''] of METHODS)
    expect(words(settings)).toEqual(methodNamed(words(name)[0] as string)?.settings);
});

test('the VRs of the methods', () => {
  for (const [name = '', , text = ''] of METHODS) {
    const method = methodNamed(words(name)[0] as string)!;
    const named = new Set((text.match(/\b[A-Z]{2}\b/g) ?? []) as Vr[]);
    if (text === 'all') expect([...method.vrs]).toHaveLength(34);
    else if (text.startsWith('all but'))
      expect([...named].every((vr) => !method.vrs.has(vr)) && method.vrs.size === 34 - named.size).toBe(true);
    else if (text.startsWith('as ')) expect(method.vrs).toEqual(methodNamed(words(text)[0] as string)?.vrs);
    else expect(named).toEqual(new Set(method.vrs));
    expect(method.fragments).toBe(
      text === 'all' || text.startsWith('as ') || /(?<!SQ), fragments$/.test(text),
    );
  }
});

test('the known bugs, in the same words', () => {
  expect(
    Object.fromEntries(
      table('| name | what the tool does |').map(([name = '', what]) => [words(name)[0], what]),
    ),
  ).toEqual(KNOWN_BUGS);
});

test('every code that the compiler has', () => {
  const sources = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
  const codes = new Set(
    sources.flatMap((text) => text.match(/'MS_[A-Z0-9_]+'/g) ?? []).map((code) => code.slice(1, -1)),
  );
  expect(new Set(table('| code | there | meaning |').map(([code = '']) => words(code)[0]))).toEqual(codes);
});
