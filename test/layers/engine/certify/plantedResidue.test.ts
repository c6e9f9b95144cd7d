import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { loadCleaner } from '../../../../layers/text/lazyCleaner.ts';
import { sealPlan } from '../../../../rules/plan.ts';
import { el, type Item, instance, type Node, privateBlock, sq } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { clean } from '../harness.ts';
import { PRIVATE_STAYS as PLAN } from './plans.ts';

// The engine does so itself; these take its steps by themselves.
beforeAll(async () => {
  await loadCleaner();
});

/** What a plan removes, in each kind of place that rules may keep, in the forms that people and machines write it in. */

const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];

const owned = (...elements: readonly (readonly [number, Parameters<typeof el>[1], string | Uint8Array])[]) =>
  privateBlock(0x0009, 0x10, 'LETHE TEST', elements);
const bytes = (text: string, encoding: BufferEncoding = 'latin1') =>
  new Uint8Array(Buffer.from(text, encoding));
const filler = 'left knee, 3 mm '.repeat(6_000);

/** Where a text may stand; twelve kinds of place and some more. */
const PLACES: readonly (readonly [string, (text: string) => readonly Node[]])[] = [
  ['a short string', (text) => [el(0x00181210, 'SH', text)]],
  ['a code string', (text) => [el(0x00180015, 'CS', text)]],
  ['an application entity', (text) => owned([1, 'AE', text])],
  ['a long string', (text) => owned([1, 'LO', text])],
  ['a long text', (text) => owned([1, 'LT', `Seen: ${text}; fine.`])],
  ['an unlimited text of 100,000 characters', (text) => [el(0x00100218, 'UT', `${filler}${text} ${filler}`)]],
  ['an unlimited string', (text) => owned([1, 'UC', `one\\${text}`])],
  ['a URI', (text) => owned([1, 'UR', `http://pacs.example/q?x=${text}&y=1`])],
  ['a URI with octets', (text) => owned([1, 'UR', `http://pacs.example/${encodeURIComponent(text)}/`])],
  ['an invalid date', (text) => owned([1, 'DA', text])],
  ['an invalid decimal string', (text) => owned([1, 'DS', `1.5\\${text}`])],
  ['bytes of no VR', (text) => owned([1, 'UN', bytes(`\x00\x01\x02${text}\x00`)])],
  ['100,000 bytes of no VR', (text) => owned([1, 'UN', bytes(`${filler}${text} ${filler}`)])],
  ['100,000 other bytes', (text) => owned([1, 'OB', bytes(`${filler}${text} ${filler}`)])],
  ['text of two bytes a character', (text) => owned([1, 'OB', bytes(text, 'utf16le')])],
  ['three items deep', (text) => [deep(owned([1, 'SH', text]))]],
  ['the meaning of a code of one’s own', (text) => [code('99LOCAL', text)]],
];

function deep(nodes: readonly Node[]): Node {
  return sq(0x00081115, [[sq(0x00081199, [[sq(0x00081115, [nodes as Item])]])]]);
}

function code(scheme: string, meaning: string): Node {
  return sq(0x00082218, [
    [el(0x00080100, 'SH', 'X'), el(0x00080102, 'SH', scheme), el(0x00080104, 'LO', meaning)],
  ]);
}

const name = (value: string) => el(0x00100010, 'PN', value);
const id = (value: string) => el(0x00100020, 'LO', value);
const born = (value: string) => el(0x00100030, 'DA', value);

/** What goes, and what a text has of it. */
const IDENTIFIERS: readonly (readonly [string, Node, readonly string[]])[] = [
  [
    'a name',
    name('Zwieback^Oriane'),
    [
      'Zwieback',
      'ZWIEBACK2019',
      'knee_zwieback_l',
      'kneeZwiebackLeft',
      'kneezwieback',
      'Oriane',
      'ozwieback',
    ],
  ],
  ['a name in a string', el(0x00101001, 'LO', 'Zwieback^Oriane'), ['for Zwieback', 'ORIANE']],
  ['a name for an ID', id('Zwieback_Oriane'), ['zwieback', 'Oriane']],
  ['a short name', name('Lee^Jo'), ['Lee, Jo', 'JO^LEE']],
  [
    'an ID',
    id('PX-7731942-K'),
    ['PX-7731942-K', 'px7731942k', 'PX 7731942 K', 'scan7731942', 'aPX_7731942_Kb'],
  ],
  ['an ID of digits', id('0048213'), ['no 48213.', '0048213', '#48213']],
  ['an accession number', el(0x00080050, 'SH', 'ACC998877'), ['ACC998877', 'acc-998877', '998877']],
  ['a serial number', el(0x00181000, 'LO', 'L03-02246'), ['SN=L03-02246', 'SNL0302246', 'L03_02246;x']],
  ['a station', el(0x00081010, 'SH', 'QUIMBYX'), ['QUIMBYX', 'quimbyx3']],
  ['an institution', el(0x00080080, 'LO', 'Klinikum Nordhafen'), ['Nordhafen', 'KLINIKUM-NORDHAFEN']],
  ['an address', el(0x00101040, 'LO', '12 Quillon Lane, Ormsby'), ['12 Quillon Lane', 'Ormsby']],
  ['a telephone number', el(0x00102154, 'SH', '+49 (0)30 9018-2077'), ['030 90182077', '+49 30 90182077']],
  [
    'a date of birth',
    born('19450312'),
    [
      '19450312',
      '1945-03-12',
      '12.03.1945',
      '03/12/1945',
      '12/3/1945',
      '12 Mar 1945',
      'March 12, 1945',
      '12-MAR-45',
      '12.3.45',
      '12. Maerz 1945',
      '12 mars 1945',
      '12 marzo 1945',
      '12 mrt 1945',
      'dob12031945',
    ],
  ],
];

