import { formatTag, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { type ByVr, DATE_VRS, settleByVr, TEXT_VRS } from '../byVr.ts';
import { originalsIn } from '../lookupCsv.ts';
import type { Action, ConceptRule, Rule, RulePlan, Selector, SimpleAction } from '../plan.ts';
import { alwaysHolds, type TextPolicy } from '../textPolicy.ts';
import { type AskedRow, askedBy, askedRows, SUFFICES } from './asked.ts';
import { conceptRules } from './conceptRules.ts';
import { type About, type Left, leftBy, SAYS_WHO, TIME_LEFT } from './left.ts';
import type { ProfileSettings } from './options.ts';
import { type Reach, type Reached, reachOf } from './reach.ts';
import { lookupSafePrivate } from './safePrivate.ts';
import { formatPrivate, safePrivateAction } from './safePrivateRules.ts';
import type { OptionColumn } from './table.ts';

/** Something that the profile, or an option, asks to go, or to be cleaned or moved, and that rules leave. */
export interface Weakening {
  /** `Study Date (0008,0020)`; of private attributes what its rule is about. */
  readonly attribute: string;
  /** The code of Table E.1-1 that holds for it, and whose it is. */
  readonly code: string;
  readonly by: AskedRow['by'];
  /** Whether Table E.1-1 has the row, or only the list of what else is protected. */
  readonly isListed: boolean;
  readonly left: Left;
  /** How many rules leave it so: tens of thousands may. */
  readonly count: number;
  /** The positions of the first of them; null: what holds for attributes without a rule. */
  readonly firstRules: readonly (number | null)[];
  /** Whether what is left says who somebody is. */
  readonly saysWho: boolean;
}

/** What one rule weakens: how much, and the first of it, in the order of all pairs of rows and rules. */
export interface RuleWeakenings {
  readonly count: number;
  readonly first: readonly { readonly weakening: Weakening; readonly order: number }[];
}

/** Most that are named before the rest is counted. */
export const MOST_NAMED = 3;

/** A plan, held against the Basic Profile with options. */
export interface Verdict {
  readonly weakenings: readonly Weakening[];
  /** By the positions of rules; null: what holds for attributes without one. */
  readonly byRule: ReadonlyMap<number | null, RuleWeakenings>;
  /** What is left of dates and times, for (0028,0303). */
  readonly longitudinal: 'UNMODIFIED' | 'MODIFIED' | 'REMOVED';
  /** The options of which some row leaves what it wants left. */
  readonly retained: ReadonlySet<OptionColumn>;
}

/** What a plan does, as far as it is held against the profile. */
export type Judged = Pick<RulePlan, 'rules' | 'otherwise' | keyof TextPolicy> & {
  /** Text of the tables that the rules name, by their digests; one that is not here is not known. */
  readonly tables?: ReadonlyMap<string, string>;
  /** Rules for private attributes that whoever wrote the rules holds to be safe. */
  readonly declaredSafe?: ReadonlySet<Rule>;
};

/** Holds every rule of a plan that may be reached against every row of Table E.1-1 that it is about. */
export function verdictOn(judged: Judged, settings: ProfileSettings): Verdict {
  const rows = askedRows(settings);
  const reach = reachOf(judged.rules, judged.otherwise);
  const aboutOf = aboutsBy(judged, settings, rows, reach);
  const findings = new Findings();
  for (const row of rows) {
    const about = aboutOf(row);
    const take = findings.ofRow(row);
    reach.eachOf(row, ({ rule, action }) => take(rule, leftBy(action, about)));
  }
  const privately = new PrivateRules(judged, settings, aboutOf(NO_ROW));
  reach.eachOfPrivate((reached) => findings.takePrivate(reached.rule, privately.findingsOf(reached)));
  return findings.verdict();
}

/** Private Attributes, as a row; it is about none by its tag. */
const NO_ROW: AskedRow = {
  name: 'private attributes',
  mask: 0,
  value: 0,
  code: 'X',
  by: 'basic',
  isListed: true,
  asked: 'gone',
  vrs: () => [],
  identifies: true,
  tellsTime: true,
};

type Time = 'none' | 'changed' | 'true';

/** What is found of a private attribute. */
interface PrivateFinding {
  readonly weakened: Weakened | null;
  readonly time: Time;
  /** Whether the option for safe private attributes leaves it. */
  readonly isRetained: boolean;
}

/** What a row asks and a rule leaves. */
type Weakened = Omit<Weakening, 'count' | 'firstRules'>;
type OpenWeakening = Weakened & { count: number; readonly firstRules: (number | null)[] };

/** Pairs of rows and rules may be millions: of each rule and each row a few are kept, and all are counted. */
class Findings {
  readonly #weakenings: OpenWeakening[] = [];
  readonly #byRule = new Map<number | null, RuleWeakenings & { count: number; readonly first: object[] }>();
  readonly #times = new Set<Time>();
  readonly #retained = new Set<OptionColumn>();
  #order = 0;

  /** Takes what rules leave of a row. Rules that leave the same are one weakening. */
  ofRow(row: AskedRow): (rule: number | null, lefts: readonly Left[]) => void {
    const { name, code, by, isListed, asked, identifies } = row;
    const suffices = SUFFICES[asked];
    // What an option for something else keeps says nothing of the patient's time (E.3.8: when a device was calibrated).
    const isOfOther = asked === 'kept' && by !== 'basic' && !TEMPORAL.has(by);
    const option = by === 'basic' || by === 'references' ? null : by;
    const own: OpenWeakening[] = [];
    const weakeningBy = (lefts: readonly Left[]): OpenWeakening | null => {
      for (const left of lefts) {
        if (option !== null && !SUFFICES.gone[left]) this.#retained.add(option);
        if (row.tellsTime && !isOfOther) this.#times.add(TIME_LEFT[left]);
      }
      const left = lefts.find((each) => !suffices[each]);
      if (left === undefined) return null;
      const saysWho = identifies && lefts.some((each) => SAYS_WHO[each]);
      const known = own.find((each) => each.left === left && each.saysWho === saysWho);
      if (known !== undefined) return known;
      const weakening = this.#begin({
        attribute: `${name} ${tagText(row)}`,
        code,
        by,
        isListed,
        left,
        saysWho,
      });
      own.push(weakening);
      return weakening;
    };
    let before: readonly Left[] | null = null;
    let weakening: OpenWeakening | null = null;
    return (rule, lefts) => {
      if (lefts !== before) [before, weakening] = [lefts, weakeningBy(lefts)];
      if (weakening !== null) this.#add(weakening, rule);
    };
  }

  takePrivate(rule: number | null, { weakened, time, isRetained }: PrivateFinding): void {
    if (weakened !== null) this.#add(this.#begin(weakened), rule);
    if (isRetained) this.#retained.add('retainSafePrivate');
    this.#times.add(time);
  }

  #begin(weakened: Weakened): OpenWeakening {
    const weakening = { ...weakened, count: 0, firstRules: [] };
    this.#weakenings.push(weakening);
    return weakening;
  }

  #add(weakening: OpenWeakening, rule: number | null): void {
    const order = this.#order++;
    weakening.count += 1;
    if (weakening.firstRules.length < MOST_NAMED) weakening.firstRules.push(rule);
    let its = this.#byRule.get(rule);
    if (its === undefined) {
      its = { count: 0, first: [] };
      this.#byRule.set(rule, its);
    }
    its.count += 1;
    if (its.first.length < MOST_NAMED) its.first.push({ weakening, order });
  }

  verdict(): Verdict {
    return {
      weakenings: this.#weakenings,
      byRule: this.#byRule,
      longitudinal: this.#times.has('changed')
        ? 'MODIFIED'
        : this.#times.has('true')
          ? 'UNMODIFIED'
          : 'REMOVED',
      retained: this.#retained,
    };
  }
}

