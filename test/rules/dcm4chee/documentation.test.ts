import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { type ListPart, listedTags } from '../../../rules/dcm4chee/lists.ts';
import { DEIDENTIFY_OPTIONS, OPTION_NAMES } from '../../../rules/dcm4chee/options.ts';
import { codesOfDialect, codesOnPage, pageAt, tableUnder, wordsIn } from '../docs.ts';
import { sourceOf } from '../harness.ts';

/** docs/dialects/dcm4chee.md against the compiler's own lists. */

const PAGE = pageAt('dialects/dcm4chee.md');
const OPTIONS = tableUnder('| name | code | by default | with `compat: dcm4che` |', PAGE);

test('the names and their codes', () => {
  expect(OPTIONS.map(([name, code]) => [wordsIn(name)[0], code])).toEqual(
    OPTION_NAMES.map((name) => {
      const { value, scheme } = DEIDENTIFY_OPTIONS[name].code;
      return [name, scheme === 'DCM' ? value : `${value} (${scheme})`];
    }),
  );
});

test.each<[string, ListPart]>([
  ['RetainLongitudinalTemporalInformationFullDatesOption', 'DATES'],
  ['RetainDeviceIdentityOption', 'DEVICE'],
  ['RetainInstitutionIdentityOption', 'INSTITUTION'],
])('how many attributes %s has there', (name, part) => {
  const row = OPTIONS.find(([cell]) => wordsIn(cell)[0] === name);
  const count = listedTags().filter((listed) => listed.part === part).length;
  expect(row?.[3]).toContain(`its ${count} `);
});

test('the forms', () => {
  for (const [, example] of tableUnder('| form | example |', PAGE))
    for (const text of wordsIn(example)) expect(compileDcm4chee(sourceOf(text)).problems).toEqual([]);
});

test('every code that the compiler has', () => {
  expect(codesOnPage(PAGE)).toEqual(codesOfDialect('dcm4chee'));
});
