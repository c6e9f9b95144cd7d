/** What a reader of images takes for one another. */
const ALIKE: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/[0Q]/g, 'O'],
  [/[1L]/g, 'I'],
  [/5/g, 'S'],
  [/8/g, 'B'],
  [/2/g, 'Z'],
  [/6/g, 'G'],
];

/** Capital letters without marks, separate words. A bar and an exclamation mark within a word are an I. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[|!]/g, 'I')
    .replace(/Ø/g, 'O')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** One character for all that are taken for one another. */
export function alike(word: string): string {
  return ALIKE.reduce((made, [pattern, instead]) => made.replace(pattern, instead), word);
}

/** The digits that a reader may have taken for letters. */
export function asDigits(text: string): string {
  return text
    .toUpperCase()
    .replace(/[OQ]/g, '0')
    .replace(/[IL|!]/g, '1')
    .replace(/S/g, '5')
    .replace(/B/g, '8')
    .replace(/Z/g, '2');
}

/** Whether a text holds a word, or something that no more than `errors` insertions, losses and changes make of it (Sellers 1980). */
export function holdsNearly(text: string, word: string, errors: number): boolean {
  let row: number[] = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (const character of text) {
    const next = [0];
    for (let at = 1; at <= word.length; at++) {
      const changed = (row[at - 1] as number) + (word[at - 1] === character ? 0 : 1);
      next.push(Math.min(changed, (row[at] as number) + 1, (next[at - 1] as number) + 1));
    }
    if ((next[word.length] as number) <= errors) return true;
    row = next;
  }
  return false;
}

/** Whether two words differ by no more than one insertion, loss or change. */
export function differsByOne(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 1 && holdsNearly(one, other, 1) && holdsNearly(other, one, 1);
}
