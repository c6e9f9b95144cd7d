import { createHash } from 'node:crypto';
import {
  el,
  fragments,
  type Item,
  instance,
  inTagOrder,
  type Node,
  pixels,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
} from '../test/support/build.ts';

/** The objects that are measured. All of it is invented; no two instances share a UID but those of their study and series. */

const uid = (label: string) =>
  `1.2.826.0.1.3680043.10.${BigInt(`0x${createHash('sha256').update(label).digest('hex').slice(0, 26)}`)}`;

const text = (
  tag: number,
  vr: 'LO' | 'SH' | 'CS' | 'PN' | 'DA' | 'TM' | 'DS' | 'IS' | 'UI' | 'LT',
  value: string,
) => el(tag, vr, value);

function patientAndStudy(): Node[] {
  return [
    text(0x00080005, 'CS', 'ISO_IR 100'),
    text(0x00080020, 'DA', '20240314'),
    text(0x00080021, 'DA', '20240314'),
    text(0x00080030, 'TM', '091533.427118'),
    text(0x00080031, 'TM', '091601.114'),
    text(0x00080050, 'SH', 'ACC998877665'),
    text(0x00080070, 'LO', 'GE MEDICAL SYSTEMS'),
    text(0x00080080, 'LO', 'Klinikum Nordhafen'),
    text(0x00080090, 'PN', 'Halvorsen^Tormod'),
    text(0x00081010, 'SH', 'CT99'),
    text(0x00081030, 'LO', 'CT Thorax'),
    text(0x0008103e, 'LO', 'Axial 1.25'),
    text(0x00081070, 'PN', 'Zubrowski^Kasimir'),
    text(0x00081090, 'LO', 'LightSpeed VCT'),
    text(0x00100010, 'PN', 'Bergstrom^Oriane'),
    text(0x00100020, 'LO', 'KH-1234567'),
    text(0x00100030, 'DA', '19610914'),
    text(0x00100040, 'CS', 'F'),
    text(0x00101010, 'CS', '062Y'),
    text(0x001021b0, 'LT', 'Fall from a ladder.'),
    text(0x0020000d, 'UI', uid('study')),
    text(0x00200010, 'SH', '4711'),
  ];
}

/** GE's private groups: some 180 short elements in six blocks, as a CT of theirs has. */
function gePrivate(): Node[] {
  const blocks: readonly (readonly [group: number, creator: string, count: number])[] = [
    [0x0009, 'GEMS_IDEN_01', 24],
    [0x0019, 'GEMS_ACQU_01', 52],
    [0x0021, 'GEMS_RELA_01', 28],
    [0x0023, 'GEMS_STDY_01', 12],
    [0x0027, 'GEMS_IMAG_01', 34],
    [0x0043, 'GEMS_PARM_01', 40],
  ];
  return blocks.flatMap(([group, creator, count]) =>
    privateBlock(
      group,
      0x10,
      creator,
      Array.from({ length: count }, (_, index) =>
        index % 3 === 0
          ? ([index + 1, 'DS', String(index * 1.5)] as const)
          : ([index + 1, 'SS', [index]] as const),
      ),
    ),
  );
}

