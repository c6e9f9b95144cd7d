import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { DATE_VRS } from '../byVr.ts';
import type { Action, Rule, RuleOrigin, Selector, SimpleAction } from '../plan.ts';
import { selectorOf } from './codeActions.ts';
import { type ProfileSettings, settleRow } from './options.ts';
import { PROFILE_EDITION } from './table.ts';
import { cleanedDescriptors, PS36_EDITION, uidsOfKinds, unlistedRows } from './unlisted.ts';

/**
 * Rules for what Table E.1-1 does not list. By name: the list that `unlistedAttributes.ts` makes of PS3.6. By VR: what PS3.6 does not have either, or
 * a file writes under another VR than PS3.6.
 */

const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };

/** Rules about attributes that PS3.6 names. */
export function unlistedByName(settings: ProfileSettings): readonly Rule[] {
  if (settings.unlisted === 'as-table') return [];
  const protectedRules = unlistedRows().map((row): Rule => {
    const { action, code, by } = settleRow(row, settings);
    const what = `${row.name}: ${row.why}, which Table E.1-1 does not list`;
    return {
      selector: selectorOf(row),
      action,
      origin: ofDictionary(by === 'basic' ? `${what}: ${code}` : `${what}: ${by} ${code}`),
    };
  });
  // Every other UI is replaced, if Table E.1-1 or PS3.6 has it or not.
  const kept = settings.options.has('retainUids') ? [] : uidsOfKinds();
  return [
    ...protectedRules,
    ...kept.map(
      ({ tag, name, why }): Rule => ({
        selector: { kind: 'tag', tag },
        action: KEEP,
        origin: ofDictionary(`${name}: the UID of ${why}, and of no instance`),
      }),
    ),
  ];
}

/** Rules about a VR, and about what PS3.6 does not have, for elements that no other is about. */
export function unlistedByVr(settings: ProfileSettings): readonly Rule[] {
  const { options, unlisted } = settings;
  const isProtected = unlisted === 'protect';
  const date = dateAction(settings);
  const rules: (readonly [Vr, Action, RuleOrigin])[] = [];
  if (date !== null) for (const vr of DATE_VRS) rules.push([vr, date.action, date.origin(vr)]);
  if (isProtected)
    rules.push(['PN', REMOVE, ofDictionary('VR PN, which neither Table E.1-1 nor PS3.6 lists: X')]);
  if (isProtected && !options.has('retainUids'))
    rules.push([
      'UI',
      { kind: 'replace-uid', method: settings.uids },
      ofDictionary('VR UI, which neither Table E.1-1 nor PS3.6 lists: U'),
    ]);
  const byVr = rules.map(([vr, action, origin]): Rule => ({ selector: { kind: 'vr', vr }, action, origin }));
  return isProtected ? [...byVr, unknown(settings)] : byVr;
}

/**
 * What an attribute that PS3.6 does not have is nobody can say, as of a private one: a text, a picture, or a sequence that no VR tells may name somebody.
 * Dates and UIDs have rules by their VR, but where an option lets them stay.
 */
function unknown({ options }: ProfileSettings): Rule {
  const dates = options.has('retainLongitudinalFullDates') ? KEEP : REMOVE;
  const uids = options.has('retainUids') ? KEEP : REMOVE;
  const others = { names: REMOVE, texts: REMOVE, ages: REMOVE, others: REMOVE };
  return {
    selector: { kind: 'any-unknown' },
    action: dates === REMOVE && uids === REMOVE ? REMOVE : { kind: 'by-vr', dates, uids, ...others },
    origin: ofDictionary('an attribute that PS3.6 does not have: X'),
  };
}

/** What becomes of dates and times that nothing names; null: they stay, as the option or the file says. */
function dateAction({ options, shift, unlisted }: ProfileSettings): {
  readonly action: Action;
  readonly origin: (vr: Vr) => RuleOrigin;
} | null {
  // One left as it is, beside a shifted one, would tell the shift (E.3.6).
  if (options.has('retainLongitudinalModifiedDates'))
    return {
      action: shift,
      origin: (vr) =>
        ofProfile('E.3.6', `${vr} that Table E.1-1 does not name: retainLongitudinalModifiedDates`),
    };
  // (0028,0303) says REMOVED.
  return options.has('retainLongitudinalFullDates') || unlisted === 'as-table'
    ? null
    : {
        action: REMOVE,
        origin: (vr) => ofDictionary(`VR ${vr}, which neither Table E.1-1 nor PS3.6 lists: X`),
      };
}

/** Under Clean Graphics, text of drawings that the table does not name, as far as `unlistedByName` has no rules for it. */
export const UNLISTED_GRAPHICS: readonly (readonly [
  name: string,
  selector: Selector,
  action: SimpleAction,
])[] = [
  [
    'Structured Display Text Box Sequence',
    { kind: 'tag', tag: asTag(0x00720424) },
    { kind: 'clean-graphics' },
  ],
  ['Overlay Description', { kind: 'mask', mask: 0xff01ffff, value: 0x60000022 }, { kind: 'clean-text' }],
  ['Overlay Label', { kind: 'mask', mask: 0xff01ffff, value: 0x60001500 }, { kind: 'clean-text' }],
];

/** Where free text is to go, the boxes stay without it, as the table has Unformatted Text Value, and the labels stay as in the Basic Profile. */
export function unlistedGraphics({ options, freeText, unlisted }: ProfileSettings): readonly Rule[] {
  if (!options.has('cleanGraphics') || freeText === 'remove') return [];
  return UNLISTED_GRAPHICS.filter(([, selector]) => unlisted === 'as-table' || selector.kind !== 'mask').map(
    ([name, selector, action]) => ({
      selector,
      action,
      origin: ofProfile('E.3.3', `${name}, which Table E.1-1 does not name: cleanGraphics`),
    }),
  );
}

/** Under Clean Descriptors, text that people write and that the Basic Profile leaves. Where free text is to go it stays, as in the Basic Profile. */
export function unlistedDescriptors({ options, freeText, unlisted }: ProfileSettings): readonly Rule[] {
  if (!options.has('cleanDescriptors') || freeText === 'remove' || unlisted === 'as-table') return [];
  return cleanedDescriptors().map(({ tag, name }) => ({
    selector: { kind: 'tag', tag },
    action: { kind: 'clean-text' },
    origin: ofProfile('E.3.5', `${name}, which Table E.1-1 does not name: cleanDescriptors`),
  }));
}

function ofProfile(section: string, reason: string): RuleOrigin {
  return { source: `PS3.15 ${PROFILE_EDITION} ${section}`, line: null, column: null, reason };
}

function ofDictionary(reason: string): RuleOrigin {
  return { source: `PS3.6 ${PS36_EDITION}`, line: null, column: null, reason };
}
