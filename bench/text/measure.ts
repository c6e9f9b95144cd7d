import type { Planted } from './planted.ts';

export type Cleaner = (text: string) => { readonly text: string; readonly isDoubtful: boolean };

export interface Count {
  planted: number;
  removed: number;
  missed: number;
  /** Of those missed: in a text with a doubt. */
  doubted: number;
}

export function leavesSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase()));
}

/** What a cleaner does with planted texts, by their group. */
export function measurePlanted(texts: readonly Planted[], clean: Cleaner): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const { text, secrets, group } of texts) {
    const count = counts.get(group) ?? { planted: 0, removed: 0, missed: 0, doubted: 0 };
    counts.set(group, count);
    const after = clean(text);
    const left = leavesSecret(after.text, secrets);
    count.planted += 1;
    if (!left) count.removed += 1;
    else {
      count.missed += 1;
      if (after.isDoubtful) count.doubted += 1;
    }
  }
  return counts;
}

export interface Kept {
  readonly texts: number;
  readonly whole: number;
  readonly doubted: number;
  readonly words: number;
  /** What each changed text became. */
  readonly lost: readonly (readonly [before: string, after: string])[];
  readonly lostWords: number;
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** What a cleaner does with texts that name nobody. */
export function measureKept(texts: readonly string[], clean: Cleaner): Kept {
  const lost: [string, string][] = [];
  let words = 0;
  let doubted = 0;
  let lostWords = 0;
  for (const text of texts) {
    const after = clean(text);
    words += wordsOf(text).length;
    if (after.isDoubtful) doubted += 1;
    if (after.text === text) continue;
    lost.push([text, after.text]);
    lostWords += wordsOf(text).length - wordsOf(after.text.replaceAll('[removed]', '')).length;
  }
  return { texts: texts.length, whole: texts.length - lost.length, doubted, words, lost, lostWords };
}
