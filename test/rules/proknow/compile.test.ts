import { compileRules } from '../../../rules/compile.ts';
import { el, privateBlock, sq } from '../../support/build.ts';
import { codesOf, placesOf, planOf, run, sourceOf } from '../harness.ts';
import { compile, type Properties, plan, xmlOf } from './xml.ts';

describe('what the other rules do', () => {
  const rules = plan([
    { Tag: '(0010,0010)', VR: 'PN', Rule: 'Fixed', Value: 'Case^Seven' },
    { Tag: '(0010,0020)', VR: 'LO', Rule: 'Keep' },
    { Tag: '(0010,0030)', VR: 'DA', Rule: 'Clear' },
    { Tag: '(0008,0090)', VR: 'PN', Rule: 'Remove' },
    { Tag: '(0008,1110)', VR: 'SQ', Rule: 'Clear' },
    { Name: 'PET Patient ID', Tag: '(0009,1001)', VR: 'LO', Rule: 'Remove', PrivateCreator: 'GEMS_PETD_01' },
  ]);

  test('at every depth, and nothing that is not listed changes', async () => {
    const output = await run(rules, [
      el(0x00080090, 'PN', 'Doctor'),
      sq(0x00081110, [[el(0x00081155, 'UI', '1.2')]]),
      ...privateBlock(0x0009, 0x20, 'GEMS_PETD_01', [
        [0x01, 'LO', 'patient'],
        [0x02, 'LO', 'kept'],
      ]),
      ...privateBlock(0x0009, 0x21, 'OTHER', [[0x01, 'LO', 'of another']]),
      el(0x00100010, 'PN', 'Doe^Jane'),
      el(0x00100020, 'LO', '12345'),
      el(0x00100030, 'DA', '19700101'),
      sq(0x00400275, [[el(0x00080090, 'PN', 'Doctor'), el(0x00321060, 'LO', 'kept')]]),
    ]);
    expect([...output]).toEqual([
      ['(0008,0016)', '1.2.840.10008.5.1.4.1.1.2'],
      ['(0008,0018)', '1.2.3.4.5.6'],
      ['(0008,1110)', '[0]'],
      ['(0009,0020)', 'GEMS_PETD_01'],
      ['(0009,0021)', 'OTHER'],
      ['(0009,2002)', 'kept'],
      ['(0009,2101)', 'of another'],
      ['(0010,0010)', 'Case^Seven'],
      ['(0010,0020)', '12345'],
      ['(0010,0030)', ''],
      ['(0020,000D)', '1.2.840.113619.2.1.1'],
      ['(0020,000E)', '1.2.840.113619.2.1.2'],
      ['(0040,0275)', '[1]'],
      ['(0040,0275)[0](0032,1060)', 'kept'],
    ]);
  });

  test('instances do not say that they were de-identified: what is kept is for the rules to say', () => {
    expect(rules.stamps).toBeNull();
    expect(rules.otherwise).toEqual({ public: { kind: 'keep' }, private: { kind: 'keep' } });
    expect(rules.screening.burnedInAnnotation).toBe('quarantine');
  });
});

