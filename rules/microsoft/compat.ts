import type { Node } from 'jsonc-parser';
import { knownWords, type Problems } from '../problems.ts';
import { membersOf, textOf } from './json.ts';

/**
 * Where Microsoft's tool does something else than its documentation says. Lethe does what the documentation says; each of these, named in
 * the file's `compat` or by the caller, brings the tool's own way back.
 */
export const KNOWN_BUGS = {
  paramsLeak: 'params of a rule stay in the setting that it shares with later rules',
  noonDateTimes: 'a DT without a zone that loses its time of day gets 12:00 instead of midnight',
  asciiEncrypt: 'encrypt turns every character that is not ASCII into a question mark first',
  rootOnly: 'rules apply only to the root data set; items of sequences stay as they are',
  spacedTag: '(0010, 0010) is read as (0010,0001), and a mask without a comma loses a digit',
  oneUidForMany: 'refreshUID gives an element with several UIDs one new UID',
  staleFileMeta: 'file meta information stays as it is, with the old UID',
  instanceScope: 'dateShift without a scope goes by instance, not by series',
  emptyShiftKey: 'dateShift without a key has an empty one, which is not a secret',
  placeholderDates: 'dateShift moves placeholder dates, which reveals the shift',
  anonymousDefault: 'substitute without a value writes "Anonymous", not "ANONYMOUS"',
} as const;

export type KnownBug = keyof typeof KNOWN_BUGS;

/** The bugs that `compat` names: a list of names, or an object of names and booleans. */
export function readCompat(node: Node | undefined, problems: Problems): KnownBug[] {
  if (node === undefined) return [];
  const named =
    node.type === 'array'
      ? (node.children ?? []).map((entry) => ({ name: textOf(entry) ?? '', at: entry, isOn: true }))
      : node.type === 'object'
        ? membersOf(node, problems).map(({ name, nameNode, value }) => ({
            name,
            at: nameNode,
            isOn: value.value === true,
          }))
        : null;
  const names = Object.keys(KNOWN_BUGS);
  if (named === null) {
    problems.error(
      'MS_UNKNOWN_COMPAT',
      node.offset,
      '"compat" is not a list of names',
      `Known: ${names.join(', ')}.`,
    );
    return [];
  }
  return named.flatMap(({ name, at, isOn }) => {
    if (Object.hasOwn(KNOWN_BUGS, name)) return isOn ? [name as KnownBug] : [];
    problems.error(
      'MS_UNKNOWN_COMPAT',
      at.offset,
      `"${name}" is not a known bug of Microsoft's tool`,
      knownWords(name, names),
    );
    return [];
  });
}
