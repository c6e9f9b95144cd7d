import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { lookupTag } from '../../../layers/dicom/standard/dictionary.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { bytesOf, valuesOf } from '../../../layers/dicom/values.ts';
import { type Vr, vrFacts } from '../../../layers/dicom/vr.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { OptionColumn, ProfileRow } from '../../../rules/ps315/table.ts';
import { profileRows } from '../../../rules/ps315/table.ts';
import { bytesOfSegments, clean, parsed } from '../../layers/engine/harness.ts';
import { el, instance, inTagOrder, type Node, sq, type Value } from '../../support/build.ts';
import { codeUnder, optionSets, tagOfRow, vrOfRow } from './optionsOracle.ts';

/** Every attribute of Table E.1-1 in one instance, through the engine, under every option and every pair: what comes out is what the table says. */

/** What the engine itself writes (PS3.15 E.2), what an object is known by, and groups that are not of data sets. */
const NOT_IN_FIXTURE: ReadonlySet<string> = new Set(['00120062', '00120063', '00120064', '00280303']);

/** Rows of the file meta information, of commands and of directories are not attributes of instances. */
const ROWS = profileRows().filter(
  ({ id, kind }) => kind !== 'oddgroup' && !/^000[0-4]/.test(id) && !NOT_IN_FIXTURE.has(id),
);

const PATIENT = 'QUIMBYX^ANNETTE';
/** Under options that clean text it holds the patient's name; where the whole value stays it must not. */
const TEXTS: Partial<Record<Vr, string>> = {
  LO: 'carina of QUIMBYX',
  LT: 'carina of QUIMBYX',
  SH: 'carina QUIMBYX',
  ST: 'carina of QUIMBYX',
  UC: 'carina of QUIMBYX',
  UT: 'carina of QUIMBYX',
};
const PLAIN: Record<string, Value> = {
  AE: 'STORE_SCP',
  AS: '045Y',
  CS: 'M',
  DA: '20240229',
  DS: '1.5',
  DT: '20240229101112.5+0100',
  IS: '7',
  OB: Uint8Array.of(1, 2),
  PN: 'SOMEBODY^ELSE',
  TM: '101112.5',
  UR: 'http://example.org/1',
};

function sampleOf(row: ProfileRow, vr: Vr): Value {
  if (row.id === '00100010') return PATIENT;
  if (row.id === '00080201') return '+0100';
  if (vr === 'UI') return `1.2.3.${tagOfRow(row)}`;
  const isCleaned = Object.values(row.options).includes('C');
  const text = isCleaned ? TEXTS[vr] : undefined;
  if (text !== undefined) return text;
  // Each its own, so that none recurs.
  if (TEXTS[vr] !== undefined) return `w${row.id.slice(0, 8)}`;
  return PLAIN[vr] ?? (vrFacts(vr).content === 'binary' ? [1, 2] : '7');
}

const CODE: readonly Node[] = [
  el(0x00080100, 'SH', '1'),
  el(0x00080102, 'SH', '99X'),
  el(0x00080104, 'LO', 'carina'),
];

function nodeOf(row: ProfileRow): Node {
  const tag = tagOfRow(row);
  const vr = vrOfRow(row) ?? 'UN';
  return vr === 'SQ' ? sq(tag, [CODE]) : el(tag, vr, sampleOf(row, vr));
}

/** What is known to be no drawing keeps the plane that its comments are in. */
const REGION = el(0x60000040, 'CS', 'R');

/** A SOP class that is not in the tables: compound codes go by their last letter. */
const BYTES = instance({
  elements: inTagOrder([el(0x00080016, 'UI', '1.2.826.0.1.3680043.2.1'), REGION, ...ROWS.map(nodeOf)]),
});

function outcomeOf(row: ProfileRow, before: ParsedInstance, after: ParsedInstance): string {
  const [was, is] = [before, after].map(({ dataSet }) => elementWith(dataSet, tagOfRow(row)));
  if (was === undefined) throw new Error(`${row.name} is not in the fixture`);
  if (is === undefined) return 'gone';
  if (is.items?.length === 0) return 'empty';
  if (is.valueEnd === is.valueStart) return 'empty';
  return Buffer.compare(bytesOf(before, was), bytesOf(after, is)) === 0 ? 'same' : 'other';
}

/** What may come out for a code, from the table's own words (E.1-1a). */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  K: ['same'],
  X: ['gone'],
  Z: ['empty', 'other'],
  D: ['other'],
  U: ['other'],
  'X/Z': ['empty', 'other'],
  'X/D': ['other'],
  'Z/D': ['other'],
  'X/Z/D': ['other'],
  'X/Z/U*': ['same'],
};

/** Of C: by VR. What cannot be cleaned goes as the code beneath says. */
function cleanedOutcomes(row: ProfileRow, options: readonly OptionColumn[]): readonly string[] {
  const vr = vrOfRow(row) as Vr;
  if (['00080201', '00080106', '0040DB06'].includes(row.id)) return ['same'];
  if (vr === 'DA' || vr === 'DT') return ['other'];
  // A time of day stays when whole days pass.
  if (vr === 'TM') return ['same'];
  if (TEXTS[vr] !== undefined) return ['other'];
  if (vr === 'AE' || vr === 'CS' || vr === 'SQ') return ['same', 'other'];
  if (row.options.cleanGraphics === 'C') return ['gone', 'other', 'same'];
  const beneath = options.some((option) => row.options[option] === 'K') ? 'K' : row.basic;
  return OUTCOMES[beneath] ?? [];
}

