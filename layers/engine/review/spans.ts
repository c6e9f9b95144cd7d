import type { ParsedInstance } from '../../dicom/parse.ts';
import { identifiersOf } from '../../text/identifiers.ts';
import { loadedCleaner } from '../../text/lazyCleaner.ts';
import { MOST_SHOWN_CHARACTERS } from '../decide/shownValue.ts';
import type { FindingCode } from '../reason.ts';
import type { FindingView } from './types.ts';

/** Where the doubts of a cleaned text stand in what is shown of it. `instance`: the source, whose own names are looked for. */
export function spansOf(code: FindingCode, instance: ParsedInstance, shown: string): FindingView['spans'] {
  const text = shown.slice(0, MOST_SHOWN_CHARACTERS);
  const found =
    code === 'TEXT_DOUBTFUL_NAME' || code === 'TEXT_DOUBTFUL_NUMBER'
      ? loadedCleaner()
          .doubtfulIn(text, identifiersOf(instance))
          .filter(({ start }) => /\p{Nd}/u.test(text.charAt(start)) === (code === 'TEXT_DOUBTFUL_NUMBER'))
      : code === 'TEXT_UNKNOWN_WORD'
        ? loadedCleaner().unknownIn(text)
        : [];
  return found.map(({ start, end }) => [start, end] as const);
}
