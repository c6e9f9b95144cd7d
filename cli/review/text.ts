import { pathWords } from '../../layers/dicom/pathWords.ts';
import type {
  AcceptAnswer,
  Cohort,
  DecideAnswer,
  ElementView,
  HeldList,
  InstanceView,
  Proposal,
  ReleaseAnswer,
} from '../../layers/engine/review/types.ts';
import { plainText } from '../plainText.ts';

/** What a review answers, for people. Values are shown where `showsValues`: what is piped or written to a file stays. */

export function listText({ rows, total, matching, progress, unread }: HeldList): string {
  const lines = rows.map(({ name, progress: own, codes, kind }) =>
    [
      name.padEnd(38),
      `${own.settled}/${own.doubts}`.padStart(7),
      codes.join(',').padEnd(24),
      kind === null ? '' : plainText(`${kind.modality} ${kind.device} study ${kind.study}`),
    ]
      .join('  ')
      .trimEnd(),
  );
  const counted = matching === total ? `${total} held` : `${matching} of ${total} held`;
  const rest = unread === 0 ? '' : `, ${unread} headers not read yet`;
  return [...lines, `${counted}; ${progress.settled} of ${progress.doubts} doubts decided${rest}`].join('\n');
}

/** Elements with a doubt, a finding or a decision, and what would come of the instance; every element if `all`. */
export function instanceText(view: InstanceView, showsValues: boolean, all: boolean): string {
  const { name, outcome, reason, rules, elements, progress, release } = view;
  const shown = all
    ? elements
    : elements.filter(({ findings, decision }) => findings.length > 0 || decision !== null);
  return [
    name,
    `  would be    ${outcome}${reason === null ? '' : `: ${reason.code}: ${reason.message}`}`,
    `  rules       ${rules.name} (${rules.digest.slice(0, 12)})`,
    `  decided     ${progress.settled} of ${progress.doubts}`,
    ...(release.people === 1
      ? []
      : [`  people      ${release.people} must ask for the release; ${release.approvedBy.length} have`]),
    ...shown.flatMap((element) => elementText(element, showsValues)),
    ...view.decisions
      .filter(({ isStale }) => isStale)
      .map(({ place }) => `  stale       ${pathWords(place)}: another value than was looked at`),
  ].join('\n');
}

function elementText(element: ElementView, showsValues: boolean): readonly string[] {
  const { place, vr, findings, decision, may, action, before, after } = element;
  return [
    '',
    `  ${pathWords(place)} ${vr}`,
    `    place     ${place}`,
    `    rule      ${action}${element.rule === null ? '' : ` (${plainText(element.rule.source)})`}`,
    ...(showsValues ? [`    before    ${valueText(before)}`, `    after     ${valueText(after)}`] : []),
    ...findings.map(
      ({ severity, code, isSettled }) => `    ${(isSettled ? 'settled' : severity).padEnd(8)}  ${code}`,
    ),
    ...(decision === null
      ? []
      : [
          `    decided   ${decision.action.kind} by ${plainText(decision.by)}, ${decision.at}${decision.isStale ? ' (stale)' : ''}`,
          `    revision  ${decision.revision}`,
        ]),
    ...(may.length === 0 ? [] : [`    may       ${may.join(', ')}`]),
    ...(element.seen === null ? [] : [`    seen      ${element.seen}`]),
  ];
}

function valueText(value: string | null): string {
  return value === null ? '(none)' : plainText(value);
}

export function decideText(answer: DecideAnswer): string {
  const { place } = answer;
  if (answer.status === 'done')
    return answer.decision === null ? `${place}  undone` : `${place}  ${answer.decision.action.kind}`;
  const { standing } = answer;
  return standing === null
    ? `${place}  conflict: it was undone meanwhile`
    : `${place}  conflict: ${standing.action.kind} by ${plainText(standing.by)} stands, revision ${standing.revision}`;
}

export function releaseText(answer: ReleaseAnswer): string {
  const { name, status } = answer;
  switch (status) {
    case 'released':
      return `${name}  ${answer.outcome}  ${answer.output ?? ''}`.trimEnd();
    case 'held':
      return `${name}  held  ${answer.places.join(' ')}`;
    case 'refused':
      return `${name}  refused  ${answer.reason.code}${answer.reason.path === undefined ? '' : ` at ${pathWords(answer.reason.path)}`}`;
    case 'waiting':
      return `${name}  waiting for another person; ${answer.approvedBy.map(plainText).join(', ')} asked`;
  }
}

export function cohortText({ groups, unreadable }: Cohort, showsValues: boolean): string {
  return [
    ...groups.map(({ attribute, codes, value, instances, settled, example }) =>
      [
        String(instances).padStart(7),
        `${settled} decided`.padStart(14),
        pathWords(attribute),
        codes.join(','),
        ...(showsValues ? [valueText(value)] : []),
        example.name,
      ].join('  '),
    ),
    ...(unreadable === 0
      ? []
      : [`${unreadable} instances could not be read, or their run was not to be found`]),
  ].join('\n');
}

export function proposalText(proposal: Proposal, showsValues: boolean): string {
  const { attribute, action, scope, instances, doubts, values, rule } = proposal;
  return [
    `${action} ${pathWords(attribute)}, ${scope}: settles ${doubts} doubts in ${instances} held instances`,
    ...(showsValues ? values.map((value) => `  ${plainText(value)}`) : [`  ${values.length} values`]),
    rule === null ? '  no rule: decisions alone' : `  rule for ${rule.select}`,
  ].join('\n');
}

export function acceptText(answer: AcceptAnswer, showsValues: boolean): string {
  const { proposal, decided, conflicts, isWritten } = answer;
  return [
    proposalText(proposal, showsValues),
    `  decided ${decided}${conflicts === 0 ? '' : `, ${conflicts} by others meanwhile`}${isWritten ? '; the rule was written' : ''}`,
  ].join('\n');
}
