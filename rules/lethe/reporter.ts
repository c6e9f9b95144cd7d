import type { Node } from 'jsonc-parser';
import { positionAt, type RuleProblem, type RuleSource } from '../source.ts';
import type { Report } from './shape.ts';

/** Collects what is wrong, with positions. */
export interface Reporter extends Report {
  /** In the order of the file. */
  problems(): readonly RuleProblem[];
  hasErrors(): boolean;
  syntaxError(offset: number, message: string): void;
}

export function reporterFor(source: RuleSource): Reporter {
  const found: (RuleProblem & { readonly offset: number })[] = [];
  const add = (
    severity: RuleProblem['severity'],
    code: string,
    offset: number,
    message: string,
    hint: string,
  ): void => {
    const { line, column } = positionAt(source.text, offset);
    found.push({ severity, dialect: 'lethe', code, message, hint, line, column, offset });
  };
  return {
    error: (code, node, message, hint, at = 0) =>
      add('error', code, offsetWithin(source.text, node, at), message, hint),
    warning: (code, node, message, hint) => add('warning', code, node.offset, message, hint),
    syntaxError: (offset, message) =>
      add(
        'error',
        'JSON_SYNTAX',
        offset,
        message,
        'The file is JSON; comments and trailing commas are allowed.',
      ),
    hasErrors: () => found.some(({ severity }) => severity === 'error'),
    problems: () =>
      found.toSorted((a, b) => a.offset - b.offset).map(({ offset: _offset, ...problem }) => problem),
  };
}

/** The place of a character of a string, if nothing before it is escaped; else the string's own. */
function offsetWithin(text: string, node: Node, at: number): number {
  if (at === 0 || node.type !== 'string') return node.offset;
  const start = node.offset + 1;
  return text.slice(start, start + at).includes('\\') ? node.offset : start + at;
}
