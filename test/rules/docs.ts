import { readdirSync, readFileSync } from 'node:fs';

/** Documentation held against the compilers' own lists. */

export function pageAt(path: string): string {
  return readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
}

/** The cells of the table under a heading row. */
export function tableUnder(heading: string, page: string): string[][] {
  const lines = page.split('\n');
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

/** What stands between backticks. */
export function wordsIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string);
}

/** The codes of problems that the sources of a dialect report. */
export function codesOfDialect(name: string): Set<string> {
  const folder = new URL(`../../rules/${name}/`, import.meta.url);
  const own = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const readsXml = own.some((text) => text.includes("'../xml.ts'"));
  const sources = readsXml ? [...own, readFileSync(new URL('../xml.ts', folder), 'utf8')] : own;
  const calls = sources.flatMap((text) => [
    ...text.matchAll(/(?:\b(?:error|warning|fail|say)\(\s*|\bcode: )'([A-Z_]+)'/g),
  ]);
  // What stands beside the dialects is told by one code each (rules/besidePixels.ts, rules/besideReviewed.ts).
  const beside = Object.entries({ PIXELS: 'pixelsBeside(', REVIEWED: 'reviewedBeside(' }).flatMap(
    ([code, call]) => (sources.some((text) => text.includes(call)) ? [code] : []),
  );
  return new Set([...calls.map(([, code]) => code as string), ...beside]);
}

/** The codes that a page explains. */
export function codesOnPage(page: string): Set<string> {
  return new Set(tableUnder('| code | meaning |', page).flatMap(([codes]) => wordsIn(codes)));
}