async function codeOf(gone: Node, stays: readonly Node[], set?: readonly string[]): Promise<string | null> {
  const characterSet = set === undefined ? [] : [el(0x00080005, 'CS', set.join('\\'))];
  const object = instance({
    elements: [...characterSet, ...SOP, gone, ...stays],
    ...(set === undefined ? {} : { text: encoderOf(set) }),
  });
  const result = await clean(object, { plan: PLAN });
  return 'reason' in result ? result.reason.code : null;
}

describe('what goes is found', () => {
  it.each(PLACES)('in %s', async (_place, nodes) => {
    const missed: string[] = [];
    for (const [what, gone, forms] of IDENTIFIERS)
      for (const form of forms)
        if ((await codeOf(gone, nodes(form))) !== 'RESIDUE_FOUND') missed.push(`${what}: ${form}`);
    expect(missed).toEqual([]);
  });

  it.each([
    ['an ID in an integer string', id('7731942'), '7731942'],
    ['an ID with zeros before it', id('0048213'), '48213'],
    ['a date of birth', born('19450312'), '19450312'],
  ])('as a number: %s', async (_what, gone, form) => {
    for (const vr of ['IS', 'DS'] as const)
      expect(await codeOf(gone, owned([1, vr, `1\\${form}`]))).toBe('RESIDUE_FOUND');
  });

  it.each([
    ['Japanese, ideographs', 'Yamada^Tarou=山田^太郎=やまだ^たろう', '山田太郎様', ['', 'ISO 2022 IR 87']],
    ['Japanese, in a longer text', 'Yamada^Tarou=山田^太郎', '頭部 山田さん', ['', 'ISO 2022 IR 87']],
    ['Japanese, reading', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'ヤマダ様', ['', 'ISO 2022 IR 87']],
    ['Japanese, alphabet', 'Yamada^Tarou=山田^太郎', 'for YAMADA', ['', 'ISO 2022 IR 87']],
    ['Japanese, undivided', '山田太郎', '山田様', ['ISO_IR 192']],
    ['Korean', 'Hong^Gildong=洪^吉洞=홍^길동', '길동님', ['ISO_IR 192']],
    ['Korean, undivided', '홍길동', '길동', ['ISO_IR 192']],
    ['Chinese', 'Wang^XiaoDong=王^小东', '患者小东', ['GB18030']],
    ['Chinese, both parts of one character', '王^东', '王东', ['GB18030']],
    ['German', 'Müller^Zoë', 'MUELLER', ['ISO_IR 100']],
    ['German, the other way', 'Mueller', 'Müller', ['ISO_IR 192']],
    ['Russian, declined', 'Борисов', 'от Борисова', ['ISO_IR 144']],
  ] as const)('in another script: %s', async (_what, value, text, set) => {
    expect(await codeOf(name(value), owned([1, 'LO', text]), set)).toBe('RESIDUE_FOUND');
    expect(await codeOf(name(value), owned([1, 'LT', `${text}.`]), set)).toBe('RESIDUE_FOUND');
  });

  it('in UTF-8 of no VR', async () => {
    expect(await codeOf(name('Müller'), owned([1, 'UN', bytes('für Müller', 'utf8')]), ['ISO_IR 100'])).toBe(
      'RESIDUE_FOUND',
    );
  });

  it('in the meaning of a published code, but for places', async () => {
    const found = async (gone: Node, text: string) => codeOf(gone, [code('SCT', text)]);
    expect(await found(name('Zwieback^Oriane'), 'Zwieback protocol')).toBe('RESIDUE_FOUND');
    expect(await found(id('PX-7731942-K'), 'Protocol 7731942')).toBe('RESIDUE_FOUND');
    expect(await found(el(0x00080080, 'LO', 'Nordhafen'), 'Nordhafen')).toBeNull();
  });

  it('in 20 MB of no VR, one piece at a time, and no pixel is read', async () => {
    const text = bytes(`${'left knee, 3 mm '.repeat(1_250_000)}`);
    // Over the end of a piece of 8 MiB.
    const start = 8 * 1024 * 1024 - 4;
    text.set(bytes(' Zwieback '), start);
    const source = memorySource(
      instance({
        elements: [
          ...SOP,
          ...owned([1, 'UN', text]),
          name('Zwieback^Oriane'),
          el(0x7fe00010, 'OW', new Uint8Array(30_000_000)),
        ],
      }),
    );
    let most = 0;
    let all = 0;
    const read = async (from: number, to: number) => {
      most = Math.max(most, to - from);
      all += to - from;
      return source.read(from, to);
    };
    expect(await clean({ ...source, read }, { plan: PLAN })).toMatchObject({
      reason: { code: 'RESIDUE_FOUND', path: '(0009,1001)' },
    });
    expect(most).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(all).toBeLessThan(20_500_000);
  });

  it('in file meta information and a preamble that a plan keeps', async () => {
    const plan = sealPlan({
      ...PLAN,
      housekeeping: { ...PLAN.housekeeping, fileMeta: 'keep', preamble: 'keep' },
    });
    const object = (options: Partial<Parameters<typeof instance>[0]>) =>
      clean(instance({ elements: [...SOP, name('Zwieback^Oriane')], ...options }), { plan });
    expect(await object({})).not.toHaveProperty('reason');
    expect(await object({ meta: [el(0x00020016, 'AE', 'ZWIEBACK')] })).toMatchObject({
      reason: { code: 'RESIDUE_FOUND', path: '(0002,0016)' },
    });
    const preamble = new Uint8Array(128);
    preamble.set(bytes('for Zwieback'), 20);
    expect(await object({ preamble })).toMatchObject({ reason: { code: 'RESIDUE_FOUND', offset: 0 } });
  });

  it('in the place of a person', async () => {
    expect(await codeOf(name('Zwieback^Oriane'), owned([1, 'PN', 'Zwieback^O']))).toBe('RESIDUE_FOUND');
  });

  it('where a date is kept, unless it is the day of the study', async () => {
    const stays = (study: string) => [el(0x00080020, 'DA', study), ...owned([1, 'DA', '19450312'])];
    expect(await codeOf(born('19450312'), stays('20190101'))).toBe('RESIDUE_FOUND');
    expect(await codeOf(born('19450312'), stays('19450312'))).toBeNull();
  });
});

