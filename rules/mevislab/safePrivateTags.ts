import type { Problems } from '../problems.ts';
import type { Quoted } from './quoted.ts';

/** A private attribute that is retained. */
export interface ListedPrivate {
  readonly group: number;
  readonly creator: string;
  /** The byte ee of (gggg,bbee): the block is wherever the creator reserves it. */
  readonly element: number;
  /** Of the entry in the rule file. */
  readonly offset: number;
}

const HINT = 'Write GGGG EEEE CREATOR, or CREATOR and a name on a line before, with hexadecimal numbers.';

/**
 * The list of `safePrivateTags`: a line each of `GGGG EEEE [creator]` or `CREATOR creator`, or a comment behind #. A creator holds for the lines
 * that follow, until another is given on either.
 */
export function readSafePrivateTags(list: Quoted, problems: Problems): readonly ListedPrivate[] {
  const listed: ListedPrivate[] = [];
  const seen = new Set<string>();
  let creator = '';
  for (const { 0: line, index } of list.text.matchAll(/[^\r\n]+/g)) {
    const text = line.trim();
    const offset = list.offsetAt(index + line.length - line.trimStart().length);
    if (text === '' || text.startsWith('#')) continue;
    const named = /^CREATOR(?:\s+(.*))?$/.exec(text);
    if (named !== null) {
      creator = named[1] ?? '';
      if (creator === '') problems.error('CREATOR_MISSING', offset, 'CREATOR without a name', HINT);
      continue;
    }
    const parts = /^([0-9A-Fa-f]{4})\s+([0-9A-Fa-f]{4})(?:\s+(.*))?$/.exec(text);
    if (parts === null) {
      problems.error('PRIVATE_TAG_SYNTAX', offset, 'This line does not name a private attribute', HINT);
      continue;
    }
    const [group, element] = [
      Number.parseInt(parts[1] as string, 16),
      Number.parseInt(parts[2] as string, 16),
    ];
    creator = parts[3] ?? creator;
    if (creator === '')
      problems.error('CREATOR_MISSING', offset, 'No Private Creator says whose attribute this is', HINT);
    else if (group % 2 === 0)
      problems.error(
        'GROUP_NOT_PRIVATE',
        offset,
        'An even group is not private',
        'Private groups are odd (PS3.5 7.8); public attributes are retained by their options.',
      );
    else {
      const key = `${group} ${element & 0xff} ${creator}`;
      if (!seen.has(key)) listed.push({ group, creator, element: element & 0xff, offset });
      seen.add(key);
    }
  }
  return listed;
}
