import { createHash } from 'node:crypto';
import { type ReadFile, textOf } from './read.ts';

/** A file that a tool wrote; null: it cannot be read to its end. */
export interface Output {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly read: ReadFile | null;
}

/**
 * Which output belongs to which source. Tools name files as they like and change UIDs, so that an output is told by its Instance Number,
 * which is unique in a generated set and identifies nobody; where that is gone, by its pixels; then by its path.
 */
export function pairUp<S extends Output>(
  sources: readonly S[],
  outputs: readonly Output[],
): ReadonlyMap<S, Output> {
  const pairs = new Map<S, Output>();
  let left = new Set(outputs);
  for (const keyOf of [instanceNumberOf, pixelDigestOf, ({ name }: Output) => name]) {
    const unpaired = Map.groupBy(
      sources.filter((source) => !pairs.has(source)),
      keyOf,
    );
    for (const output of left) {
      const key = keyOf(output);
      const [source, ...others] = (key === '' ? [] : unpaired.get(key)) ?? [];
      if (source === undefined || others.length > 0 || pairs.has(source)) continue;
      pairs.set(source, output);
    }
    const taken = new Set(pairs.values());
    left = new Set([...left].filter((output) => !taken.has(output)));
  }
  return pairs;
}

const instanceNumberOf = ({ read }: Output): string =>
  read === null ? '' : textOf(read.elements.get('00200013'), []).trim();

function pixelDigestOf({ read }: Output): string {
  const pixels = read?.elements.get('7FE00010');
  return pixels === undefined ? '' : createHash('sha256').update(Buffer.concat(pixels.parts)).digest('hex');
}