/** A CT slice of 512 by 512 pixels: 0.53 MB, some 270 elements. `number` makes its own UIDs. */
export function ctSlice(number: number): Uint8Array {
  const reference = (label: string): Item => [
    text(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    text(0x00081155, 'UI', uid(`${label} ${number}`)),
  ];
  const plain = [
    0x00180060, 0x00180088, 0x00180090, 0x00181100, 0x00181110, 0x00181111, 0x00181120, 0x00181130,
    0x00181150, 0x00181151, 0x00181152, 0x00181170, 0x00181190, 0x00189306, 0x00189307, 0x00189311,
    0x00280030, 0x00281050, 0x00281051, 0x00281052, 0x00281053,
  ].map((tag) => el(tag, tag >>> 8 === 0x001893 ? 'FD' : 'DS', [tag & 0xff]));
  return instance({
    elements: inTagOrder([
      ...patientAndStudy(),
      text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      text(0x00080018, 'UI', uid(`ct ${number}`)),
      text(0x00080060, 'CS', 'CT'),
      sq(0x00081140, [reference('localizer'), reference('source')]),
      text(0x00180050, 'DS', '1.25'),
      text(0x00181000, 'LO', 'SN998877'),
      ...plain,
      text(0x0020000e, 'UI', uid('series')),
      text(0x00200013, 'IS', String(number)),
      text(0x00200032, 'DS', `-125\\-125\\${number * 1.25}`),
      text(0x00200052, 'UI', uid('frame of reference')),
      ...gePrivate(),
      el(0x00280002, 'US', [1]),
      el(0x00280010, 'US', [512]),
      el(0x00280011, 'US', [512]),
      el(0x00280100, 'US', [16]),
      sq(0x00400275, [[text(0x00400007, 'LO', 'CT Thorax'), text(0x00401001, 'SH', 'RP4711')]]),
      pixels(noise(number)),
    ]),
  });
}

/** 512 by 512 words that no compression of a file system makes small. */
function noise(seed: number): Uint8Array {
  const words = new Uint32Array(131_072);
  let state = (seed + 1) * 2_654_435_761;
  for (let index = 0; index < words.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}

/** Random-looking bytes that no compression makes small. */
export function noiseBytes(count: number, seed = 1): Uint8Array {
  const block = noise(seed);
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += block.length) bytes.set(block.subarray(0, count - at), at);
  return bytes;
}

/** A digital radiograph of one frame: few elements, many pixels. `number` makes its own UID. */
export function radiograph(number: number, pixelBytes: number): Uint8Array {
  return instance({
    elements: inTagOrder([
      ...imageOf('1.2.840.10008.5.1.4.1.1.1.1', `dx ${number}`),
      pixels(noiseBytes(pixelBytes, number)),
    ]),
  });
}

/** A visible light photograph's worth of encapsulated frames, with or without a Basic Offset Table (PS3.5 A.4). */
export function encapsulated(
  frames: number,
  frameBytes: number,
  offsetTable: 'frames' | 'empty',
): Uint8Array {
  const frame = noiseBytes(frameBytes);
  return instance({
    transferSyntax: TRANSFER_SYNTAX.jpeg2000Lossless,
    elements: [
      ...inTagOrder([
        ...imageOf('1.2.840.10008.5.1.4.1.1.77.1.4', `encapsulated ${frames}`),
        text(0x00280008, 'IS', String(frames)),
      ]),
      fragments(
        Array.from({ length: frames }, () => [frame]),
        { offsetTable },
      ),
    ],
  });
}

/** An encapsulated image up to its first fragment, behind an empty Basic Offset Table. */
export function encapsulatedHeader(): Uint8Array {
  const whole = encapsulated(0, 0, 'empty');
  return whole.subarray(0, whole.length - SEQUENCE_END.length);
}

/** The header of a fragment of this length (PS3.5 A.4). */
export function fragmentHeader(bytes: number): Uint8Array {
  const header = Buffer.from('feff00e000000000', 'hex');
  header.writeUInt32LE(bytes, 4);
  return header;
}

export const SEQUENCE_END: Uint8Array = Buffer.from('feffdde000000000', 'hex');

/** `items` items of a sequence that stays, each with a UID of its own and eight other elements. */
export function manyItems(items: number): Uint8Array {
  return instance({
    elements: inTagOrder([
      ...imageOf('1.2.840.10008.5.1.4.1.1.7', `items ${items}`),
      sq(
        0x00081140,
        Array.from({ length: items }, (_, index) => [
          text(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
          text(0x00081155, 'UI', uid(`item ${items} ${index}`)),
          text(0x00081160, 'IS', '1'),
          ...[0x00280002, 0x00280010, 0x00280011, 0x00280100, 0x00280101, 0x00280102].map((tag) =>
            el(tag, 'US', [index & 0xff]),
          ),
        ]),
      ),
    ]),
  });
}

/** So many references, each to an instance of its own. */
export function manyReferences(count: number): Uint8Array {
  return instance({
    elements: inTagOrder([
      ...imageOf('1.2.840.10008.5.1.4.1.1.7', `references ${count}`),
      sq(
        0x00081140,
        Array.from({ length: count }, (_, index) => [
          text(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
          text(0x00081155, 'UI', `1.2.826.0.1.3680043.10.54321.7.${index * 7919 + 1}`),
        ]),
      ),
    ]),
  });
}

/** Who, where and how large, for any image. */
function imageOf(sopClassUid: string, label: string): Node[] {
  return [
    ...patientAndStudy(),
    text(0x00080016, 'UI', sopClassUid),
    text(0x00080018, 'UI', uid(label)),
    text(0x0020000e, 'UI', uid('series')),
    el(0x00280002, 'US', [1]),
    el(0x00280010, 'US', [512]),
    el(0x00280011, 'US', [512]),
    el(0x00280100, 'US', [16]),
  ];
}

/** An enhanced MR of many frames up to its Pixel Data, whose value is not there: the header says `pixelBytes`, and a hole follows. */
export function multiFrameHeader(frames: number, pixelBytes: number): Uint8Array {
  const frame = (index: number): Item => [
    sq(0x00209111, [
      [
        el(0x00189074, 'DT', `20240314101542.${String(index).padStart(6, '0')}`),
        el(0x00209157, 'UL', [1, index + 1]),
        el(0x00209056, 'SH', '1'),
      ],
    ]),
    sq(0x00209113, [[el(0x00200032, 'DS', `0\\0\\${index}`)]]),
    sq(0x00089124, [
      [
        sq(0x00082112, [
          [el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.4'), el(0x00081155, 'UI', uid(`source ${index}`))],
        ]),
      ],
    ]),
  ];
  return instance({
    elements: inTagOrder([
      ...patientAndStudy(),
      text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4.1'),
      text(0x00080018, 'UI', uid('mr')),
      text(0x0020000e, 'UI', uid('mr series')),
      text(0x00280008, 'IS', String(frames)),
      el(0x00280010, 'US', [512]),
      el(0x00280011, 'US', [512]),
      el(0x00280100, 'US', [16]),
      sq(
        0x52009230,
        Array.from({ length: frames }, (_, index) => frame(index)),
      ),
      el(0x7fe00010, 'OW', new Uint8Array(), { length: pixelBytes }),
    ]),
  });
}
