import fc from 'fast-check';
import { asTag } from '../../../layers/dicom/tag.ts';
import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import { formatSelector, parseSelector } from '../../../rules/lethe/selector.ts';
import type { Selector } from '../../../rules/plan.ts';
import { holds } from '../../support/properties.ts';

const PATIENT_NAME: Selector = { kind: 'tag', tag: asTag(0x00100010) };
const REFERENCED_STUDY = asTag(0x00081110);

describe('one attribute, in every usual spelling', () => {
  test.each([
    'PatientName',
    '(0010,0010)',
    '(0010, 0010)',
    '( 0010 , 0010 )',
    '0010,0010',
    '0010, 0010',
    '00100010',
    '0x00100010',
    '(0x0010,0x0010)',
    '0x0010, 0x0010',
    '0X00100010',
    '  PatientName  ',
  ])('%s', (text) => {
    expect(parseSelector(text)).toEqual(PATIENT_NAME);
  });

  test('letters of digits in either case', () => {
    expect(parseSelector('(7fe0,0010)')).toEqual({ kind: 'tag', tag: 0x7fe00010 });
    expect(parseSelector('7FE00010')).toEqual({ kind: 'tag', tag: 0x7fe00010 });
  });
});

describe('masks', () => {
  test.each([
    ['(50xx,xxxx)', 0xff000000, 0x50000000],
    ['50XX,XXXX', 0xff000000, 0x50000000],
    ['60xx3000', 0xff00ffff, 0x60003000],
    ['(xxx1,xxxx)', 0x000f0000, 0x00010000],
    ['(00x0,x001)', 0xff0f0fff, 0x00000001],
    ['mask:FFE1FFFF=60003000', 0xffe1ffff, 0x60003000],
    // Every even group: what stands in 6020 is an overlay, too.
    ['OverlayData', 0xff01ffff, 0x60003000],
  ])('%s', (text, mask, value) => {
    expect(parseSelector(text)).toEqual({ kind: 'mask', mask, value });
  });
});

describe('private attributes', () => {
  const element = { kind: 'private', group: 0x0019, creator: 'SIEMENS MR HEADER', element: 0x0d };

  test.each([
    '(0019,"SIEMENS MR HEADER",0D)',
    "(0019,'SIEMENS MR HEADER',0d)",
    '0019,"SIEMENS MR HEADER",0D',
    '( 0019 , "SIEMENS MR HEADER" , xx0D )',
    '(0019,"  SIEMENS MR HEADER ",0D)',
  ])('%s', (text) => {
    expect(parseSelector(text)).toEqual(element);
  });

  test('with a VR, and every one of a creator', () => {
    expect(parseSelector('(0019,"SIEMENS MR HEADER",0D,DA)')).toEqual({ ...element, vr: 'DA' });
    expect(parseSelector('(0019,"SIEMENS MR HEADER")')).toEqual({ ...element, element: null });
    expect(parseSelector('(0019,"SIEMENS MR HEADER",*)')).toEqual({ ...element, element: null });
  });

  test('a creator with quotes, commas and slashes', () => {
    expect(parseSelector('(0009,"A ""B"", C/D",01)')).toEqual({
      kind: 'private',
      group: 9,
      creator: 'A "B", C/D',
      element: 1,
    });
    expect(parseSelector("**/(0009,'A/B',01)")).toEqual({
      kind: 'private',
      group: 9,
      creator: 'A/B',
      element: 1,
      path: ['**'],
    });
  });

  test('of some VRs, the first of which that is not UN says how to read it', () => {
    const place = { kind: 'private', group: 0x19, creator: 'ACME', element: 0x0d };
    expect(parseSelector('(0019,"ACME",0D,=UN|LO | sh)')).toEqual({
      ...place,
      vr: 'LO',
      vrs: ['UN', 'LO', 'SH'],
    });
    expect(parseSelector('(0019,"ACME",0D,=UN)')).toEqual({ ...place, vrs: ['UN'] });
    expect(parseSelector('(0019,"ACME",0D,=LO|XY)')).toMatchObject({ code: 'UNKNOWN_VR' });
    for (const wrong of ['=', '=LO|', 'LO|SH', '=LO,SH'])
      expect(parseSelector(`(0019,"ACME",0D,${wrong})`)).toMatchObject({ code: expect.any(String) });
  });

  test('all of them', () => {
    expect(parseSelector('private')).toEqual({ kind: 'any-private' });
    expect(parseSelector('unknown')).toEqual({ kind: 'any-unknown' });
  });
});

