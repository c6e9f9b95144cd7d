import { ruleBookOf } from '../../../cli/verify/ruleBook.ts';
import type { AuditBook } from '../../../layers/verify/ports.ts';
import { planOf } from './faults/honest.ts';
import { ascii, type Element, one, put, sequence, spoilable, written } from './faults/tree.ts';
import { verified } from './harness.ts';

/** Pixels that something says were blanked: everything else in them must be the source's. */

const [ROWS, COLUMNS] = [12, 20];

interface Shape {
  readonly bits: 8 | 16;
  readonly stored?: number;
  readonly samples?: number;
  readonly isPlanar?: boolean;
  readonly photometric?: string;
  readonly frames?: number;
}

const short = (number: number) => Buffer.from([number & 0xff, number >> 8]);
const GREY = { bits: 8 } as const;

/** An image of these pixels; `more` goes over it. */
function image(shape: Shape, value: Uint8Array, more: readonly Element[] = []): Uint8Array {
  const { bits, stored = bits, samples = 1, isPlanar = false, frames = 1 } = shape;
  const dataSet = [
    one(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    one(0x00080018, 'UI', '1.2.826.0.1.3680043.10.474.5.1'),
    one(0x00080060, 'CS', 'OT'),
    one(0x00280002, 'US', short(samples)),
    one(0x00280004, 'CS', shape.photometric ?? 'MONOCHROME2'),
    one(0x00280006, 'US', short(isPlanar ? 1 : 0)),
    one(0x00280008, 'IS', String(frames)),
    one(0x00280010, 'US', short(ROWS)),
    one(0x00280011, 'US', short(COLUMNS)),
    one(0x00280100, 'US', short(bits)),
    one(0x00280101, 'US', short(stored)),
    one(0x00280102, 'US', short(stored - 1)),
    one(0x00280103, 'US', short(0)),
    one(0x7fe00010, bits === 8 ? 'OB' : 'OW', value),
  ];
  for (const element of more) put(dataSet, element);
  return written({
    preamble: new Uint8Array(128),
    meta: [one(0x00020010, 'UI', '1.2.840.10008.1.2.1')],
    dataSet,
    transferSyntax: '1.2.840.10008.1.2.1',
    littleEndian: true,
    behind: new Uint8Array(),
  });
}

const noise = (length: number) => Uint8Array.from({ length }, (_, at) => 1 + ((at * 37 + (at >> 3)) % 250));

/** Fills a box as a de-identifier does. */
function filled(
  { bits, samples = 1, isPlanar = false }: Shape,
  value: Uint8Array,
  [frame, left, top, right, bottom]: readonly [number, number, number, number, number],
  fill = 0,
): Uint8Array {
  const made = value.slice();
  const bytes = bits / 8;
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++)
      for (let sample = 0; sample < samples; sample++) {
        const pixel = row * COLUMNS + column;
        const at = isPlanar
          ? (frame * samples + sample) * ROWS * COLUMNS + pixel
          : (frame * ROWS * COLUMNS + pixel) * samples + sample;
        made.fill(fill, at * bytes, (at + 1) * bytes);
      }
  return made;
}

const audit = (blanked: string | undefined): AuditBook => ({
  sourceOf: () => 'a.dcm',
  blankedIn: () => blanked,
});

const CLAIM = sequence(0x00120064, [
  [one(0x00080100, 'SH', '113101'), one(0x00080102, 'SH', 'DCM'), one(0x00080104, 'LO', 'Clean Pixel Data')],
]);
const BOXES = ruleBookOf(
  planOf('{ "profile": "basic", "pixels": { "text": "ignore", "unmatched": "release" } }'),
);
const BASIC = ruleBookOf(planOf('{ "profile": "basic" }'));

interface Case {
  readonly shape: Shape;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly blanked?: string;
  readonly rules?: typeof BASIC | null;
  readonly more?: readonly Element[];
}

async function toldOf({ shape, before, after, blanked, rules = BASIC, more = [] }: Case) {
  const source = image(shape, before);
  const { findings, tally } = await verified(
    [{ name: '1.dcm', bytes: image(shape, after, more) }],
    [{ name: 'a.dcm', bytes: source }],
    rules,
    null,
    audit(blanked),
  );
  const changed = findings.all.filter(({ code }) => code === 'PIXELS_CHANGED');
  return { changed: changed.map(({ severity }) => severity), notCompared: tally.pixelsNotCompared };
}

const AS_SAID = { changed: [], notCompared: 0 };
const WRONG = { changed: ['error'], notCompared: 0 };

