import { asTag } from '../../../layers/dicom/tag.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { explain, type Place } from '../../../rules/match.ts';
import { type RulePlan, sealPlan } from '../../../rules/plan.ts';
import { basicProfilePlan, PLAN_DEFAULTS } from '../../../rules/ps315/basicProfile.ts';
import { METHOD_CODES } from '../../../rules/ps315/methodCodes.ts';
import { DEFAULT_PROFILE_SETTINGS, DEFAULT_SHIFT } from '../../../rules/ps315/options.ts';
import { privateCreatorsOf, profileRules, stampsOf } from '../../../rules/ps315/profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn, profileRows } from '../../../rules/ps315/table.ts';
import { allows, codeUnder, optionSets, rowsOf, tagOfRow, vrOfRow } from './optionsOracle.ts';

const REFERENCED_SERIES = asTag(0x00081115);

function planWith(options: readonly OptionColumn[]): RulePlan {
  const chosen = new Set(options);
  const creators = privateCreatorsOf(chosen);
  return sealPlan({
    ...PLAN_DEFAULTS,
    name: options.join(' '),
    dialect: 'ps3.15',
    rules: profileRules({ ...DEFAULT_PROFILE_SETTINGS, options: chosen }),
    planes: 'whole',
    stamps: stampsOf(chosen),
    ...(creators === undefined ? {} : { privateCreators: creators }),
  });
}

function placeOf(tag: number, path: Place['path'] = []): Place {
  return { tag: asTag(tag), vrs: [], creator: null, path };
}

describe('every row of Table E.1-1', () => {
  test.each(optionSets().map((set) => [set.join(' + ') || 'no option', set] as const))(
    'under %s',
    (_name, options) => {
      const plan = planWith(options);
      const wrong = profileRows().flatMap((row) => {
        const atRoot = explain(plan, placeOf(tagOfRow(row)));
        const inItem = explain(plan, placeOf(tagOfRow(row), [REFERENCED_SERIES]));
        const isRight = atRoot.action === inItem.action && allows(row, options, atRoot.action);
        return isRight
          ? []
          : [`${row.name}: ${codeUnder(row, options)} ${vrOfRow(row)}, not ${atRoot.action.kind}`];
      });
      expect(wrong).toEqual([]);
    },
  );

  test('at any depth the same', () => {
    const plan = planWith(['retainUids', 'retainLongitudinalModifiedDates', 'cleanDescriptors']);
    for (const row of profileRows()) {
      const inItem = explain(plan, placeOf(tagOfRow(row), [REFERENCED_SERIES, REFERENCED_SERIES]));
      expect(inItem.action).toBe(explain(plan, placeOf(tagOfRow(row))).action);
    }
  });

  test('no options give the Basic Profile', () => {
    expect(planWith([]).digest).toBe(basicProfilePlan().digest);
  });

  test('each option changes the rows of its column and no others', () => {
    const basic = planWith([]);
    for (const option of OPTION_COLUMNS) {
      const plan = planWith([option]);
      const changed = profileRows().filter(
        (row) =>
          explain(plan, placeOf(tagOfRow(row))).action.kind !==
          explain(basic, placeOf(tagOfRow(row))).action.kind,
      );
      expect(changed.filter((row) => !rowsOf(option).includes(row)).map(({ name }) => name)).toEqual([]);
      // Private Attributes change by their creators alone; a U* sequence is kept by K and by U* alike.
      const unchanged = rowsOf(option).filter((row) => !changed.includes(row));
      expect([option, unchanged.map(({ name }) => name)]).toEqual([option, UNCHANGED[option] ?? []]);
    }
  });
});

/** Rows whose kind of action an option does not change, by hand. */
const UNCHANGED: Partial<Record<OptionColumn, readonly string[]>> = {
  retainSafePrivate: ['Private Attributes'],
  // Binary notes cannot be cleaned, a token of a time stamp cannot be shifted: the Basic Profile's code holds.
  cleanDescriptors: ['Device Setting Description', 'Maker Note'],
  retainLongitudinalModifiedDates: ['Certified Timestamp', 'Frame Origin Timestamp'],
};

