import type { Claim, Claims, MethodCode } from '../claims.ts';
import type { Rule, Stamps } from '../plan.ts';
import { BASIC_CLAIM, LONGITUDINAL_WHY, NOBODY_NAMED } from './basicClaims.ts';
import { LEFT_WORDS } from './left.ts';
import { METHOD_CODES, methodCodeOf } from './methodCodes.ts';
import type { ProfileSettings } from './options.ts';
import { stampsOf } from './profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from './table.ts';
import { type Judged, MOST_NAMED, type Verdict, verdictOn, type Weakening } from './verdict.ts';

/** What instances may say of a plan, and why. */
export interface Judgement {
  readonly stamps: Stamps;
  readonly claims: Claims;
  readonly weakenings: readonly Weakening[];
  readonly byRule: Verdict['byRule'];
}

/**
 * What a plan over the Basic Profile may say of itself (PS3.15 E.2, E.3), from its rules as they are compiled:
 * - 113100 where nothing weakens the profile;
 * - the code of an option where what it wants left is left, and whatever it wants cleaned or moved is;
 * - (0028,0303) by what is left of dates and times;
 * - (0012,0062) YES unless something is left that says who somebody is.
 */
export function judge(judged: Judged, settings: ProfileSettings): Judgement {
  const verdict = verdictOn(judged, settings);
  const { weakenings } = verdict;
  const basic: Claim =
    weakenings.length === 0
      ? BASIC_CLAIM
      : {
          ...BASIC_CLAIM,
          isWritten: false,
          why: `the profile is weakened: ${weakeningsText(weakenings, judged.rules)}`,
        };
  const options = OPTION_COLUMNS.filter((option) => settings.options.has(option)).map((option) =>
    optionClaim(option, verdict, judged.rules),
  );
  const codes = METHOD_CODES.flatMap(({ value }) =>
    [basic, ...options].filter((claim) => claim.value === value),
  );
  const who = weakenings.filter(({ saysWho }) => saysWho);
  const identityRemoved: Claims['identityRemoved'] = {
    value: who.length === 0 ? 'YES' : 'NO',
    why: who.length === 0 ? NOBODY_NAMED : weakeningsText(who, judged.rules),
  };
  const written = new Set(codes.filter(({ isWritten }) => isWritten).map(({ value }) => value));
  const { methodCodes } = stampsOf(settings.options);
  return {
    stamps: {
      methodCodes: methodCodes.filter(({ value }) => written.has(value)),
      longitudinal: verdict.longitudinal,
      ...(identityRemoved.value === 'NO' ? { identityRemoved: 'NO' as const } : {}),
    },
    claims: {
      codes,
      identityRemoved,
      longitudinal: { value: verdict.longitudinal, why: LONGITUDINAL_WHY[verdict.longitudinal] },
      options: OPTION_COLUMNS.filter((option) => settings.options.has(option)),
    },
    weakenings,
    byRule: verdict.byRule,
  };
}

function optionClaim(option: OptionColumn, { weakenings, retained }: Verdict, rules: readonly Rule[]): Claim {
  const against = weakenings.filter(({ by }) => by === option);
  const isWritten = against.length === 0 && retained.has(option);
  return {
    ...methodCodeOf(option),
    isWritten,
    why: isWritten
      ? `${option} is asked for, and every rule does what it says`
      : against.length > 0
        ? `${option} is asked for, and not done: ${weakeningsText(against, rules)}`
        : `${option} is asked for, and rules leave nothing of what it wants left`,
  };
}

/**
 * Stamps that somebody gives: they hold, and who reads the rules sees that they do, and what the rules say against it. `judgement`: what they would say by
 * themselves; `who`: whose stamps they are.
 */
export function claimsGiven(
  stamps: Stamps,
  { claims: own, weakenings }: Judgement,
  rules: readonly Rule[],
  who: string,
): Claims {
  const saysSo = `${who} says so`;
  const why = (code: MethodCode): string =>
    code.value === methodCodeOf('basicProfile').value && weakenings.length > 0
      ? `${saysSo}, though the profile is weakened: ${weakeningsText(weakenings, rules)}`
      : saysSo;
  const value = stamps.identityRemoved ?? 'YES';
  return {
    codes: stamps.methodCodes.map((code) => ({ ...code, isWritten: true, why: why(code) })),
    identityRemoved: value === own.identityRemoved.value ? own.identityRemoved : { value, why: saysSo },
    longitudinal: { value: stamps.longitudinal, why: saysSo },
    options: own.options,
  };
}

/** `of Study Date (0008,0020), for which the table has Z, the value is left (rules.json:3:5)`, and how many more. */
export function weakeningsText(weakenings: readonly Weakening[], rules: readonly Rule[] = []): string {
  const named: string[] = [];
  let count = 0;
  for (const weakening of weakenings) {
    count += weakening.count;
    for (const rule of weakening.firstRules)
      if (named.length < MOST_NAMED)
        named.push(`${weakeningText(weakening)}${placeOf(rule === null ? undefined : rules[rule])}`);
  }
  return textOf(named, count);
}

/** What the rules of each part weaken, without their places. */
export function weakeningTexts<P>(
  byRule: Verdict['byRule'],
  partOf: (rule: number | null) => P,
): ReadonlyMap<P, string> {
  const parts = Map.groupBy(byRule, ([rule]) => partOf(rule));
  return new Map(
    Array.from(parts, ([part, its]) => {
      const named = its
        .flatMap(([, { first }]) => first)
        .toSorted((one, other) => one.order - other.order)
        .slice(0, MOST_NAMED)
        .map(({ weakening }) => weakeningText(weakening));
      return [
        part,
        textOf(
          named,
          its.reduce((sum, [, { count }]) => sum + count, 0),
        ),
      ];
    }),
  );
}

function placeOf(rule: Rule | undefined): string {
  if (rule === undefined || rule.origin.line === null) return '';
  const { source, line, column } = rule.origin;
  return ` (${source}:${line}:${column})`;
}

function textOf(named: readonly string[], count: number): string {
  const more = count - named.length;
  return `${named.join('; ')}${more === 0 ? '' : `; and ${more} more`}`;
}

function weakeningText({ attribute, code, by, isListed, left }: Weakening): string {
  const whose = isListed ? 'the table' : 'Lethe, as for its kin in the table,';
  return `of ${attribute}, for which ${whose} has ${code}${by === 'basic' ? '' : ` by ${by}`}, ${LEFT_WORDS[left]} is left`;
}
