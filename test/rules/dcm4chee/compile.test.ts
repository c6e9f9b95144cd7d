import { compileRules } from '../../../rules/compile.ts';
import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { listedTags } from '../../../rules/dcm4chee/lists.ts';
import { OPTION_NAMES } from '../../../rules/dcm4chee/options.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { codesOf, placesOf, planOf, sourceOf } from '../harness.ts';

const compile = (text: string) => compileDcm4chee(sourceOf(text));
const digestOf = (text: string) => planOf(compile(text)).digest;

describe('forms', () => {
  test('nothing behind the colon is the profile without options', () => {
    expect(digestOf('deidentify:')).toBe(basicProfilePlan().digest);
    expect(digestOf('deidentify:BasicApplicationConfidentialityProfile')).toBe(basicProfilePlan().digest);
  });

  const uri = digestOf('deidentify:RetainUIDsOption,RetainDeviceIdentityOption');
  test.each([
    ['in another order', 'deidentify:RetainDeviceIdentityOption,RetainUIDsOption'],
    [
      'behind a byte order mark, with line ends of Windows',
      '\uFEFFdeidentify:RetainUIDsOption,RetainDeviceIdentityOption\r\n',
    ],
    ['with a comment', '# why\ndeidentify:RetainUIDsOption,RetainDeviceIdentityOption\n'],
    ['as a legacy list in JSON', '["RetainUIDsOption", "RetainDeviceIdentityOption"]'],
    [
      'as a member of a device',
      '{ "dcmDeIdentification": ["RetainUIDsOption", "RetainDeviceIdentityOption"] }',
    ],
    ['as LDIF', 'dcmDeIdentification: RetainUIDsOption\ndcmDeIdentification: RetainDeviceIdentityOption\n'],
    [
      'as names alone',
      'BasicApplicationConfidentialityProfile\nRetainUIDsOption\nRetainDeviceIdentityOption\n',
    ],
  ])('%s', (_form, text) => {
    expect(digestOf(text)).toBe(uri);
    expect(compileRules(sourceOf(text)).dialect).toBe('dcm4chee');
  });

  const parity = planOf(
    compileDcm4chee(sourceOf('deidentify:RetainUIDsOption'), { compat: ['dcm4che'] }),
  ).digest;
  test.each([
    'deidentify:RetainUIDsOption#compat=dcm4che',
    'deidentify:RetainUIDsOption\ncompat: dcm4che\n',
    'RetainUIDsOption\ncompat = dcm4che\n',
    '{ "dcmDeIdentification": ["RetainUIDsOption"], "compat": "dcm4che" }',
  ])('parity is asked for in %j, and warned of', (text) => {
    expect(digestOf(text)).toBe(parity);
    expect(parity).not.toBe(digestOf('deidentify:RetainUIDsOption'));
    expect(codesOf(compile(text))).toEqual(['UNSALTED_HASH']);
  });
});

describe('errors, all at once and in their places', () => {
  test.each([
    ['deidentify:Foo,RetainUIDsOption,Bar', ['UNKNOWN_OPTION 1:12', 'UNKNOWN_OPTION 1:33']],
    ['deidentify:RetainUIDsOption, RetainDeviceIdentityOption', ['UNKNOWN_OPTION 1:29']],
    ['deidentify:RetainUIDsOption,', ['UNKNOWN_OPTION 1:29']],
    ['deidentify', ['NOT_A_DEIDENTIFY_URI 1:1']],
    ['\n  anonymize:RetainUIDsOption', ['NOT_A_DEIDENTIFY_URI 2:3']],
    ['deidentify:#compat=dcm4chee', ['UNKNOWN_COMPAT 1:20']],
    ['deidentify:#parity', ['UNKNOWN_FRAGMENT 1:13']],
    ['deidentify:\ndeidentify:RetainUIDsOption', ['SEVERAL_REQUESTS 2:1']],
    ['deidentify:\nRetainUIDsOption', ['SEVERAL_REQUESTS 2:1']],
    ['[]', ['EMPTY_LIST 1:1']],
    ['# nothing\n', ['EMPTY_LIST 1:1']],
    ['["RetainUIDsOption", 7]', ['WRONG_TYPE 1:22']],
    ['["RetainUIDsOption"', ['JSON_SYNTAX 1:20']],
    ['{ "dcmDeIdentification": ["Foo"], "x": 1 }', ['UNKNOWN_OPTION 1:27', 'UNKNOWN_KEY 1:40']],
  ])('%j', (text, expected) => {
    const result = compile(text);
    expect(placesOf(result)).toEqual(expected);
    expect(result.plan).toBeNull();
  });

  test('the hint of an unknown option lists those there are', () => {
    const hint = compile('deidentify:RetainUidsOption').problems[0]?.hint ?? '';
    expect(hint).toMatch(/^Did you mean RetainUIDsOption\?/);
    for (const name of OPTION_NAMES) expect(hint).toContain(name);
  });
});

