import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Problems } from '../problems.ts';

/** A member of a JSON object: its name as written, where that stands, and its value. */
export interface Member {
  readonly name: string;
  readonly nameNode: Node;
  readonly value: Node;
}

/** The tree of a file, comments and trailing commas allowed as Microsoft's reader has them; undefined: it is not JSON, which was reported. */
export function readTree(text: string, problems: Problems): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset } of errors)
    problems.error(
      'MS_1001',
      offset,
      `Failed to parse configuration file: ${words(printParseErrorCode(error))}`,
      'The file is JSON: one object with "rules", "defaultSettings" and "customSettings".',
    );
  if (errors.length > 0) return undefined;
  if (root?.type === 'object') return root;
  problems.error(
    'MS_1001',
    root?.offset ?? 0,
    'Failed to parse configuration file: it is not a JSON object',
    'Write one object with "rules", "defaultSettings" and "customSettings".',
  );
  return undefined;
}

/** `CommaExpected`: `comma expected`. */
function words(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** The members of an object in the order of the file; of those with one name the last counts. */
export function membersOf(node: Node, problems: Problems): Member[] {
  const members = new Map<string, Member>();
  for (const property of node.children ?? []) {
    const [nameNode, value] = property.children ?? [];
    if (nameNode === undefined || value === undefined) continue;
    const name = String(nameNode.value);
    const earlier = members.get(name);
    if (earlier !== undefined)
      problems.warning(
        'MS_DUPLICATE_KEY',
        earlier.nameNode.offset,
        `"${name}" stands twice in one object`,
        'The last one counts: remove this one.',
      );
    members.delete(name);
    members.set(name, { name, nameNode, value });
  }
  return [...members.values()];
}

/** A value as text, as .NET writes it: a string as it is, null as nothing, `True` and `False`; an object or a list as none. */
export function textOf(node: Node): string | null {
  if (node.type === 'null') return '';
  if (node.type === 'boolean') return node.value === true ? 'True' : 'False';
  return node.type === 'string' || node.type === 'number' ? String(node.value) : null;
}
