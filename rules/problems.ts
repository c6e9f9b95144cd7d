import { MOST_LISTED, meantWord, nearestHint } from './nearestWords.ts';
import { positionsIn, type RuleProblem, type SourceDialect } from './source.ts';

/** Collects everything that is wrong with a rule file, by offsets in its text, so that all of it can be said at once. */
export interface Problems {
  error(code: string, offset: number, message: string, hint: string): void;
  warning(code: string, offset: number, message: string, hint: string): void;
  note(code: string, offset: number, message: string, hint: string): void;
  hasErrors(): boolean;
  /** In the order of the file. */
  all(): readonly RuleProblem[];
}

export function problemsIn(dialect: SourceDialect, text: string): Problems {
  const found: { readonly offset: number; readonly problem: RuleProblem }[] = [];
  const said = new Set<string>();
  let hasErrors = false;
  let positionOf: ReturnType<typeof positionsIn> | undefined;
  const add =
    (severity: RuleProblem['severity']) =>
    (code: string, offset: number, message: string, hint: string): void => {
      // What several rules share is wrong once.
      const what = `${offset} ${message}`;
      if (said.has(what)) return;
      said.add(what);
      hasErrors ||= severity === 'error';
      positionOf ??= positionsIn(text);
      found.push({
        offset,
        problem: { severity, dialect, code, message, hint, ...positionOf(offset) },
      });
    };
  return {
    error: add('error'),
    warning: add('warning'),
    note: add('note'),
    hasErrors: () => hasErrors,
    all: () => found.toSorted((a, b) => a.offset - b.offset).map(({ problem }) => problem),
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
