import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { OTHER_VERSION, VERSION_DOC, VERSION_KEY, VERSION_PATTERN, versionProblem } from '../forLethe.ts';
import type { Field } from './object.ts';
import type { Reporter } from './reporter.ts';
import { type Reading, type Report, wrongType } from './shape.ts';

/** The tree of a file of Lethe's own; undefined: it is not JSON, or for another Lethe, which was reported, and what else is wrong with it says nothing. */
export function treeOf(text: string, report: Reporter): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  // Of one place the first says what is wrong.
  const places = new Map(errors.toReversed().map(({ offset, error }) => [offset, error]));
  for (const [offset, error] of places) report.syntaxError(offset, wordsOf(printParseErrorCode(error)));
  if (root === undefined && errors.length === 0) report.syntaxError(0, 'the file is empty');
  // What a syntax error leaves of the file would only give false errors.
  return root !== undefined && errors.length === 0 && isForThisLethe(root, report) ? root : undefined;
}

/** Whether this Lethe reads the file as it was meant; if not, it is reported. */
export function isForThisLethe(root: Node, report: Report): boolean {
  const node = root.type === 'object' ? findNodeAtLocation(root, [VERSION_KEY]) : undefined;
  const problem = node === undefined ? null : versionProblem(node.value);
  if (node !== undefined && problem !== null)
    report.error(OTHER_VERSION, node, problem.message, problem.hint);
  return problem === null;
}

/** `CommaExpected`: `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** The key of a file that says for which Lethe it is. `isForThisLethe` has looked at it before others are read. */
export const LETHE: Field<string, Reading> = {
  shape: {
    read: (node, { report }) =>
      node.type === 'string' ? (node.value as string) : wrongType(report, node, 'a version, in quotes'),
    write: (value) => value,
    schema: { type: 'string', pattern: VERSION_PATTERN },
  },
  doc: VERSION_DOC,
  absent: 'nothing',
};
