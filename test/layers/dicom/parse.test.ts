import { deflateRawSync } from 'node:zlib';
import {
  concat,
  el,
  fragments,
  instance,
  type Node,
  pixels,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';
import { outline, parsed, refusalOf } from './indexed.ts';

const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];
const elements: Node[] = [...SOP, el(0x00100010, 'PN', 'Doe^Jane')];
const without = (tag: number) => instance({ elements, metaWithout: [tag] });
const withSyntax = (uid: string | Uint8Array) =>
  instance({ elements, meta: [el(0x00020010, 'UI', uid)], metaWithout: [0x00020010] });

describe('the preamble', () => {
  const none = instance({ elements, preamble: 'none' });
  const bare = (transferSyntax: string) =>
    instance({ elements, transferSyntax, preamble: 'none', meta: 'none' });

  it('may hold anything', async () => {
    const tiff = Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(124, 7)]);
    expect((await parsed(instance({ elements, preamble: tiff }))).hasPreamble).toBe(true);
  });

  it('without it an object that begins like a data set is told from one that is not', async () => {
    expect(await refusalOf(none)).toMatchObject({ code: 'NO_PREAMBLE', offset: 0 });
    for (const syntax of ['implicitLittleEndian', 'explicitLittleEndian', 'explicitBigEndian'] as const)
      expect(await refusalOf(bare(TRANSFER_SYNTAX[syntax]))).toMatchObject({ code: 'NO_PREAMBLE' });
    for (const bytes of [
      '',
      'x',
      '{"resourceType": "Patient"}',
      '%PDF-1.7'.padEnd(500),
      '\x89PNG'.padEnd(200, '\0'),
    ])
      expect(await refusalOf(Buffer.from(bytes, 'latin1'))).toMatchObject({ code: 'NOT_DICOM', offset: 0 });
  });

  it('where that is accepted the data set is read as its bytes show it', async () => {
    const lines = outline((await parsed(none, { acceptsNoPreamble: true })).dataSet);
    expect(lines.at(-1)).toBe('(0010,0010) PN 8');
    for (const syntax of ['implicitLittleEndian', 'explicitLittleEndian', 'explicitBigEndian'] as const) {
      const shown = await parsed(bare(TRANSFER_SYNTAX[syntax]), { acceptsNoPreamble: true });
      expect(shown.transferSyntax.uid).toBe(TRANSFER_SYNTAX[syntax]);
      expect(shown.hasPreamble).toBe(false);
      expect(outline(shown.dataSet)).toHaveLength(3);
    }
    expect(
      await refusalOf(Buffer.from('plain text, and long enough'), { acceptsNoPreamble: true }),
    ).toMatchObject({
      code: 'NOT_DICOM',
    });
  });
});

