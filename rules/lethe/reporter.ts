import type { Node } from 'jsonc-parser';
import { type Problems, problemsIn } from '../problems.ts';
import type { Report } from './shape.ts';

/** What is wrong with a file, by the nodes of its tree. */
export interface Reporter extends Report, Pick<Problems, 'all' | 'hasErrors'> {
  syntaxError(offset: number, message: string): void;
}

export function reporterFor(text: string): Reporter {
  const problems = problemsIn('lethe', text);
  return {
    error: (code, node, message, hint, at = 0) =>
      problems.error(code, offsetWithin(text, node, at), message, hint),
    warning: (code, node, message, hint) => problems.warning(code, node.offset, message, hint),
    note: (code, node, message, hint) => problems.note(code, node.offset, message, hint),
    syntaxError: (offset, message) =>
      problems.error(
        'JSON_SYNTAX',
        offset,
        message,
        'The file is JSON; comments and trailing commas are allowed.',
      ),
    all: problems.all,
    hasErrors: problems.hasErrors,
  };
}

/** The place of a character of a string, if nothing before it is escaped; else the string's own. */
function offsetWithin(text: string, node: Node, at: number): number {
  if (at === 0 || node.type !== 'string') return node.offset;
  const start = node.offset + 1;
  return text.slice(start, start + at).includes('\\') ? node.offset : start + at;
}