describe.each<readonly [name: string, shape: Shape]>([
  ['8 bits', GREY],
  ['16 bits', { bits: 16 }],
  ['colours', { bits: 8, samples: 3, photometric: 'RGB' }],
  ['colours in planes', { bits: 8, samples: 3, photometric: 'RGB', isPlanar: true }],
  ['three frames', { bits: 8, frames: 3 }],
])('%s, of which an audit says what was blanked', (_name, shape) => {
  const { bits, samples = 1, frames = 1 } = shape;
  const before = noise((ROWS * COLUMNS * samples * frames * bits) / 8);
  const frame = frames - 1;
  const after = filled(shape, before, [frame, 2, 1, 9, 6]);
  const blanked = `${frame}:2,1,9,6`;

  it('are as it says', async () => {
    expect(await toldOf({ shape, before, after, blanked })).toEqual(AS_SAID);
  });

  it('changed outside of it', async () => {
    const spoiled = after.slice();
    spoiled[spoiled.length - 1] = (spoiled.at(-1) as number) ^ 1;
    expect(await toldOf({ shape, before, after: spoiled, blanked })).toEqual(WRONG);
  });

  it('are not blank in it', async () => {
    const half = filled(shape, before, [frame, 2, 1, 9, 5]);
    expect(await toldOf({ shape, before, after: half, blanked })).toEqual(WRONG);
    expect(await toldOf({ shape, before, after: before, blanked })).toEqual(WRONG);
  });

  it('have another box than it says', async () => {
    expect(await toldOf({ shape, before, after, blanked: `${frame}:2,1,8,6` })).toEqual(WRONG);
  });
});

describe('without an audit', () => {
  const before = noise(ROWS * COLUMNS);
  const after = filled(GREY, before, [0, 2, 1, 9, 6]);
  const noisy = after.map((value, at) => (at % 19 === 0 ? value ^ 3 : value));

  it('rules that blank explain one value', async () => {
    expect(await toldOf({ shape: GREY, before, after, rules: BOXES })).toEqual(AS_SAID);
    expect(await toldOf({ shape: GREY, before, after: noisy, rules: BOXES })).toEqual(WRONG);
  });

  it('rules that do not explain nothing', async () => {
    expect(await toldOf({ shape: GREY, before, after })).toEqual(WRONG);
  });

  it('the claim of another tool explains one value, and more are to be looked at', async () => {
    const more = [CLAIM];
    expect(await toldOf({ shape: GREY, before, after, rules: null, more })).toEqual(AS_SAID);
    const told = await toldOf({ shape: GREY, before, after: noisy, rules: null, more });
    expect(told.changed).toEqual(['warning']);
  });
});

it('bits that are not stored may be cleared where the option was carried out, and only there', async () => {
  const shape = { bits: 16, stored: 12 } as const;
  const before = noise(2 * ROWS * COLUMNS);
  const cleared = before.map((value, at) => (at % 2 === 1 ? value & 0x0f : value));
  const after = filled(shape, cleared, [0, 0, 0, 4, 4]);
  const blanked = '*:0,0,4,4';
  const option = ruleBookOf(planOf('{ "profile": "basic", "options": ["cleanPixelData"] }'));
  expect(await toldOf({ shape, before, after, blanked, rules: option, more: [CLAIM] })).toEqual(AS_SAID);
  expect(await toldOf({ shape, before, after, blanked, rules: BOXES })).toEqual(WRONG);
});

it('two pixels that share their chroma are one', async () => {
  const shape = { bits: 8, samples: 3, photometric: 'YBR_FULL_422' } as const;
  const before = noise(ROWS * COLUMNS * 2);
  const after = before.slice();
  // Columns 3 to 6 of the first row: the second brightness of a pair, a whole pair, the first of another.
  for (const [at, value] of [0, 128, 128].flatMap((fill, kind) =>
    kind === 0
      ? [5, 8, 9, 12].map((place) => [place, fill] as const)
      : [5, 9, 13].map((place) => [place + kind, fill] as const),
  ))
    after[at] = value;
  expect(await toldOf({ shape, before, after, blanked: '0:3,0,7,1' })).toEqual(AS_SAID);
  after[0] = 0;
  expect(await toldOf({ shape, before, after, blanked: '0:3,0,7,1' })).toEqual(WRONG);
});

describe('compressed frames', () => {
  const shape = { bits: 8, frames: 3 } as const;
  const fragments = (...texts: readonly string[]): Element => ({
    ...one(0x7fe00010, 'OB', ''),
    fragments: [new Uint8Array(), ...texts.map(ascii)],
  });
  const compressed = (pixels: Element) => {
    const made = spoilable(image(shape, new Uint8Array(2)));
    put(made.dataSet, pixels);
    return written({ ...made, transferSyntax: '1.2.840.10008.1.2.4.70' });
  };
  const before = compressed(fragments('first...', 'second..', 'third...'));

  it.each<
    readonly [name: string, pixels: Element, blanked: string, changed: readonly string[], notCompared: number]
  >([
    [
      'one that was blanked is not looked into',
      fragments('first...', '2nd.', 'third...'),
      '1:0,0,5,5',
      [],
      1,
    ],
    ['another one changed', fragments('first...', '2nd.', '3rd.'), '1:0,0,5,5', ['error'], 0],
  ])('%s', async (_name, pixels, blanked, changed, notCompared) => {
    const { findings, tally } = await verified(
      [{ name: '1.dcm', bytes: compressed(pixels) }],
      [{ name: 'a.dcm', bytes: before }],
      BASIC,
      null,
      audit(blanked),
    );
    const told = findings.all.filter(({ code }) => code === 'PIXELS_CHANGED');
    expect(told.map(({ severity }) => severity)).toEqual(changed);
    expect(tally.pixelsNotCompared).toBe(notCompared);
  });
});