describe('what only looks like it', () => {
  const term = (value: string) => [el(0x00181210, 'SH', value)];
  it.each([
    ['a kernel: a patient called Bone', name('Bone^Anna'), term('BONE')],
    ['a kernel: a patient called Hann', name('Hann^Anna'), term('HANN')],
    ['a part of the body: Head', name('Head^Anna'), [el(0x00180015, 'CS', 'HEAD')]],
    ['a part of the body: Breast_028', name('Breast_028'), [el(0x00180015, 'CS', 'BREAST')]],
    ['a part of the body of an ID', id('QIN-HEADNECK-01-0003'), [el(0x00180015, 'CS', 'HEADNECK')]],
    ['a description typed as a name', name('Head^Neck'), term('HEAD NECK')],
    ['an algorithm: a patient called Test', name('Test^Patient'), owned([1, 'LO', 'Test algorithm'])],
    ['a correction: a patient called Chang', name('Chang^Li'), [el(0x00541101, 'LO', 'CHANG,0.096')]],
    ['a colour', name('Orange^May'), term('ORANGE')],
    ['a month', name('March^April'), term('March')],
    ['a number', name('Seven^Anna'), term('SEVEN')],
    ['an eponym in a published code', name('Hodgkin^Anna'), [code('SCT', 'Hodgkin lymphoma')]],
    ['a maker of whom a patient has the name', name('Toshiba^Anna'), [el(0x00080070, 'LO', 'TOSHIBA')]],
    [
      'a model that a station is called by',
      el(0x00081010, 'SH', 'Discovery690'),
      [el(0x00081090, 'LO', 'Discovery 690')],
    ],
    ['an order that is called by a code', el(0x00401001, 'SH', 'RC301'), [code('99LOCAL', 'RC301')]],
    ['a measure', id('2019'), owned([1, 'LO', '2019 ms'])],
    ['a number of a round size', id('65536'), owned([1, 'IS', '65536'])],
    ['a number that counts', id('123456'), owned([1, 'IS', '123456'])],
    ['a fraction', id('351562'), owned([1, 'DS', '0.351562'])],
    ['a part of a number', id('482131'), owned([1, 'LO', 'lot 94821317'])],
    ['a filler', el(0x00080080, 'LO', 'XXXXXXXX'), owned([1, 'LO', 'XXXXXXXX'])],
    ['a date that nobody was born on', born('19000101'), owned([1, 'LO', '1900-01-01'])],
    ['another date', born('19450312'), owned([1, 'LO', '1945-03-13'])],
    ['a part of a word', name('Hamberg^Anna'), owned([1, 'LO', 'Hambergite'])],
  ] as const)('%s', async (_name, gone, stays) => {
    expect(await codeOf(gone, stays)).toBeNull();
  });

  it('pixels are not text', async () => {
    const noise = bytes('Zwieback '.repeat(20_000));
    expect(await codeOf(name('Zwieback'), [el(0x7fe00010, 'OW', noise)])).toBeNull();
  });
});
