import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Font } from 'opentype.js';
import { dataSet, el, encodingOf, instance, raw } from '../../../test/support/build.ts';
import { encoderOf } from '../../../test/support/characterSets.ts';
import type { Random } from '../../pixels/random.ts';
import { type ReadFile, type RootElement, readOrNull, rootElements, textOf } from '../judge/read.ts';
import type { Check } from '../key.ts';
import { burn, type Frame } from './frames.ts';
import type { Part } from './parts.ts';

/** A real file that identifiers are planted into. */
export interface RealFile {
  readonly modality: string;
  readonly sopClassUid: string;
  readonly read: ReadFile;
  readonly elements: readonly RootElement[];
  /** Its own where it has one; otherwise Latin-1, which holds all that files without one may have. */
  readonly terms: string;
}

const MODALITIES = new Set(['CT', 'MR', 'PT', 'US', 'DX', 'CR', 'MG', 'SR']);
const MOST_BYTES = 600_000;

/**
 * The files of a corpus (its INDEX.tsv) that can be planted into: of MIDI-B's modalities, whole, not deflated, in little endian, of a character set
 * that is ASCII's superset, without text that anybody saw in the pixels. None without a corpus.
 */
export function realFiles(corpus: string | undefined): readonly RealFile[] {
  if (corpus === undefined || corpus === '') return [];
  const [head = '', ...lines] = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8').trim().split('\n');
  const names = head.split('\t');
  return lines
    .map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [names[at], cell])))
    .filter(
      ({ modality = '', size, features = '', valid = '', path = '' }) =>
        MODALITIES.has(modality) &&
        Number(size) <= MOST_BYTES &&
        !features.includes('burned-in') &&
        !valid.startsWith('no:') &&
        path !== '',
    )
    .sort((one, other) => ((one.path as string) < (other.path as string) ? -1 : 1))
    .flatMap(({ path = '' }) => realFile(new Uint8Array(readFileSync(join(corpus, path)))) ?? []);
}

function realFile(bytes: Uint8Array): RealFile | null {
  const read = readOrNull(bytes);
  if (read === null) return null;
  const text = (tag: string) => textOf(read.elements.get(tag), []).trim();
  const terms = text('00080005') || 'ISO_IR 100';
  const modality = text('00080060');
  const isLittle = !['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99', ''].includes(read.transferSyntax);
  const isOne = text('00080016') !== '' && MODALITIES.has(modality);
  if (!isLittle || !isOne || !['ISO_IR 100', 'ISO_IR 192'].includes(terms)) return null;
  return { modality, sopClassUid: text('00080016'), read, elements: rootElements(bytes), terms };
}

/** The file with these parts in it, each in place of what the file had there; all else stays byte by byte, but group lengths, which would be wrong. */
export function plantedInto({ read, elements, terms }: RealFile, parts: readonly Part[]): Uint8Array {
  const encoding = encodingOf(read.transferSyntax, encoderOf([terms]));
  const planted = parts.map(({ node }) => ({ tag: node.tag, bytes: dataSet([node], encoding) }));
  const taken = new Set(planted.map(({ tag }) => tag));
  const stays = elements.filter(({ tag }) => !taken.has(tag) && (tag & 0xffff) !== 0);
  const all = [...stays, ...planted].sort((one, other) => one.tag - other.tag);
  const text = (tag: number) => {
    const node = parts.find((one) => one.node.tag === tag)?.node;
    return node?.kind === 'element' && typeof node.value === 'string' ? node.value : '';
  };
  return instance({
    transferSyntax: read.transferSyntax,
    meta: [el(0x00020002, 'UI', text(0x00080016)), el(0x00020003, 'UI', text(0x00080018))],
    elements: all.map(({ bytes }) => raw(bytes)),
  });
}

/** Private groups that the file has: nothing is planted into those. */
export function privateGroups({ elements }: RealFile): ReadonlySet<number> {
  return new Set(elements.map(({ tag }) => tag >>> 16).filter((group) => group % 2 === 1));
}

/** Attributes that say how an image was made, none of which Table E.1-1 names. */
const OWN: Readonly<Record<string, string>> = {
  '00180050': 'SliceThickness',
  '00180060': 'KVP',
  '00180080': 'RepetitionTime',
  '00180081': 'EchoTime',
  '00180088': 'SpacingBetweenSlices',
  '00185100': 'PatientPosition',
  '00200032': 'ImagePositionPatient',
  '00200037': 'ImageOrientationPatient',
  '00280004': 'PhotometricInterpretation',
  '00280010': 'Rows',
  '00280011': 'Columns',
  '00280030': 'PixelSpacing',
  '00280100': 'BitsAllocated',
  '00281052': 'RescaleIntercept',
  '00281053': 'RescaleSlope',
};

/** What of the file's own must stay. */
export function ownChecks({ read }: RealFile): readonly Check[] {
  return Object.entries(OWN).flatMap(([path, name]) => {
    const value = textOf(read.elements.get(path), read.characterSet).trim();
    const check = { action: 'text_retained', category: 'OPTIONS', path, name, value, text: value } as const;
    return value === '' ? [] : [{ ...check, isReal: true }];
  });
}

/** Text burned into a copy of its frame, where that is one native frame of unsigned grey samples; null: it is another. */
export function burnedInto(
  { read }: RealFile,
  texts: readonly string[],
  fonts: readonly Font[],
  random: Random,
): Part | null {
  const number = (tag: string) => Number(textOf(read.elements.get(tag), []).trim() || '0');
  const pixels = read.elements.get('7FE00010');
  const bits = number('00280100');
  const [rows, columns] = [number('00280010'), number('00280011')];
  const grey = textOf(read.elements.get('00280004'), []).trim() === 'MONOCHROME2' && number('00280002') === 1;
  const [native] = pixels?.parts ?? [];
  const isOne = pixels?.parts.length === 1 && number('00280008') <= 1 && number('00280103') === 0;
  if (!grey || !isOne || native === undefined || (bits !== 8 && bits !== 16)) return null;
  if (native.length < (rows * columns * bits) / 8 || columns < 200) return null;
  const copy = new Uint8Array(native);
  const samples = bits === 8 ? copy : new Uint16Array(copy.buffer, 0, copy.length >> 1);
  const frame: Frame = { rows, columns, bits, samples };
  const burned = burn(frame, texts, fonts, random, 2 ** (number('00280101') || bits) - 1);
  const checks: Check[] = burned.map(({ text, box }) => ({
    ...{ action: 'pixels_hidden', category: 'PIXELS', path: '7FE00010', name: 'PixelData' },
    ...{ value: text, text, box },
  }));
  return { node: { ...el(0x7fe00010, bits === 8 ? 'OB' : 'OW', copy), tag: 0x7fe00010 }, checks };
}
