import {
  lookupTag,
  nearestKeyword,
  patternOfKeyword,
  tagOfKeyword,
} from '../../layers/dicom/standard/dictionary.ts';
import { asTag, formatTag, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import { isVr, VR_FACTS, type Vr } from '../../layers/dicom/vr.ts';
import type { Selector } from '../plan.ts';
import { nearestWord } from '../source.ts';

/** Why a text is not a selector; `at` counts characters from its start. */
export interface SelectorFault {
  readonly code: 'SELECTOR_SYNTAX' | 'UNKNOWN_KEYWORD' | 'UNKNOWN_VR';
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

class Fault extends Error {
  readonly fault: SelectorFault;
  constructor(fault: SelectorFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * Reads a selector: `PatientName`, `(0010,0010)`, `0010,0010`, `00100010`, `0x00100010`, `(50xx,xxxx)`, `mask:FFE1FFFF=60003000`, `vr:PN`,
 * `private`, `unknown`, `(0019,"SIEMENS MR HEADER",0D)`, `(0019,"SIEMENS MR HEADER")`; each of them after a path from the root: `/`,
 * `ReferencedStudySequence/`, `**\/`. Without a path it is about elements at any depth.
 */
export function parseSelector(text: string): Selector | SelectorFault {
  try {
    if (text.length > MOST_CHARACTERS)
      return fail(
        'SELECTOR_SYNTAX',
        0,
        'This is too long for a selector',
        `Write at most ${MOST_CHARACTERS} characters.`,
      );
    const steps = split(text);
    const last = steps.pop() as Step;
    const element = parseElement(last);
    if (steps.length === 0) return element;
    // A path that starts with its slash starts at the root, as every path does.
    if ((steps[0] as Step).text.trim() === '') steps.shift();
    return { ...element, path: steps.map(parseStep) };
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

/** Longer than any: 64 levels of the longest keywords. */
const MOST_CHARACTERS = 8192;

/** A part between slashes, and where it starts. */
interface Step {
  readonly text: string;
  readonly at: number;
}

/** Slashes within quotes are a creator's. */
function split(text: string): Step[] {
  const steps: Step[] = [];
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '/') {
      steps.push({ text: text.slice(start, at), at: start });
      start = at + 1;
    }
  }
  return [...steps, { text: text.slice(start), at: start }];
}

function parseStep({ text, at }: Step): Tag | '**' {
  const step = text.trim();
  if (step === '**') return '**';
  const found = parseTag(step) ?? keyword({ text: step, at });
  if (found.kind === 'tag') return found.tag;
  return fail(
    'SELECTOR_SYNTAX',
    at,
    `"${step}" is not a sequence`,
    'A path is made of tags or keywords of sequences, and of **.',
  );
}

function parseElement({ text, at }: Step): Selector {
  const element = text.trim();
  if (element === '')
    return fail(
      'SELECTOR_SYNTAX',
      at,
      'no attribute is named',
      'Write a tag, a keyword, a VR, "private" or "unknown".',
    );
  if (element === 'private') return { kind: 'any-private' };
  if (element === 'unknown') return { kind: 'any-unknown' };
  const vr = /^vr:\s*(.*)$/i.exec(element);
  if (vr !== null) return { kind: 'vr', vr: vrOf(vr[1] as string, at) };
  const bits = /^mask:\s*([0-9a-f]{8})\s*=\s*([0-9a-f]{8})$/i.exec(element);
  if (bits !== null)
    return {
      kind: 'mask',
      mask: Number.parseInt(bits[1] as string, 16),
      value: Number.parseInt(bits[2] as string, 16),
    };
  return parsePrivate(element, at) ?? parseTag(element) ?? keyword({ text: element, at });
}

/** A tag in any spelling, with `x` for any digit; undefined if it looks like none. */
function parseTag(text: string): (Selector & { kind: 'tag' | 'mask' }) | undefined {
  const spelling =
    /^(?:\(\s*(?:0x)?([0-9a-fx]{4})\s*,\s*(?:0x)?([0-9a-fx]{4})\s*\)|(?:0x)?([0-9a-fx]{4})\s*,\s*(?:0x)?([0-9a-fx]{4})|(?:0x)?([0-9a-f]{8})|([0-9a-fx]{8}))$/i.exec(
      text,
    );
  if (spelling === null) return undefined;
  const digits = spelling.slice(1).join('').toLowerCase();
  const value = Number.parseInt(digits.replaceAll('x', '0'), 16);
  if (!digits.includes('x')) return { kind: 'tag', tag: asTag(value) };
  return mask(
    Number.parseInt(
      digits.replace(/./g, (digit) => (digit === 'x' ? '0' : 'f')),
      16,
    ),
    value,
  );
}

function mask(bits: number, value: number): Selector & { kind: 'mask' } {
  return { kind: 'mask', mask: bits, value: (value & bits) >>> 0 };
}

/** PS3.6 gives some keywords to many tags: OverlayData is every overlay's. */
function keyword({ text, at }: Step): Selector & { kind: 'tag' | 'mask' } {
  const tag = tagOfKeyword(text);
  if (tag !== undefined) return { kind: 'tag', tag };
  const pattern = patternOfKeyword(text);
  if (pattern !== undefined) return { kind: 'mask', ...pattern };
  if (/[(),]|^[0-9a-fx]*$/i.test(text))
    return fail(
      'SELECTOR_SYNTAX',
      at,
      `"${text}" is not a tag`,
      'Write a tag as (0010,0010), or a private one as (0019,"CREATOR",0D).',
    );
  const meant = nearestKeyword(text);
  return fail(
    'UNKNOWN_KEYWORD',
    at,
    `"${text}" is not a keyword of PS3.6`,
    meant === undefined ? 'Write the keyword as PS3.6 has it, or the tag.' : `Did you mean ${meant}?`,
  );
}

/** `(gggg,"CREATOR",ee)`; undefined without quotes: then it is another selector. */
function parsePrivate(text: string, at: number): Selector | undefined {
  const parts =
    /^\(?\s*([0-9a-f]{4})\s*,\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)')\s*(?:,\s*(?:xx|)([0-9a-f]{2}|\*)\s*(?:,\s*(=?\s*[a-z]{2}(?:\s*\|\s*[a-z]{2})*)\s*)?)?\)?$/i.exec(
      text,
    );
  if (parts === null) {
    if (/["']/.test(text))
      return fail(
        'SELECTOR_SYNTAX',
        at,
        `"${text}" is not a private attribute`,
        'Write (gggg,"CREATOR",ee): the group, its creator, and the last two digits of the element. The block is wherever the creator reserves it.',
      );
    return undefined;
  }
  const group = Number.parseInt(parts[1] as string, 16);
  if (group % 2 === 0)
    return fail(
      'SELECTOR_SYNTAX',
      at,
      `group ${parts[1]} is not private`,
      'Private groups are odd (PS3.5 7.8).',
    );
  const creator = (parts[2]?.replaceAll('""', '"') ?? parts[3]?.replaceAll("''", "'") ?? '').trim();
  const element = parts[4] === undefined || parts[4] === '*' ? null : Number.parseInt(parts[4], 16);
  return {
    kind: 'private',
    group,
    creator,
    element,
    ...(parts[5] === undefined ? {} : readByVr(parts[5], at)),
  };
}

/** `LO`: how the value is to be read; `=LO|SH`: only those, of which the first that is not UN says it. */
function readByVr(text: string, at: number): Pick<Selector & { kind: 'private' }, 'vr' | 'vrs'> {
  if (!text.startsWith('=')) return { vr: vrOf(text, at) };
  const vrs = text
    .slice(1)
    .split('|')
    .map((each) => vrOf(each, at));
  const vr = vrs.find((each) => each !== 'UN');
  return { ...(vr === undefined ? {} : { vr }), vrs };
}

function vrOf(text: string, at: number): Vr {
  const vr = text.trim().toUpperCase();
  if (isVr(vr)) return vr;
  const meant = nearestWord(vr, Object.keys(VR_FACTS));
  return fail(
    'UNKNOWN_VR',
    at,
    `"${text.trim()}" is not a VR of PS3.5`,
    vr.length === 2 && meant !== undefined ? `Did you mean ${meant}?` : 'A VR has two letters, e.g. vr:PN.',
  );
}

function fail(code: SelectorFault['code'], at: number, message: string, hint: string): never {
  throw new Fault({ code, at, message, hint });
}

/** A selector as a rule file has it; `parseSelector` reads it back as it was. */
export function formatSelector(selector: Selector): string {
  const path = selector.path?.map((step) => (step === '**' ? step : formatAttribute(step)));
  const start = path === undefined ? '' : path.length === 0 ? '/' : `${path.join('/')}/`;
  return `${start}${formatElement(selector)}`;
}

function formatElement(selector: Selector): string {
  switch (selector.kind) {
    case 'tag':
      return formatAttribute(selector.tag);
    case 'vr':
      return `vr:${selector.vr}`;
    case 'any-private':
      return 'private';
    case 'any-unknown':
      return 'unknown';
    case 'private': {
      const { group, creator, element, vr, vrs } = selector;
      const read = vrs === undefined ? vr : `=${vrs.join('|')}`;
      const parts = [hex(group, 4), `"${creator.replaceAll('"', '""')}"`];
      if (element !== null || read !== undefined) parts.push(element === null ? '*' : hex(element, 2));
      if (read !== undefined) parts.push(read);
      return `(${parts.join(',')})`;
    }
    case 'mask':
      return formatMask(selector.mask, selector.value);
  }
}

/** The keyword, if it means this tag alone. */
function formatAttribute(tag: Tag): string {
  const known = isPrivate(tag) ? undefined : lookupTag(tag)?.keyword;
  return known !== undefined && known !== '' && tagOfKeyword(known) === tag ? known : formatTag(tag);
}

function formatMask(bits: number, value: number): string {
  const known = lookupTag(asTag(value))?.keyword;
  const pattern = known === undefined ? undefined : patternOfKeyword(known);
  if (known !== undefined && pattern?.mask === bits >>> 0 && pattern.value === value) return known;
  const digits = hex(bits, 8);
  const isPlain = /^[0F]*$/.test(digits) && digits.includes('0') && (value & bits) >>> 0 === value;
  if (!isPlain) return `mask:${digits}=${hex(value, 8)}`;
  const text = hex(value, 8).replace(/./g, (digit, at: number) => (digits[at] === '0' ? 'x' : digit));
  return `(${text.slice(0, 4)},${text.slice(4)})`;
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, '0');
}
