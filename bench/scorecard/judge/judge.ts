import type { PixelReader } from '../../../layers/pixels/reader.ts';
import { findNeedles, needle } from '../../../test/support/search.ts';
import type { Action, AnswerKey, Category, Check, InstanceKey } from '../key.ts';
import type { Tally } from '../page/scorecard.ts';
import type { GeneratedSet } from '../set/generate.ts';
import { type Context, type Judged, mappingOf, passes } from './checks.ts';
import { intervalsKept } from './dates.ts';
import { type Output, pairUp } from './pair.ts';
import { passedPixels } from './pixels.ts';
import { readOrNull } from './read.ts';

/** A check that an output does not pass. */
export interface Miss {
  readonly seed: number;
  readonly file: string;
  readonly action: Action;
  readonly category: Category;
  readonly path: string;
  readonly name: string;
  /** What was planted there; of a real file's own value nothing. */
  readonly text: string;
}

/** What a tool did to one set. */
export interface Judgement {
  readonly byAction: Readonly<Record<string, Tally>>;
  readonly byCategory: Readonly<Record<string, Tally>>;
  /** Planted identifiers found anywhere in the bytes of the output of their own instance. */
  readonly leaks: Tally;
  /** Pairs of dates of a patient that are as far apart as before. */
  readonly intervals: Tally;
  readonly files: number;
  /** Sources without an output. */
  readonly lost: number;
  /** Outputs that cannot be read to their end. */
  readonly unreadable: number;
  readonly misses: readonly Miss[];
  /** The names of a source and of its output. */
  readonly pairs: ReadonlyMap<string, string>;
}

export function outputOf(name: string, bytes: Uint8Array): Output {
  return { name, bytes, read: readOrNull(bytes) };
}

/** Holds the outputs of a tool against the answer key. */
export async function judge(
  { files, key }: GeneratedSet,
  outputs: readonly Output[],
  reader: () => PixelReader,
): Promise<Judgement> {
  const keys = new Map(key.instances.map((one) => [one.file, one]));
  const sources = files.map(({ name, bytes }) => ({
    ...outputOf(name, bytes),
    key: keys.get(name) as InstanceKey,
  }));
  const pairs = pairUp(sources, outputs);
  const judged: (Judged & {
    readonly source: (typeof sources)[number];
    readonly bytes: Uint8Array | null;
  })[] = sources.map((source) => ({
    key: source.key,
    source,
    output: pairs.get(source)?.read ?? null,
    bytes: pairs.get(source)?.bytes ?? null,
  }));
  const pixels = new Set<Check>();
  for (const { key: one, source, output } of judged) {
    if (source.read === null) throw new Error(`a file of the generated set cannot be read: ${source.name}`);
    for (const check of await passedPixels(one.checks, source.read, output, reader)) pixels.add(check);
  }
  const context: Context = {
    uids: mappingOf(judged, ['uid_consistent']),
    patientIds: mappingOf(judged, ['patid_consistent']),
    pixels,
  };
  const results = judged.flatMap((one) =>
    one.key.checks.map((check) => ({ check, file: one.key.file, isPassed: passes(check, one, context) })),
  );
  return {
    byAction: tallied(results, ({ action }) => action),
    byCategory: tallied(results, ({ category }) => category),
    leaks: leaksOf(judged),
    intervals: intervalsKept(judged),
    files: sources.length,
    lost: sources.length - pairs.size,
    unreadable: outputs.filter(({ read }) => read === null).length,
    pairs: new Map([...pairs].map(([source, { name }]) => [source.name, name])),
    misses: results.flatMap(({ check, file, isPassed }) => (isPassed ? [] : [missOf(key, file, check)])),
  };
}

function missOf(
  { seed }: AnswerKey,
  file: string,
  { action, category, path, name, text, isReal }: Check,
): Miss {
  return { seed, file, action, category, path, name, text: isReal === true ? '' : text };
}

function tallied(
  results: readonly { readonly check: Check; readonly isPassed: boolean }[],
  nameOf: (check: Check) => string,
): Readonly<Record<string, Tally>> {
  const groups = Map.groupBy(results, ({ check }) => nameOf(check));
  return Object.fromEntries(
    [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, members]) => [
        name,
        { passed: members.filter(({ isPassed }) => isPassed).length, all: members.length },
      ]),
  );
}

/** Every identifier that the key plants in an instance, searched in all bytes of its output, whatever attribute they are in. */
function leaksOf(judged: readonly (Judged & { readonly bytes: Uint8Array | null })[]): Tally {
  let [passed, all] = [0, 0];
  for (const { key, bytes } of judged) {
    const texts = new Set(
      key.checks.flatMap(({ action, text }) =>
        (action === 'text_removed' || action === 'uid_changed') && text.length >= SEARCHED ? [text] : [],
      ),
    );
    all += texts.size;
    if (bytes === null) {
      passed += texts.size;
      continue;
    }
    const needles = [...texts].map((text) =>
      needle(text, [text], /[^\0-\x7f]/.test(text) ? ['ISO_IR 100'] : []),
    );
    passed += texts.size - new Set(findNeedles(bytes, needles).map((hit) => hit.needle.text)).size;
  }
  return { passed, all };
}

/** Shorter texts stand in any file by chance. */
const SEARCHED = 6;