const TEMPORAL: ReadonlySet<AskedRow['by']> = new Set<OptionColumn>([
  'retainLongitudinalFullDates',
  'retainLongitudinalModifiedDates',
]);

/** `(0010,0010)`, `(60xx,3000)`. */
function tagText({ mask, value }: AskedRow): string {
  const digits = formatTag(value as Tag);
  return mask >>> 0 === 0xffffffff ? digits : `${digits.slice(0, 3)}xx${digits.slice(5)}`;
}

function aboutsBy(
  judged: Judged,
  { options, capAgeYears }: ProfileSettings,
  rows: readonly AskedRow[],
  reach: Reach,
): (row: AskedRow) => About {
  const { tables = new Map() } = judged;
  const known = new Map<string, boolean>();
  const givesBack = (table: string): boolean => {
    const found = known.get(table) ?? originalsIn(tables.get(table) ?? '') > 0;
    known.set(table, found);
    return found;
  };
  let kept: ReadonlySet<string> | null = null;
  const keptConcepts = (): ReadonlySet<string> => {
    kept ??= new Set(
      conceptRules(options, capAgeYears !== null)
        .filter(({ action }) => action === 'K')
        .map(conceptKey),
    );
    return kept;
  };
  const about = (row: AskedRow, seen: ReadonlySet<Tag>): About => ({
    vrs: row.vrs,
    identifies: row.identifies,
    givesBack,
    keepsConcept: (concept) => keptConcepts().has(conceptKey(concept)),
    holds: alwaysHolds(judged, row),
    copied: (from) => copied(from, seen),
  });
  // What may stay where it stood may stand elsewhere, too; of attributes that no row is about, all may.
  const copied = (from: Tag, seen: ReadonlySet<Tag>): readonly Left[] => {
    if (isPrivate(from)) return ['original'];
    if (seen.has(from)) return ['nothing'];
    const row = rows.find(({ mask, value }) => (from & mask) >>> 0 === value);
    if (row === undefined) return ['given'];
    const deeper = about(row, new Set([...seen, from]));
    const lefts: Left[] = [];
    reach.eachOf(row, ({ action }) => lefts.push(...leftBy(action, deeper)));
    return lefts.map((left) => (SUFFICES[row.asked][left] ? 'given' : left));
  };
  return (row) => about(row, new Set());
}