describe('names and order of the file are not public, so they do not matter', () => {
  const digest = planOf(
    compile(
      xmlOf(
        [
          { Name: 'A', Tag: '(0008,0090)', VR: 'PN', Rule: 'Remove' },
          { Name: 'B', Tag: '(0009,1001)', VR: 'LO', Rule: 'Clear', PrivateCreator: 'ACME 1' },
          { Name: 'C', Tag: '(0008,0020)', VR: 'DA', Rule: 'Shift' },
        ],
        '+00001000000',
      ),
    ),
  ).digest;

  test.each([
    [
      'attributes',
      `<rules shift="+00001000000"><r tag="00080090" vr="PN" rule="remove" name="A"/>
       <r Tag="0009 xx01" VR="LO" Private-Creator="ACME 1" rule="EMPTY"/><r TAG="0008,0020" VR="da" RULE="shift"/></rules>`,
    ],
    [
      'other names, a namespace, CDATA, comments, the shift last',
      `<?xml version='1.0'?>\n<!-- mine -->\n<a:Config xmlns:a="urn:x" xmlns:xsi="urn:y" xsi:schemaLocation="z">
       <a:Item><Rule>Delete</Rule><Tag>( 0008 , 0090 )</Tag><VR/><Value/></a:Item>
       <a:Item><private_creator><![CDATA[ACME 1]]></private_creator><Rule>Blank</Rule><Tag>0009<!-- x -->0001</Tag><VR>LO</VR></a:Item>
       <a:Item><Rule>Shift</Rule><VR>DA</VR><Tag>00080020</Tag></a:Item>
       <Offset>00001000000</Offset><Version>3</Version></a:Config>`,
    ],
    [
      'rules in a Rules of Rule, the shift with a Value',
      `<X><DateShift><Value>+00001000000</Value></DateShift><Rules>
       <Rule><Tag>00080090</Tag><Rule>Remove</Rule></Rule>
       <Rule><Tag>00090001</Tag><VR>LO</VR><Creator>ACME 1</Creator><Rule>Clear</Rule></Rule>
       <Rule><Tag>00080020</Tag><Rule>Shift</Rule></Rule></Rules></X>`,
    ],
  ])('%s', (_how, text) => {
    expect(planOf(compile(text)).digest).toBe(digest);
    expect(compileRules(sourceOf(text)).dialect).toBe('proknow');
  });

  const OTHER: Properties = { Tag: '(0010,1000)', VR: 'LO', Rule: 'Remove' };
  test.each([
    ['keep', ['Preserve', 'Keep', 'None', 'No Change', 'ignore']],
    ['remove', ['Remove', 'DELETE']],
    ['empty', ['Clear', 'Empty', 'Blank', 'Zero']],
  ])('%s is %j', (kind, words) => {
    for (const word of words)
      expect(plan([{ Tag: '(0008,0090)', VR: 'PN', Rule: word }, OTHER]).rules[0]?.action).toEqual({
        kind,
      });
  });

  test('what the name from the ID may be called', () => {
    for (const word of ['CopyPatientId', 'UsePatientID', 'Patient ID', 'copy_id'])
      expect(planOf(compile(xmlOf([{ Tag: '(0010,0010)', VR: 'PN', Rule: word }]))).rules[0]?.action).toEqual(
        { kind: 'copy', from: 0x00100020 },
      );
  });
});

