import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Attributes of PS3.15 Table E.1-1 that describe what was done, and not whom with: by tag. */
const DESCRIPTORS: ReadonlySet<string> = new Set(
  '00081030 0008103E 00181030 00324060 00321060 00400254 00180010 00181400 00180015 00081090 00204000 00280303'.split(
    ' ',
  ),
);

/** A protocol called by its authors: that one names people. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['Hanke_Stadler^0024_transrep']);

interface Expected {
  readonly elements: readonly { readonly path?: string; readonly value?: unknown }[];
}

/** The descriptors of the corpus that name nobody, each text once; none if there is no corpus. */
export function corpusDescriptors(folder: string): readonly string[] {
  const path = join(folder, 'EXPECT.jsonl.gz');
  if (!existsSync(path)) return [];
  const texts = new Set<string>();
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n'))
    for (const { path: of, value } of (JSON.parse(line) as Expected).elements)
      if (
        DESCRIPTORS.has((of ?? '').split('/').at(-1)?.toUpperCase() ?? '') &&
        typeof value === 'string' &&
        value.trim() !== '' &&
        !OF_PEOPLE.has(value.trim())
      )
        texts.add(value);
  return [...texts].sort();
}
