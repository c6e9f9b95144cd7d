import { FILE_VERSION } from '../forLethe.ts';
import { type Action, canonicalJson, type Rule, type RulePlan, type Stamps } from '../plan.ts';
import { judge } from '../ps315/claims.ts';
import {
  CLEAN_PIXEL_DATA,
  DEFAULT_PROFILE_SETTINGS,
  type ProfileSettings,
  type ShiftAction,
} from '../ps315/options.ts';
import { privateCreatorsOf, profileRules } from '../ps315/profileRules.ts';
import { OPTION_COLUMNS } from '../ps315/table.ts';
import { namedIn, textPolicy } from '../textPolicy.ts';
import { ACTION_KINDS, actionWithin } from './actions.ts';
import { compileLethe } from './compile.ts';
import type { Context } from './context.ts';
import { FILE, type FileKeys } from './file.ts';
import { writeFields } from './object.ts';
import { filePixels } from './pixels.ts';
import { NO_PRIVATE_ATTRIBUTES, type PrivateAttributes } from './privateAttributes.ts';
import { selectorKey } from './readRules.ts';
import type { Json } from './shape.ts';
import type { FileStamps } from './surroundings.ts';
import { SELECTOR } from './valueShapes.ts';

const RULE = actionWithin<Action>(ACTION_KINDS, []);

/**
 * A Lethe rule file that compiles to a plan with the same digest: with the profile and its options by name where the plan's rules are theirs, else
 * with every rule written out.
 */
export function writeLethe(plan: RulePlan): string {
  const short = shortOf(plan);
  if (short !== null) {
    const text = fileText(plan, short);
    if (digestOf(text) === plan.digest) return text;
  }
  return fileText(plan, { own: plan.rules, settings: null });
}

function digestOf(text: string): string | undefined {
  const readFile = (): never => {
    throw new Error('a written file names no other');
  };
  return compileLethe({ name: 'written', text, place: 'desk', readFile }).plan?.digest;
}

/** Rules before a profile's, and its settings; null: every rule of the plan is among `own`. */
interface Parts {
  readonly own: readonly Rule[];
  readonly settings: ProfileSettings | null;
}

/** The plan as rules of its own before those of a profile with options, if it is such. */
function shortOf(plan: RulePlan): Parts | null {
  const settings = settingsOf(plan);
  if (settings === null) return null;
  // What fits worse has more rules of its own, in the end all of them.
  const found = (['protect', 'as-table'] as const).flatMap((unlisted) =>
    (['as-table', 'keep'] as const).flatMap(
      (references) => partsUnder(plan, { ...settings, unlisted, references }) ?? [],
    ),
  );
  return found.toSorted((a, b) => a.own.length - b.own.length)[0] ?? null;
}

function partsUnder(plan: RulePlan, settings: ProfileSettings): Parts | null {
  const profile = profileRules(settings).map((rule) => ({
    by: selectorKey(rule.selector),
    key: ruleKey(rule),
  }));
  const keys = plan.rules.map(ruleKey);
  const ruled = new Set<string>();
  for (let count = 0; count <= keys.length; count++) {
    if (count > 0) ruled.add(selectorKey((plan.rules[count - 1] as Rule).selector));
    // Those that the rules before have ruled already were dropped.
    const rest = count + profile.length < keys.length ? [] : profile.filter(({ by }) => !ruled.has(by));
    if (rest.length === keys.length - count && rest.every(({ key }, index) => key === keys[count + index]))
      return { own: plan.rules.slice(0, count), settings };
  }
  return null;
}

/** What the plan's claims and actions say of the settings it may have been made with; null: of no profile. */
function settingsOf({ claims, rules, capAgeYears }: RulePlan): ProfileSettings | null {
  if (claims === undefined) return null;
  const actionOf = <K extends Action['kind']>(kind: K) =>
    rules.findLast(({ action }) => action.kind === kind)?.action as Extract<Action, { kind: K }> | undefined;
  const uids = actionOf('replace-uid')?.method;
  return {
    ...DEFAULT_PROFILE_SETTINGS,
    options: new Set(OPTION_COLUMNS.filter((column) => claims.options.includes(column))),
    shift: (actionOf('shift') as ShiftAction | undefined) ?? DEFAULT_PROFILE_SETTINGS.shift,
    capAgeYears: capAgeYears ?? null,
    uids: uids === 'random' ? 'random' : 'keyed',
  };
}

