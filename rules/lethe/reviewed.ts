import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { ReviewedValue } from '../plan.ts';
import { positionsIn } from '../source.ts';
import type { Context } from './context.ts';
import { type Fields, object } from './object.ts';
import { list, onlyTrue, type Report, type Shape, text, wrongType } from './shape.ts';
import { isForThisLethe } from './tree.ts';
import { SELECTOR } from './valueShapes.ts';

/** An entry as the file has it. */
interface FileReviewed extends Omit<ReviewedValue, 'selector'> {
  readonly select: ReviewedValue['selector'];
  readonly why?: string;
  readonly by?: string;
  readonly at?: string;
}

const SELECT: Shape<ReviewedValue['selector'], Context> = {
  read: (node, context) => {
    const found = SELECTOR.read(node, context);
    if (found === undefined) return undefined;
    const isOne = found.kind === 'tag' || (found.kind === 'private' && found.element !== null);
    if (isOne) return found as ReviewedValue['selector'];
    context.report.error(
      'SELECTOR_SYNTAX',
      node,
      'Name exactly one attribute here',
      'Write its tag or keyword, or (gggg,"CREATOR",ee).',
    );
    return undefined;
  },
  write: (selector) => SELECTOR.write(selector),
  schema: SELECTOR.schema,
};

export const REVIEWED_VALUE: Fields<FileReviewed, Context> = {
  select: { shape: SELECT, doc: 'the attribute; with a path, in that place alone', absent: 'error' },
  confirm: { shape: text(), doc: 'this value may leave, as it leaves', absent: 'nothing' },
  clear: { shape: onlyTrue(), doc: 'the attribute is emptied, whatever its value', absent: 'nothing' },
  device: {
    shape: object<NonNullable<ReviewedValue['device']>, Context>({
      manufacturer: { shape: text(), doc: 'Manufacturer, whole', absent: 'error' },
      model: { shape: text(), doc: 'Manufacturer’s Model Name, whole', absent: 'error' },
    }),
    doc: 'of instances of this device alone',
    absent: 'nothing',
  },
  why: { shape: text(), doc: 'why, for people', absent: 'nothing' },
  by: { shape: text(), doc: 'who accepted it', absent: 'nothing' },
  at: { shape: text(), doc: 'when (ISO 8601)', absent: 'nothing' },
};

const ENTRY = object(REVIEWED_VALUE);

const VALUE: Shape<ReviewedValue, Context> = {
  read: (node, context) => {
    const entry = ENTRY.read(node, context);
    if (entry === undefined) return undefined;
    const { select, why: _why, by: _by, at: _at, ...rest } = entry;
    if ((rest.confirm === undefined) !== (rest.clear === undefined)) return { selector: select, ...rest };
    context.report.error(
      'REVIEWED_ACTION',
      node,
      'A reviewed value is either confirmed or cleared',
      'Write "confirm" with the value, or "clear": true.',
    );
    return undefined;
  },
  write: ({ selector, ...rest }) => ENTRY.write({ select: selector, ...rest }),
  schema: ENTRY.schema,
};

const VALUES = list(VALUE);

/** A list of reviewed values, or the path of a file that has one under the same key, as `lethe review` writes it. */
export const REVIEWED: Shape<readonly ReviewedValue[], Context> = {
  read: (node, context) => {
    if (node.type === 'array') return VALUES.read(node, context);
    if (node.type !== 'string')
      return wrongType(context.report, node, 'a list, or the path of a file that has one');
    return readNamed(node, context);
  },
  write: (values) => VALUES.write(values),
  schema: { oneOf: [{ type: 'string', minLength: 1 }, VALUES.schema] },
};

function readNamed(node: Node, context: Context): readonly ReviewedValue[] | undefined {
  const path = node.value as string;
  let named: string;
  try {
    named = context.source.readFile(path);
  } catch {
    context.report.error(
      'FILE_UNREADABLE',
      node,
      `${JSON.stringify(path)} cannot be read`,
      'Give its path from the rule file.',
    );
    return undefined;
  }
  const errors: ParseError[] = [];
  const root = parseTree(named, errors, { allowTrailingComma: true });
  const told = reportAt(node, path, named, context.report);
  if (root !== undefined && errors.length === 0 && !isForThisLethe(root, told)) return undefined;
  const values = root?.children?.find(({ children }) => children?.[0]?.value === 'reviewed')?.children?.[1];
  if (errors.length > 0 || values === undefined) {
    context.report.error(
      'REVIEWED_FILE',
      node,
      `${JSON.stringify(path)} is not a file of reviewed values`,
      'Name one that lethe review has written, or write { "reviewed": [ … ] } into it.',
    );
    return undefined;
  }
  return VALUES.read(values, { ...context, report: told });
}

/** Tells what is wrong in another file where it is named. */
function reportAt(node: Node, path: string, named: string, report: Report): Report {
  const placeOf = positionsIn(named);
  const told = ({ offset }: Node, message: string) =>
    `${JSON.stringify(path)}, line ${placeOf(offset).line}: ${message}`;
  return {
    error: (code, at, message, hint) => report.error(code, node, told(at, message), hint),
    warning: (code, at, message, hint) => report.warning(code, node, told(at, message), hint),
    note: (code, at, message, hint) => report.note(code, node, told(at, message), hint),
  };
}
