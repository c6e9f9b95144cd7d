import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { frameHeaderOf } from '../../../../layers/pixels/jpeg/stream.ts';
import { decodeRle, encodeRle } from '../../../../layers/pixels/rle.ts';
import type { PixelPolicy } from '../../../../rules/pixelPolicy.ts';
import { sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import {
  el,
  fragments,
  type InstanceOptions,
  instance,
  type Node,
  sq,
  TRANSFER_SYNTAX,
} from '../../../support/build.ts';
import { jpegStream } from '../../../support/jpegStreams.ts';
import { bytesOfSegment, objectOf } from '../../../support/segments.ts';
import { clean, refusal } from '../harness.ts';

const { digest: _digest, ...draft } = basicProfilePlan();

function planWith(policy: Partial<PixelPolicy> = {}) {
  const pixels: PixelPolicy = {
    devices: [
      {
        when: [{ tag: asTag(0x00081090), anyOf: ['CX50'] }],
        size: [null, 4],
        blank: [[1, 0, 2, 1]],
      },
    ],
    ultrasoundRegions: 'keep-only',
    text: 'ignore',
    allow: [],
    look: 'default',
    unmatched: 'hold',
    fill: 'darkest',
    ...policy,
  };
  return sealPlan({ ...draft, pixels });
}

const word = (value: number) => new Uint8Array([value & 0xff, value >> 8]);
const swapped = (value: number) => new Uint8Array([value >> 8, value & 0xff]);

interface Image {
  readonly model?: string;
  readonly modality?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly bits?: number;
  readonly photometric?: string;
  readonly samples?: number;
  readonly frames?: number;
  readonly regions?: readonly (readonly [number, number, number, number])[];
  readonly pixels: Node;
  readonly tables?: readonly Node[];
}

function image(
  {
    model = 'Philips CX50',
    modality = 'US',
    rows = 4,
    columns = 4,
    bits = 8,
    photometric = 'MONOCHROME2',
    samples = 1,
    frames = 1,
    regions = [],
    pixels,
    tables = [],
  }: Image,
  options: Partial<InstanceOptions> = {},
): Uint8Array {
  const isBig = options.transferSyntax === TRANSFER_SYNTAX.explicitBigEndian;
  const us = (tag: number, value: number) => el(tag, 'US', isBig ? swapped(value) : word(value));
  const corner = (value: number) => Buffer.from(new Uint32Array([value]).buffer);
  return instance({
    ...options,
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.6.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', modality),
      el(0x00081090, 'LO', model),
      ...(regions.length === 0
        ? []
        : [
            sq(
              0x00186011,
              regions.map(([left, top, right, bottom]) => [
                el(0x00186018, 'UL', corner(left)),
                el(0x0018601a, 'UL', corner(top)),
                el(0x0018601c, 'UL', corner(right)),
                el(0x0018601e, 'UL', corner(bottom)),
              ]),
            ),
          ]),
      us(0x00280002, samples),
      el(0x00280004, 'CS', photometric),
      ...(frames === 1 ? [] : [el(0x00280008, 'IS', String(frames))]),
      us(0x00280010, rows),
      us(0x00280011, columns),
      us(0x00280100, bits),
      us(0x00280101, bits),
      us(0x00280102, bits - 1),
      us(0x00280103, 0),
      ...tables,
      pixels,
    ],
  });
}

const GREY = (count: number) => new Uint8Array(count).fill(0xee);

/** The bytes of what an instance became. */
async function cleaned(bytes: Uint8Array, plan = planWith()): Promise<Uint8Array> {
  const result = await clean(bytes, { plan });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  expect(result.outcome).toBe('released');
  return objectOf(result.segments, bytes);
}

/** Pixel Data of an output, and its fragments. */
async function pixelsOf(bytes: Uint8Array) {
  const parsed = await parseInstance(memorySource(bytes), DEFAULT_LIMITS);
  const element = elementWith(parsed.dataSet, asTag(0x7fe00010));
  if (element === undefined) throw new Error('no Pixel Data');
  const at = (start: number, end: number) => parsed.bodyBytes.view(start, end);
  return {
    hex: Buffer.from(at(element.valueStart, element.valueEnd)).toString('hex'),
    fragments: (element.fragments ?? []).map(({ start, end }) => bytes.subarray(start, end)),
    valueOf: (tag: number) => {
      const other = elementWith(parsed.dataSet, asTag(tag));
      return other === undefined ? null : Buffer.from(at(other.valueStart, other.valueEnd));
    },
  };
}