test('the tag lists are those of revision 5d3b07c', () => {
  const counts: Record<string, number> = {};
  for (const { code, part } of listedTags()) {
    const list = part === null ? code : `${code}_${part}`;
    counts[list] = (counts[list] ?? 0) + 1;
  }
  expect(counts).toEqual({
    X: 166,
    X_INSTITUTION: 3,
    X_DEVICE: 16,
    X_DATES: 26,
    Z: 15,
    Z_INSTITUTION: 1,
    Z_DATES: 8,
    Z_UID: 2,
    D: 8,
    D_DEVICE: 3,
    D_INSTITUTION: 1,
    D_DATES: 6,
    U: 33,
    U_DEVICE: 1,
  });
});

describe('a coercion of the archive’s configuration', () => {
  const ENTRY = [
    'dn: cn=Research,dicomDeviceName=dcm4chee-arc,dc=dcm4che,dc=org',
    'objectClass: dcmArchiveAttributeCoercion2',
    'cn: Research',
    'dcmDIMSE: C_STORE_RQ',
  ];
  const URI = ['dcmURI: deidentify:RetainUIDsOption,Retai', ' nDeviceIdentityOption'];
  const text = (...lines: readonly string[]) => [...ENTRY, ...lines].join('\n');
  const wanted = compileDcm4chee(sourceOf('deidentify:RetainUIDsOption,RetainDeviceIdentityOption')).plan
    ?.digest;

  it.each([
    ['LDIF', text(...URI)],
    ['LDIF of Windows', text(...URI).replaceAll('\n', '\r\n')],
    ['its one line', URI.join('').replace(' nDevice', 'nDevice')],
    [
      'the legacy list',
      text('dcmDeIdentification: RetainUIDsOption', 'dcmDeIdentification: RetainDeviceIdentityOption'),
    ],
    [
      'JSON',
      '{ "cn": "Research", "dcmDIMSE": "C_STORE_RQ", "dcmURI": "deidentify:RetainUIDsOption,RetainDeviceIdentityOption" }',
    ],
  ])('is read as %s', (_form, given) => {
    const { plan, problems, dialect } = compileRules(sourceOf(given));
    expect([dialect, plan?.digest, problems]).toEqual(['dcm4chee', wanted, []]);
  });

  it('warns of what it says besides, and has errors where they stand', () => {
    expect(placesOf(compileDcm4chee(sourceOf(text('dcmProperty: SendingHostname=x', ...URI))))).toEqual([
      'COERCION_SETTING 5:1',
    ]);
    expect(placesOf(compileDcm4chee(sourceOf(text(...URI, 'dcmSOPClass: 1.2'))))).toEqual([
      'COERCION_SETTING 7:1',
    ]);
    const json = '{ "dcmURI": "deidentify:RetainUIDsOption", "dcmSOPClass": ["1.2"], "other": 1 }';
    expect(placesOf(compileDcm4chee(sourceOf(json)))).toEqual(['COERCION_SETTING 1:59', 'UNKNOWN_KEY 1:77']);
    expect(placesOf(compileDcm4chee(sourceOf('dcmURI: merge-attrs:')))).toEqual(['NOT_A_DEIDENTIFY_URI 1:9']);
    const folded = text('dcmURI: deidentify:Retain', ' UIDsOption,Nothing');
    expect(placesOf(compileDcm4chee(sourceOf(folded)))).toEqual(['UNKNOWN_OPTION 6:13']);
  });
});
