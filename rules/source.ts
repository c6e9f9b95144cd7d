import { editsWithin } from '../layers/dicom/standard/nearest.ts';
import type { Dialect, RulePlan } from './plan.ts';

/** A rule file as it was read. */
export interface RuleSource {
  /** As errors name it: the path the user gave. */
  readonly name: string;
  readonly text: string;
  /** Where the rules will run. Keys in a rule file are for a desk; the cloud refuses them. */
  readonly place: 'desk' | 'cloud';
  /** Reads a file that the rules name (a lookup table, a certificate), relative to the rule file; throws if there is none. */
  readonly readFile: (path: string) => string;
}

/** What a file is written in that problems are found in: a dialect, or the scripts that can only be converted. */
export type SourceDialect = Dialect | 'ctp' | 'ctp-pixels' | 'ctp-lookup';

/** Something wrong, or doubtful, in a rule file; a note is worth knowing to the person who checks it, and nothing is wrong. */
export interface RuleProblem {
  /** `error`: the rules cannot be used. */
  readonly severity: 'error' | 'warning' | 'note';
  /** What the file was read as. */
  readonly dialect: SourceDialect;
  /** Upper-case words that tests and scripts go by, e.g. `UNKNOWN_KEY`. */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** 1-based; null where the whole file is meant. */
  readonly line: number | null;
  /** 1-based, in UTF-16 units; null where the whole file is meant. */
  readonly column: number | null;
}

/** A plan and what was doubtful, or every error at once. */
export type CompileResult =
  | {
      readonly plan: RulePlan;
      readonly problems: readonly RuleProblem[];
      /** Text of each file that `lookup` rules name, by its SHA-256. It holds originals: for memory alone. */
      readonly tables?: ReadonlyMap<string, string>;
    }
  | { readonly plan: null; readonly problems: readonly RuleProblem[] };

/** 1-based; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of offsets in a text: its lines are counted once, for a file may have a rule a line. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [first, last] = [0, starts.length - 1];
    while (first < last) {
      const middle = (first + last + 1) >>> 1;
      if ((starts[middle] as number) <= offset) first = middle;
      else last = middle - 1;
    }
    return { line: first + 1, column: offset - (starts[first] as number) + 1 };
  };
}

const POSITIONS = new WeakMap<RuleSource, (offset: number) => Position>();

/** Line and column of an offset in a rule file. */
export function positionAt(source: RuleSource, offset: number): Position {
  let positionOf = POSITIONS.get(source);
  if (positionOf === undefined) {
    positionOf = positionsIn(source.text);
    POSITIONS.set(source, positionOf);
  }
  return positionOf(offset);
}

/** A problem as people read it: where, what, the line with a caret, what to do. */
export function formatProblem(source: Pick<RuleSource, 'name' | 'text'>, problem: RuleProblem): string {
  const { line, column } = problem;
  const where = line === null ? source.name : `${source.name}:${line}:${column ?? 1}`;
  const head = `${where}: ${problem.severity} ${problem.code} (${problem.dialect}): ${problem.message}`;
  const text = line === null ? undefined : source.text.split(/\r?\n/)[line - 1];
  if (text === undefined) return `${head}\n  ${problem.hint}`;
  // A long line is cut so that the caret stays in sight.
  const from = Math.max(0, (column ?? 1) - 60);
  const excerpt = text.slice(from, from + 100);
  return `${head}\n    ${excerpt}\n    ${' '.repeat(Math.max(0, (column ?? 1) - 1 - from))}^\n  ${problem.hint}`;
}

/** The word of `words` nearest to `text` by edits, if it is near enough to be meant. */
export function nearestWord(text: string, words: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(2, Math.floor(text.length / 3)) + 1;
  for (const word of words) {
    if (Math.abs(word.length - text.length) >= fewest) continue;
    const edits = editsWithin(wanted, word.toLowerCase(), fewest);
    if (edits < fewest) [best, fewest] = [word, edits];
  }
  return best;
}
