import { el, instance, type Node, pixels, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { encoderOf } from '../../support/characterSets.ts';
import { verified } from './harness.ts';

/** Identifiers of a source, one by one, where they may hide and where they are none. */

const CT = '1.2.840.10008.5.1.4.1.1.2';

function made(
  elements: readonly Node[],
  transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian,
  pixel = new Uint8Array(64),
): Uint8Array {
  return instance({
    transferSyntax,
    elements: [
      el(0x00080016, 'UI', CT),
      el(0x00080018, 'UI', '2.25.98765432123456789'),
      el(0x00080060, 'CS', 'CT'),
      ...elements,
      el(0x00180050, 'DS', '5'),
      pixels(pixel, 'OB'),
    ].toSorted((a, b) => ('tag' in a && 'tag' in b ? a.tag - b.tag : 0)),
  });
}

const SOURCE: readonly Node[] = [
  el(0x00080080, 'LO', 'Klinikum Nordhafen'),
  el(0x00100010, 'PN', 'Doerner^Ottokar'),
  el(0x00100020, 'LO', 'KH-00881234'),
  el(0x00100030, 'DA', '19610914'),
];

async function found(output: Uint8Array, source: readonly Node[] = SOURCE): Promise<string[]> {
  const { findings } = await verified(
    [{ name: '1.dcm', bytes: output }],
    [{ name: 'a.dcm', bytes: made(source) }],
  );
  return findings.all
    .filter(({ code }) => code.startsWith('TOKEN'))
    .map(({ code, severity, path }) => `${severity} ${code} ${path}`);
}

const text = (value: string): readonly Node[] => [
  el(0x00080005, 'CS', 'ISO_IR 192'),
  el(0x00181020, 'LO', Buffer.from(value, 'utf8')),
];

describe('an identifier', () => {
  it.each([
    'seen by DOERNER',
    'Dörner, Ottokar',
    'doerners scan',
    'scanDoerner',
    'KH00881234',
    '881234',
    '0088-1234',
    'kh 008 81234',
    'born 14.09.1961',
    'born 09/14/1961',
    'Sep 14 1961',
    '1961-09-14',
    'at klinikum NORDHAFEN',
  ])('is found in %j', async (value) => {
    expect(await found(made(text(value)))).toEqual(['error TOKEN_LEFT (0018,1020)']);
  });

  it.each(['Doernerton 3.1', 'kh 88', '58812347', '14.09.1962', 'version 1961.09', 'Klinikum', 'otto'])(
    'is not what is like one: %j',
    async (value) => {
      expect(await found(made(text(value)))).toEqual([]);
    },
  );

  it('is a note where the table lets a kind be called so', async () => {
    const same = el(0x00080070, 'LO', 'Doerner Systems');
    expect(await found(made([same]), [...SOURCE, same])).toEqual(['note TOKEN_LEFT (0008,0070)']);
    // Another value in the place is no maker's.
    expect(await found(made([same]), SOURCE)).toEqual(['error TOKEN_LEFT (0008,0070)']);
  });

  it('of another script is found within other text', async () => {
    const terms = ['', 'ISO 2022 IR 87'];
    const encoded = encoderOf(terms);
    const set = el(0x00080005, 'CS', terms.join('\\'));
    const source = [set, el(0x00100010, 'PN', encoded('Yamada=山田^太郎', 'PN'))];
    expect(await found(made([set, el(0x00104000, 'LT', encoded('森山田先生', 'LT'))]), source)).toEqual([
      'error TOKEN_LEFT (0010,4000)',
    ]);
    expect(await found(made([set, el(0x00104000, 'LT', encoded('森田先生', 'LT'))]), source)).toEqual([]);
    // In bytes that are no text, as the source writes it.
    const name = encoded('=山田^太郎', 'PN');
    const bytes = Buffer.concat([Buffer.alloc(40, 1), name, Buffer.alloc(20, 2)]);
    expect(await found(made([el(0x00282000, 'OB', bytes)]), [set, el(0x00100010, 'PN', name)])).toEqual([
      'error TOKEN_LEFT (0028,2000)',
    ]);
  });

  it.each([
    ['PN', 'Li^Na', 1],
    ['LO', 'LI NA', 1],
    ['LO', 'na li', 1],
    ['LO', 'seen by li na', 0],
  ] as const)('of few letters is found as a whole value: %s %s', async (vr, value, times) => {
    const source = [el(0x00100010, 'PN', 'Li^Na')];
    const at = vr === 'PN' ? 0x00080090 : 0x00181020;
    expect(
      (await found(made([el(at, vr, value)]), source)).filter((each) => /TOKEN/.test(each)),
    ).toHaveLength(times);
  });

  it('is found in the bytes of a deflated data set', async () => {
    const bytes = Buffer.concat([Buffer.alloc(20, 0xc1), Buffer.from('Doerner'), Buffer.alloc(13, 0xc1)]);
    expect(await found(made([el(0x00282000, 'OB', bytes)], TRANSFER_SYNTAX.deflated))).toEqual([
      'error TOKEN_LEFT (0028,2000)',
    ]);
  });

  it('is found across two pieces of what is too large to be read at once', async () => {
    const header = made([]).length - 64;
    for (const before of [1, 3, 6, 7]) {
      const across = new Uint8Array(1_200_000).fill(0xc1);
      across.set(Buffer.from('Doerner'), 1024 * 1024 - header - before);
      expect(await found(made([], TRANSFER_SYNTAX.explicitLittleEndian, across))).toEqual([
        'error TOKEN_LEFT (7FE0,0010)',
      ]);
    }
  });

  it.each(['', 'a', 'ab'])(
    'is found in base64, wherever a group of three begins: behind %j',
    async (before) => {
      const packed = Buffer.from(`${before}KH-00881234 and more`).toString('base64');
      expect(await found(made(text(packed)))).toEqual(['error TOKEN_ENCODED (0018,1020)']);
    },
  );

  it.each([
    ['hex', Buffer.from('Doerner').toString('hex')],
    ['HEX', Buffer.from('DOERNER').toString('hex').toUpperCase()],
  ])('is found in hexadecimal: %s', async (_name, written) => {
    expect(await found(made(text(`x${written}`)))).toEqual(['error TOKEN_ENCODED (0018,1020)']);
  });

  it('in an item is told of with its path', async () => {
    expect(
      await found(made([sq(0x00081115, [[el(0x00100010, 'PN', 'X')], [el(0x00181020, 'LO', 'Doerner')]])])),
    ).toEqual(['error TOKEN_LEFT (0008,1115)[2]/(0018,1020)']);
  });
});
