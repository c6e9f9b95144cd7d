import { MOST_LISTED, meantWord, nearestHint } from './nearestWords.ts';
import type { Dialect } from './plan.ts';
import type { positionAt, RuleProblem } from './source.ts';

/** Collects everything that is wrong with a rule file, by offsets in its text, so that all of it can be said at once. */
export interface Problems {
  error(code: string, offset: number, message: string, hint: string): void;
  warning(code: string, offset: number, message: string, hint: string): void;
  hasErrors(): boolean;
  /** In the order of the file. */
  all(): readonly RuleProblem[];
}

export function problemsIn(dialect: Dialect, text: string): Problems {
  const found: { readonly offset: number; readonly problem: RuleProblem }[] = [];
  const positionOf = positionsIn(text);
  const add =
    (severity: RuleProblem['severity']) =>
    (code: string, offset: number, message: string, hint: string): void => {
      // What several rules share is wrong once.
      if (found.some(({ offset: at, problem }) => at === offset && problem.message === message)) return;
      found.push({
        offset,
        problem: { severity, dialect, code, message, hint, ...positionOf(offset) },
      });
    };
  return {
    error: add('error'),
    warning: add('warning'),
    hasErrors: () => found.some(({ problem }) => problem.severity === 'error'),
    all: () => found.toSorted((a, b) => a.offset - b.offset).map(({ problem }) => problem),
  };
}

/** `positionAt` for many offsets of one text: its lines are counted once. */
export function positionsIn(text: string): (offset: number) => ReturnType<typeof positionAt> {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
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

/** A space stands for a byte order mark, so that positions stay. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, ' ');
}

/** For the hint of a word that is not known in a dialect. */
export function knownWords(text: string, words: readonly string[]): string {
  const meant = meantWord(text, words);
  if (meant === undefined) return nearestHint(text, words, { all: 'Known', page: 'docs/dialects.md' });
  return words.length > MOST_LISTED
    ? `Did you mean ${meant}?`
    : `Did you mean ${meant}? Known: ${words.join(', ')}.`;
}