describe('native pixels', () => {
  const rows = (first: string) => `${first}${'ee'.repeat(12)}`;

  it.each([
    ['implicit', TRANSFER_SYNTAX.implicitLittleEndian],
    ['explicit', TRANSFER_SYNTAX.explicitLittleEndian],
    ['deflated', TRANSFER_SYNTAX.deflated],
  ])('are patched in the region of the device: %s', async (_name, transferSyntax) => {
    const out = await cleaned(image({ pixels: el(0x7fe00010, 'OW', GREY(16)) }, { transferSyntax }));
    expect((await pixelsOf(out)).hex).toBe(rows('ee0000ee'));
  });

  it('in big endian words take their neighbours along', async () => {
    const pixels = el(0x7fe00010, 'OW', GREY(16));
    const out = await cleaned(image({ pixels }, { transferSyntax: TRANSFER_SYNTAX.explicitBigEndian }));
    expect((await pixelsOf(out)).hex).toBe(rows('00000000'));
  });

  it('of MONOCHROME1 are filled with the greatest value, in every frame', async () => {
    const pixels = el(0x7fe00010, 'OW', GREY(32));
    const out = await cleaned(image({ photometric: 'MONOCHROME1', frames: 2, pixels }));
    expect((await pixelsOf(out)).hex).toBe(rows('eeffffee').repeat(2));
  });

  it('of one bit', async () => {
    const pixels = el(0x7fe00010, 'OB', Uint8Array.of(0xff, 0xff));
    const out = await cleaned(image({ bits: 1, pixels }));
    expect((await pixelsOf(out)).hex).toBe('f9ff');
  });

  it('lose everything outside the ultrasound regions, and keep all within them', async () => {
    const regions = [[1, 1, 2, 3]] as const;
    const pixels = el(0x7fe00010, 'OW', GREY(16));
    const out = await cleaned(image({ model: 'other', regions, pixels }));
    expect((await pixelsOf(out)).hex).toBe(`00000000${'00eeee00'.repeat(3)}`);
  });

  it('stay where ultrasound regions are to be ignored', async () => {
    const result = await clean(
      image({ model: 'other', regions: [[1, 1, 2, 3]], pixels: el(0x7fe00010, 'OW', GREY(16)) }),
      { plan: planWith({ ultrasoundRegions: 'ignore', unmatched: 'release' }) },
    );
    expect(result).toMatchObject({ outcome: 'released', findings: [{ code: 'PIXELS_NOT_LOOKED_AT' }] });
  });
});

describe('a rule about Pixel Data', () => {
  const ruled = (kind: 'review' | 'keep' | 'remove') =>
    sealPlan({
      ...draft,
      pixels: planWith().pixels as PixelPolicy,
      rules: [
        {
          selector: { kind: 'tag', tag: asTag(0x7fe00010) },
          action: { kind },
          origin: { source: 'x', line: 1, column: 1, reason: 'x' },
        },
        ...draft.rules,
      ],
    });
  const source = image({ pixels: el(0x7fe00010, 'OW', GREY(16)) });

  it.each(['review', 'keep'] as const)(
    'that leaves it (%s) leaves nothing that is to be blanked',
    async (kind) => {
      expect((await pixelsOf(await cleaned(source, ruled(kind)))).hex).toBe(`ee0000ee${'ee'.repeat(12)}`);
    },
  );

  it('that takes it away wins', async () => {
    await expect(pixelsOf(await cleaned(source, ruled('remove')))).rejects.toThrow('no Pixel Data');
  });
});

