import type { Miss } from '../judge/judge.ts';

/** Checks of one kind at one attribute that were missed, with an example. */
export interface Group {
  readonly action: string;
  readonly category: string;
  readonly path: string;
  readonly name: string;
  readonly count: number;
  /** The first: its seed and file and, of what was planted by the generator, the text. */
  readonly file: string;
  readonly text: string;
}

/** By action and attribute, the most frequent first. All texts are the generator's: nothing of a real file is among them. */
export function grouped(misses: readonly Miss[]): readonly Group[] {
  const groups = Map.groupBy(misses, ({ action, category, name }) => `${action} ${category} ${name}`);
  return [...groups.values()]
    .map((members) => {
      const { seed, action, category, path, name, file, text } = members[0] as Miss;
      return { action, category, path, name, count: members.length, file: `${seed}/${file}`, text };
    })
    .sort(
      (one, other) =>
        other.count - one.count || (`${one.action} ${one.name}` < `${other.action} ${other.name}` ? -1 : 1),
    );
}