describe('errors, all at once, with the Name and in their places', () => {
  test('of several elements', () => {
    const text = xmlOf(
      [
        { Name: 'First', Tag: '(0008,0090)', VR: 'PN', Rule: 'Remoove' },
        { Name: 'Second', Tag: '(0008,00)', VR: 'PX', Rule: 'Keep' },
        { Tag: '(0008,0050)', VR: 'SH', Rule: 'Fixed' },
        { Name: 'Fourth', Tag: '(0009,1001)', VR: 'LO', Rule: 'Remove' },
        { Name: 'Fifth', Tag: '(0010,0010)', VR: 'PN', Rule: 'Clear' },
      ],
      '1 day',
    );
    const result = compile(text);
    const lines = text.split('\n');
    expect(
      result.problems.map(({ code, line, column }) => [
        code,
        line,
        lines[line! - 1]?.slice(column! - 1).split('<')[0],
      ]),
    ).toEqual([
      ['SHIFT_SYNTAX', 3, '1 day'],
      ['UNKNOWN_RULE', 5, 'Remoove'],
      ['TAG_SYNTAX', 6, '(0008,00)'],
      ['UNKNOWN_VR', 6, 'PX'],
      ['VALUE_MISSING', 7, 'Fixed'],
      ['CREATOR_MISSING', 8, '(0009,1001)'],
      ['RULE_NOT_FOR_TAG', 9, 'Clear'],
    ]);
    expect(result.problems.map(({ message }) => message.split(':')[0]).slice(1)).toEqual([
      'First',
      'Second',
      'Second',
      '(0008,0050)',
      'Fourth',
      'Fifth',
    ]);
  });

  const UID: Properties = { Tag: '(0020,000D)', VR: 'UI', Rule: 'GenerateUid' };
  const DATE: Properties = { Tag: '(0008,0020)', VR: 'DA', Rule: 'Shift' };

  test.each<[string, string, string[]]>([
    ['no rule', xmlOf([{ Name: 'N', Tag: '(0008,0090)' }]), ['RULE_MISSING']],
    ['no tag', xmlOf([{ Name: 'N', Rule: 'Keep' }]), ['TAG_MISSING']],
    ['no elements', xmlOf([], '00001000000'), ['NO_ELEMENTS']],
    ['the same tag twice', xmlOf([UID, { ...UID, Tag: '0020000D' }]), ['DUPLICATE_TAG']],
    [
      'the same private attribute twice',
      xmlOf([
        { Tag: '(0009,1001)', VR: 'LO', Rule: 'Remove', PrivateCreator: 'A' },
        { Tag: '(0009,2001)', VR: 'SH', Rule: 'Clear', PrivateCreator: 'A' },
      ]),
      ['DUPLICATE_TAG'],
    ],
    [
      'a rule for UIDs on a name',
      xmlOf([{ ...UID, Tag: '(0010,0010)' }]),
      ['VR_NOT_OF_TAG', 'RULE_NOT_FOR_VR'],
    ],
    [
      'a rule for dates on a UID',
      xmlOf([{ ...DATE, Tag: '(0020,000D)', VR: 'UI' }], '00001000000'),
      ['RULE_NOT_FOR_VR'],
    ],
    [
      'a private rule that must know the VR',
      xmlOf([{ Tag: '(0009,1001)', Rule: 'GenerateUid', PrivateCreator: 'A' }]),
      ['VR_MISSING'],
    ],
    ['a creator of a public attribute', xmlOf([{ ...UID, PrivateCreator: 'A' }]), ['CREATOR_NOT_PRIVATE']],
    [
      'an element between blocks',
      xmlOf([{ Tag: '(0009,0201)', VR: 'LO', Rule: 'Keep', PrivateCreator: 'A' }]),
      ['TAG_SYNTAX'],
    ],
    ['an item', xmlOf([{ Tag: '(FFFE,E000)', VR: 'UN', Rule: 'Remove' }]), ['TAG_SYNTAX']],
    ['Shift without a shift', xmlOf([DATE]), ['SHIFT_MISSING']],
    [
      'two shifts',
      xmlOf([DATE], '00001000000').replace('<Elements>', '<Shift>00002000000</Shift><Elements>'),
      ['SHIFT_TWICE'],
    ],
    [
      'a name from the ID of something else',
      xmlOf([{ Tag: '(0008,0090)', VR: 'PN', Rule: 'CopyId' }]),
      ['RULE_NOT_FOR_TAG'],
    ],
    [
      'an ID too long',
      xmlOf([{ Tag: '(0010,0020)', VR: 'LO', Rule: 'GeneratePatient', Value: `${'x'.repeat(61)}{####}` }]),
      ['VALUE_INVALID'],
    ],
    [
      'another character set',
      xmlOf([{ Tag: '(0008,0005)', VR: 'CS', Rule: 'Fixed', Value: 'ISO_IR 192' }]),
      ['RULE_NOT_FOR_TAG'],
    ],
    ['a property nobody knows', xmlOf([UID]).replace('<VR>', '<Depth>1</Depth><VR>'), ['UNKNOWN_PROPERTY']],
    [
      'a property twice',
      xmlOf([UID]).replace('<VR>', '<VR>LO</VR><VR>'),
      ['PROPERTY_TWICE', 'VR_NOT_OF_TAG', 'RULE_NOT_FOR_VR'],
    ],
    [
      'a property with elements',
      xmlOf([UID]).replace('<VR>UI</VR>', '<VR><x>UI</x></VR>'),
      ['UNKNOWN_PROPERTY'],
    ],
    [
      'a setting nobody knows',
      xmlOf([UID]).replace('<Elements>', '<Mode>fast</Mode><Elements>'),
      ['UNKNOWN_SETTING'],
    ],
    [
      'a setting as an attribute',
      xmlOf([UID]).replace('<Elements>', '<Elements enabled="false">'),
      ['UNKNOWN_SETTING'],
    ],
    [
      'an instruction for Lethe that it does not know',
      xmlOf([UID]).replace('<Anon', '<?lethe fast="yes"?><Anon'),
      ['UNKNOWN_SETTING'],
    ],
    ['text between elements', xmlOf([UID]).replace('<Elements>', '<Elements>hm'), ['UNEXPECTED_TEXT']],
    ['text between properties', xmlOf([UID]).replace('<VR>', 'hm<VR>'), ['UNEXPECTED_TEXT']],
  ])('%s', (_case, text, expected) => {
    const result = compile(text);
    expect(codesOf(result).toSorted()).toEqual(expected.toSorted());
    expect(result.plan).toBeNull();
  });

  test.each<[string, string, string]>([
    ['a shift of nothing', xmlOf([DATE, UID], '+00000000000'), 'SHIFT_ZERO'],
    [
      'a VR that the tag does not have',
      xmlOf([{ Tag: '(0008,0090)', VR: 'LO', Rule: 'Remove' }]),
      'VR_NOT_OF_TAG',
    ],
    [
      'a value that the VR does not have',
      xmlOf([{ Tag: '(0010,0030)', VR: 'DA', Rule: 'Fixed', Value: 'never' }]),
      'VALUE_INVALID',
    ],
    ['a value for nothing', xmlOf([{ ...UID, Value: '1.2' }]), 'VALUE_UNUSED'],
    [
      'the file meta information',
      xmlOf([UID, { Tag: '(0002,0003)', VR: 'UI', Rule: 'GenerateUid' }]),
      'FILE_META_FOLLOWS',
    ],
    [
      'the name of a kept ID',
      xmlOf([{ Tag: '(0010,0010)', VR: 'PN', Rule: 'CopyPatientId' }]),
      'PATIENT_ID_KEPT',
    ],
  ])('%s compiles with a warning', (_case, text, expected) => {
    const result = compile(text);
    expect(codesOf(result)).toEqual([expected]);
    expect(result.plan).not.toBeNull();
  });
});

