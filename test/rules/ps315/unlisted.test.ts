import { DICTIONARY_ROWS } from '../../../layers/dicom/standard/generated/dictionary.generated.ts';
import { rowsOf } from '../../../layers/dicom/standard/rows.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { settleByVr } from '../../../rules/byVr.ts';
import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { explain } from '../../../rules/match.ts';
import { compileMevislab } from '../../../rules/mevislab/compile.ts';
import { compileMicrosoft } from '../../../rules/microsoft/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { compileProKnow } from '../../../rules/proknow/compile.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { DEFAULT_PROFILE_SETTINGS, DEFAULT_SHIFT, settleRow } from '../../../rules/ps315/options.ts';
import { type OptionColumn, profileRows } from '../../../rules/ps315/table.ts';
import { cleanedDescriptors, uidsOfKinds, unlistedRows } from '../../../rules/ps315/unlisted.ts';
import { unlistedDescriptors } from '../../../rules/ps315/unlistedRules.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

/** What Table E.1-1 does not list: the list, its rules, and which rule files have them. */

const lethe = (file: object) => compileLethe(sourceOf(JSON.stringify(file)));
const actionAt = (plan: RulePlan, tag: number, vr: Vr) => {
  const { action } = explain(plan, { tag: asTag(tag), vrs: [vr], creator: null, path: [] });
  return action.kind === 'by-vr' ? settleByVr(action, vr).kind : action.kind;
};
const basic = basicProfilePlan();

