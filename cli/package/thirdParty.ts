import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameAt, type Places } from './closure.ts';
import { licenceProblem } from './licences.ts';
import type { Part } from './parts.ts';

/** Files in which a package has the text of its licence, and what must go with it. */
const TEXT_FILE = /^(licen[cs]e|copying|notice|copyright|third-party)/i;

/** For packages that come without the text: a file of `notices`, or another package of the same repository. */
const TEXTS_ELSEWHERE: readonly (readonly [name: RegExp, from: string])[] = [
  [/^saxes$/, 'cli/package/notices/saxes.txt'],
  [/^guid-typescript$/, 'cli/package/notices/guid-typescript.txt'],
  [/^onnxruntime-(web|common)$/, 'cli/package/notices/onnxruntime.txt'],
  [
    /^@aws-sdk\/(credential-provider-(http|login)|nested-clients)$/,
    'node_modules/@aws-sdk/client-s3/LICENSE',
  ],
];

/** Every licence that is not allowed, of packages and of parts at every depth. */
export function licenceProblems(packages: Places, parts: readonly Part[]): readonly string[] {
  const ofParts = (each: readonly Part[]): readonly (string | null)[] =>
    each.flatMap(({ name, licence, holds = [] }) => [licenceProblem(name, licence), ...ofParts(holds)]);
  const ofPackages = Object.entries(packages).map(([place, { license }]) =>
    licenceProblem(nameAt(place), license),
  );
  return [...ofPackages, ...ofParts(parts)].filter((problem) => problem !== null);
}

/**
 * THIRD-PARTY.txt: what is in a package of others, and what npm brings with it or the functions hold, with the text of every licence. Equal
 * texts stand once. `root` is the repository. Throws where a package has no text.
 */
export function thirdPartyText(packages: Places, parts: readonly Part[], root: string): string {
  const byText = new Map<string, { readonly text: string; readonly named: Set<string> }>();
  for (const [place, { version, license = '' }] of Object.entries(packages)) {
    const text = textsOf(place, root);
    // Lines are broken in many ways.
    const words = text.replace(/\s+/g, ' ');
    const one = byText.get(words) ?? { text, named: new Set() };
    one.named.add(`${nameAt(place)} ${version} (${license})`);
    byText.set(words, one);
  }
  const blocks = [...byText.values()].map(({ text, named }) => `${[...named].sort().join('\n')}\n\n${text}`);
  const sections = [[HELD, ...partLines(parts, '')].join('\n'), BROUGHT, ...blocks.sort()];
  return `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const HELD =
  'Made by others and held in this package, with the licence, and the file here that has the notice:\n';
const BROUGHT =
  'Made by others, and installed beside this package by npm or by name, or part of the code of the functions, with the texts of the licences:';

function partLines(parts: readonly Part[], indent: string): readonly string[] {
  return parts.flatMap(({ name, version, licence, from, notice, holds = [] }) => [
    `${indent}${name}${version === undefined ? '' : ` ${version}`} (${licence}), ${from}: ${notice}`,
    ...partLines(holds, `${indent}  `),
  ]);
}

function textsOf(place: string, root: string): string {
  const own = readdirSync(join(root, place))
    .filter((file) => TEXT_FILE.test(file) && !file.endsWith('.js'))
    .sort()
    .map((file) => join(root, place, file));
  const elsewhere = TEXTS_ELSEWHERE.filter(([name]) => name.test(nameAt(place))).map(([, from]) =>
    join(root, from),
  );
  const files = own.length > 0 ? own : elsewhere;
  if (files.length === 0)
    throw new Error(
      `${nameAt(place)} comes without the text of its licence: cli/package/thirdParty.ts must say where it is`,
    );
  return files.map((file) => readFileSync(file, 'utf8').replace(/\r\n/g, '\n').trim()).join('\n\n');
}
