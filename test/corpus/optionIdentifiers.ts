import type { DataSet, Element } from '../../layers/dicom/element.ts';
import { DicomError } from '../../layers/dicom/errors.ts';
import { textOf } from '../../layers/dicom/values.ts';
import { isKnownWord } from '../../layers/text/words/vocabulary.ts';
import { valueIn, type WholeInstance } from './unchanged.ts';

/**
 * What may not recur in a text that was cleaned: the parts of every name of a person, and the identifiers of patient and order. Folded to
 * words in capitals without marks, between spaces. A word that clinical texts use identifies nobody by itself: test files have patients
 * by the names of Hand and Test.
 */

/** Patient ID, Other Patient IDs, Accession Number, Admission ID. */
const IDENTIFIERS: ReadonlySet<number> = new Set([0x00100020, 0x00101000, 0x00080050, 0x00380010]);
/** Shorter parts are words of many languages. */
const SHORTEST_NAME = 4;
const SHORTEST_IDENTIFIER = 4;

export function identifiersOf(whole: WholeInstance): readonly string[] {
  const found = new Set<string>();
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      if (element.vr === 'PN')
        for (const part of textIn(whole, element).trim().split(' '))
          if (part.length >= SHORTEST_NAME && !isKnownWord(part.toLowerCase())) found.add(part);
      if (IDENTIFIERS.has(element.tag)) {
        const text = textIn(whole, element).trim();
        if (text.length >= SHORTEST_IDENTIFIER && !isKnownWord(text.toLowerCase())) found.add(text);
      }
      for (const item of element.items ?? []) visit(item);
    }
  };
  visit(whole.instance.dataSet);
  return [...found];
}

/** A text as words: ` JANE DOE `. */
export function textIn(whole: WholeInstance, element: Element): string {
  const words = decoded(whole, element)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${words} `;
}

function decoded(whole: WholeInstance, element: Element): string {
  try {
    return textOf(whole.instance, element);
  } catch (error) {
    if (error instanceof DicomError) return valueIn(whole, element).toString('latin1');
    throw error;
  }
}
