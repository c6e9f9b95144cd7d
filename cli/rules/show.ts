import type { Tag } from '../../layers/dicom/tag.ts';
import type { Claims } from '../../rules/claims.ts';
import type { Rule, RulePlan, Screening } from '../../rules/plan.ts';
import { type DoubtfulText, namedIn } from '../../rules/textPolicy.ts';
import {
  actionWords,
  DOUBT_WORDS,
  dateWords,
  ruleWords,
  selectorPath,
  selectorTag,
  selectorWords,
} from '../../rules/words.ts';
import { deviceWords, ownDevices, pixelWords } from './pixelWords.ts';

/** One rule as a person reads it. */
export interface ShownRule {
  readonly attribute: string;
  readonly name: string;
  readonly action: string;
  readonly why: string;
  readonly rule: string;
}

export function shownRule(rule: Rule): ShownRule {
  return {
    attribute: selectorTag(rule.selector),
    name: selectorWords(rule.selector),
    action: ruleWords(rule),
    why: rule.origin.reason,
    rule: originText(rule),
  };
}

/** `rules.json:12:5`, or the table. */
export function originText({ origin }: Rule): string {
  return origin.line === null ? origin.source : `${origin.source}:${origin.line}:${origin.column ?? 1}`;
}

/** What applies beside the rules, line by line. */
export function settingLines(plan: RulePlan): readonly (readonly [string, string])[] {
  const { otherwise, screening, stamps, housekeeping, validate, privateCreators } = plan;
  return [
    ['rules', plan.name],
    ['dialect', plan.dialect],
    ...(plan.writtenFor === undefined ? [] : [['written for', `Lethe ${plan.writtenFor}`] as const]),
    ['digest', plan.digest],
    ['dates', dateWords(plan)],
    ['public attributes without a rule', actionWords(otherwise.public)],
    ['private attributes without a rule', actionWords(otherwise.private)],
    [
      'private creators',
      privateCreators?.elements === 'follow'
        ? `stay while an element of theirs stays${privateCreators.wrongLevel === 'enclosing' ? '; looked for in enclosing items too' : ''}`
        : 'as rules say',
    ],
    ['doubts in cleaned text', DOUBT_WORDS[plan.doubtfulText]],
    ...doubtsElsewhere(plan),
    ['never reach the rules', screenedWords(screening)],
    ['pixels that may show text', pixelWords(plan)],
    [
      'instances that say they are de-identified',
      screening.alreadyDeidentified === 'process' ? 'treated like others' : 'passed through as they came',
    ],
    [
      'instances say',
      stamps === null
        ? 'nothing of how they were de-identified'
        : stamps.methodCodes
            .map(({ value, scheme, meaning }) => `${value} ${scheme} ${meaning}`)
            .join('; ') || 'no code',
    ],
    ['patient identity removed', stamps === null ? 'not said' : (stamps.identityRemoved ?? 'YES')],
    [
      'round the data set',
      `preamble ${housekeeping.preamble}, group lengths ${housekeeping.groupLengths}, trailing padding ${housekeeping.trailingPadding}, file meta information ${housekeeping.fileMeta}`,
    ],
    [
      'overlays and curves whose data is removed',
      plan.planes === 'whole' ? 'go whole' : 'go by the rules for their attributes',
    ],
    ['output searched for removed identifiers', plan.searchResidue ? 'yes' : 'no'],
    ['values validated', validationWords(validate)],
    ...(plan.reviewed === undefined
      ? []
      : [['reviewed values', `${plan.reviewed.length} settle what a person would be asked`] as const]),
    ...(plan.review === undefined
      ? []
      : [['release', `${plan.review.people} people must ask for it`] as const]),
    ['re-identification', plan.reidentification === 'on' ? 'originals are kept, sealed' : 'off'],
    [
      'originals encrypted within the instance',
      plan.encryptedAttributesFor === null ? 'no' : 'for the certificate of the rules',
    ],
    ...(plan.keyScope === undefined ? [] : [['project', plan.keyScope] as const]),
  ];
}

/** The attributes in which something else becomes of doubts. */
function doubtsElsewhere(plan: RulePlan): readonly (readonly [string, string])[] {
  const named = Map.groupBy(namedIn(plan), ([, own]) => own);
  if (named.size === 0) return [];
  const lines = [...named].map(([own, tags]: [DoubtfulText, readonly (readonly [Tag, DoubtfulText])[]]) => {
    const names = tags.map(([tag]) => selectorWords({ kind: 'tag', tag }));
    return `${DOUBT_WORDS[own]}: ${names.join(', ')}`;
  });
  return [['but in some attributes', lines.join('; ')]];
}