describe('encapsulated pixels', () => {
  const rle = encodeRle([GREY(16)], 4);
  const transferSyntax = TRANSFER_SYNTAX.rleLossless;

  it('of RLE are filled in each frame, and the offset table follows', async () => {
    const pixels = fragments([[rle], [rle]], { offsetTable: 'frames' });
    const { fragments: made } = await pixelsOf(
      await cleaned(image({ frames: 2, pixels }, { transferSyntax })),
    );
    const [newTable, one, other] = made;
    expect([...new Uint32Array(new Uint8Array(newTable ?? []).buffer)]).toEqual([0, (one?.length ?? 0) + 8]);
    for (const frame of [one, other]) {
      const [plane] = decodeRle(frame as Uint8Array, {
        ...{ rows: 4, columns: 4, samplesPerPixel: 1, photometric: 'MONOCHROME2', isPlanar: false },
        ...{ bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: false, frames: 1 },
      });
      expect(Buffer.from(plane as Uint8Array).toString('hex')).toBe(`ee0000ee${'ee'.repeat(12)}`);
    }
  });

  it('are all filled where the index would skip fragments, as it does over a network', async () => {
    const pixels = fragments([[rle], [rle], [rle]], { offsetTable: 'frames' });
    const bytes = image({ frames: 3, pixels }, { transferSyntax });
    const source = { ...memorySource(bytes), readCostBytes: 16 };
    const result = await clean(source, { plan: planWith() });
    if ('reason' in result) throw new Error(result.reason.code);
    const made = result.segments.map((segment) => bytesOfSegment(segment, bytes));
    const { fragments: frames } = await pixelsOf(Buffer.concat(made));
    expect(frames).toHaveLength(4);
    for (const frame of frames.slice(1)) expect(Buffer.from(frame).equals(rle)).toBe(false);
  });

  it('have an empty offset table where they had none', async () => {
    const pixels = fragments([[rle], [rle]]);
    const { fragments: made } = await pixelsOf(
      await cleaned(image({ frames: 2, pixels }, { transferSyntax })),
    );
    expect(made[0]?.length).toBe(0);
  });

  it('of JPEG keep their size and syntax', async () => {
    const plan = planWith({
      devices: [
        { when: [{ tag: asTag(0x00080060), anyOf: ['us'] }], size: [40, 24], blank: [[0, 0, 40, 8]] },
      ],
    });
    const stream = jpegStream('restarts');
    const pixels = fragments([[even(stream)]]);
    const source = image({ rows: 24, columns: 40, pixels }, { transferSyntax: TRANSFER_SYNTAX.jpegBaseline });
    const out = await cleaned(source, plan);
    const frame = (await pixelsOf(out)).fragments[1] as Uint8Array;
    expect(frameHeaderOf(frame)).toEqual(frameHeaderOf(stream));
    expect(Buffer.from(frame).equals(stream)).toBe(false);
    expect(Buffer.from(out).includes('Needlemeyer')).toBe(false);
  });

  it('of a stream of another size than the instance says are refused', async () => {
    const plan = planWith({ devices: [], ultrasoundRegions: 'keep-only' });
    const pixels = fragments([[even(jpegStream('grey'))]]);
    const regions = [[1, 1, 8, 8]] as const;
    const source = image(
      { rows: 32, columns: 40, regions, pixels },
      { transferSyntax: TRANSFER_SYNTAX.jpegBaseline },
    );
    expect(await refusal(source, { plan })).toBe('PIXELS_DISAGREE');
  });

  it.each([
    [
      'a syntax whose frames must be decoded, without a reader,',
      TRANSFER_SYNTAX.jpeg2000Lossless,
      'PIXELS_NO_READER',
    ],
    ['a video', '1.2.840.10008.1.2.4.102', 'PIXELS_VIDEO'],
    ['frames that are damaged', TRANSFER_SYNTAX.jpegBaseline, 'PIXELS_DAMAGED'],
  ])('of %s are refused', async (_name, syntax, code) => {
    const pixels = fragments([[new Uint8Array(16)]]);
    expect(await refusal(image({ pixels }, { transferSyntax: syntax }), { plan: planWith() })).toBe(code);
  });
});

function even(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, 0]);
}

describe('an instance that no device and no region covers', () => {
  const pixels = el(0x7fe00010, 'OW', GREY(16));

  it.each<readonly [string, Image]>([
    ['another model', { model: 'other', pixels }],
    ['another size', { rows: 8, columns: 2, pixels }],
    ['a region beyond the frame', { model: 'other', regions: [[0, 0, 4, 3]], pixels }],
    ['an empty region', { model: 'other', regions: [[2, 2, 2, 2]], pixels }],
    [
      'an image that the rectangle does not fit into',
      { columns: 2, rows: 4, pixels: el(0x7fe00010, 'OW', GREY(8)) },
    ],
  ])('is held: %s', async (_name, kind) => {
    expect(await clean(image(kind), { plan: planWith() })).toMatchObject({
      outcome: 'held',
      findings: [{ severity: 'doubt', code: 'PIXELS_NOT_LOOKED_AT' }],
    });
  });

  it('is quarantined or released where the rules say so', async () => {
    const source = image({ model: 'other', pixels });
    expect(await refusal(source, { plan: planWith({ unmatched: 'quarantine' }) })).toBe(
      'PIXELS_NOT_LOOKED_AT',
    );
    expect(await clean(source, { plan: planWith({ unmatched: 'release' }) })).toMatchObject({
      outcome: 'released',
      findings: [{ severity: 'note', code: 'PIXELS_NOT_LOOKED_AT' }],
    });
  });

  it('is released without a word if it is of no kind that shows text', async () => {
    const slice = image({ model: 'other', modality: 'PT', pixels });
    expect(await clean(slice, { plan: planWith() })).toMatchObject({ outcome: 'released', findings: [] });
  });

  it.each<readonly [string, Image]>([
    ['too few pixels', { pixels: el(0x7fe00010, 'OW', GREY(14)) }],
    ['a frame more than it says', { pixels: el(0x7fe00010, 'OW', GREY(32)) }],
    ['a second Pixel Data', { tables: [pixels], pixels }],
    [
      'odd frames of a device that the rules name',
      { modality: 'PT', pixels: el(0x7fe00010, 'OW', GREY(14)) },
    ],
  ])('is refused where its attributes do not describe its pixels: %s', async (_name, kind) => {
    expect(await refusal(image(kind), { plan: planWith() })).toBe('PIXELS_DISAGREE');
  });

  it('is left alone with odd frames where nobody wants to look at it', async () => {
    const odd = image({ model: 'other', modality: 'PT', pixels: el(0x7fe00010, 'OW', GREY(14)) });
    expect(await clean(odd, { plan: planWith() })).toMatchObject({ outcome: 'released', findings: [] });
  });
});
