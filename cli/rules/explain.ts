import { isValidUid } from '../../layers/dicom/standard/uid.ts';
import { asTag, isPrivate, isPrivateCreator, isRepeatingGroup } from '../../layers/dicom/tag.ts';
import { parseSelector } from '../../rules/lethe/selector.ts';
import { type Explanation, explain, type Place, placeOf } from '../../rules/match.ts';
import type { ActionKind, RulePlan, Selector } from '../../rules/plan.ts';
import { doubtfulTextOf } from '../../rules/textPolicy.ts';
import { actionWords, DOUBT_WORDS, ruleWords, selectorPath, selectorWords } from '../../rules/words.ts';
import { UsageError } from '../exit.ts';
import { pixelWords } from './pixelWords.ts';
import { originText } from './show.ts';

const PIXEL_DATA = asTag(0x7fe00010);
const HAVE_DOUBTS: ReadonlySet<ActionKind> = new Set<ActionKind>(['clean-text', 'review']);

/** What the rules make of one attribute, and why. Throws `UsageError` where none is named. */
export function explainText(plan: RulePlan, attribute: string, sopClassUid = ''): string {
  const { selector, place } = placeNamed(attribute);
  if (sopClassUid !== '' && !isValidUid(sopClassUid))
    throw new UsageError(
      `${JSON.stringify(sopClassUid)} is not a UID. Write the SOP Class UID as PS3.6 has it.`,
    );
  const { winner, others, action, type, settled, within } = explain(plan, place, sopClassUid);
  const lines = [
    `${selectorPath(selector)}${selector.kind === 'private' ? ` ${selectorWords(selector)}` : ''}${place.vrs.length === 0 ? '' : `, ${place.vrs.join(' or ')}`}${
      (selector.path ?? []).length === 0 ? ', in the root data set' : ''
    }`,
    `  ${actionWords(settled ?? action)}`,
    ...(winner === null
      ? [
          `  because no rule is about it: ${isPrivate(place.tag) ? 'private' : 'public'} attributes without a rule`,
        ]
      : [
          `  because ${winner.origin.reason}`,
          `  by the rule for ${selectorPath(winner.selector)}, ${originText(winner)}`,
        ]),
  ];
  if (action.kind === 'by-type')
    lines.push(
      settled === null
        ? '  It goes by the attribute’s type in the instance’s IOD: name one with --sop-class.'
        : `  Its type in ${lookupClass(sopClassUid)} is ${type ?? 'not known, so the unknown case holds'}: ${actionWords(action)}.`,
    );
  if (action.kind === 'by-vr' && settled !== null)
    lines.push(`  It goes by the VR that the file gives it: ${actionWords(action)}.`);
  if (HAVE_DOUBTS.has((settled ?? action).kind))
    lines.push(`  Doubts in it: ${DOUBT_WORDS[doubtfulTextOf(plan, place.tag)]}.`);
  if (isPrivateCreator(place.tag) && plan.privateCreators?.elements === 'follow')
    lines.push('  A private creator stays while an element of its block stays, whatever rules say.');
  if (plan.planes === 'whole' && isRepeatingGroup(place.tag))
    lines.push('  An overlay or a curve goes whole: where the data of its group goes, this goes with it.');
  if (isPrivate(place.tag) && place.creator === null)
    lines.push('  Rules that go by a private creator were left out: name it, as (gggg,"CREATOR",ee).');
  if (PIXEL_DATA === place.tag && plan.pixels !== undefined)
    lines.push(`  Before that, in its pixels: ${pixelWords(plan)}.`);
  if (within !== null) lines.push(`  ${withinWords(within)}`);
  if (others.length > 0)
    lines.push(
      '  Behind it, and never reached:',
      ...others.map((rule) => `    ${selectorPath(rule.selector)}: ${ruleWords(rule)} (${originText(rule)})`),
    );
  return `${lines.join('\n')}\n`;
}

function withinWords({ tag, action }: NonNullable<Explanation['within']>): string {
  const name = selectorWords({ kind: 'tag', tag });
  return action.kind.startsWith('clean-')
    ? `But it lies in ${name}, which is cleaned: text in it that has no rule is cleaned too, and content items go by their concepts.`
    : `But it lies in ${name}, and goes with it: ${actionWords(action)}.`;
}

function lookupClass(uid: string): string {
  return `the IOD of ${uid}`;
}

/** The attribute that a text names. */
function placeNamed(text: string): { readonly selector: Selector; readonly place: Place } {
  const selector = parseSelector(text);
  if ('code' in selector) throw new UsageError(`${selector.message}. ${selector.hint}`);
  const place = placeOf(selector);
  if (place === null)
    throw new UsageError(
      `${JSON.stringify(text)} is about several attributes. Name one: by tag, by keyword, as (gggg,"CREATOR",ee), or behind a path such as ReferencedStudySequence/StudyDate.`,
    );
  return { selector, place };
}
