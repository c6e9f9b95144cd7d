import { compileRules } from '../../../rules/compile.ts';
import { compileMevislab } from '../../../rules/mevislab/compile.ts';
import { FIELD_NAMES, FIELDS } from '../../../rules/mevislab/fields.ts';
import { codesOf, placesOf, planOf, sourceOf } from '../harness.ts';

const compile = (text: string) => compileMevislab(sourceOf(text));
const digestOf = (text: string) => planOf(compile(text)).digest;

describe('forms', () => {
  const list = '# safe\nCREATOR MeVis eatDicom\n0009 0010\n0009 0011';
  const json = JSON.stringify({ retainUIDs: true, retainSafePrivateTags: true, safePrivateTags: list });

  test.each([
    ['lines', `retainUIDs = TRUE\nretainSafePrivateTags = TRUE\nsafePrivateTags = "${list}"\n`],
    [
      'escapes',
      `retainUIDs=true\nretainSafePrivateTags=1\nsafePrivateTags="${list.replaceAll('\n', '\\n')}"`,
    ],
    [
      'comments and line ends of Windows',
      `\uFEFF// a\r\n# b\r\n\r\n retainUIDs = TRUE \r\nretainSafePrivateTags = TRUE\r\nsafePrivateTags = "${list}"`,
    ],
    [
      'JSON with TRUE as a text',
      `{ "retainUIDs": "TRUE", "retainSafePrivateTags": true, "safePrivateTags": ${JSON.stringify(list)} }`,
    ],
    [
      'JSON with a list of lines',
      `{ "retainUIDs": true, // yes\n "retainSafePrivateTags": true, "safePrivateTags": ${JSON.stringify(list.split('\n'))}, }`,
    ],
  ])('%s', (_form, text) => {
    expect(digestOf(text)).toBe(digestOf(json));
    expect(compileRules(sourceOf(text)).dialect).toBe('mevislab');
  });

  test('every default, written out, is what is left out', () => {
    const written = FIELD_NAMES.map((name) => `${name} = ${String(FIELDS[name].absent)}`).join('\n');
    expect(compile(written).problems).toEqual([]);
    expect(digestOf(written)).toBe(digestOf('patientIdentityHandling = PI_CLEAR'));
  });

  test('what a saved network has beside settings is ignored, and said', () => {
    const result = compile(
      'instanceName = DicomDeidentify\nwasAlreadyDeidentified = FALSE\nretainUIDs = TRUE',
    );
    expect(placesOf(result)).toEqual(['NO_SETTING 1:1', 'NO_SETTING 2:1']);
    expect(planOf(result).digest).toBe(digestOf('retainUIDs = TRUE'));
  });
});

describe('errors, all at once and in their places', () => {
  test.each([
    [
      'patientIdentityHandling = PI_CLER\nretainUids = TRUE\ncleanDescriptors = maybe\nwhat\n',
      ['UNKNOWN_WORD 1:27', 'UNKNOWN_FIELD 2:1', 'NOT_A_BOOL 3:20', 'LINE_SYNTAX 4:1'],
    ],
    ['network {\n  module DicomDeidentify {\n    retainUIDs = PERHAPS\n', ['LINE_SYNTAX 1:1']],
    ['retainUIDs = TRUE\nretainUIDs = FALSE', ['DUPLICATE_FIELD 2:1']],
    ['# nothing', ['NO_FIELDS 1:1']],
    ['{}', ['NO_FIELDS 1:1']],
    ['salt = "endless', ['QUOTE_SYNTAX 1:8']],
    ['salt = "a\\q"', ['QUOTE_SYNTAX 1:8']],
    ['patientIdentityHandling = PI_CLEAR\ninstitutionName = "a" b', ['QUOTE_SYNTAX 2:22']],
    ['{ "retainUIDs": 1 }', ['WRONG_TYPE 1:17']],
    ['{ "retainUIDs": true', ['JSON_SYNTAX 1:21']],
    ['{ "institutionName": true }', ['WRONG_TYPE 1:22']],
    ['[true]', ['WRONG_TYPE 1:1']],
    [
      'patientIdentityHandling = PI_USER_DEFINED\npatientsBirthDate = 19700230\npatientId = A\\B\npatientsName = a^b^c^d^e^f\n',
      ['INVALID_VALUE 2:21', 'INVALID_VALUE 3:13', 'INVALID_VALUE 4:16'],
    ],
  ])('%j', (text, expected) => {
    const result = compile(text);
    expect(placesOf(result)).toEqual(expected);
    expect(result.plan).toBeNull();
  });

  test.each([
    ['patientsName = X', 'UNUSED_FIELD'],
    ['salt = pepper', 'UNUSED_FIELD'],
    ['retainInstitutionIdentity = TRUE\ninstitutionName = X', 'UNUSED_FIELD'],
    ['safePrivateTags = 0009 0010', 'UNUSED_FIELD'],
    ['retainSafePrivateTags = TRUE', 'UNUSED_FIELD'],
    ['passThroughAlreadyDeidentified = TRUE', 'FLAG_CAN_BE_FORGED'],
    [
      'retainSafePrivateTags = TRUE\nsafePrivateTags = 0009 0010 A\nallowPrivateCreatorOnWrongLevel = TRUE',
      'CREATOR_GUESSED',
    ],
  ])('%j compiles with a warning', (text, expected) => {
    expect(codesOf(compile(text))).toEqual([expected]);
    expect(compile(text).plan).not.toBeNull();
  });
});

describe('safePrivateTags', () => {
  const keptBy = (list: string) =>
    planOf(compile(`{ "retainSafePrivateTags": true, "safePrivateTags": ${JSON.stringify(list)} }`))
      .rules.map(({ selector }) => selector)
      .filter((selector) => selector.kind === 'private');

  test('1: a creator on the line', () => {
    expect(keptBy('0009 0010 MeVis eatDicom')).toEqual([
      { kind: 'private', group: 9, creator: 'MeVis eatDicom', element: 0x10 },
    ]);
  });

  test('2: a creator on a line before', () => {
    expect(keptBy('# c\nCREATOR MeVis eatDicom\n0009 0010\n0009 0011')).toEqual([
      { kind: 'private', group: 9, creator: 'MeVis eatDicom', element: 0x10 },
      { kind: 'private', group: 9, creator: 'MeVis eatDicom', element: 0x11 },
    ]);
  });

  test('a creator on the line holds until another is given', () => {
    expect(
      keptBy('CREATOR A\n0009 0010\n0009 0011 B\n0009 1012\nCREATOR C\n0019 0013').map(
        (kept) => kept.creator,
      ),
    ).toEqual(['A', 'B', 'B', 'C']);
  });

  test.each([
    ['0009 0010', ['CREATOR_MISSING 2:20']],
    ['CREATOR\n0009 0010', ['CREATOR_MISSING 2:20', 'CREATOR_MISSING 3:1']],
    ['0010 0010 A\n\n  9 10 A', ['GROUP_NOT_PRIVATE 2:20', 'PRIVATE_TAG_SYNTAX 4:3']],
  ])('3: %j has errors in the list itself', (list, expected) => {
    expect(placesOf(compile(`retainSafePrivateTags = TRUE\nsafePrivateTags = "${list}"`))).toEqual(expected);
  });
});
