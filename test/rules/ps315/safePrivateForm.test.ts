import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { bytesOf, isLoaded } from '../../../layers/dicom/values.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { cleanBytes, parsed } from '../../layers/engine/harness.ts';
import {
  ascii,
  concat,
  el,
  instance,
  inTagOrder,
  type Node,
  sq,
  TRANSFER_SYNTAX,
  type Value,
} from '../../support/build.ts';

/** Retain Safe Private (PS3.15 E.3.10): a number, a code or bytes stay only if they are such; a name in their place goes. */

const MAKER = 'ACME';
const CREATOR = 0x00190010;
const PRIVATE = 0x00191001;
const EXPLICIT = TRANSFER_SYNTAX.explicitLittleEndian;
const SYNTAXES = [
  ['explicit VR', EXPLICIT],
  ['implicit VR', TRANSFER_SYNTAX.implicitLittleEndian],
  ['big endian', TRANSFER_SYNTAX.explicitBigEndian],
  ['deflated', TRANSFER_SYNTAX.deflated],
] as const;

interface Tried {
  readonly vr: Vr;
  readonly value: Value;
  /** The list's VR; the element's own where it is not given. */
  readonly listed?: Vr | null;
  readonly depth?: number;
  readonly syntax?: string;
  readonly options?: { readonly as?: 'UN'; readonly odd?: boolean };
  readonly rules?: object;
  readonly characterSet?: string;
}

const plans = new Map<string, RulePlan>();

function planOf(rules: object): RulePlan {
  const text = JSON.stringify(rules);
  const plan =
    plans.get(text) ?? compileLethe({ name: 'rules', text, place: 'desk', readFile: () => '' }).plan;
  if (plan === null) throw new Error('the rules are wrong');
  plans.set(text, plan);
  return plan;
}

/** The element that comes out, as text; null: it went. Its creator must have gone with it, or stayed. */
async function left(tried: Tried): Promise<string | null> {
  const { vr, value, listed = vr, depth = 0, syntax = EXPLICIT, options = {}, characterSet } = tried;
  const own = [el(CREATOR, 'LO', MAKER), el(PRIVATE, vr, value, options)];
  // Referenced Series and Referenced Instance Sequence have no row in Table E.1-1.
  const nested = [0x00081115, 0x0008114a]
    .slice(0, depth)
    .reduceRight<readonly Node[]>((inner, tag) => [sq(tag, [inner])], own);
  const bytes = instance({
    transferSyntax: syntax,
    elements: inTagOrder([
      ...(characterSet === undefined ? [] : [el(0x00080005, 'CS', characterSet)]),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
      el(0x00080018, 'UI', '2.25.1'),
      ...nested,
    ]),
  });
  const plan = planOf({
    options: ['retainSafePrivate'],
    privateAttributes: { keep: [`(0019,"${MAKER}",01${listed === null ? '' : `,${listed}`})`] },
    // The net would find what this is about.
    searchResidue: false,
    ...tried.rules,
  });
  const after = await parsed(await cleanBytes(bytes, { plan }));
  let dataSet: DataSet | undefined = after.dataSet;
  for (const tag of [0x00081115, 0x0008114a].slice(0, depth))
    dataSet = elementWith(dataSet as DataSet, asTag(tag))?.items?.[0];
  const find = (tag: number): Element | undefined => elementWith(dataSet as DataSet, asTag(tag));
  expect(find(CREATOR) === undefined).toBe(find(PRIVATE) === undefined);
  const element = find(PRIVATE);
  if (element !== undefined && !isLoaded(after, element)) return 'not read';
  return element === undefined
    ? null
    : Buffer.from(bytesOf(after, element)).toString('latin1').replace(/ +$/, '');
}

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
/** As `utf16`, high byte first. */
const utf16be = (text: string) => utf16(text).map((_byte, at, all) => all[at ^ 1] as number);
const words = (...values: readonly number[]) => values;