describe('the list', () => {
  const ruled = new Set([
    ...profileRows().flatMap((row) => (row.kind === 'tag' ? [row.tag] : [])),
    ...unlistedRows().flatMap((row) => (row.kind === 'tag' ? [row.tag] : [])),
    ...uidsOfKinds().map(({ tag }) => tag),
  ]);

  test('has every name, date, time and UID of PS3.6 that the table has not', () => {
    const missing = rowsOf(DICTIONARY_ROWS)
      .map((row) => row.split('|') as [string, string, string])
      .filter(
        ([tag, vrs]) =>
          /^(PN|DA|DT|TM|UI)$/.test(vrs) &&
          !/^000[02]/.test(tag) &&
          !ruled.has(asTag(Number.parseInt(tag, 16))),
      );
    expect(missing).toEqual([]);
  });

  test('has nothing that the table has, and nothing twice', () => {
    const listed = new Set(profileRows().map(({ id }) => id));
    const ids = unlistedRows().map(({ id }) => id);
    expect(ids.filter((id) => listed.has(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(unlistedRows().every(({ why }) => why.length > 3)).toBe(true);
  });

  /** By hand, from the notes of the privacy officer's reading. */
  test.each([
    [0x00100033, 'remove'],
    [0x00100034, 'remove'],
    [0x0040a067, 'remove'],
    [0x00142006, 'empty'],
    [0x00200242, 'replace-uid'],
    [0x00081167, 'replace-uid'],
    [0x00089123, 'replace-uid'],
    [0x0040e011, 'replace-uid'],
    [0x00401006, 'remove'],
    [0x00401007, 'remove'],
    [0x00402006, 'remove'],
    [0x00402007, 'remove'],
    [0x00181003, 'remove'],
    [0x60000022, 'remove'],
    [0x60261500, 'remove'],
    [0x00081190, 'dummy'],
    [0x00620020, 'pseudonym'],
    [0x00420010, 'empty'],
    [0x002031aa, 'remove'],
    [0x30020002, 'dummy'],
    // What says a kind of thing, or what was done, and to nobody.
    [0x00080016, 'keep'],
    [0x00081150, 'keep'],
    [0x0008010c, 'keep'],
    [0x00080070, 'keep'],
    [0x00620005, 'keep'],
    [0x300a00c2, 'keep'],
    [0x00200011, 'keep'],
    [0x00080104, 'keep'],
  ])('%i: %s', (tag, kind) => {
    expect(actionAt(basic, tag, 'LO')).toBe(kind);
  });

  test('rules say what they are, and whose', () => {
    const origins = basic.rules.map(({ origin }) => `${origin.source} ${origin.reason}`);
    expect(origins).toContain(
      'PS3.6 2026d Document Author (Trial): VR PN, which Table E.1-1 does not list: X',
    );
    expect(origins).toContain('PS3.6 2026d VR PN, which neither Table E.1-1 nor PS3.6 lists: X');
    expect(origins).toContain('PS3.6 2026d SOP Class UID: the UID of a class, and of no instance');
  });
});

describe('options', () => {
  const under = (...options: OptionColumn[]) => planOf(lethe({ options }));

  test('each keeps, moves or cleans its own', () => {
    const kinds = (tag: number, vr: Vr, ...options: OptionColumn[]) => actionAt(under(...options), tag, vr);
    expect(kinds(0x00200242, 'UI', 'retainUids')).toBe('keep');
    expect(kinds(0x00089123, 'UI', 'retainDeviceIdentity')).toBe('keep');
    expect(kinds(0x00181003, 'LO', 'retainDeviceIdentity')).toBe('keep');
    expect(kinds(0x00400031, 'UT', 'retainInstitutionIdentity')).toBe('keep');
    expect(kinds(0x00400400, 'LT', 'cleanDescriptors')).toBe('clean-text');
    expect(kinds(0x60400022, 'LO', 'cleanGraphics')).toBe('clean-text');
    expect(kinds(0x00141020, 'DA', 'retainLongitudinalFullDates')).toBe('keep');
    expect(kinds(0x00141020, 'DA', 'retainLongitudinalModifiedDates')).toBe('shift');
    expect(kinds(0x00143076, 'DA', 'retainDeviceIdentity', 'retainLongitudinalModifiedDates')).toBe('shift');
    // A birth date has no option, in whatever calendar; a day of the week cannot be moved.
    for (const option of ['retainLongitudinalFullDates', 'retainPatientCharacteristics'] as const)
      expect(kinds(0x00100033, 'LO', option)).toBe('remove');
    expect(kinds(0x30100086, 'LT', 'retainLongitudinalModifiedDates')).toBe('remove');
  });

  test('of a VR that nothing names', () => {
    const unknown = (vr: Vr, ...options: OptionColumn[]) => actionAt(under(...options), 0x00087ffe, vr);
    for (const vr of ['DA', 'DT', 'TM'] as const) {
      expect(unknown(vr)).toBe('remove');
      expect(unknown(vr, 'retainLongitudinalFullDates')).toBe('keep');
      expect(unknown(vr, 'retainLongitudinalModifiedDates')).toBe('shift');
    }
    expect(unknown('UI')).toBe('replace-uid');
    expect(unknown('UI', 'retainUids')).toBe('keep');
    expect(unknown('PN', 'retainUids')).toBe('remove');
    expect(unknown('LO')).toBe('remove');
  });

  test('one rule for a VR moves dates, whether the list is protected or not', () => {
    for (const unlisted of ['protect', 'as-table']) {
      const plan = planOf(lethe({ options: ['retainLongitudinalModifiedDates'], unlisted }));
      const rules = plan.rules.filter(({ selector }) => selector.kind === 'vr' && selector.vr === 'DT');
      expect(rules.map(({ action }) => action)).toEqual([DEFAULT_SHIFT]);
    }
  });

  test('free text that goes is not cleaned', () => {
    const rows = unlistedRows().map((row) =>
      settleRow(row, {
        ...DEFAULT_PROFILE_SETTINGS,
        options: new Set(['cleanDescriptors', 'cleanGraphics'] as const),
        freeText: 'remove',
      }),
    );
    expect(rows.filter(({ action }) => action.kind === 'clean-text')).toEqual([]);
    const options = new Set(['cleanDescriptors'] as const);
    expect(unlistedDescriptors({ ...DEFAULT_PROFILE_SETTINGS, options, freeText: 'remove' })).toEqual([]);
    expect(unlistedDescriptors({ ...DEFAULT_PROFILE_SETTINGS, options })).toHaveLength(
      cleanedDescriptors().length,
    );
  });
});

describe('"unlisted" of a rule file', () => {
  test('"as-table" is the table and nothing else; "protect" is what is meant without', () => {
    const asTable = planOf(lethe({ unlisted: 'as-table' }));
    expect(planOf(lethe({ unlisted: 'protect' })).digest).toBe(basic.digest);
    expect(asTable.rules).toHaveLength(profileRows().length);
    for (const row of unlistedRows())
      if (row.kind === 'tag') expect(actionAt(asTable, row.tag, 'PN')).toBe('keep');
  });

  test.each([
    {},
    { unlisted: 'as-table' },
    { unlisted: 'as-table', options: ['retainUids', 'cleanGraphics'] },
    {
      unlisted: 'as-table',
      options: ['retainLongitudinalModifiedDates'],
      rules: [{ select: 'vr:PN', action: 'empty' }],
    },
    { planes: 'by-rule' },
    { profile: 'none', planes: 'whole', rules: [{ select: 'OverlayData', action: 'remove' }] },
  ])('%j is written as it is read, and no longer', (file) => {
    const plan = planOf(lethe(file));
    const text = writeLethe(plan);
    const again = planOf(compileLethe(sourceOf(text)));
    expect(again.digest).toBe(plan.digest);
    expect(text.split('\n').length).toBeLessThan(40);
    const { unlisted, planes } = JSON.parse(text) as Record<string, unknown>;
    expect([unlisted, planes]).toEqual([
      (file as Record<string, unknown>).unlisted,
      (file as Record<string, unknown>).planes,
    ]);
  });

  test('other words are errors, and without the profile it changes nothing', () => {
    expect(codesOf(lethe({ unlisted: 'keep' }))).toEqual(['UNKNOWN_WORD']);
    expect(codesOf(lethe({ planes: 'keep' }))).toEqual(['UNKNOWN_WORD']);
    const rules = [{ select: 'PatientName', action: 'remove' }];
    expect(codesOf(lethe({ profile: 'none', unlisted: 'as-table', rules }))).toContain('UNUSED_SETTING');
  });

  test('a rule that keeps one of them weakens the profile, and says so', () => {
    const rules = [{ select: 'PlacerOrderNumberProcedure', action: 'keep' }];
    expect(codesOf(lethe({ rules }))).toEqual(['WEAKENS_PROFILE']);
    expect(codesOf(lethe({ rules, unlisted: 'as-table' }))).toEqual([]);
  });
});

describe('other dialects', () => {
  const [order, author] = [0x00401006, 0x0040a067];

  test('have it where the Basic Profile is Lethe’s', () => {
    const plans = [
      compileMicrosoft(sourceOf('{"profile":"basic","rules":[{"tag":"PatientName","method":"remove"}]}')),
      compileDcm4chee(sourceOf('deidentify:')),
      compileMevislab(sourceOf('{"patientIdentityHandling":"PI_CLEAR"}')),
    ].map(planOf);
    for (const plan of plans) {
      expect([plan.dialect, actionAt(plan, order, 'SH')]).toEqual([plan.dialect, 'remove']);
      expect([plan.dialect, actionAt(plan, author, 'PN'), plan.planes]).toEqual([
        plan.dialect,
        'remove',
        'whole',
      ]);
    }
  });

  test('have it not where they stand for a tool as it is', () => {
    const xml =
      '<AnonymizationConfiguration><Elements><Element><Name>n</Name><Tag>(0008,1030)</Tag><VR>LO</VR><Rule>Remove</Rule></Element></Elements></AnonymizationConfiguration>';
    const plans = [
      compileMicrosoft(sourceOf('{"rules":[{"tag":"PatientName","method":"remove"}]}')),
      compileDcm4chee(sourceOf('deidentify:'), { compat: ['dcm4che'] }),
      compileProKnow(sourceOf(xml)),
    ].map(planOf);
    for (const plan of plans) {
      expect([plan.dialect, actionAt(plan, order, 'SH')]).toEqual([plan.dialect, 'keep']);
      expect(plan.planes).toBeUndefined();
    }
  });
});
