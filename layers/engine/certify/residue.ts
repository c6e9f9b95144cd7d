import { isUtf8 } from 'node:buffer';
import { parseAge, parseDate, parseDateTime, parseTime } from '../../dicom/dateTime.ts';
import type { Element } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { withoutPadding, withoutTrailingPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { groupOf } from '../../dicom/tag.ts';
import { bytesOf, characterSetIn, isLoaded, textOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import { atomize } from '../../text/atoms.ts';
import { fold, withoutInvisible } from '../../text/fold.ts';
import { digitForms, holdsBirthDate } from './birthDates.ts';
import { type Place, placeOf } from './place.ts';
import type { RemovedIdentifiers } from './removed.ts';

/** Pixels, planes, curves, waveforms, tables and what else is a picture or a signal (PS3.6): no text stands there. */
const PICTURES: ReadonlySet<number> = new Set([0x5400, 0x5600, 0x7fe0]);

/** Numbers in binary, and tags. */
const NUMBERS: ReadonlySet<Vr> = new Set<Vr>([
  'AT',
  'FD',
  'FL',
  'OD',
  'OF',
  'OL',
  'OV',
  'SL',
  'SS',
  'SV',
  'UL',
  'US',
  'UV',
]);

/** Whether the value of an element may be text, however it is written. */
export function maySay({ tag, vr, items, fragments }: Element): boolean {
  if (items !== null || fragments !== null || NUMBERS.has(vr)) return false;
  if (vrFacts(vr).content !== 'binary') return true;
  const group = groupOf(tag);
  const isPlane = (group & 0xff00) === 0x6000 || (group & 0xff00) === 0x5000;
  return !(PICTURES.has(group) || (group % 2 === 0 && (isPlane || group === 0x0028)));
}

/** Whether the value of an output element holds anything that was removed. A value that was not read holds nothing yet: `unread.ts`. */
export function holdsAny(instance: ParsedInstance, element: Element, gone: RemovedIdentifiers): boolean {
  if (element.valueEnd === element.valueStart || !maySay(element) || !isLoaded(instance, element))
    return false;
  if (element.vr === 'UI') {
    const text = textOf(instance, element);
    if (isUids(text)) return holdsUid(text, gone.uids);
  }
  return holdsIn(bytesOf(instance, element), { instance, element }, gone);
}

/** How the bytes that are searched are to be read. */
export interface Holder {
  readonly instance: ParsedInstance;
  readonly element: Element;
}

/** As `holdsAny`, of bytes that stand in an element, or that are to. */
export function holdsIn(bytes: Uint8Array, holder: Holder, gone: RemovedIdentifiers): boolean {
  const { vr } = holder.element;
  if (vr === 'UI') {
    const text = latin1(bytes);
    if (isUids(text)) return holdsUid(text, gone.uids);
  }
  const { mayHold, needsDecoding, isDotted } = gone.filter.look(bytes);
  const mayHoldUid = isDotted && gone.uids.size > 0 && vr !== 'DS';
  const isEscaped = vr === 'UR' && bytes.includes(PERCENT);
  if (!mayHold && !needsDecoding && !mayHoldUid && !isEscaped) return false;
  const search = new Search(placeOf(holder.instance, holder.element), vr, gone);
  const { content } = vrFacts(vr);
  if (!needsDecoding && isFormed(vr)) return search.formed(latin1(bytes));
  if (mayHoldUid && holdsUid(latin1(bytes), gone.uids)) return true;
  if (isEscaped && search.whole(unescaped(latin1(bytes)))) return true;
  // A text that is decoded as a whole includes its ASCII.
  if (mayHold && !(needsDecoding && content === 'text') && search.around(bytes, content === 'binary'))
    return true;
  return needsDecoding && readings(bytes, holder).some((text) => search.whole(text));
}

const PERCENT = 0x25;

/** A URI with its octets as what they stand for (RFC 3986 2.1); as it is where they are not UTF-8. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Whether every value has the form of a UID (PS3.5 9.1). */
function isUids(text: string): boolean {
  return text.includes('\\') ? text.split('\\').every(isUid) : isUid(text);
}

function isUid(value: string): boolean {
  const uid = withoutPadding(value);
  return uid === '' || (ROOTED.test(uid) && !uid.includes('..') && !uid.endsWith('.'));
}

const ROOTED = /^[012]\.[0-9.]+$/;

/** A UID that others are made of by adding to it is so long at least. */
const STEM_CHARACTERS = 20;
/** PS3.5 9.1. */
const MOST_UID_CHARACTERS = 64;

/**
 * Whether any run of digits and points is a UID that was removed, or is made of one. A loop, not a pattern: groups that repeat would find numbers
 * with points between them, and V8 keeps each turn of theirs on a stack that a long value fills.
 */
function holdsUid(text: string, uids: ReadonlySet<string>): boolean {
  if (uids.size === 0) return false;
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (isDottedDigit(text.charCodeAt(end))) end += 1;
    if (end > start && isMadeOf(dotted(text.slice(start, end)), uids)) return true;
    start = end + 1;
  }
  return false;
}

/** False at the end of the text, where the code is NaN. */
function isDottedDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

/** Numbers with single points between them, from the start of a run; an empty string: it starts with a point. */
function dotted(run: string): string {
  if (run.startsWith('.')) return '';
  const gap = run.indexOf('..');
  const whole = gap < 0 ? run : run.slice(0, gap);
  return whole.endsWith('.') ? whole.slice(0, -1) : whole;
}

function isMadeOf(uid: string, uids: ReadonlySet<string>): boolean {
  if (!uid.includes('.')) return false;
  if (uids.has(uid)) return true;
  const stem = uid.slice(0, MOST_UID_CHARACTERS + 1);
  for (let at = stem.indexOf('.', STEM_CHARACTERS); at > 0; at = stem.indexOf('.', at + 1))
    if (uids.has(stem.slice(0, at))) return true;
  return false;
}

const FORMS: ReadonlyMap<Vr, (value: string) => unknown> = new Map<Vr, (value: string) => unknown>([
  ['AS', parseAge],
  ['DA', parseDate],
  ['DS', Number],
  ['DT', parseDateTime],
  ['IS', Number],
  ['TM', parseTime],
]);

function isFormed(vr: Vr): boolean {
  return FORMS.has(vr);
}

/** What stands on both sides of a place where something may begin, in bytes: names, addresses and dates are shorter. */
const AROUND = 256;
/** A text that must be decoded is searched in blocks that share so much. */
const BLOCK = 4096;

class Search {
  readonly #place: Place;
  readonly #vr: Vr;
  readonly #gone: RemovedIdentifiers;

  constructor(place: Place, vr: Vr, gone: RemovedIdentifiers) {
    this.#place = place;
    this.#vr = vr;
    this.#gone = gone;
  }

  /** Values of a VR that has a form. Those that have it are dates, times, ages and measures, others are text. */
  formed(text: string): boolean {
    const vr = this.#vr;
    return text.split('\\').some((value) => {
      const trimmed = withoutTrailingPadding(value).trimStart();
      if (trimmed === '') return false;
      if (vr === 'DS' || vr === 'IS')
        return Number.isNaN(Number(trimmed)) ? this.#part(trimmed) : this.#gone.codes.isNumber(trimmed);
      if (FORMS.get(vr)?.(trimmed) == null) return this.#part(trimmed);
      return (vr === 'DA' || vr === 'DT') && this.#isBirthDate(trimmed);
    });
  }

  /** A newborn's study has the date of birth, and a rule that keeps its date keeps it. */
  #isBirthDate(value: string): boolean {
    const { births, isNewborn } = this.#gone;
    return !isNewborn && births.some((date) => digitForms(date)[0] === value.replaceAll('.', '').slice(0, 8));
  }

  /** The neighbourhoods of what the filter finds, as ASCII. */
  around(bytes: Uint8Array, isBinary: boolean): boolean {
    for (let at = 0; at < bytes.length; ) {
      const found = this.#gone.filter.next(bytes, at, isBinary);
      if (found < 0) return false;
      const from = edge(bytes, Math.max(0, found - AROUND), -1);
      const to = edge(bytes, Math.min(bytes.length, found + 2 * AROUND), 1);
      if (this.#part(latin1(bytes.subarray(from, to)).replaceAll('\0', ''))) return true;
      at = found + AROUND;
    }
    return false;
  }

  whole(text: string): boolean {
    for (let at = 0; at < text.length; at += BLOCK) {
      const block = text.slice(Math.max(0, at - AROUND), at + BLOCK);
      if (this.#gone.filter.mayHold(fold(block)) && this.#block(block)) return true;
    }
    return false;
  }

  /** A long text in blocks: its atoms take many times its bytes. */
  #part(text: string): boolean {
    return text.length > 2 * BLOCK ? this.whole(text) : this.#block(text);
  }

  #block(text: string): boolean {
    const { codes, births, names } = this.#gone;
    const atoms = atomize(withoutInvisible(text));
    return codes.isIn(atoms, this.#place) || holdsBirthDate(atoms, births) || names.isIn(atoms, this.#place);
  }
}

/** The next place, at most so far away, where no letter or digit is cut from another. */
function edge(bytes: Uint8Array, at: number, step: 1 | -1): number {
  let place = at;
  for (let steps = 0; steps < AROUND / 4 && place > 0 && place < bytes.length; steps++) {
    if (!isWordByte(bytes[place - 1] as number) || !isWordByte(bytes[place] as number)) break;
    place += step;
  }
  return place;
}

function isWordByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** What bytes beyond ASCII may say: in the character set of their data set, and in those that writers use without saying so. */
function readings(bytes: Uint8Array, { instance, element }: Holder): readonly string[] {
  const texts = new Set<string>();
  const isText = vrFacts(element.vr).content === 'text';
  if (isText || isMostlyText(bytes)) {
    try {
      const set = characterSetIn(instance, element.dataSet);
      texts.add(set.decode(bytes, element.vr === 'PN' ? 'name' : 'text'));
    } catch (error) {
      // What is not text by its VR needs no set that is known.
      if (isText || !(error instanceof DicomError)) throw error;
    }
  }
  if (isUtf8(bytes))
    texts.add(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  if (!isText && isMostlyText(bytes)) texts.add(latin1(bytes));
  return [...texts];
}

/** Binary values are decoded only if they hold few control characters. */
function isMostlyText(bytes: Uint8Array): boolean {
  let controls = 0;
  const looked = Math.min(bytes.length, BLOCK);
  for (let at = 0; at < looked; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) controls += 1;
  }
  return controls * 16 <= looked;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
