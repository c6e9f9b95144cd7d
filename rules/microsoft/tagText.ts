import { nearestKeyword, patternOfKeyword, tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, isPrivate, tagOf } from '../../layers/dicom/tag.ts';
import { isVr } from '../../layers/dicom/vr.ts';
import type { Selector } from '../plan.ts';

/** What a tag's text stands for; `ignoredCreator`: one that a public attribute cannot have. */
export interface TagText {
  readonly selector: Selector;
  readonly ignoredCreator: boolean;
}

/**
 * Reads the tag of a rule: `(0010,0010)`, `0010,0010`, `00100010`, each with x for any digit and with spaces; `(0009,1001:CREATOR)`; a VR in
 * capitals; a keyword, retired ones with or without `RETIRED` behind them. Null: none of these.
 */
export function readTag(text: string): TagText | null {
  const trimmed = text.trim();
  const bare = withoutParentheses(trimmed);
  const parts = bare === null ? null : /^([0-9a-fx]{4})\s*,?\s*([0-9a-fx]{4})(?:\s*:(.*))?$/i.exec(bare);
  if (parts !== null) {
    const [, group = '', element = '', creator] = parts;
    return numeric(group, element, creator?.trim());
  }
  const selector = vrOrKeyword(trimmed);
  return selector === null ? null : { selector, ignoredCreator: false };
}

/** The same as the tool reads it, whose faults these are: a space after the comma costs the last digit, a missing comma a mask's. */
export function readTagAsTheTool(text: string): TagText | null {
  const bare = withoutParentheses(text);
  const spaced = bare === null ? null : /^([0-9a-fx]{4}), ([0-9a-fx]{3})[0-9a-fx]$/i.exec(bare);
  if (spaced !== null) {
    const [, group = '', element = ''] = spaced;
    // A mask with a space is refused; a tag is read with the space as a leading zero.
    return /x/i.test(bare as string) ? null : numeric(group, `0${element}`, undefined);
  }
  const joined = /^([0-9a-fx]{4})[0-9a-fx]([0-9a-fx]{3})$/i.exec(bare ?? '');
  if (joined !== null && /x/i.test(bare as string)) {
    const [, group = '', element = ''] = joined;
    const value = tagOf(digitsOf(group), digitsOf(element));
    // The mask is read from seven digits, so each stands one place too low.
    const selector = { kind: 'mask', mask: Number.parseInt(maskOf(group + element), 16), value } as const;
    return { selector, ignoredCreator: false };
  }
  return readTag(text);
}

/** Both or none. */
function withoutParentheses(text: string): string | null {
  const opens = text.startsWith('(');
  if (opens !== text.endsWith(')')) return null;
  return opens ? text.slice(1, -1).trim() : text;
}

function numeric(group: string, element: string, creator: string | undefined): TagText | null {
  const tag = tagOf(digitsOf(group), digitsOf(element));
  if (/x/i.test(group + element)) {
    if (creator !== undefined) return null;
    const mask = Number.parseInt(maskOf(group + element), 16);
    return { selector: { kind: 'mask', mask, value: tag }, ignoredCreator: false };
  }
  if (creator === undefined) return { selector: { kind: 'tag', tag }, ignoredCreator: false };
  if (creator === '') return null;
  if (!isPrivate(tag)) return { selector: { kind: 'tag', tag }, ignoredCreator: true };
  // In whichever block the creator has in the instance (PS3.5 7.8.1).
  return {
    selector: { kind: 'private', group: tag >>> 16, creator, element: tag & 0xff },
    ignoredCreator: false,
  };
}

function digitsOf(text: string): number {
  return Number.parseInt(text.replace(/x/gi, '0'), 16);
}

function maskOf(text: string): string {
  return text.replace(/./g, (digit) => (/x/i.test(digit) ? '0' : 'f'));
}

function vrOrKeyword(text: string): Selector | null {
  if (isVr(text)) return { kind: 'vr', vr: text };
  for (const keyword of [text, text.replace(/RETIRED$/, '')]) {
    const tag = tagOfKeyword(keyword);
    if (tag !== undefined) return { kind: 'tag', tag: asTag(tag) };
    const pattern = patternOfKeyword(keyword);
    if (pattern !== undefined) return { kind: 'mask', mask: pattern.mask, value: pattern.value };
  }
  return null;
}

/** What to write instead of a text that is not a tag. */
export function tagHint(text: string): string {
  if (/^\(?[0-9a-fx]{4}\s*,?\s*[0-9a-fx]{4}\s*:/i.test(text))
    return 'A private creator needs a complete tag, e.g. (0009,1001:CREATOR).';
  if (/^[a-z]{2}$/i.test(text) && isVr(text.toUpperCase()))
    return `A VR is in capitals: ${text.toUpperCase()}.`;
  const keyword = /[0-9(,]/.test(text) ? undefined : nearestKeyword(text);
  if (keyword !== undefined) return `Did you mean ${keyword}?`;
  return 'Write (gggg,eeee), with x for any digit, a keyword such as PatientName, or a VR such as PN.';
}