async function run(options: readonly OptionColumn[]): Promise<readonly [ParsedInstance, ParsedInstance]> {
  const text = JSON.stringify({ options, screening: { encapsulatedDocument: 'accept' } });
  const { plan, problems } = compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
  if (plan === null) throw new Error(problems.map(({ code }) => code).join(' '));
  const result = await clean(BYTES, { plan });
  if ('reason' in result) throw new Error(`${result.reason.code} ${result.reason.path ?? ''}`);
  return [await parsed(BYTES), await parsed(bytesOfSegments(BYTES, result.segments))];
}

test('the fixture has every row', () => {
  expect(ROWS.length).toBeGreaterThan(630);
  expect(ROWS.filter((row) => lookupTag(tagOfRow(row)) === undefined)).toEqual([]);
});

test.each(optionSets().map((set) => [set.join(' + ') || 'no option', set] as const))(
  '%s',
  async (_name, options) => {
    const [before, after] = await run(options);
    const wrong = ROWS.flatMap((row) => {
      const code = codeUnder(row, options);
      const allowed = code === 'C' ? cleanedOutcomes(row, options) : (OUTCOMES[code] ?? []);
      const outcome = outcomeOf(row, before, after);
      return allowed.includes(outcome) ? [] : [`${row.id} ${row.name} ${vrOfRow(row)}: ${code}, ${outcome}`];
    });
    expect(wrong).toEqual([]);
    expect(leaks(after)).toEqual([]);
  },
);

/** No text that stays names the patient, whatever was cleaned. */
function leaks(after: ParsedInstance): readonly string[] {
  return after.dataSet.elements.flatMap((element) =>
    element.items === null &&
    vrFacts(element.vr).content === 'text' &&
    /quimbyx/i.test(valuesOf(after, element).join())
      ? [lookupTag(asTag(element.tag))?.name ?? '']
      : [],
  );
}

test('structured display text and overlay labels stay without who is in them', async () => {
  const text = JSON.stringify({ options: ['cleanGraphics'] });
  const { plan } = compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
  const before = instance({
    elements: [
      el(0x00080016, 'UI', '1.2.826.0.1.3680043.2.1'),
      el(0x00080018, 'UI', '1.2.3'),
      el(0x00100010, 'PN', 'Quimbyx^Ann'),
      sq(0x00720424, [[el(0x00700006, 'ST', 'Quimbyx, Ann: prior left, current right')]]),
      el(0x60000022, 'LO', 'lesion of Quimbyx'),
      el(0x60001500, 'LO', 'Quimbyx'),
    ],
  });
  const result = await clean(before, { plan: plan as RulePlan });
  if ('reason' in result) throw new Error(result.reason.code);
  const after = await parsed(bytesOfSegments(before, result.segments));
  const textAt = (dataSet: DataSet | undefined, tag: number) =>
    valuesOf(after, elementWith(dataSet as DataSet, asTag(tag)) as Element).join();
  const [box] = elementWith(after.dataSet, asTag(0x00720424))?.items ?? [];
  expect(textAt(box, 0x00700006)).toBe('[removed]: prior left, current right');
  expect(textAt(after.dataSet, 0x60000022)).toBe('lesion of [removed]');
  expect(textAt(after.dataSet, 0x60001500)).toBe('[removed]');
});

test('what an option keeps and repeats a name that went is quarantined', async () => {
  const text = JSON.stringify({ options: ['retainDeviceIdentity'] });
  const { plan } = compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
  const before = instance({
    elements: [
      el(0x00080016, 'UI', '1.2.826.0.1.3680043.2.1'),
      el(0x00080018, 'UI', '1.2.3'),
      el(0x00081010, 'SH', 'QUIMBYX ROOM'),
      el(0x00100010, 'PN', PATIENT),
    ],
  });
  expect(await clean(before, { plan: plan as RulePlan })).toMatchObject({
    reason: { code: 'RESIDUE_FOUND', path: '(0008,1010)' },
  });
});

test('free text that is removed is not left in structured content', async () => {
  const text = JSON.stringify({ options: ['cleanStructuredContent'], freeText: 'remove' });
  const { plan } = compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' });
  const said = sq(0x0040a730, [
    [
      el(0x0040a010, 'CS', 'CONTAINS'),
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [CODE]),
      el(0x0040a160, 'UT', 'a small nodule'),
    ],
  ]);
  const before = instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11'),
      el(0x00080018, 'UI', '1.2.3'),
      el(0x00100010, 'PN', PATIENT),
      said,
    ],
  });
  const result = await clean(before, { plan: plan as RulePlan });
  if ('reason' in result) throw new Error(result.reason.code);
  const after = await parsed(bytesOfSegments(before, result.segments));
  const [item] = elementWith(after.dataSet, asTag(0x0040a730))?.items ?? [];
  const value = elementWith(item as DataSet, asTag(0x0040a160)) as Element;
  expect(valuesOf(after, value).join()).not.toMatch(/nodule|^$/);
});