describe('XML', () => {
  const doctype = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n';

  test.each([
    ['a document type', `${doctype}${xmlOf([]).split('\n').slice(1).join('\n')}`, ['XML_DOCTYPE 2:1']],
    ['an external document type', `<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>`, ['XML_DOCTYPE 1:1']],
    ['an entity that nothing declares', '<x>\n  <y>&a;</y></x>', ['XML_SYNTAX 2:9']],
    ['an element that does not end', '<x><y></x>', ['XML_SYNTAX 1:11']],
    ['two roots', '<x/><y/>', ['XML_SYNTAX 1:8']],
    ['nothing', '', ['XML_SYNTAX 1:1']],
    ['depth', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, ['XML_TOO_DEEP 1:97']],
  ])('%s is refused', (_case, text, expected) => {
    const result = compile(text);
    expect(placesOf(result)).toEqual(expected);
    expect(result.plan).toBeNull();
  });

  test('the five entities of XML and character references are text', () => {
    const [rule] = plan([{ Tag: '(0008,0080)', VR: 'LO', Rule: 'Fixed', Value: 'A &amp; B &#x43;' }]).rules;
    expect(rule?.action).toEqual({ kind: 'set', values: ['A & B C'] });
  });

  test('a byte order mark and line ends of Windows move no position', () => {
    const text = `\uFEFF${xmlOf([{ Tag: '(0008,0090)', VR: 'PN', Rule: 'No' }]).replaceAll('\n', '\r\n')}`;
    expect(placesOf(compile(text))).toEqual(['UNKNOWN_RULE 4:53']);
  });
});
