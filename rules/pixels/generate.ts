/**
 * Writes `generated/knownDevices.generated.ts` from the folder of the lists of regions: `npx node rules/pixels/generate.ts FOLDER`. What it writes is committed; the product
 * never reads FOLDER. The lists are facts: which device writes text where.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import { cutTo, devicesOf } from '../ctp/devices.ts';
import { waysOf } from '../ctp/signature.ts';
import { canonicalJson } from '../plan.ts';

type Condition = readonly [tag: number, ...anyOf: string[]];
type Rectangle = readonly [left: number, top: number, width: number, height: number];
type Entry = readonly [
  when: readonly Condition[],
  size: readonly [number | null, number],
  blank: readonly Rectangle[],
];

/** An attribute, how it is compared, and with what. */
interface Test {
  readonly element: string;
  readonly isEqual: boolean;
  readonly anyOf: readonly string[];
}

interface CtpList {
  readonly source: string;
  readonly rules: readonly {
    readonly expression: string;
    readonly regions: readonly {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }[];
  }[];
}

interface DeidList {
  readonly source: string;
  readonly rules: readonly {
    readonly section: string;
    readonly criteria: readonly string[];
    readonly coordinates: readonly { readonly kind: string; readonly value: string }[];
  }[];
}

function read<T>(file: string): { readonly content: T; readonly sha256: string; readonly file: string } {
  const bytes = readFileSync(join(folder, file));
  return {
    content: JSON.parse(bytes.toString('utf8')) as T,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    file,
  };
}

/** As a script of CTP's is converted; what has no size is left out. */
function ctpEntries({ rules }: CtpList): readonly Entry[] {
  const left = { error: () => {}, warning: () => {} };
  return rules.flatMap(({ expression, regions }) => {
    const ways = waysOf(expression);
    if ('code' in ways) return [];
    const numbers = regions.map(({ x, y, width, height }) => [x, y, width, height] as const);
    const found = devicesOf(
      ways,
      numbers.map((each) => ({ numbers: each, offset: 0 })),
      0,
      left,
    );
    return found.map(
      ({ when, size, blank }): Entry => [
        when.map(({ tag, anyOf }): Condition => [tag, ...anyOf]),
        size,
        blank,
      ],
    );
  });
}

/** Lines that all hold; `||` within a line: either. */
function deidEntries({ rules }: DeidList): readonly Entry[] {
  return rules.flatMap(({ section, criteria, coordinates }) => {
    if (!section.includes('graylist') || criteria.some((line) => line.trim().startsWith('||'))) return [];
    const lines = criteria.map((line) =>
      line
        .replace(/^\+\s*/, '')
        .split('||')
        .map((part) => testOf(part.trim())),
    );
    if (lines.some((line) => line.includes(null))) return [];
    const regions = coordinates.map(rectangleOf);
    if (regions.includes(null)) return [];
    const ways = (lines as Test[][]).reduce<Test[][]>(
      (all, line) => all.flatMap((way) => line.map((test) => [...way, test])),
      [[]],
    );
    return ways.flatMap((way) => entryOf(way, regions as Rectangle[]));
  });
}

function testOf(line: string): Test | null {
  const found = /^(contains|equals) (\S+) (.+)$/.exec(line);
  if (found === null) return null;
  const [, operator = '', element = '', value = ''] = found;
  return { element, isEqual: operator === 'equals', anyOf: value.split('|').map((text) => text.trim()) };
}

function rectangleOf({ kind, value }: { readonly kind: string; readonly value: string }): Rectangle | null {
  const parts = value.split(',').map(Number);
  const [a = NaN, b = NaN, c = NaN, d = NaN] = parts;
  if (parts.length !== 4 || !parts.every(Number.isInteger)) return null;
  if (kind === 'ctpcoordinates') return [a, b, c, d];
  return kind === 'coordinates' ? [a, b, c - a, d - b] : null;
}

/** None where the size is not said, or nothing lies in it. */
function entryOf(tests: readonly Test[], regions: readonly Rectangle[]): readonly Entry[] {
  const sizeOf = (keyword: string, tag: string): number | null => {
    const text = tests.find(({ element }) => element === keyword || element === tag)?.anyOf[0];
    return text === undefined ? null : Number(text);
  };
  const [rows, columns] = [sizeOf('Rows', '[0028,0010]'), sizeOf('Columns', '[0028,0011]')];
  if (rows === null || !Number.isInteger(rows)) return [];
  const when = tests
    .filter(({ element }) => !/^(?:Rows|Columns|\[0028,001[01]\])$/.test(element))
    .map(({ element, anyOf }): Condition => [tagNamed(element), ...anyOf]);
  const blank = regions.flatMap((region) => {
    const cut = cutTo(region, columns, rows);
    return cut === null ? [] : [cut];
  });
  return when.length === 0 || blank.length === 0 ? [] : [[when, [columns, rows], blank]];
}

/** Words of deid's list that are no keywords. */
const SLIPS: ReadonlyMap<string, string> = new Map([
  ['Manfacturer', 'Manufacturer'],
  ['Manufacture', 'Manufacturer'],
]);

function tagNamed(element: string): number {
  const numbers = /^\[([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\]$/.exec(element);
  const keyword = SLIPS.get(element) ?? element;
  const tag = numbers === null ? tagOfKeyword(keyword) : Number.parseInt(`${numbers[1]}${numbers[2]}`, 16);
  if (tag === undefined) throw new Error(`no attribute is called ${element}`);
  return tag;
}

const [, , folder = ''] = process.argv;
const ctp = read<CtpList>('ctp_regions.json');
const deid = read<DeidList>('deid_dicom.json');
const entries = new Map(
  [...ctpEntries(ctp.content), ...deidEntries(deid.content)].map((entry) => [canonicalJson(entry), entry]),
);
const target = join(import.meta.dirname, 'generated');
mkdirSync(target, { recursive: true });
writeFileSync(
  join(target, 'knownDevices.generated.ts'),
  `// Generated by rules/pixels/generate.ts; do not edit. To make it again, with the folder of the lists:
//   npx node rules/pixels/generate.ts FOLDER
// From ${ctp.content.source}, RSNA Public License (${ctp.file}, SHA-256 ${ctp.sha256}),
// and ${deid.content.source}, MIT License (${deid.file}, SHA-256 ${deid.sha256}):
// facts of these lists, written in another form. rules/pixels/NOTICE.md names them.

/** Conditions (an attribute, and the texts one of which it contains), columns and rows, rectangles (left, top, width, height). */
export const KNOWN_DEVICES: readonly (readonly [
  when: readonly (readonly [tag: number, ...anyOf: string[]])[],
  size: readonly [columns: number | null, rows: number],
  blank: readonly (readonly [left: number, top: number, width: number, height: number])[],
])[] = [
${[...entries.values()].map((entry) => `  ${JSON.stringify(entry)},`).join('\n')}
];
`,
);