describe('file meta information', () => {
  it('needs no group length, and a wrong one changes nothing', async () => {
    for (const bytes of [
      without(0x00020000),
      instance({ elements, metaGroupLength: 4 }),
      instance({ elements, metaGroupLength: 99_999 }),
    ])
      expect(outline((await parsed(bytes)).dataSet)).toHaveLength(3);
  });

  it('needs a transfer syntax that PS3.6 registers, however it is padded', async () => {
    expect(await refusalOf(without(0x00020010))).toMatchObject({
      code: 'TRANSFER_SYNTAX_MISSING',
      offset: 132,
      path: '(0002,0010)',
    });
    expect(await refusalOf(withSyntax(''))).toMatchObject({ code: 'TRANSFER_SYNTAX_MISSING' });
    const secret = '1.2.840.99999.1';
    const unknown = await refusalOf(withSyntax(secret));
    expect(unknown).toMatchObject({ code: 'TRANSFER_SYNTAX_UNKNOWN', path: '(0002,0010)' });
    expect(unknown.message).not.toContain(secret);
    for (const padding of ['\0', ' ', ' \0', '  '])
      await expect(parsed(withSyntax(Buffer.from(`1.2.840.10008.1.2.1${padding}`)))).resolves.toBeDefined();
  });

  it('a transfer syntax that hides in a long binary value is read, not skipped', async () => {
    const long = concat([Buffer.from('1.2.840.10008.1.2.1'), new Uint8Array(70_001)]);
    const bytes = instance({ elements, meta: [el(0x00020010, 'OB', long)], metaWithout: [0x00020010] });
    expect((await parsed(bytes)).transferSyntax.uid).toBe('1.2.840.10008.1.2.1');
  });

  it('may be written in implicit VR', async () => {
    const meta = instance({
      elements: [
        el(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
        el(0x00020010, 'UI', TRANSFER_SYNTAX.implicitLittleEndian),
        ...elements,
      ],
      transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian,
      meta: 'none',
    });
    const { fileMeta, dataSet } = await parsed(meta);
    expect([fileMeta.elements.length, dataSet.elements.length]).toEqual([2, 3]);
  });

  it('alone makes an empty data set', async () => {
    expect((await parsed(instance({ elements: [] }))).dataSet.elements).toEqual([]);
  });
});

describe('deflated', () => {
  const meta = instance({ elements: [], transferSyntax: TRANSFER_SYNTAX.deflated }).length - 2;
  const deflated = instance({ elements, transferSyntax: TRANSFER_SYNTAX.deflated });

  it('offsets count as if the body stood there inflated', async () => {
    const { bodyStart, dataSet, fileMeta, inflated } = await parsed(deflated);
    expect([dataSet.start, fileMeta.end]).toEqual([bodyStart, bodyStart]);
    expect(inflated?.length).toBe(dataSet.end - bodyStart);
  });

  it('a body that does not inflate', async () => {
    const broken = Uint8Array.from(deflated);
    broken.fill(0xff, meta);
    expect(await refusalOf(broken)).toMatchObject({ code: 'INFLATE_FAILED' });
    expect(await refusalOf(deflated.subarray(0, deflated.length - 8))).toMatchObject({
      code: 'INFLATE_FAILED',
    });
  });

  it('a long body that inflates to more than a hundred times its own length, long before the limit', async () => {
    const head = instance({ elements: [], transferSyntax: TRANSFER_SYNTAX.deflated });
    const bomb = concat([head.subarray(0, head.length - 2), deflateRawSync(Buffer.alloc(65 * 1024 * 1024))]);
    expect(await refusalOf(bomb)).toMatchObject({ code: 'INFLATE_TOO_LARGE' });
  });

  it('a body that inflates beyond the limit', async () => {
    const head = instance({ elements: [], transferSyntax: TRANSFER_SYNTAX.deflated });
    const bomb = concat([head.subarray(0, head.length - 2), deflateRawSync(Buffer.alloc(3_000_000))]);
    expect(await refusalOf(bomb, { maxInflatedBytes: 1_000_000 })).toMatchObject({
      code: 'INFLATE_TOO_LARGE',
    });
  });
});

describe('cut off at any byte', () => {
  const SECRETS = ['Zwieback', '19470812', 'Quarzsand'];
  const whole: readonly Node[] = [
    ...SOP,
    el(0x00080020, 'DA', SECRETS[1]),
    sq(0x00081115, [
      [el(0x00100010, 'PN', `${SECRETS[0]}^A`), sq(0x00081199, [[el(0x00100020, 'LO', SECRETS[2])]])],
    ]),
    sq(0x00081140, [[el(0x00100010, 'PN', `${SECRETS[0]}^B`)]], {
      undefinedLength: true,
      undefinedItems: true,
    }),
    sq(0x00082218, [[el(0x00100020, 'LO', SECRETS[2])]], { as: 'UN' }),
    el(0x00100010, 'PN', `${SECRETS[0]}^C`),
    el(0x00291001, 'UN', SECRETS[2]),
    el(0x00420010, 'ST', SECRETS[2]),
  ];

  it.each([
    ['explicitLittleEndian', [...whole, pixels([1, 2, 3]), el(0xfffcfffc, 'OB', Uint8Array.of(1, 2))]],
    ['implicitLittleEndian', [...whole, pixels([1, 2, 3])]],
    ['explicitBigEndian', [...whole, pixels([1, 2, 3])]],
    ['rleLossless', [...whole, fragments([[Buffer.from('fragment')]])]],
    ['deflated', whole],
  ] as const)(
    '%s: a coded refusal with its place and no value, or the shorter data set',
    async (syntax, nodes) => {
      const transferSyntax = TRANSFER_SYNTAX[syntax];
      const bytes = instance({ elements: nodes, transferSyntax });
      const { fileMeta, dataSet, inflated } = await parsed(bytes);
      const lastMeta = fileMeta.elements.findIndex(({ tag }) => tag === 0x00020010);
      // Cut between two elements of the root, what is left is a data set like any other.
      const clean = new Set([
        ...fileMeta.elements.slice(lastMeta).map(({ end }) => end),
        ...(inflated === null ? dataSet.elements.map(({ end }) => end) : [bytes.length - 1, bytes.length]),
      ]);
      const isPadding = (length: number) =>
        dataSet.elements.some(
          ({ end }) => end < length && bytes.subarray(end, length).every((byte) => byte === 0),
        );
      let refused = 0;
      for (let length = 0; length < bytes.length; length++) {
        const cut = bytes.slice(0, length);
        // Of a big endian header the first byte is a zero, like padding.
        if (clean.has(length) || isPadding(length)) {
          if (syntax !== 'deflated') await expect(parsed(cut)).resolves.toBeDefined();
          continue;
        }
        const { code, offset, path, message } = await refusalOf(cut);
        refused += 1;
        expect(code).toMatch(
          length < 132
            ? /^NOT_DICOM$/
            : /^(TRUNCATED|LENGTH_OVERRUN|INFLATE_FAILED|TRANSFER_SYNTAX_MISSING)$/,
        );
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(length);
        expect(path ?? '').toMatch(/^(\([0-9A-F]{4},[0-9A-F]{4}\)(\[\d+\])?)*$/);
        for (const secret of SECRETS) expect(message).not.toContain(secret);
      }
      expect(refused).toBeGreaterThan(bytes.length / 2);
    },
  );
});
