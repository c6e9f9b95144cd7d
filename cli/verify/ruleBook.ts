import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { RuleBook, RulePlace, RuleWord } from '../../layers/verify/ports.ts';
import { explain } from '../../rules/match.ts';
import type { Action, RulePlan } from '../../rules/plan.ts';

/** A compiled plan as `lethe verify` asks it: what it says of an attribute, and nothing of how it is carried out. */
export function ruleBookOf(plan: RulePlan): RuleBook {
  const known = new Map<string, RuleWord>();
  return {
    name: plan.name,
    digest: plan.digest,
    says: (place) => {
      const key = `${place.tag}|${place.vr}|${place.creator ?? ''}|${place.path.join('/')}|${place.sopClassUid}`;
      const word = known.get(key) ?? wordOf(plan, place);
      if (known.size < MOST_KNOWN) known.set(key, word);
      return word;
    },
    codes: codesOf(plan),
    writes: writesOf(plan),
    changesPixels: plan.pixels !== undefined,
    clearsHidden: plan.pixels?.option === true,
    shiftScope: shiftScopeOf(plan),
  };
}
const MOST_KNOWN = 200_000;

/** What passes through is not marked anew. */
function writesOf({ stamps, screening }: RulePlan): RuleBook['writes'] {
  if (stamps === null || screening.alreadyDeidentified === 'pass-through') return new Set();
  return new Set(stamps.methodCodes.filter(({ scheme }) => scheme === 'DCM').map(({ value }) => value));
}

/** Where pixels are cleaned, that is claimed of the instances in which it was done (PS3.15 E.3.1). */
function codesOf({ stamps, pixels }: RulePlan): RuleBook['codes'] {
  if (stamps === null) return null;
  const codes = stamps.methodCodes.filter(({ scheme }) => scheme === 'DCM').map(({ value }) => value);
  return new Set([...codes, ...(pixels === undefined ? [] : ['113101', '113102'])]);
}

function wordOf(plan: RulePlan, { tag, vr, creator, path, sopClassUid }: RulePlace): RuleWord {
  const place = { tag: asTag(tag), vrs: [vr as Vr], creator, path: path.map(asTag) };
  const { winner, action, settled, within } = explain(plan, place, sopClassUid);
  // What becomes of a sequence becomes of what is in it; some actions clean their items one by one.
  if (within !== null) return 'changes';
  const { kind } = settled ?? action;
  if (kind === 'shift') return 'shifts';
  if (kind === 'remove' || kind === 'empty') return 'removes';
  if (kind !== 'keep') return 'changes';
  return winner === null ? 'silent' : 'keeps';
}

function shiftScopeOf(plan: RulePlan): RuleBook['shiftScope'] {
  const scopes = new Set<NonNullable<RuleBook['shiftScope']>>();
  let ways = new Set<string>();
  const visit = (action: Action): void => {
    if (action.kind === 'shift') {
      const { by } = action;
      scopes.add(by.kind === 'scoped' ? by.scope : 'patient');
      ways = ways.add(JSON.stringify([by, action.timeOfDay]));
    }
    if (action.kind === 'by-type')
      for (const each of [action.type1, action.type2, action.type3, action.unknown]) visit(each);
    if (action.kind === 'by-vr') visit(action.dates);
    if (action.kind === 'clean-content' && action.dates !== null) visit(action.dates);
  };
  for (const { action } of plan.rules) visit(action);
  const [scope] = scopes;
  // Rules with two ways of shifting say themselves that dates do not move together.
  return scopes.size === 1 && ways.size === 1 ? (scope ?? null) : null;
}
