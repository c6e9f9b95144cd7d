import { inflateRawSync } from 'node:zlib';
import { COMMON_NAME } from '../../layers/text/words/flags.ts';
import { PACKED_WORDS } from '../../layers/text/words/generated/words.generated.ts';
import { type Cleaner, leavesSecret } from './measure.ts';

/** Where a surname may stand alone. `{f}` with a capital, `{F}` in capitals, `{l}` in small letters. */
const PLACES = ['{f}', '{l}', '{F} CHEST', '{f} knee left', 'seen with {f} today'] as const;

/** All surnames of the table that many have, in letters without accents. */
function commonSurnames(): readonly string[] {
  const names: string[] = [];
  let word = '';
  for (const line of inflateRawSync(Buffer.from(PACKED_WORDS, 'base64')).toString('utf8').split('\n')) {
    word = word.slice(0, Number.parseInt(line[0] as string, 36)) + line.slice(1, -1);
    const flags = line.charCodeAt(line.length - 1) - 0x20;
    if ((flags & COMMON_NAME) !== 0 && /^[a-z]{4,}$/.test(word)) names.push(word);
  }
  return names;
}

export interface SurnameCount {
  readonly place: string;
  readonly names: number;
  readonly removed: number;
  readonly doubted: number;
}

/** What becomes of each of them in each place. */
export function measureSurnames(clean: Cleaner): readonly SurnameCount[] {
  const names = commonSurnames();
  return PLACES.map((place) => {
    let [removed, doubted] = [0, 0];
    for (const name of names) {
      const written = place.includes('F')
        ? name.toUpperCase()
        : place.includes('l}')
          ? name
          : (name[0] as string).toUpperCase() + name.slice(1);
      const after = clean(place.replace(/\{\w\}/, written));
      if (!leavesSecret(after.text, [written])) removed += 1;
      else if (after.isDoubtful) doubted += 1;
    }
    return { place, names: names.length, removed, doubted };
  });
}