/** What of a rule makes it do what it does. */
function ruleKey({ selector, action }: Rule): string {
  return canonicalJson({ selector, action });
}

function fileText(plan: RulePlan, { own, settings }: Parts): string {
  const { shift, uids, references } = settings ?? DEFAULT_PROFILE_SETTINGS;
  const written = writeFields<Omit<FileKeys, 'rules'>, Context>(
    {
      lethe: FILE_VERSION,
      name: plan.name,
      profile: settings === null ? 'none' : 'basic',
      options: [...(settings?.options ?? []), ...(plan.pixels?.option === true ? [CLEAN_PIXEL_DATA] : [])],
      identities: {
        ...(uids === 'random' ? { uids } : {}),
        ...(plan.keyScope === undefined ? {} : { project: plan.keyScope }),
      },
      dates: {
        shift: shift.by,
        timeOfDay: shift.timeOfDay === 'shift' || shift.timeOfDay === 'hour' ? shift.timeOfDay : 'keep',
        whenInvalid: shift.whenInvalid,
        placeholders: Array.isArray(shift.placeholders) ? shift.placeholders : [],
        dropOlderThanYears: shift.dropOlderThanYears,
        capAge: plan.capAgeYears ?? null,
      },
      otherwise: plan.otherwise,
      privateAttributes: { ...NO_PRIVATE_ATTRIBUTES, ...creatorsOf(plan, settings) },
      references,
      unlisted: settings?.unlisted ?? 'protect',
      planes: plan.planes ?? 'by-rule',
      freeText: textPolicy(plan.doubtfulText, namedIn(plan)),
      screening: plan.screening,
      pixels: plan.pixels === undefined ? null : filePixels(plan.pixels),
      stamps: stampsWritten(plan.stamps),
      housekeeping: plan.housekeeping,
      searchResidue: plan.searchResidue,
      validate: plan.validate,
      reidentification: plan.reidentification,
      encryptedAttributes: plan.encryptedAttributesFor,
      review: plan.review ?? { people: 1 },
      reviewed: plan.reviewed ?? [],
    },
    FILE,
  );
  // What profile and options say by themselves.
  if (settings !== null && canonicalJson(plan.stamps) === canonicalJson(judge(plan, settings).stamps))
    delete written.stamps;
  if ((plan.planes === 'whole') === (settings !== null)) delete written.planes;
  const lines = Object.entries(written).map(([key, value]) => `  ${quoted(key)}: ${pretty(value)}`);
  const rules = own.map((rule) => `    ${inLine(writeRule(rule))}`);
  if (rules.length > 0) lines.push(`  "rules": [\n${rules.join(',\n')}\n  ]`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Who reads them sees what they say of the patient, whatever the rules leave. */
function stampsWritten(stamps: Stamps | null): FileStamps | null {
  return stamps === null ? null : { ...stamps, identityRemoved: stamps.identityRemoved ?? 'YES' };
}

function creatorsOf(
  { privateCreators }: RulePlan,
  settings: ProfileSettings | null,
): Partial<PrivateAttributes> {
  const known = settings === null ? undefined : privateCreatorsOf(settings.options);
  if (privateCreators === undefined || canonicalJson(privateCreators) === canonicalJson(known ?? null))
    return {};
  return { wrongLevel: privateCreators.wrongLevel, creators: privateCreators.elements };
}

function writeRule({ selector, action, origin }: Rule): Json {
  const written = RULE.write(action) as { readonly [key: string]: Json };
  return { select: SELECTOR.write(selector), ...written, why: origin.reason };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Over several lines, within the file's own indent. */
function pretty(value: Json): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}

/** On one line, with spaces as people write them. */
export function inLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${quoted(key)}: ${inLine(part)}`)
    .join(', ')} }`;
}
