import type { TextCleaner } from '../../text/cleaner.ts';
import { fold } from '../../text/fold.ts';
import { NO_IDENTIFIERS } from '../../text/identifierDraft.ts';
import { COMMON_NAMES } from '../../text/words/names.ts';
import { isCreatorTag } from '../reader/model.ts';
import { isFreeText, valuesOf } from '../reader/values.ts';
import { askedOf, rowOf } from '../standard/profile.ts';
import type { Looked } from './context.ts';

/** Texts longer than this are looked at by their beginning. */
const MOST_CHARACTERS = 64 * 1024;

/**
 * Names, numbers, dates and addresses in kept text, by what the text layer knows. It is for outputs without their source: with it, what identified is
 * known, and is searched for itself.
 */
export function checkTexts(looked: Looked, cleaner: TextCleaner): void {
  for (const placed of looked.output.placed) {
    const { element, dataSet, path, isMeta } = placed;
    if (isMeta || isCreatorTag(element.tag)) continue;
    if (element.vr === 'PN') {
      if (valuesOf(element, dataSet).some(isPlausibleName)) looked.find('NAME_PLAUSIBLE', 'warning', path);
      continue;
    }
    if (!isFreeText(element.vr) || IS_CODED.has(element.tag) || placed.sequences.includes(CODING_SCHEMES))
      continue;
    const row = rowOf(element.tag);
    const mayIdentify = row !== undefined && askedOf(row, looked.claims.codes) === 'K';
    for (const value of valuesOf(element, dataSet)) {
      const text = value.slice(0, MOST_CHARACTERS);
      if (text.trim().length < 3 || isPseudonym(text)) continue;
      const { text: cleaned } = cleaner.clean(text, NO_IDENTIFIERS);
      if (cleaned === text) continue;
      looked.find(
        'TEXT_IDENTIFIES',
        mayIdentify || row === undefined || isShort(element.vr) ? 'note' : 'warning',
        path,
      );
      break;
    }
  }
}

/** Code values, schemes, versions and their kin: words of catalogues. */
const IS_CODED = new Set([
  0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x00120063, 0x00180015, 0x00181020,
]);

/** Coding Scheme Identification Sequence: who publishes a scheme, and where. */
const CODING_SCHEMES = 0x00080110;

function isShort(vr: string): boolean {
  return vr === 'SH' || vr === 'LO';
}

/** One word of letters and digits mixed, as keyed pseudonyms are. */
function isPseudonym(text: string): boolean {
  return /^[A-Z0-9]{10,}$/.test(text.trim()) && /\d/.test(text) && /[A-Z]/.test(text);
}

/** Two words of letters, one of which many people are called by. */
export function isPlausibleName(value: string): boolean {
  const words = fold(value.split('=')[0] ?? '').match(/\p{L}+/gu) ?? [];
  if (/\d/.test(value)) return false;
  return words.length > 1 && words.some((word) => COMMON_NAMES.has(word));
}
