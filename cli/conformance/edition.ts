import { type Action, canonicalJson, type RulePlan } from '../../rules/plan.ts';
import { selectorOf } from '../../rules/ps315/codeActions.ts';
import { type ProfileSettings, settleRow } from '../../rules/ps315/options.ts';
import type { PublishedTable } from '../../rules/ps315/publishedTable.ts';
import { PROFILE_EDITION, type ProfileRow, profileRows } from '../../rules/ps315/table.ts';
import { actionWords, selectorTag } from '../../rules/words.ts';
import { decided, settingsOf } from './statement.ts';

/** A row of the table that another edition has otherwise. */
export interface EditionChange {
  readonly attribute: string;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Codes: the Basic Profile's, and those of options. Null: the edition does not have the row. */
  readonly before: string | null;
  readonly after: string | null;
  /** What the rules do with it now, and what they would do by that edition under the same options. */
  readonly does: string;
  readonly would: string;
  /** Whether instances would come out otherwise. A rule of the user's own stays as it is. */
  readonly hasEffect: boolean;
}

/** Another edition held against the one that the rules were compiled with. */
export interface EditionCheck {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly EditionChange[];
  readonly unknownColumns: readonly string[];
}

/** What would change if rules were compiled with another edition of Table E.1-1. */
export function editionCheck(
  plan: RulePlan,
  { edition, rows, unknownColumns }: PublishedTable,
): EditionCheck {
  const settings = settingsOf(plan);
  const [old, next] = [byId(profileRows()), byId(rows)];
  const ids = [...new Set([...old.keys(), ...next.keys()])].sort();
  const changes = ids.flatMap((id): readonly EditionChange[] => {
    const [before, after] = [old.get(id), next.get(id)];
    const change = changeOf(before, after);
    return change === null ? [] : [told(plan, settings, change, before, after)];
  });
  return { from: PROFILE_EDITION, to: edition, changes, unknownColumns };
}

function byId(rows: readonly ProfileRow[]): ReadonlyMap<string, ProfileRow> {
  return new Map(rows.map((row) => [row.id.toLowerCase(), row]));
}

function changeOf(
  before: ProfileRow | undefined,
  after: ProfileRow | undefined,
): EditionChange['change'] | null {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return codesOf(before) === codesOf(after) ? null : 'changed';
}

function told(
  plan: RulePlan,
  settings: ProfileSettings,
  change: EditionChange['change'],
  before: ProfileRow | undefined,
  after: ProfileRow | undefined,
): EditionChange {
  const row = (after ?? before) as ProfileRow;
  const { winner, action } = decided(plan, row);
  // With a line it is of a file.
  const isOwn = winner !== null && winner.origin.line !== null;
  const asked = after === undefined ? null : askedBy(after, settings);
  const now = before === undefined ? action : askedBy(before, settings);
  const isSame = asked !== null && canonicalJson(asked) === canonicalJson(now);
  const does = actionWords(action);
  return {
    attribute: row.kind === 'oddgroup' ? '(gggg,eeee), gggg odd' : selectorTag(selectorOf(row)),
    name: row.name,
    change,
    before: before === undefined ? null : codesOf(before),
    after: after === undefined ? null : codesOf(after),
    does,
    would: isOwn
      ? `${does}, by a rule of its own`
      : isSame
        ? does
        : asked === null
          ? 'as an attribute that the table does not list'
          : actionWords(asked),
    hasEffect: !isOwn && !isSame,
  };
}

/** Private attributes that no list knows go, whatever the options. */
function askedBy(row: ProfileRow, settings: ProfileSettings): Action {
  return row.kind === 'oddgroup' ? REMOVE : settleRow(row, settings).action;
}

const REMOVE: Action = { kind: 'remove' };

/** `X/Z; retainUids K`. */
function codesOf({ basic, options }: ProfileRow): string {
  const asked = Object.entries(options)
    .map(([column, code]) => `${column} ${code}`)
    .sort();
  return [basic, ...asked].join('; ');
}