function conceptKey({ scheme, value, valueType }: ConceptRule): string {
  return `${scheme}|${value}|${valueType}`;
}

/** Rules for private attributes, held against Retain Safe Private (E.3.10), or the row that has them all go. */
class PrivateRules {
  readonly #judged: Judged;
  readonly #about: About;
  /** What is asked of a safe attribute, by its VR; null: the option is not among them. */
  readonly #safe: ByVr | null;

  constructor(judged: Judged, settings: ProfileSettings, about: About) {
    this.#judged = judged;
    this.#about = about;
    this.#safe = settings.options.has('retainSafePrivate') ? safePrivateAction(settings) : null;
  }

  findingsOf({ rule, action }: Reached): PrivateFinding {
    const selector = rule === null ? null : (this.#judged.rules[rule] as Rule).selector;
    const safe = this.#safe === null || selector === null ? null : this.#safeBy(selector, rule as number);
    return safe === null ? this.#unsafe(selector, action) : this.#held(safe, action);
  }

  /** What is known of a safe attribute; null: it is not known to be one. */
  #safeBy(selector: Selector, rule: number): Safe | null {
    if (selector.kind !== 'private') return null;
    const isDeclared = this.#judged.declaredSafe?.has(this.#judged.rules[rule] as Rule) === true;
    const { creator, group, element } = selector;
    const listed = element === null ? undefined : lookupSafePrivate(creator, group, element);
    if (listed === undefined && !isDeclared) return null;
    return { name: nameOf(selector), vr: selector.vr ?? listed?.vrs[0] ?? null, isDeclared };
  }

  #held({ name, vr, isDeclared }: Safe, action: Action): PrivateFinding {
    const asked = this.#safe as ByVr;
    const about = { ...this.#about, vrs: () => (vr === null ? [] : [vr]) };
    const lefts = (part: (of: ByVr) => SimpleAction) =>
      leftBy(action.kind === 'by-vr' ? part(action) : action, about);
    const parts: readonly ((of: ByVr) => SimpleAction)[] = vr === null ? PARTS : [(of) => settleByVr(of, vr)];
    const found = parts
      .map((part) => lefts(part).find((left) => !SUFFICES[askedBy(part(asked))][left]))
      .find((left) => left !== undefined);
    const tellsTime = vr === null || DATE_VRS.has(vr);
    return {
      // Of whom a list vouches for, as far as no VR tells otherwise.
      weakened:
        found === undefined || (vr === null && isDeclared)
          ? null
          : {
              attribute: name,
              code: 'C',
              by: 'retainSafePrivate',
              isListed: true,
              left: found,
              saysWho: vr === 'PN' && SAYS_WHO[found],
            },
      time: tellsTime ? latest(lefts(({ dates }) => dates)) : 'none',
      isRetained: parts.some((part) => lefts(part).some((left) => !SUFFICES.gone[left])),
    };
  }

  #unsafe(selector: Selector | null, action: Action): PrivateFinding {
    const vr = selector === null || !('vr' in selector) ? null : (selector.vr ?? null);
    const about = { ...this.#about, vrs: () => (vr === null ? [] : [vr]) };
    const lefts = leftBy(action, about);
    const left = lefts.find((each) => !SUFFICES.gone[each]);
    const isOne = selector?.kind === 'private' && selector.element !== null;
    const mayName = vr === null ? !isOne : NAMING_VRS.has(vr);
    return {
      weakened:
        left === undefined
          ? null
          : {
              attribute: selector === null ? 'private attributes' : nameOf(selector),
              code: this.#safe === null ? 'X' : 'C',
              by: this.#safe === null ? 'basic' : 'retainSafePrivate',
              isListed: true,
              left,
              saysWho: mayName && lefts.some((each) => SAYS_WHO[each]),
            },
      time: vr === null || DATE_VRS.has(vr) ? latest(lefts) : 'none',
      isRetained: false,
    };
  }
}

interface Safe {
  readonly name: string;
  readonly vr: Vr | null;
  readonly isDeclared: boolean;
}

const PARTS: readonly ((of: ByVr) => SimpleAction)[] = [
  ({ dates }) => dates,
  ({ uids }) => uids,
  ({ names }) => names,
  ({ texts }) => texts,
  ({ ages }) => ages,
  ({ others }) => others,
];

/** VRs that may hold a name or an identifier. */
const NAMING_VRS: ReadonlySet<Vr> = new Set<Vr>([...TEXT_VRS, 'AE', 'CS', 'OB', 'PN', 'SQ', 'UN', 'UR']);

function latest(lefts: readonly Left[]): Time {
  const times = lefts.map((left) => TIME_LEFT[left]);
  return times.includes('changed') ? 'changed' : times.includes('true') ? 'true' : 'none';
}

function nameOf(selector: Selector): string {
  if (selector.kind === 'private')
    return selector.element === null
      ? `private attributes of ${JSON.stringify(selector.creator)}`
      : `private attribute ${formatPrivate({ ...selector, element: selector.element })}`;
  if (selector.kind === 'tag') return `private attribute ${formatTag(selector.tag)}`;
  return selector.kind === 'vr' ? `private attributes of VR ${selector.vr}` : 'private attributes';
}