/** What instances say of a plan, value by value, and why; of codes also those that they do not say. */
export function claimLines({
  codes,
  identityRemoved,
  longitudinal,
}: Claims): readonly (readonly [string, string])[] {
  return [
    ...codes.map(
      ({ value, scheme, meaning, isWritten, why }) =>
        [`${value} ${scheme} ${meaning}`, `${isWritten ? 'written' : 'not written'}: ${why}`] as const,
    ),
    ['Patient Identity Removed (0012,0062)', `${identityRemoved.value}: ${identityRemoved.why}`],
    ['Longitudinal Temporal Information Modified (0028,0303)', `${longitudinal.value}: ${longitudinal.why}`],
  ];
}

/** Whether a code is not written that was asked for, or whom the patient is stays. */
export function hasDoubts(claims: Claims | undefined): boolean {
  return (
    claims !== undefined &&
    (claims.identityRemoved.value === 'NO' || claims.codes.some(({ isWritten }) => !isWritten))
  );
}

/** Stamps that nobody writes need no why. */
function claimTable({ stamps, claims }: RulePlan): readonly string[] {
  if (stamps === null || claims === undefined) return [];
  const lines = claimLines(claims);
  const label = Math.max(...lines.map(([name]) => name.length));
  return [
    'What instances say, and why:',
    '',
    ...lines.map(([name, value]) => `${name.padEnd(label)}  ${value}`),
    '',
  ];
}

/** The regions that these rules add to those of known devices. */
function deviceTable(plan: RulePlan): readonly string[] {
  const own = ownDevices(plan);
  return own.length === 0
    ? []
    : ['Regions of devices that are filled, beside known ones:', '', ...own.map(deviceWords), ''];
}

function screenedWords(screening: Screening): string {
  const { alreadyDeidentified: _already, ...verdicts } = screening;
  const stopped = Object.entries(verdicts).flatMap(([name, verdict]) =>
    verdict === 'quarantine' ? [name] : [],
  );
  return stopped.length === 0 ? 'none' : stopped.join(', ');
}

function validationWords({ input, output }: RulePlan['validate']): string {
  return [...(input ? ['before'] : []), ...(output ? ['after'] : [])].join(' and ') || 'no';
}

const COLUMNS = { attribute: 'ATTRIBUTE', name: 'NAME', action: 'ACTION', why: 'WHY', rule: 'RULE' } as const;
const WIDEST: Readonly<Record<keyof ShownRule, number>> = {
  attribute: 40,
  name: 48,
  action: 60,
  why: 60,
  rule: 0,
};

/** The plan as a table that a privacy officer can sign. */
export function showText(plan: RulePlan): string {
  const settings = settingLines(plan);
  const label = Math.max(...settings.map(([name]) => name.length));
  return [
    ...settings.map(([name, value]) => `${name.padEnd(label)}  ${value}`),
    '',
    ...claimTable(plan),
    ...deviceTable(plan),
    `${plan.rules.length} rules; the first that matches an attribute holds, at every depth.`,
    '',
    ...tableLines([COLUMNS, ...plan.rules.map(rowOf)]),
    '',
    `Approved, for digest ${plan.digest}:`,
    '',
    'Date: ____________________  Name: ______________________________  Signature: ______________________________',
    '',
  ].join('\n');
}

/** For people, who read the sequences of a path with their tags. */
function rowOf(rule: Rule): ShownRule {
  const { path = [] } = rule.selector;
  const row = shownRule(rule);
  return path.length === 0 ? row : { ...row, attribute: selectorPath(rule.selector) };
}

function tableLines(rows: readonly ShownRule[]): readonly string[] {
  const keys = Object.keys(COLUMNS) as (keyof ShownRule)[];
  const widths = keys.map((key) => Math.min(WIDEST[key], Math.max(...rows.map((row) => row[key].length))));
  return rows.map((row) =>
    keys
      .map((key, index) => row[key].padEnd(widths[index] as number))
      .join('  ')
      .trimEnd(),
  );
}

/** The plan for machines. */
export function showJson(plan: RulePlan): unknown {
  const { rules, ...rest } = plan;
  return {
    ...rest,
    dates: dateWords(plan),
    rules: rules.map((rule) => ({ ...shownRule(rule), does: rule.action })),
  };
}
