import { optionsNamed } from '../overProfile.ts';
import { knownWords, type Problems } from '../problems.ts';
import type { OptionColumn } from '../ps315/table.ts';
import { type Member, textOf } from './json.ts';

/** Lethe's own, which the tool ignores: what says the rest. */
const PROFILES = ['none', 'basic'] as const;

/**
 * The options of the Basic Profile that holds for what no rule is about: `"profile": "basic"` with `"options"`, as in a Lethe rule file. Null: what no
 * rule is about stays, as in the tool.
 */
export function readProfile(
  members: ReadonlyMap<string, Member>,
  problems: Problems,
): ReadonlySet<OptionColumn> | null {
  const [profile, options] = [members.get('profile')?.value, members.get('options')?.value];
  const word = profile === undefined ? 'none' : (textOf(profile) ?? '');
  const error = (offset: number, message: string, hint: string) =>
    problems.error('MS_PROFILE', offset, message, hint);
  if (profile !== undefined && !(PROFILES as readonly string[]).includes(word))
    error(profile.offset, `"${word}" is not a profile`, knownWords(word, PROFILES));
  if (options === undefined) return word === 'basic' ? new Set() : null;
  if (word === 'none')
    error(options.offset, 'Options without a profile', 'Write "profile": "basic" beside "options".');
  if (options.type !== 'array')
    error(options.offset, '"options" is not a list', 'Write "options": ["retainUids"].');
  const named = optionsNamed(
    (options.type === 'array' ? (options.children ?? []) : []).map((node) => ({
      text: textOf(node) ?? '',
      offset: node.offset,
    })),
  );
  for (const { offset, message, hint } of named.wrong) error(offset, message, hint);
  return named.options;
}
