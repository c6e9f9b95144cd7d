import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, formatTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { profileRows } from '../../rules/ps315/table.ts';
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
} from './build.ts';
import { encoderOf, nationalLetters } from './characterSets.ts';
import { type Needle, needle } from './search.ts';

export { describeHits, findNeedles, type Hit, type Needle } from './search.ts';

export interface PlantOptions {
  /** The values of Specific Character Set; none: the element is absent. */
  readonly characterSet?: readonly string[];
  /** Of the items of depth 2, when it is not that of the root. */
  readonly nestedCharacterSet?: readonly string[];
  /** 0: the root; 1 to 3: inside that many sequences that stay. */
  readonly depths?: readonly number[];
  readonly transferSyntax?: string;
  readonly sopClassUid?: string;
  /** Sequences and items of undefined length. */
  readonly undefinedLengths?: boolean;
}

export interface PlantedInstance {
  readonly bytes: Uint8Array;
  readonly needles: readonly Needle[];
}

/** Sequences without a row in Table E.1-1: Shared Functional Groups, Referenced Series, Referenced SOP Sequence. */
const KEPT_SEQUENCES = [0x52009229, 0x00081115, 0x00081199] as const;

/**
 * An instance with a needle in every attribute of PS3.15 Table E.1-1 that can hold text, at every depth asked for, in private
 * elements of every text VR, in the preamble, in file meta information and behind Pixel Data: only where the Basic Profile, its rule for
 * private attributes or Lethe's rule for file meta information wants the value gone. What stays around them holds no text that a
 * person wrote.
 */
export function plantNeedles(options: PlantOptions = {}): PlantedInstance {
  const { characterSet = [], depths = [0, 1, 2, 3] } = options;
  const thread = threader();
  const transferSyntax = options.transferSyntax ?? TRANSFER_SYNTAX.explicitLittleEndian;
  const open = options.undefinedLengths === true ? { undefinedLength: true, undefinedItems: true } : {};

  const level = (depth: number, inherited: readonly string[]): Node[] => {
    const own =
      depth === 2 && options.nestedCharacterSet !== undefined ? options.nestedCharacterSet : inherited;
    const kept = KEPT_SEQUENCES[depth];
    return [
      ...(own === inherited ? [] : [el(0x00080005, 'CS', own.join('\\'))]),
      ...(depths.includes(depth) ? placesAt(depth, own, thread) : []),
      ...(kept === undefined || !depths.some((one) => one > depth)
        ? []
        : [sq(kept, [level(depth + 1, own)], open)]),
    ];
  };

  const encapsulated = transferSyntax === TRANSFER_SYNTAX.rleLossless;
  const elements: Node[] = [
    ...(characterSet.length === 0 ? [] : [el(0x00080005, 'CS', characterSet.join('\\'))]),
    el(0x00080016, 'UI', options.sopClassUid ?? '1.2.840.10008.5.1.4.1.1.7'),
    el(0x00080060, 'CS', 'OT'),
    ...level(0, characterSet),
    ...(depths.includes(0)
      ? []
      : [0x00080018, 0x0020000d, 0x0020000e].map((tag) =>
          thread.element(tag, 'UI', 'depth 0', characterSet),
        )),
    el(0x00280010, 'US', [1]),
    el(0x00280011, 'US', [2]),
    el(0x00280100, 'US', [16]),
    encapsulated ? fragments([[new Uint8Array(66)]]) : pixels([1, 2]),
  ];
  return {
    bytes: instance({
      transferSyntax,
      preamble: Buffer.from(`II*\0${thread.text('preamble', 'AE', [])}`.padEnd(128, '\0'), 'latin1'),
      meta: fileMetaPlaces(thread),
      elements: inTagOrder(elements),
    }),
    needles: thread.needles(),
  };
}

type Threader = ReturnType<typeof threader>;

/** Makes one needle after another, each unique, and remembers them. */
function threader() {
  const needles: Needle[] = [];
  const text = (where: string, vr: Vr, terms: readonly string[]): string => {
    const { value, parts } = needleText(vr, needles.length, nationalLetters(terms));
    needles.push(needle(`${where} ${vr}`, parts, terms));
    return value;
  };
  /** `within`: the depth, and the sequence if that goes too. */
  const element = (tag: number, vr: Vr, within: string, terms: readonly string[]): Node => {
    const value = text(`${within} ${formatTag(asTag(tag))}`, vr, terms);
    return el(tag, vr, encoderOf(terms)(value, vr));
  };
  return { text, element, needles: () => needles };
}

