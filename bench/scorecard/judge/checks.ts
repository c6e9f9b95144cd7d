import type { Action, Check, InstanceKey } from '../key.ts';
import type { ReadFile } from './read.ts';
import { textOf } from './read.ts';

/** What the judge knows of one instance after a tool had it. */
export interface Judged {
  readonly key: InstanceKey;
  /** Null: the tool gave no file for it, or one that cannot be read. */
  readonly output: ReadFile | null;
}

/** What the whole output says, for checks of consistency. */
export interface Mapping {
  /** New values that the old one has become, over the whole set. */
  newOf(old: string): ReadonlySet<string>;
  /** Old values that have become the new one. */
  oldOf(fresh: string): ReadonlySet<string>;
}

export interface Context {
  readonly uids: Mapping;
  readonly patientIds: Mapping;
  /** The checks of pixels that pass (`passedPixels`). */
  readonly pixels: ReadonlySet<Check>;
}

/**
 * The ten actions of MIDI-B, written anew from their published description. Where no file came out, what must go is gone and what must stay is lost,
 * as that description has it; `*_consistent` and pixels are of what stays.
 */
const PASSES: Readonly<Record<Action, (check: Check, output: ReadFile, context: Context) => boolean>> = {
  tag_retained: ({ path }, output) => output.elements.has(path),
  text_notnull: ({ path }, output) => valueAt(output, path).trim() !== '',
  text_retained: (check, output) => hasText(output, check),
  text_removed: ({ path, text }, output) => !folded(valueAt(output, path)).includes(folded(text)),
  date_shifted: ({ path, value }, output) => !valueAt(output, path).includes(value),
  uid_changed: ({ path, value }, output) => !valueAt(output, path).split('\\').includes(value),
  uid_consistent: (check, output, { uids }) => isConsistent(check, output, uids),
  patid_consistent: (check, output, { patientIds }) => isConsistent(check, output, patientIds),
  pixels_hidden: (check, _output, { pixels }) => pixels.has(check),
  pixels_retained: (check, _output, { pixels }) => pixels.has(check),
};

const PASSES_WITHOUT_FILE: ReadonlySet<Action> = new Set([
  'text_removed',
  'date_shifted',
  'uid_changed',
  'pixels_hidden',
]);

export function passes(check: Check, { output }: Pick<Judged, 'output'>, context: Context): boolean {
  if (output === null) return PASSES_WITHOUT_FILE.has(check.action);
  return PASSES[check.action](check, output, context);
}

export function valueAt(output: ReadFile, path: string): string {
  return textOf(output.elements.get(path), output.characterSet);
}

/** Numbers are compared as numbers: a tool may write 5.0 for 5. */
function hasText(output: ReadFile, { path, text, vr }: Check): boolean {
  const there = output.elements.get(path);
  if (there === undefined) return false;
  const element = there.vr === 'UN' && vr !== undefined ? { ...there, vr } : there;
  const value = textOf(element, output.characterSet);
  if (!['DS', 'IS', 'FL', 'FD'].includes(element.vr)) return value.includes(text);
  const [is, was] = [value.split('\\').map(Number), text.split('\\').map(Number)];
  return is.length === was.length && is.every((number, at) => number === was[at]);
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** There is a value, it is what the old one became everywhere, and nothing else became it. */
function isConsistent({ path, value }: Check, output: ReadFile, mapping: Mapping): boolean {
  const fresh = valueAt(output, path).trim();
  return (
    fresh !== '' &&
    mapping.newOf(value).size === 1 &&
    mapping.newOf(value).has(fresh) &&
    mapping.oldOf(fresh).size === 1
  );
}

/** What every old value became, at the paths where the key asks. */
export function mappingOf(judged: readonly Judged[], actions: readonly Action[]): Mapping {
  const forth = new Map<string, Set<string>>();
  const back = new Map<string, Set<string>>();
  for (const { key, output } of judged) {
    if (output === null) continue;
    for (const { action, path, value } of key.checks) {
      if (!actions.includes(action)) continue;
      const fresh = valueAt(output, path).trim();
      if (fresh === '') continue;
      add(forth, value, fresh);
      add(back, fresh, value);
    }
  }
  const none: ReadonlySet<string> = new Set();
  return { newOf: (old) => forth.get(old) ?? none, oldOf: (fresh) => back.get(fresh) ?? none };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, new Set([value]));
  else there.add(value);
}
