import { parse } from 'jsonc-parser';
import { lookupTag, tagOfKeyword } from '../../../layers/dicom/standard/dictionary.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { LABELS, REPORTS } from '../../../rules/lethe/freeText.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { alwaysHolds, doubtfulTextOf, textPolicy } from '../../../rules/textPolicy.ts';
import { codesOf, placesOf, planOf, sourceOf } from '../harness.ts';

const compile = (freeText: unknown) =>
  compileLethe(sourceOf(JSON.stringify({ options: ['cleanDescriptors'], freeText })));
const plan = (freeText: unknown): RulePlan => planOf(compile(freeText));
const of = (from: RulePlan, keyword: string) => doubtfulTextOf(from, tagOfKeyword(keyword) as never);

test('a word holds for every attribute, and is no other plan than before', () => {
  for (const [word, doubtfulText] of [
    ['clean', 'release'],
    ['hold', 'hold'],
    ['vocabulary', 'remove'],
  ]) {
    const found = plan(word);
    expect([found.doubtfulText, 'doubtfulTextIn' in found]).toEqual([doubtfulText, false]);
    expect(plan({ default: word }).digest).toBe(found.digest);
  }
});

test('attributes have words of their own, all others the default', () => {
  const found = plan({ default: 'clean', PatientComments: 'hold', '(0010,21B0)': 'vocabulary' });
  expect(found.doubtfulTextIn).toEqual({ '(0010,4000)': 'hold', '(0010,21B0)': 'remove' });
  expect(['PatientComments', 'AdditionalPatientHistory', 'StudyComments'].map((k) => of(found, k))).toEqual([
    'hold',
    'remove',
    'release',
  ]);
});

test('what says the same is the same plan, in whatever order and spelling', () => {
  const one = plan({ default: 'clean', PatientComments: 'hold', ImageComments: 'vocabulary' });
  const other = plan({
    '00204000': 'vocabulary',
    ProtocolName: 'clean',
    '(0010,4000)': 'hold',
    default: 'clean',
  });
  expect(other.digest).toBe(one.digest);
  expect(one.digest).not.toBe(plan('clean').digest);
});

describe('by attribute', () => {
  test('labels are released with their doubts, reports wait for a person, of all others only known words stay', () => {
    const found = plan('by-attribute');
    expect(LABELS.map((keyword) => of(found, keyword))).toEqual(LABELS.map(() => 'release'));
    expect(REPORTS.map((keyword) => of(found, keyword))).toEqual(REPORTS.map(() => 'hold'));
    expect(['PatientComments', 'ReasonForVisit'].map((keyword) => of(found, keyword))).toEqual([
      'remove',
      'remove',
    ]);
    expect(doubtfulTextOf(found, asTag(0x00191001))).toBe('remove');
  });

  test('is what an object without a default begins with', () => {
    expect(plan({}).digest).toBe(plan('by-attribute').digest);
    const found = plan({ SeriesDescription: 'hold' });
    expect([of(found, 'SeriesDescription'), of(found, 'StudyDescription')]).toEqual(['hold', 'release']);
    expect(plan({ default: 'by-attribute', SeriesDescription: 'hold' }).digest).toBe(found.digest);
  });

  test.each([...LABELS, ...REPORTS])('%s is an attribute with a text', (keyword) => {
    expect(lookupTag(tagOfKeyword(keyword) as never)?.vrs[0]).toMatch(/^(?:LO|LT|SH|ST|UC|UT)$/);
  });

  test('its lists name each attribute once', () => {
    const all = [...LABELS, ...REPORTS];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('what is wrong', () => {
  test.each([
    [1, 'WRONG_TYPE'],
    ['holds', 'UNKNOWN_WORD'],
    [{ default: 'remove' }, 'UNKNOWN_WORD'],
    [{ PatientComments: 'remove' }, 'UNKNOWN_WORD'],
    [{ PatientComments: 'by-attribute' }, 'UNKNOWN_WORD'],
    [{ PatientComments: null }, 'WRONG_TYPE'],
    [{ PatientComment: 'hold' }, 'UNKNOWN_KEYWORD'],
    [{ '(0019,1001)': 'hold' }, 'SELECTOR_SYNTAX'],
    [{ '(0019,"ACME",01)': 'hold' }, 'SELECTOR_SYNTAX'],
    [{ 'vr:UT': 'hold' }, 'SELECTOR_SYNTAX'],
    [{ 'ReferencedStudySequence/StudyDescription': 'hold' }, 'SELECTOR_SYNTAX'],
    [{ PatientComments: 'hold', '(0010,4000)': 'clean' }, 'DUPLICATE_KEY'],
  ])('%j', (freeText, code) => {
    const result = compile(freeText);
    expect([result.plan, codesOf(result)]).toEqual([null, [code]]);
  });

  test('is said once, where it stands', () => {
    const text =
      '{ "freeText": { "default": "clean",\n  "PatientComment": "hold",\n  "ImageComments": "held" } }';
    expect(placesOf(compileLethe(sourceOf(text)))).toEqual(['UNKNOWN_KEYWORD 2:3', 'UNKNOWN_WORD 3:20']);
  });

  test('one attribute is removed by a rule, and the error says so', () =>
    expect(compile({ PatientComments: 'remove' }).problems[0]?.hint).toContain('"action": "remove"'));

  test('an attribute without text is a warning', () => {
    const result = compile({ StudyDate: 'hold', RequestAttributesSequence: 'hold' });
    expect(codesOf(result)).toEqual(['UNUSED_SETTING', 'UNUSED_SETTING']);
    expect(result.plan).not.toBeNull();
  });
});

test.each([
  ['by-attribute'],
  ['hold'],
  [{ default: 'clean', PatientComments: 'hold' }],
  [{ default: 'vocabulary', SeriesDescription: 'clean' }],
  [{ default: 'by-attribute', SeriesDescription: 'hold', TextValue: 'vocabulary' }],
])('%j is written as it was', (freeText) => {
  const found = plan(freeText);
  const written = writeLethe(found);
  expect(parse(written).freeText).toEqual(freeText);
  expect(planOf(compileLethe(sourceOf(written))).digest).toBe(found.digest);
});

test('whether doubts hold in all of some attributes', () => {
  const comments = 0x00104000;
  const overlays = { mask: 0xff01ffff, value: 0x60000022 };
  const releases = (tag: number) => textPolicy('hold', new Map([[asTag(tag), 'release']]));
  const one = (tag: number) => ({ mask: 0xffffffff, value: tag });
  expect(alwaysHolds({ doubtfulText: 'release' }, overlays)).toBe(false);
  expect(alwaysHolds({ doubtfulText: 'remove' }, overlays)).toBe(true);
  expect(alwaysHolds(releases(0x60020022), overlays)).toBe(false);
  expect(alwaysHolds(releases(0x60030022), overlays)).toBe(true);
  expect(alwaysHolds(releases(comments), one(comments))).toBe(false);
  expect(alwaysHolds(releases(comments), one(0x00204000))).toBe(true);
  expect(alwaysHolds(textPolicy('release', new Map([[asTag(comments), 'hold']])), one(comments))).toBe(true);
  // Private attributes are named by no policy.
  expect(alwaysHolds(releases(comments), { mask: 0, value: 0 })).toBe(true);
});