/** A value that fits the VR and stands nowhere else, and the parts of it that are searched for. */
function needleText(
  vr: Vr,
  index: number,
  letters: readonly string[],
): { value: string; parts: readonly string[] } {
  const digits = String(index).padStart(5, '0');
  // What differs comes first: the search looks at four bytes before it looks closer.
  const latin = `${index.toString(36).toUpperCase().padStart(3, '0')}NDL`;
  const national =
    letters.length === 0 ? [] : [[...digits, '7'].map((digit) => letters[Number(digit)]).join('')];
  const day = new Date(Date.UTC(1701, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', '');
  const one = (value: string, ...parts: string[]) => ({ value, parts: parts.length === 0 ? [value] : parts });
  switch (vr) {
    case 'AS':
      return one(`${901 + (index % 99)}W`);
    case 'DA':
      return one(day);
    case 'DT':
      return one(`${day}2359.5${digits}`, day, `2359.5${digits}`);
    case 'TM':
      return one(`235959.${digits}3`);
    case 'DS':
      return one(`7${digits}.319624`);
    case 'IS':
      return one(`17${digits}409`);
    case 'UI':
      return one(`2.25.3141592653589793${digits}271828`);
    case 'UR':
      return one(`https://${latin.toLowerCase()}.example/`, `${latin.toLowerCase()}.example`);
    case 'PN':
      return one([...national, latin].join('^'), ...national, latin);
    case 'LO':
    case 'SH':
    case 'ST':
    case 'LT':
    case 'UC':
    case 'UT':
      return one([...national, latin].join(' '), ...national, latin);
    default:
      return one(latin);
  }
}

const TEXT_VRS: readonly Vr[] = [
  'AE',
  'AS',
  'CS',
  'DA',
  'DS',
  'DT',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'TM',
  'UC',
  'UI',
  'UR',
  'UT',
];

/** Two bytes cannot hold a needle: the rows of VR US. Group 0000 is not part of a data set, (0002,0003) follows (0008,0018). */
function isPlantable(tag: number, vr: Vr | undefined, depth: number): vr is Vr {
  if (vr === undefined || vr === 'US' || tag >>> 16 <= 2) return false;
  // At the root it makes the instance an encapsulated document, which never reaches the rules.
  if (tag === 0x00420011) return depth > 0;
  // Padding stands at the end of the data set alone (PS3.10 7.2).
  return tag !== 0xfffcfffc || depth === 0;
}

function placesAt(depth: number, terms: readonly string[], thread: Threader): Node[] {
  const plant = (tag: number, vr: Vr, sequence = '') =>
    thread.element(tag, vr, `depth ${depth}${sequence}`, terms);
  const rows = profileRows().flatMap((row): Node[] => {
    if (row.kind === 'oddgroup') return [];
    if (row.kind === 'mask') return maskPlaces(row.value, plant);
    const vr = lookupTag(asTag(row.tag))?.vrs[0];
    if (!isPlantable(row.tag, vr, depth)) return [];
    if (vr !== 'SQ') return [plant(row.tag, vr)];
    const inside = (tag: number, itemVr: Vr) => plant(tag, itemVr, ` ${formatTag(row.tag)}`);
    return [sq(row.tag, [itemOf(row.basic.includes('U'), inside)])];
  });
  return [...rows, ...privatePlaces(depth, terms, thread)];
}

type Plant = (tag: number, vr: Vr) => Node;

/** The repeating groups, in the first and in the last that PS3.5 7.6 has. */
function maskPlaces(value: number, plant: Plant): Node[] {
  const isCurve = value >>> 24 === 0x50;
  return [value, value + (isCurve ? 0x1e : 0x10) * 0x10000].flatMap((base) => {
    if (!isCurve) return [plant(base, (base & 0xffff) === 0x4000 ? 'LT' : 'OW')];
    return [plant(base + 0x0022, 'LO'), plant(base + 0x0030, 'SH'), plant(base + 0x3000, 'OW')];
  });
}

/** `stays`: the row may keep the sequence, so that its item may hold nothing but attributes with rows of their own. */
function itemOf(stays: boolean, plant: Plant): Node[] {
  const listed = [plant(0x00081155, 'UI'), plant(0x00100010, 'PN')];
  // Code Meaning has no row: it goes with the sequence.
  return stays ? listed : [plant(0x00080104, 'LO'), ...listed];
}

/** Private blocks before and behind Pixel Data, nested sequences, a sequence that says UN, and an element whose creator is missing. */
function privatePlaces(depth: number, terms: readonly string[], thread: Threader): Node[] {
  const value = (vr: Vr) => encoderOf(terms)(thread.text(`depth ${depth} private`, vr, terms), vr);
  const everyVr = () => TEXT_VRS.map((vr, at) => [at + 1, vr, value(vr)] as const);
  const nested = (): Item[] => [
    [el(0x00100010, 'PN', value('PN')), ...privateBlock(0x0033, 0x10, value('LO'), [[1, 'LO', value('LO')]])],
  ];
  return [
    ...privateBlock(0x0029, 0x10, value('LO'), [
      ...everyVr(),
      [0x80, 'UN', value('UN')],
      [0x81, 'OB', value('OB')],
      [0x90, 'SQ', nested()],
      [0x91, 'SQ', nested(), { as: 'UN' }],
      [0x92, 'SQ', nested(), { as: 'UN', undefinedLength: true }],
    ]),
    el(0x00511001, 'LO', value('LO')),
    ...privateBlock(0x7fe1, 0x10, value('LO'), [[1, 'LO', value('LO')]]),
  ];
}

/** PS3.10 Table 7.1-1: who sent the file to whom, and whatever a writer adds of its own. */
function fileMetaPlaces(thread: Threader): Node[] {
  const meta = (tag: number, vr: Vr) => thread.element(tag, vr, 'file meta', []);
  return [
    meta(0x00020013, 'SH'),
    meta(0x00020016, 'AE'),
    meta(0x00020017, 'AE'),
    meta(0x00020018, 'AE'),
    meta(0x00020026, 'UR'),
    meta(0x00020027, 'UR'),
    meta(0x00020028, 'UR'),
    meta(0x00020100, 'UI'),
    meta(0x00020102, 'OB'),
  ];
}
