/** Words that another may stand for, by their length: a file may have tens of thousands that are wrong. */
export type NearWords = ReadonlyMap<number, readonly NearWord[]>;

interface NearWord {
  readonly word: string;
  /** As it is compared. */
  readonly plain: string;
  /** Its place among all. */
  readonly place: number;
  /** The letters that it has, a bit each. */
  readonly letters: number;
  /** How often it has each letter. */
  readonly counts: Uint8Array;
}

export function nearWords(words: Iterable<string>, plain: (word: string) => string): NearWords {
  const all = Array.from(words, (word, place) => {
    const text = plain(word);
    return { word, plain: text, place, letters: lettersOf(text), counts: countsOf(text) };
  });
  return Map.groupBy(all, (word) => word.plain.length);
}

/** The word nearest to `text` by edits, of which at most `most` may be needed; of those that are as near the first. */
export function nearestOf(text: string, words: NearWords, most: number): string | undefined {
  const counts = countsOf(text);
  const letters = lettersOf(text);
  let nearest: NearWord | undefined;
  let fewest = most;
  // Those of its own length first: what is near there makes the rest quick.
  for (let apart = 0; apart <= fewest; apart++)
    for (const length of apart === 0 ? [text.length] : [text.length - apart, text.length + apart])
      for (const each of words.get(length) ?? []) {
        if (bitsIn(letters & ~each.letters) > fewest || bitsIn(each.letters & ~letters) > fewest) continue;
        if (!mayBeWithin(counts, each.counts, fewest)) continue;
        const edits = editsWithin(text, each.plain, fewest + 1);
        const isNearer = nearest === undefined || edits < fewest || each.place < nearest.place;
        if (edits <= fewest && isNearer) [nearest, fewest] = [each, edits];
      }
  return nearest?.word;
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

/** How many bits are set (Hacker's Delight 5-1). */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Digits share their place with letters. */
function countsOf(text: string): Uint8Array {
  const counts = new Uint8Array(32);
  for (let at = 0; at < text.length; at++) {
    const place = text.charCodeAt(at) & 31;
    counts[place] = Math.min((counts[place] as number) + 1, 255);
  }
  return counts;
}

/** One edit takes at most one letter and gives at most one. */
function mayBeWithin(one: Uint8Array, other: Uint8Array, most: number): boolean {
  let taken = 0;
  let given = 0;
  for (let place = 0; place < 32; place++) {
    const more = (one[place] as number) - (other[place] as number);
    if (more > 0) taken += more;
    else given -= more;
    if (taken > most || given > most) return false;
  }
  return true;
}

/** Insertions, deletions and replacements between two texts (Levenshtein), or `limit` once they cannot be less. */
export function editsWithin(from: string, to: string, limit: number): number {
  let before = new Uint16Array(to.length + 1);
  let row = new Uint16Array(to.length + 1);
  for (let column = 0; column <= to.length; column++) before[column] = column;
  for (let at = 1; at <= from.length; at++) {
    // Beside the diagonal by `limit` and more nothing less than `limit` can stand.
    const first = Math.max(1, at - limit);
    const last = Math.min(to.length, at + limit);
    row.fill(limit);
    row[0] = Math.min(at, limit);
    let least = row[0] as number;
    const letter = from.charCodeAt(at - 1);
    for (let column = first; column <= last; column++) {
      const replaced = (before[column - 1] as number) + (to.charCodeAt(column - 1) === letter ? 0 : 1);
      const changed = 1 + Math.min(before[column] as number, row[column - 1] as number);
      const edits = Math.min(replaced, changed);
      row[column] = edits;
      if (edits < least) least = edits;
    }
    if (least >= limit) return limit;
    [before, row] = [row, before];
  }
  return Math.min(before[to.length] as number, limit);
}