/** By VR, valid and invalid values. */
const FORMS: readonly (readonly [Vr, readonly Value[], readonly Value[]])[] = [
  [
    'IS',
    ['7', '-12', '+3', ' 7 ', '1\\2\\3', '1\\\\3'],
    ['DOE', '1\\DOE\\3', '1.5', '12^DOE', '5551234567', '7 DOE'],
  ],
  [
    'DS',
    ['1.5', '-.5', '1e-3', '1.5\\2', '1\\'],
    ['Quiroga^Inez', '1.5\\Inez', '1,5', '1.2.3', '19610914.Inez'],
  ],
  ['CS', ['DIRECTIONAL', 'A_1 B', 'YES\\NO'], ['Quiroga', 'YES\\Quiroga', 'QUIROGA^INEZ', 'A'.repeat(17)]],
  ['AS', ['045Y', '003M'], ['Inez', '45', '45 Y', 'Y045']],
  [
    'US',
    [words(1), words(1, 2, 3), words(0x1234)],
    [ascii('Quiroga'), ascii('ROSSI'), ascii('Quiroga^Inez')],
  ],
  ['SS', [words(-1), words(7, -9)], [ascii('Rossi^Ugo')]],
  ['UL', [words(70000), words(1, 2)], [ascii('Quiroga'), ascii('Inez Q. '), utf8('Ångström')]],
  ['SL', [words(-70000)], [ascii('Quiroga^Inez')]],
  ['FL', [words(1.5), words(12.8941, 100.25), words(0.1, 0.2)], [ascii('Quiroga^Inez'), ascii('Rossi^Jo')]],
  ['FD', [words(1.5), words(Math.PI, -Math.E)], [ascii('Rossi^Jo'), ascii('Quiroga^Inez, MD')]],
  ['AT', [words(0x00181063), words(0x00100010, 0x00100020)], [ascii('Quiroga^Inez')]],
  ['OW', [words(0, 1, 2, 65535)], [ascii('Quiroga^Inez')]],
  ['OF', [words(0.5, 0.25)], [ascii('Quiroga^Inez')]],
  ['OD', [words(0.5)], [ascii('Quiroga^Inez, MD')]],
  ['OL', [words(1, 2)], [ascii('Quiroga^Inez')]],
  ['SV', [words(5)], [ascii('Rossi^Jo')]],
  ['UV', [words(5)], [ascii('Rossi^Jo')]],
  [
    'OB',
    [
      Uint8Array.of(0, 1, 2, 3),
      Uint8Array.of(0x41, 0),
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46),
      Uint8Array.of(65, 0, 0, 0, 66, 0, 0, 0),
      Uint8Array.of(9, 200, 17, 3, 90, 12, 255, 1),
    ],
    [
      ascii('Quiroga^Inez'),
      ascii('Q\0Q\0Inez'),
      ascii('Li'),
      ascii('  Quiroga\0\0\0'),
      ascii('\0\0Quiroga\0Inez\0\0'),
      ascii('7731942 '),
      ascii('555 123 4567'),
      ascii('<?xml version="1.0"?>\r\n<name>Quiroga</name>\n'),
      utf8('Müller^Jörg'),
      utf8('山田^太郎'),
      utf16('Quiroga'),
      utf16be('Quiroga '),
      utf16('\ufeff山田太郎'),
      latin('Müller, Jörg 12.03.1961'),
    ],
  ],
];

describe.each(FORMS)('%s', (vr, valid, wrong) => {
  test.each(SYNTAXES)('in %s', async (_name, syntax) => {
    for (const depth of [0, 2]) {
      for (const value of valid)
        expect([value, await left({ vr, value, depth, syntax })]).not.toEqual([value, null]);
      for (const value of wrong)
        expect([value, await left({ vr, value, depth, syntax })]).toEqual([value, null]);
    }
  });

  test('UN in the file: by the VR of the list', async () => {
    for (const value of valid)
      expect([value, await left({ vr, value, options: { as: 'UN' } })]).not.toEqual([value, null]);
    for (const value of wrong)
      expect([value, await left({ vr, value, options: { as: 'UN' } })]).toEqual([value, null]);
  });

  test('another VR in the list: by its own', async () => {
    for (const listed of ['LO', 'IS', 'OB', null] as const)
      for (const value of wrong) expect([value, await left({ vr, value, listed })]).toEqual([value, null]);
  });
});

