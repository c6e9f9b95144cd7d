import { TextDecoder } from 'node:util';

/** Specific Character Set (0008,0005) as a way to decode (PS3.3 C.12.1.1.2, PS3.5 6.1). */
export interface CharacterSet {
  readonly terms: readonly string[];
}

export const DEFAULT_CHARACTER_SET: CharacterSet = { terms: [''] };

const SPECIFIC_CHARACTER_SET = 0x00080005;

interface Valued {
  readonly tag: number;
  readonly value: Uint8Array | null;
}

/** Of a data set with its own, or what encloses it. */
export function characterSetOf(elements: readonly Valued[], inherited: CharacterSet): CharacterSet {
  const value = elements.find(({ tag }) => tag === SPECIFIC_CHARACTER_SET)?.value;
  if (value === undefined || value === null) return inherited;
  const terms = latin(value)
    .replace(/[\0 ]+$/, '')
    .split('\\')
    .map((term) => term.trim());
  return { terms };
}

/** The encoding labels of WHATWG for the single-byte sets and those without code extensions. */
const WHOLE: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'latin1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** Escape sequences (PS3.3 Table C.12-3 and C.12-4): the half that they load, and with what. */
const ESCAPES: readonly (readonly [sequence: string, half: 'G0' | 'G1', label: string, width: 1 | 2])[] = [
  ['(B', 'G0', 'ascii', 1],
  ['(J', 'G0', 'ascii', 1],
  [')I', 'G1', 'shift_jis', 1],
  ['-A', 'G1', 'latin1', 1],
  ['-B', 'G1', 'iso-8859-2', 1],
  ['-C', 'G1', 'iso-8859-3', 1],
  ['-D', 'G1', 'iso-8859-4', 1],
  ['-L', 'G1', 'iso-8859-5', 1],
  ['-G', 'G1', 'iso-8859-6', 1],
  ['-F', 'G1', 'iso-8859-7', 1],
  ['-H', 'G1', 'iso-8859-8', 1],
  ['-M', 'G1', 'iso-8859-9', 1],
  ['-b', 'G1', 'iso-8859-15', 1],
  ['-T', 'G1', 'windows-874', 1],
  ['$B', 'G0', 'jis', 2],
  ['$@', 'G0', 'jis', 2],
  ['$(D', 'G0', 'jis-supplement', 2],
  ['$)C', 'G1', 'euc-kr', 2],
  ['$)A', 'G1', 'gb18030', 2],
];

/** What the first term loads into G1, without an escape sequence. */
const INITIAL: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(WHOLE).map(([term, label]) => [term.replace('ISO_IR', 'ISO 2022 IR'), label]),
  ),
  'ISO 2022 IR 149': 'euc-kr',
  'ISO 2022 IR 58': 'gb18030',
};

const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  const known = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, known);
  return known;
}

/** The text of a value, its padding included. What a set does not have becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, { terms }: CharacterSet): string {
  if (bytes.every((byte) => byte < 0x80 && byte !== 0x1b)) return latin(bytes);
  const first = terms[0] ?? '';
  const whole = WHOLE[first];
  if (!bytes.includes(0x1b)) return decodeRun(bytes, 'ascii', whole ?? INITIAL[first] ?? 'latin1');
  return decodeExtended(bytes, whole ?? INITIAL[first] ?? 'latin1');
}

/** ISO 2022 (PS3.5 6.1.2.5): an escape sequence holds until the next one, or until a delimiter. */
function decodeExtended(bytes: Uint8Array, initial: string): string {
  let text = '';
  let [g0, g1] = ['ascii', initial];
  let run = 0;
  const flush = (end: number) => {
    text += decodeRun(bytes.subarray(run, end), g0, g1);
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x1b) {
      flush(at);
      const found = ESCAPES.find(
        ([sequence]) => latin(bytes.subarray(at + 1, at + 1 + sequence.length)) === sequence,
      );
      if (found !== undefined) {
        const [sequence, half, label] = found;
        if (half === 'G0') g0 = label;
        else g1 = label;
        at += sequence.length;
      }
      run = at + 1;
      // In a G0 of two bytes a delimiter's code can be half of a character.
    } else if (
      (isControl(byte) || (g0 === 'ascii' && isDelimiter(byte))) &&
      (g0 !== 'ascii' || g1 !== initial)
    ) {
      flush(at);
      [g0, g1] = ['ascii', initial];
      run = at;
    }
  }
  flush(bytes.length);
  return text;
}

const isControl = (byte: number): boolean => byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c;
const isDelimiter = (byte: number): boolean => byte === 0x5c || byte === 0x5e || byte === 0x3d;

function decodeRun(bytes: Uint8Array, g0: string, g1: string): string {
  if (g0 === 'jis') return decoder('euc-jp').decode(raised(bytes));
  if (g0 === 'jis-supplement') return decoder('euc-jp').decode(withSingleShift(bytes));
  if (g1 === 'latin1') return latin(bytes);
  return decoder(g1).decode(bytes);
}

/** A set of two bytes in G0 as EUC has it: with the high bit. */
function raised(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte));
}

function withSingleShift(bytes: Uint8Array): Uint8Array {
  const made: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2)
    made.push(0x8f, (bytes[at] as number) | 0x80, (bytes[at + 1] as number) | 0x80);
  return Uint8Array.from(made);
}

/** Every reading that a person's program may have of bytes: as declared, and as UTF-8 where they are that. */
export function readingsOf(bytes: Uint8Array, characterSet: CharacterSet): readonly string[] {
  const declared = decodeText(bytes, characterSet);
  if (bytes.every((byte) => byte < 0x80 && byte !== 0x1b)) return [declared];
  const readings = new Set([declared]);
  const utf8 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (!utf8.includes('\ufffd')) readings.add(utf8);
  else readings.add(latin(bytes));
  return [...readings];
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
