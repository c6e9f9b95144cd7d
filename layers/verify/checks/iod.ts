import { tagOfKeyword } from '../../dicom/standard/dictionary.ts';
import { rowOf } from '../standard/profile.ts';

/**
 * How much an error of dciodvfy weighs that the source did not have. What Table E.1-1 removes or empties may be an attribute that its IOD requires, and a reference
 * that the table removes leaves a list without its use: that follows the standard, and is a note.
 */
export function iodSeverity(message: string): 'warning' | 'note' {
  const keywords = [...message.matchAll(/<(\w+)>/g)].map(([, keyword = '']) => keyword);
  const isListed = keywords.some((keyword) => {
    const tag = tagOfKeyword(keyword);
    return tag !== undefined && rowOf(tag) !== undefined;
  });
  return isListed || /\bReference(d|s)\b|\breference Instances\b/.test(message) ? 'note' : 'warning';
}