test.each(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'AT', 'OW', 'OF', 'OD', 'OL', 'OV', 'SV', 'UV'] as const)(
  '%s of a length that is not a multiple of its words goes',
  async (vr) => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await left({ vr, value: bytes, options: { odd: true } })).toBeNull();
  },
);

test.each([
  ['ISO_IR 144', Uint8Array.of(0xb8, 0xd2, 0xd0, 0xdd, 0xde, 0xd2)], // Иванов
  ['\\ISO 2022 IR 87', concat([Uint8Array.of(0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42)])], // 山田
  ['GB18030', Uint8Array.of(0xcd, 0xf5, 0xd0, 0xa1, 0xb6, 0xab)], // 王小东
])('a name as bytes in %s goes', async (characterSet, value) => {
  expect(await left({ vr: 'OB', value, characterSet })).toBeNull();
});

test('what people may have written is cleaned, whatever the list calls it', async () => {
  const value = 'seen by Dr. Quiroga';
  for (const listed of ['IS', 'OB', 'CS', null] as const)
    expect(await left({ vr: 'LO', value, listed })).toBe('seen by Dr. [removed]');
  expect(await left({ vr: 'AE', value: 'DR. QUIROGA', listed: 'IS' })).not.toContain('QUIROGA');
  expect(await left({ vr: 'UR', value: 'https://quiroga.example/', listed: 'UR' })).toBeNull();
});

test('of UN without a VR nothing is known: it goes, and an empty one stays', async () => {
  expect(await left({ vr: 'UN', value: Uint8Array.of(1, 2), listed: null })).toBeNull();
  expect(await left({ vr: 'IS', value: '', listed: null, options: { as: 'UN' } })).toBe('');
  expect(
    await left({ vr: 'IS', value: '7', listed: null, syntax: TRANSFER_SYNTAX.implicitLittleEndian }),
  ).toBeNull();
});

test('dates and UIDs that options retain must be such', async () => {
  const full = { options: ['retainSafePrivate', 'retainLongitudinalFullDates', 'retainUids'] };
  expect(await left({ vr: 'DA', value: '20240229', rules: full })).toBe('20240229');
  expect(await left({ vr: 'DA', value: 'Quiroga', rules: full })).toBeNull();
  expect(await left({ vr: 'TM', value: '1011', rules: full })).toBe('1011');
  expect(await left({ vr: 'TM', value: 'Quiroga', rules: full })).toBeNull();
  expect(await left({ vr: 'DT', value: 'Quiroga', rules: full })).toBeNull();
  expect(await left({ vr: 'UI', value: '1.2.3', rules: full })).toBe('1.2.3\0');
  expect(await left({ vr: 'UI', value: '1.2.3.Quiroga', rules: full })).toBeNull();
});

test('told otherwise, an attribute of one’s own stays as it is', async () => {
  const keep = [{ group: '0019', creator: MAKER, element: '01', action: 'keep' }];
  expect(await left({ vr: 'IS', value: 'Quiroga', rules: { privateAttributes: { keep } } })).toBe('Quiroga');
});

test('a long value is judged by its length alone, as it is not read', async () => {
  const bytes = new Uint8Array(64 * 1024 + 2).fill(0x41);
  expect(await left({ vr: 'OB', value: bytes })).toBe('not read');
  expect(await left({ vr: 'OB', value: bytes.subarray(0, 64 * 1024) })).toBeNull();
});

test('a sequence stays, and its items are decided one by one', async () => {
  const plan = planOf({
    profile: 'none',
    otherwise: { private: 'keep-valid', public: 'keep-valid' },
    rules: [{ select: 'PatientName', action: 'remove' }],
  });
  const item = [el(0x00280008, 'IS', 'Quiroga'), el(0x00280301, 'CS', 'MED')];
  const bytes = instance({
    elements: inTagOrder([
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
      el(0x00080018, 'UI', '2.25.1'),
      el(CREATOR, 'LO', MAKER),
      sq(PRIVATE, [item]),
      sq(0x00081115, [item]),
    ]),
  });
  const after = await parsed(await cleanBytes(bytes, { plan }));
  for (const tag of [PRIVATE, 0x00081115])
    expect(
      elementWith(after.dataSet, asTag(tag))?.items?.[0]?.elements.map((element) => element.tag),
    ).toEqual([0x00280301]);
});
