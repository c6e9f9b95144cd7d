import type { ByVr } from '../byVr.ts';
import type { Action, Rule, Selector, SimpleAction } from '../plan.ts';
import type { ProfileSettings } from '../ps315/options.ts';
import { lookupSafePrivate } from '../ps315/safePrivate.ts';
import { safePrivateAction } from '../ps315/safePrivateRules.ts';
import { type Disposition, dispositions } from './dispositions.ts';

const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };
const REMOVE_ALL: ByVr = {
  kind: 'by-vr',
  dates: REMOVE,
  uids: REMOVE,
  names: REMOVE,
  texts: REMOVE,
  ages: REMOVE,
  others: REMOVE,
};

/**
 * Rules for the private attributes that The Cancer Imaging Archive keeps, in place of or before Table E.3.10-1; and for those of that table that it
 * deletes. What it keeps is treated as any safe private attribute: what people may have written is cleaned, and UIDs and dates go as the options
 * say (`safePrivateAction`). What it has not decided has no rule, so it goes with all other private attributes.
 */
export function tciaRules(settings: ProfileSettings): readonly Rule[] {
  return dispositions().flatMap((disposition): readonly Rule[] => {
    const action = ACTIONS[disposition.does](disposition, settings);
    return action === null
      ? []
      : [{ selector: selectorOf(disposition), action, origin: originOf(disposition) }];
  });
}

type ActionOf = (disposition: Disposition, settings: ProfileSettings) => Action | null;

/** Null: the attribute goes as one that nobody knows. */
const ACTIONS: Readonly<Record<Disposition['does'], ActionOf>> = {
  /** Of bytes that nobody can read it has looked at what they are; the search for what was removed goes over them like over any value. */
  keep: ({ vrs }, settings) => ({
    ...safePrivateAction(settings),
    ...(vrs.every((vr) => vr === 'UN') ? { others: KEEP } : {}),
  }),
  /** UIDs, some of them written as text. */
  hash: (_disposition, settings) => ({
    ...REMOVE_ALL,
    uids: safePrivateAction(settings).uids,
    texts: { kind: 'pseudonym' },
  }),
  /** A date that is written as text, or as bytes, is not moved. */
  offset: (_disposition, settings) => ({ ...REMOVE_ALL, dates: safePrivateAction(settings).dates }),
  delete: ({ group, creator, element }, settings) =>
    settings.safePrivateTable && lookupSafePrivate(creator, group, element) !== undefined ? REMOVE : null,
};

function selectorOf({ group, creator, element, vrs, path }: Disposition): Selector {
  const vr = vrs.find((each) => each !== 'UN');
  return {
    kind: 'private',
    group,
    creator,
    element,
    ...(vr === undefined ? {} : { vr }),
    vrs,
    ...(path === null ? {} : { path }),
  };
}

function originOf({ does }: Disposition): Rule['origin'] {
  return {
    source: 'Posda, dispositions of The Cancer Imaging Archive',
    line: null,
    column: null,
    reason: `private attribute: ${does}`,
  };
}
