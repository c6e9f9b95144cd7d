import { decodeFrame, encodeFrame } from '../../../layers/pixels/codecs/codec.ts';
import { FRAME_CODECS } from '../../../layers/pixels/codecs/syntaxes.ts';
import type { Codecs } from '../../../layers/pixels/codecs/wasm.ts';
import type { FrameFormat } from '../../../layers/pixels/reader.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';
import { drawn, shapeOf, uid } from '../../support/frames.ts';
import type { Random } from '../mutate.ts';

export interface EncodedFrame {
  readonly frame: Uint8Array;
  readonly format: FrameFormat;
}

/** Sequential DCT of one block, made by hand (T.81): grey of 8 by 8, every coefficient 0. */
const DCT = Buffer.from(
  `ffd8ffdb004300${'01'.repeat(64)}ffc0000b080008000801011100ffc40014000100000000000000000000000000000000` +
    'ffc40014100100000000000000000000000000000000ffda0008010100003f003fffd9',
  'hex',
);

/** Frames of every syntax, grey and coloured, of 8 to 16 bits. */
export function frames(codecs: Codecs): readonly EncodedFrame[] {
  const shapes = [
    shapeOf(),
    shapeOf({ bitsAllocated: 16, bitsStored: 12 }),
    shapeOf({ bitsAllocated: 16, bitsStored: 16, isSigned: true }),
    shapeOf({ samplesPerPixel: 3, photometric: 'RGB' }),
  ];
  const made = Object.keys(FRAME_CODECS).flatMap((syntax) =>
    FRAME_CODECS[syntax]?.encode == null
      ? []
      : shapes.map((given) => {
          const shape = isTransformed(syntax, given) ? { ...given, photometric: 'YBR_RCT' } : given;
          const frame = encodeFrame(drawn(shape, given.photometric), { syntax, shape }, codecs);
          return { frame, format: { syntax, shape } };
        }),
  );
  const shape = shapeOf({ rows: 8, columns: 8 });
  const dct = ['50', '51', '53', '55'].map((end) => ({
    frame: DCT,
    format: { syntax: uid(`4.${end}`), shape },
  }));
  for (const { frame, format } of dct) decodeFrame(frame, format, codecs);
  return [...made, ...dct];
}

/** HTJ2K colours are written so, and JPEG 2000's may be. */
function isTransformed(syntax: string, { samplesPerPixel }: FrameShape): boolean {
  return samplesPerPixel === 3 && /\.4\.(?:91|20[123])$/.test(syntax);
}

export const CHANGES = [
  'flip',
  'truncate',
  'number',
  'marker',
  'delete',
  'repeat',
  'splice',
  'size',
  'syntax',
] as const;
export type Change = (typeof CHANGES)[number];

const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];
const MARKERS = [
  0x4f, 0x51, 0x52, 0x5c, 0x64, 0x90, 0x93, 0xc0, 0xc3, 0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xf7, 0xf8, 0xfe,
];

/** One to three changes, most of them in the header. */
export function mutant(
  from: EncodedFrame,
  other: EncodedFrame,
  dice: Random,
): EncodedFrame & { readonly changes: readonly Change[] } {
  const changes = Array.from(
    { length: 1 + dice.below(3) },
    () => CHANGES[dice.below(CHANGES.length)] as Change,
  );
  let frame = Buffer.from(from.frame);
  let format = from.format;
  for (const change of changes) {
    const at = dice.below(dice.below(3) > 0 ? Math.min(frame.length, 100) + 1 : frame.length + 1);
    const length = 1 + dice.below(40);
    switch (change) {
      case 'flip':
        if (at < frame.length) frame[at] = (frame[at] as number) ^ (1 << dice.below(8));
        break;
      case 'truncate':
        frame = frame.subarray(0, at);
        break;
      case 'number': {
        const number = Buffer.alloc(4);
        number.writeUInt32BE(NUMBERS[dice.below(NUMBERS.length)] as number);
        number.copy(frame, at, dice.below(4));
        break;
      }
      case 'marker':
        Buffer.from([0xff, MARKERS[dice.below(MARKERS.length)] as number]).copy(frame, at);
        break;
      case 'delete':
        frame = Buffer.concat([frame.subarray(0, at), frame.subarray(at + length)]);
        break;
      case 'repeat':
        frame = Buffer.concat([frame.subarray(0, at + length), frame.subarray(at)]);
        break;
      case 'splice':
        frame = Buffer.concat([frame.subarray(0, at), other.frame.subarray(at)]);
        break;
      case 'size': {
        const side = () =>
          1 + dice.below(([64, 64, 512, 2048, 16_384, 65_535] as const)[dice.below(6)] as number);
        format = { ...format, shape: { ...format.shape, rows: side(), columns: side() } };
        // The same in the stream, wherever it says its size.
        const { rows, columns } = format.shape;
        for (let place = 0; place + 4 <= Math.min(frame.length, 100); place++) {
          const [high, low] = [frame.readUInt16BE(place), frame.readUInt16BE(place + 2)];
          if (high === from.format.shape.rows && low === from.format.shape.columns) {
            frame.writeUInt16BE(rows, place);
            frame.writeUInt16BE(columns, place + 2);
          } else if (high === 0 && low === from.format.shape.columns) frame.writeUInt16BE(columns, place + 2);
          else if (high === 0 && low === from.format.shape.rows) frame.writeUInt16BE(rows, place + 2);
        }
        break;
      }
      case 'syntax':
        format = { ...format, syntax: other.format.syntax };
        break;
    }
    frame = Buffer.from(frame);
  }
  return { frame: new Uint8Array(frame), format, changes };
}