describe('where columns meet', () => {
  const actionOf = (tag: number, options: readonly OptionColumn[]) =>
    explain(planWith(options), placeOf(tag)).action;

  test('a date of a device moves with the others, and stays without them', () => {
    const calibration = 0x00181200;
    expect(actionOf(calibration, ['retainDeviceIdentity'])).toEqual({ kind: 'keep' });
    expect(actionOf(calibration, ['retainDeviceIdentity', 'retainLongitudinalFullDates'])).toEqual({
      kind: 'keep',
    });
    expect(actionOf(calibration, ['retainDeviceIdentity', 'retainLongitudinalModifiedDates'])).toEqual(
      DEFAULT_SHIFT,
    );
    expect(actionOf(calibration, ['retainUids'])).toEqual({ kind: 'remove' });
  });

  test('dates that the table does not name move with the others', () => {
    const place: Place = { tag: asTag(0x00080404), vrs: ['DT'], creator: null, path: [] };
    expect(explain(planWith(['retainLongitudinalModifiedDates']), place).action).toEqual(DEFAULT_SHIFT);
    expect(explain(planWith(['retainLongitudinalFullDates']), place).action).toEqual({ kind: 'keep' });
    expect(explain(planWith([]), place).action).toEqual({ kind: 'dummy' });
  });

  test('a birth date has no date option', () => {
    expect(actionOf(0x00100030, ['retainLongitudinalModifiedDates'])).toEqual({ kind: 'empty' });
    expect(actionOf(0x00100030, ['retainLongitudinalFullDates'])).toEqual({ kind: 'empty' });
  });

  test('an age is capped where that is asked for', () => {
    const settings = {
      ...DEFAULT_PROFILE_SETTINGS,
      options: new Set(['retainPatientCharacteristics'] as const),
    };
    const rulesAt89 = profileRules({ ...settings, capAgeYears: 89 });
    const age = (rules: typeof rulesAt89) =>
      rules.find(({ selector }) => selector.kind === 'tag' && selector.tag === 0x00101010)?.action;
    expect(age(rulesAt89)).toEqual({ kind: 'cap-age', maxYears: 89 });
    expect(age(profileRules(settings))).toEqual({ kind: 'keep' });
  });

  test('text that an option would clean goes as the profile says where free text is removed', () => {
    const rules = profileRules({
      ...DEFAULT_PROFILE_SETTINGS,
      options: new Set(['retainPatientCharacteristics', 'retainSafePrivate', 'cleanGraphics'] as const),
      freeText: 'remove',
    });
    expect(rules.filter(({ action }) => action.kind === 'clean-text')).toEqual([]);
    const allergies = rules.find(({ selector }) => selector.kind === 'tag' && selector.tag === 0x00102110);
    expect(allergies?.action).toEqual({ kind: 'remove' });
  });

  test('text of drawings that the table does not name is cleaned', () => {
    const at = (tag: number, vr: Vr, options: readonly OptionColumn[]) =>
      explain(planWith(options), { tag: asTag(tag), vrs: [vr], creator: null, path: [] }).action.kind;
    const texts = [
      [0x00720424, 'SQ', 'clean-graphics'],
      [0x60000022, 'LO', 'clean-text'],
      [0x601e1500, 'LO', 'clean-text'],
    ] as const;
    for (const [tag, vr, cleaned] of texts) {
      expect(at(tag, vr, ['cleanGraphics'])).toBe(cleaned);
      expect(at(tag, vr, ['cleanDescriptors'])).toBe(vr === 'SQ' ? 'keep' : 'remove');
    }
    expect(at(0x60201500, 'LO', ['cleanGraphics'])).toBe('clean-text');
    expect(at(0x60211500, 'LO', ['cleanGraphics'])).toBe('remove');
  });

  test('annotations go with their text where free text is removed', () => {
    const rules = profileRules({
      ...DEFAULT_PROFILE_SETTINGS,
      options: new Set(['cleanGraphics'] as const),
      freeText: 'remove',
    });
    const of = (tag: number) =>
      rules.find(({ selector }) => selector.kind === 'tag' && selector.tag === tag)?.action;
    expect(of(0x00700001)).toEqual({ kind: 'dummy' });
    expect(of(0x00720424)).toBeUndefined();
  });

  test('UIDs are drawn where that is asked for', () => {
    const methods = (uids: 'keyed' | 'random') =>
      new Set(
        profileRules({ ...DEFAULT_PROFILE_SETTINGS, uids }).flatMap(({ action }) =>
          action.kind === 'replace-uid' ? [action.method] : [],
        ),
      );
    expect(methods('random')).toEqual(new Set(['random']));
    expect(methods('keyed')).toEqual(new Set(['keyed']));
  });
});

describe('what instances say', () => {
  test.each(optionSets().map((set) => [set.join(' + ') || 'no option', set] as const))(
    '%s',
    (_name, options) => {
      const { methodCodes, longitudinal } = stampsOf(new Set(options));
      expect(methodCodes.map(({ value }) => value)).toEqual(
        ['113100', ...options.map((option) => CODE_OF[option])].toSorted(),
      );
      expect(methodCodes.every((code) => METHOD_CODES.includes(code))).toBe(true);
      expect(longitudinal).toBe(
        options.includes('retainLongitudinalModifiedDates')
          ? 'MODIFIED'
          : options.includes('retainLongitudinalFullDates')
            ? 'UNMODIFIED'
            : 'REMOVED',
      );
    },
  );
});

/** CID 7050, by hand. */
const CODE_OF: Readonly<Record<OptionColumn, string>> = {
  cleanGraphics: '113103',
  cleanStructuredContent: '113104',
  cleanDescriptors: '113105',
  retainLongitudinalFullDates: '113106',
  retainLongitudinalModifiedDates: '113107',
  retainPatientCharacteristics: '113108',
  retainDeviceIdentity: '113109',
  retainUids: '113110',
  retainSafePrivate: '113111',
  retainInstitutionIdentity: '113112',
};
