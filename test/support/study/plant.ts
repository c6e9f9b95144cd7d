import { createHash } from 'node:crypto';
import { type Needle, needle } from '../search.ts';

/** Invents identifiers and remembers each, so that they can be counted in whatever comes out. The same seed, the same ones. */
export interface Planter {
  /** Remembers a text that must go, and gives it back to be written. Names are searched in their parts. */
  plant(text: string, terms?: readonly string[]): string;
  /** A UID that must go. */
  uid(label: string): string;
  /** Decimal digits. */
  digits(label: string, count: number): string;
  pick<T>(label: string, choices: readonly T[]): T;
  planted(): readonly Needle[];
}

export function planter(seed: number): Planter {
  const planted = new Map<string, Needle>();
  const digest = (label: string) => createHash('sha256').update(`${seed}/${label}`).digest('hex');
  const plant = (text: string, terms: readonly string[] = []) => {
    for (const part of partsOf(text)) {
      const own = /^[\0-\x7f]*$/.test(part) ? [] : terms;
      const key = `${own.join('\\')}/${part}`;
      if (!planted.has(key)) planted.set(key, needle(part, [part], own));
    }
    return text;
  };
  return {
    plant,
    uid: (label) => plant(`2.25.${BigInt(`0x${digest(label).slice(0, 32)}`)}`),
    digits: (label, count) =>
      BigInt(`0x${digest(label)}`)
        .toString()
        .slice(5, 5 + count),
    pick: (label, choices) =>
      choices[Number.parseInt(digest(label).slice(0, 8), 16) % choices.length] as never,
    planted: () => [...planted.values()],
  };
}

/** The components of a name, the values of a list, or the whole; Latin letters and digits of four characters and more. */
function partsOf(text: string): string[] {
  return text.split(/[\\^=]/).filter((part) => part.length >= 4 || /[^\0-\xff]/.test(part));
}