describe('paths', () => {
  test.each<[string, Selector['path']]>([
    ['/PatientName', []],
    ['ReferencedStudySequence/PatientName', [REFERENCED_STUDY]],
    ['/ReferencedStudySequence/PatientName', [REFERENCED_STUDY]],
    ['(0008,1110) / PatientName', [REFERENCED_STUDY]],
    ['**/PatientName', ['**']],
    ['**/ReferencedStudySequence/**/(0010,0010)', ['**', REFERENCED_STUDY, '**']],
  ])('%s', (text, path) => {
    expect(parseSelector(text)).toEqual({ ...PATIENT_NAME, path });
  });

  test('by VR', () => {
    expect(parseSelector('ReferencedStudySequence/vr:pn')).toEqual({
      kind: 'vr',
      vr: 'PN',
      path: [REFERENCED_STUDY],
    });
  });
});

describe('what is invalid', () => {
  test.each([
    ['', 'SELECTOR_SYNTAX', 0],
    ['PatientName/', 'SELECTOR_SYNTAX', 12],
    ['(0010,00100)', 'SELECTOR_SYNTAX', 0],
    ['(0010,0010', 'SELECTOR_SYNTAX', 0],
    ['001000', 'SELECTOR_SYNTAX', 0],
    ['(0019,"ACME",100D)', 'SELECTOR_SYNTAX', 0],
    ['(0018,"ACME",0D)', 'SELECTOR_SYNTAX', 0],
    ['(0019,"ACME,0D)', 'SELECTOR_SYNTAX', 0],
    ['60xxxxxx/PatientName', 'SELECTOR_SYNTAX', 0],
    ['PatientNmae', 'UNKNOWN_KEYWORD', 0],
    ['patientname', 'UNKNOWN_KEYWORD', 0],
    ['ReferencedStudySequence/PatientNmae', 'UNKNOWN_KEYWORD', 24],
    ['vr:PM', 'UNKNOWN_VR', 0],
    ['vr:', 'UNKNOWN_VR', 0],
    ['(0019,"ACME",0D,XY)', 'UNKNOWN_VR', 0],
  ])('%s', (text, code, at) => {
    expect(parseSelector(text)).toMatchObject({ code, at });
  });

  test('the nearest keyword is named', () => {
    expect(parseSelector('patient name')).toMatchObject({ hint: 'Did you mean PatientName?' });
  });
});

test('what is written is read back as it was', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  const tag = word.map(asTag);
  const creator = fc
    .string({ unit: fc.constantFrom(...'AB "\'/,)(.*-_0'), minLength: 1, maxLength: 20 })
    .filter((text) => text.trim() === text);
  const vr = fc.constantFrom(...(Object.keys(VR_FACTS) as Vr[]));
  const element = fc.oneof(
    tag.map((one) => ({ kind: 'tag', tag: one }) as const),
    fc.record({ mask: word, value: word }).map((bits) => ({ kind: 'mask', ...bits }) as const),
    vr.map((one) => ({ kind: 'vr', vr: one }) as const),
    fc.constant({ kind: 'any-private' } as const),
    fc
      .record(
        {
          group: fc.integer({ min: 0, max: 0x7fff }).map((half) => half * 2 + 1),
          creator,
          element: fc.option(fc.integer({ min: 0, max: 0xff })),
          vr,
        },
        { requiredKeys: ['group', 'creator', 'element'] },
      )
      .map((place) => ({ kind: 'private', ...place }) as const),
    fc
      .record({
        creator,
        element: fc.integer({ min: 0, max: 0xff }),
        vrs: fc.uniqueArray(vr, { minLength: 1 }),
      })
      .map(({ vrs, ...place }) => {
        const read = vrs.find((one) => one !== 'UN');
        return {
          kind: 'private',
          group: 9,
          ...place,
          ...(read === undefined ? {} : { vr: read }),
          vrs,
        } as const;
      }),
  );
  const path = fc.array(fc.oneof(fc.constant('**' as const), tag), { maxLength: 3 });
  holds(
    fc.property(element, fc.option(path), (one, steps) => {
      const selector = { ...one, ...(steps === null ? {} : { path: steps }) } as Selector;
      expect(parseSelector(formatSelector(selector))).toEqual(selector);
    }),
    { runs: 2000 },
  );
});
