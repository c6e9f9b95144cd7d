import { asTag } from '../../../layers/dicom/tag.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { settleByVr } from '../../../rules/byVr.ts';
import { isAbout, placeOf } from '../../../rules/match.ts';
import type { Rule } from '../../../rules/plan.ts';
import { DEFAULT_PROFILE_SETTINGS, DEFAULT_SHIFT } from '../../../rules/ps315/options.ts';
import { privateCreatorsOf, profileRules } from '../../../rules/ps315/profileRules.ts';
import { safePrivateAttributes } from '../../../rules/ps315/safePrivate.ts';
import { safePrivateAction } from '../../../rules/ps315/safePrivateRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from '../../../rules/ps315/table.ts';

const rulesWith = (...options: readonly OptionColumn[]) =>
  profileRules({ ...DEFAULT_PROFILE_SETTINGS, options: new Set(options) });

/** The kind of action for a private attribute. */
function kindFor(
  rules: readonly Rule[],
  group: number,
  creator: string,
  element: number,
): string | undefined {
  const place = placeOf({ kind: 'private', group, creator, element });
  if (place === null) return undefined;
  const found = rules.find(({ selector }) => isAbout(selector, place));
  if (found?.action.kind !== 'by-vr') return found?.action.kind;
  return settleByVr(found.action, (found.selector as { vr?: Vr }).vr ?? 'UN').kind;
}

/** What the standard lets become of a safe attribute, by its VR: E.3.10 with E.3.5, E.3.6 and E.3.9. */
function expectedFor(vrs: readonly Vr[], options: readonly OptionColumn[]): string {
  const vr = vrs[0];
  if (vr === 'UI') return options.includes('retainUids') ? 'keep-valid' : 'replace-uid';
  return vr !== undefined && ['LO', 'LT', 'SH', 'ST'].includes(vr) ? 'clean-text' : 'keep-valid';
}

describe('Table E.3.10-1', () => {
  test.each(OPTION_COLUMNS.filter((option) => option !== 'retainSafePrivate'))(
    'every row, with %s',
    (option) => {
      const options = ['retainSafePrivate', option] as const;
      const rules = rulesWith(...options);
      const wrong = safePrivateAttributes().filter(
        ({ group, creator, element, vrs }) =>
          kindFor(rules, group, creator, element) !== expectedFor(vrs, options),
      );
      expect(wrong).toEqual([]);
    },
  );

  test('without the option every private attribute goes', () => {
    const rules = rulesWith('retainUids', 'cleanDescriptors');
    for (const { group, creator, element } of safePrivateAttributes())
      expect(kindFor(rules, group, creator, element)).toBe('remove');
  });

  test('what the table does not have goes: another element, another creator, another group', () => {
    const rules = rulesWith('retainSafePrivate');
    expect(kindFor(rules, 0x0019, 'SIEMENS MR HEADER', 0x0d)).toBe('keep-valid');
    expect(kindFor(rules, 0x0019, 'SIEMENS MR HEADER', 0x0e)).toBe('keep-valid');
    expect(kindFor(rules, 0x0019, 'SIEMENS MR HEADER', 0xfe)).toBe('remove');
    expect(kindFor(rules, 0x0019, 'SIEMENS MR HEADER ', 0x0d)).toBe('remove');
    expect(kindFor(rules, 0x0021, 'SIEMENS MR HEADER', 0x0d)).toBe('remove');
    expect(kindFor(rules, 0x0009, 'ACME', 0x01)).toBe('remove');
  });

  test('each rule knows the VR of its attribute', () => {
    const known = rulesWith('retainSafePrivate').flatMap(({ selector }) =>
      selector.kind === 'private' ? [selector.vr ?? ''] : [],
    );
    expect(known).toEqual(safePrivateAttributes().map(({ vrs }) => vrs[0] ?? ''));
  });

  test('creators stay with their elements', () => {
    expect(privateCreatorsOf(new Set(['retainSafePrivate']))).toEqual({
      wrongLevel: 'none',
      elements: 'follow',
    });
    expect(privateCreatorsOf(new Set(['retainUids']))).toBeUndefined();
  });

  test('dates that the table does not name do not let a private date stay', () => {
    const rules = rulesWith('retainLongitudinalModifiedDates');
    const place = { tag: asTag(0x00091001), vrs: ['DA'] as const, creator: 'ACME', path: [] };
    expect(rules.find(({ selector }) => isAbout(selector, place))?.action.kind).toBe('remove');
  });
});

describe('a safe attribute of the user, by its VR', () => {
  const actionOf = (vr: Vr, options: readonly OptionColumn[], more = {}) =>
    settleByVr(safePrivateAction({ ...DEFAULT_PROFILE_SETTINGS, options: new Set(options), ...more }), vr);

  test.each(['DA', 'TM', 'DT'] as const)('%s goes by the date option', (vr) => {
    expect(actionOf(vr, ['retainSafePrivate'])).toEqual({ kind: 'remove' });
    expect(actionOf(vr, ['retainSafePrivate', 'retainLongitudinalFullDates'])).toEqual({
      kind: 'keep-valid',
    });
    expect(actionOf(vr, ['retainSafePrivate', 'retainLongitudinalModifiedDates'])).toEqual(DEFAULT_SHIFT);
  });

  test('names are pseudonyms, ages capped if asked, sequences and numbers stay if they are such', () => {
    expect(actionOf('PN', ['retainSafePrivate'])).toEqual({ kind: 'pseudonym' });
    expect(actionOf('AS', ['retainSafePrivate'], { capAgeYears: 89 })).toEqual({
      kind: 'cap-age',
      maxYears: 89,
    });
    for (const vr of ['AS', 'SQ', 'DS', 'OB', 'UN'] as const)
      expect(actionOf(vr, ['retainSafePrivate'])).toEqual({ kind: 'keep-valid' });
    expect(actionOf('UI', ['retainSafePrivate'], { uids: 'random' })).toEqual({
      kind: 'replace-uid',
      method: 'random',
    });
  });

  test('text goes where free text is removed', () => {
    expect(actionOf('LO', ['retainSafePrivate'], { freeText: 'remove' })).toEqual({ kind: 'remove' });
    expect(actionOf('LO', ['retainSafePrivate'])).toEqual({ kind: 'clean-text' });
    expect(actionOf('AE', ['retainSafePrivate'])).toEqual({ kind: 'clean-text' });
  });
});

test('explain speaks of a creator in any block', () => {
  expect(placeOf({ kind: 'private', group: 0x0019, creator: 'X', element: 0x0d })?.tag).toBe(0x0019100d);
  expect(placeOf({ kind: 'private', group: 0x0019, creator: 'X', element: null })).toBeNull();
});
