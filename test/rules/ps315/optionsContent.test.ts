import { conceptRules } from '../../../rules/ps315/conceptRules.ts';
import { DEFAULT_PROFILE_SETTINGS, DEFAULT_SHIFT } from '../../../rules/ps315/options.ts';
import { profileRules } from '../../../rules/ps315/profileRules.ts';
import { type StructuredContentRow, structuredContentRows } from '../../../rules/ps315/structuredContent.ts';
import type { OptionColumn } from '../../../rules/ps315/table.ts';
import { optionSets } from './optionsOracle.ts';

/** What Table E.3.4-1 lets become of a concept, from the table alone. */
function allowed(row: StructuredContentRow, options: readonly OptionColumn[]): readonly string[] {
  const codes = options.flatMap(
    (option) => row.options[option as keyof StructuredContentRow['options']] ?? [],
  );
  if (codes.includes('C')) return ['C'];
  if (codes.includes('K')) return ['K'];
  if (row.basic === 'X') return ['X'];
  // D of a reference: its dummy is another UID.
  return ['COMPOSITE', 'IMAGE', 'UIDREF', 'WAVEFORM'].includes(row.valueType) ? ['U'] : ['D'];
}

test.each(optionSets().map((set) => [set.join(' + ') || 'no option', set] as const))(
  'every row of Table E.3.4-1 under %s',
  (_name, options) => {
    const rules = conceptRules(new Set(options));
    const rows = structuredContentRows();
    expect(rules).toHaveLength(214);
    const wrong = rows.filter((row, index) => {
      const rule = rules[index];
      return (
        rule === undefined ||
        `${rule.scheme} ${rule.value} ${rule.valueType}` !== `${row.scheme} ${row.value} ${row.valueType}` ||
        !allowed(row, options).includes(rule.action)
      );
    });
    expect(wrong).toEqual([]);
  },
);

test('Subject Age goes where ages are capped', () => {
  const age = (capsAge: boolean) =>
    conceptRules(new Set(['retainPatientCharacteristics']), capsAge).filter(
      ({ value }) => value === '121033',
    );
  expect(age(false).map(({ action }) => action)).toEqual(['K']);
  expect(age(true).map(({ action }) => action)).toEqual(['X']);
  const [plain, capped] = [false, true].map((capsAge) =>
    profileRules({
      ...DEFAULT_PROFILE_SETTINGS,
      options: new Set(['retainPatientCharacteristics', 'cleanStructuredContent']),
      capAgeYears: capsAge ? 89 : null,
    }).flatMap(({ action }) => (action.kind === 'clean-content' ? action.concepts : [])),
  );
  expect(plain?.filter(({ value, action }) => value === '121033' && action === 'X')).toEqual([]);
  expect(capped?.some(({ value, action }) => value === '121033' && action === 'X')).toBe(true);
});

test('the sequences of Clean Structured Content, four of the table and those of content items beside it, and dates within them', () => {
  const contentActions = (...options: readonly OptionColumn[]) =>
    profileRules({ ...DEFAULT_PROFILE_SETTINGS, options: new Set(options) }).flatMap(
      ({ selector, action }) =>
        action.kind === 'clean-content' && selector.kind === 'tag'
          ? [{ tag: selector.tag, dates: action.dates }]
          : [],
    );
  expect(
    contentActions('cleanStructuredContent')
      .map(({ tag }) => tag)
      .toSorted(),
  ).toEqual(
    [
      ...[0x00400555, 0x00400610, 0x0040a730, 0x0040b020],
      ...[0x00400440, 0x00400441, 0x00400620, 0x00440013, 0x00741007, 0x00741210, 0x00741212],
    ].toSorted(),
  );
  expect(contentActions('cleanStructuredContent').every(({ dates }) => dates === null)).toBe(true);
  expect(
    contentActions('cleanStructuredContent', 'retainLongitudinalModifiedDates').every(
      ({ dates }) => dates === DEFAULT_SHIFT,
    ),
  ).toBe(true);
  expect(contentActions('retainUids')).toEqual([]);
});
