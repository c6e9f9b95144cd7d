import { readdirSync, readFileSync } from 'node:fs';
import { compileRules, RULE_DIALECTS } from '../../rules/compile.ts';
import { foreignSystem } from '../../rules/foreignSystems.ts';
import { nearestHint } from '../../rules/nearestWords.ts';
import { codesOf, sourceOf } from './harness.ts';

/** Pieces of the files that users of other systems have, in the words of those systems' own documentation. */
const FOREIGN: readonly (readonly [system: string, text: string])[] = [
  [
    'CTP',
    '<script>\n <p t="DATEINC">-10</p>\n <e en="T" t="00100010" n="PatientName">@hashptid(@SITEID,PatientID)</e>\n</script>',
  ],
  ['CTP', '<?xml version="1.0"?>\n<script>\n<k en="F" t="0018">Keep group 18</k></script>'],
  ['CTP', '<e en="T" t="00080050" n="AccessionNumber">@hash(this,16)</e>'],
  ['CTP', 'param.DATEINC=-10\nset.[0010,0010]PatientName=@param(@TRIAL)\n'],
  ['CTP', 'remove.privategroups=Remove private groups [recommended]\n'],
  ['CTP', '#set.[0008,0012]InstanceCreationDate=@incrementdate(this,@DATEINC)'],
  ['CTP', 'Modality.equals("CT") * ![0008,0070].containsIgnoreCase("GE")'],
  [
    'CTP',
    '<Configuration><Server port="80"/><Pipeline><Stage class="org.rsna.ctp.stdstages.DicomAnonymizer"/>',
  ],
  ['deid', 'FORMAT dicom\n\n%header\n\nADD PatientIdentityRemoved YES\nBLANK PatientName\n'],
  ['deid', '# a recipe\nREPLACE PatientID var:id\nJITTER StudyDate var:jitter\nREMOVE ALL'],
  ['deid', '%filter graylist\n\nLABEL CTP Default'],
  [
    'Karnak',
    'name: "Dicom Basic Profile"\nversion: "1.0"\nminimumKarnakVersion: "0.9.2"\nprofileElements:\n  - name: "x"\n    codename: "basic.dicom.profile"',
  ],
  ['DicomEdit', 'version "6.3"\n(0010,0010) := project\n-(0008,0080)\nremoveAllPrivateTags'],
  ['DicomEdit', '// an old one\n(0010,0020) := "anon"\n'],
  ['DicomEdit', '- (0010,1040)\n'],
  ['Orthanc', '{"Replace":{"PatientName":"Anon"},"Keep":["StudyDescription"],"Force":true}'],
  ['Orthanc', '{ "KeepPrivateTags": true, "DicomVersion": "2017c" }'],
  ['Orthanc', '{\n  "Remove" : [ "PatientID" ]\n}'],
  ['Google', '{"config":{"dicom":{"filterProfile":"DEIDENTIFY_TAG_CONTENTS"},"image":{}}}'],
  ['Google', '{"dicom":{"keepList":{"tags":["PatientID"]}}}'],
  ['Kitware', '{ "(0x0010, 0x0010)": "replace", "(0x0010, 0x0020)": "delete" }'],
  ['GDCM', 'gdcmanon --dumb --empty 10,10 --remove 10,20 in.dcm out.dcm'],
  ['GDCM', '--dumb --replace 10,10,Anon'],
  ['dcmodify', 'dcmodify -ma "(0010,0010)=Anon" -ea "(0010,0030)" *.dcm'],
  ['dcmodify', '-m PatientName=Anon -ea (0010,0030)'],
  ['dcm4che', 'deidentify --retain-uid in.dcm out.dcm'],
  ['dcm4che', 'storescu -c A@h:104 -s PatientName=Anon x.dcm'],
  ['XSL', '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"></xsl:stylesheet>'],
  ['Conquest', 'ImportConverter0 = set 0010,0010 to Anon'],
  ['web page', '<!DOCTYPE html><html><body>404</body></html>'],
];

describe('a file of a system that Lethe does not read', () => {
  it.each(FOREIGN)('is said by its name: %s: %j', (system, text) => {
    const { plan, problems, dialect } = compileRules(sourceOf(text));
    expect([plan, dialect]).toEqual([null, null]);
    expect(problems.map(({ code }) => code)).toEqual(['DIALECT_FOREIGN']);
    expect(problems[0]?.message).toContain(system);
    for (const read of ['Microsoft', 'ProKnow', 'dcm4chee', 'MeVisLab'])
      expect(problems[0]?.hint).toContain(read);
  });

  it.each(FOREIGN)('is also said where a dialect is named that it is not: %s: %j', (_system, text) => {
    for (const dialect of RULE_DIALECTS) {
      const { plan, problems } = compileRules(sourceOf(text), dialect);
      expect(plan).toBeNull();
      expect(problems[0]?.code).toBe('DIALECT_FOREIGN');
    }
  });

  it('is not a file of ours: every example, and what our files may say of others', () => {
    const examples = new URL('../../rules/examples/', import.meta.url);
    for (const name of readdirSync(examples))
      expect([name, foreignSystem(readFileSync(new URL(name, examples), 'utf8'))]).toEqual([name, null]);
    const ours = [
      '{ /* was: "Replace": {} of Orthanc */ "rules": [] }',
      '// FORMAT dicom\n{ "name": "gdcmanon --dumb", "rules": [] }',
      '{ "rules": [{ "select": "PatientName", "action": "set", "value": "version \\"6.1\\"" }] }',
      'retainUIDs = TRUE\ninstitutionName = gdcm',
      'deidentify:RetainUIDsOption',
      '{ "rules": [{ "tag": "(0010,0010)", "method": "keep" }] }',
    ];
    for (const text of ours) expect(codesOf(compileRules(sourceOf(text)))).not.toContain('DIALECT_FOREIGN');
  });
});

describe('an action that is not known', () => {
  const hintOf = (action: string) =>
    compileRules(sourceOf(JSON.stringify({ rules: [{ select: 'PatientName', action, value: 'x', zip: 1 }] })))
      .problems.map(({ hint }) => hint)
      .join('\n');

  it.each([
    ['blank', 'empty'],
    ['Delete', 'remove'],
    ['replace', 'set'],
    ['keeep', 'keep'],
    ['retain', 'keep'],
    ['jitter', 'shift'],
    ['HashUID', 'replace-uid'],
    ['clean', 'clean-text'],
  ])('%s gets the one that is meant: %s', (action, meant) => {
    expect(hintOf(action)).toContain(`Did you mean "${meant}"?`);
  });

  it('gets the nearest, and no list of all actions and parameters', () => {
    const hint = hintOf('frobnicate');
    expect(hint).toMatch(/^The nearest are "[\w-]+", "[\w-]+", "[\w-]+"; docs\/rules\.md has them all\.$/m);
    expect(hint.split('\n').every((line) => line.length < 120)).toBe(true);
    expect(hint).toContain('Correct the action first');
  });

  it('gets the one that begins alike, and none where several do', () => {
    const options = ['RetainUIDsOption', 'RetainDeviceIdentityOption'];
    expect(nearestHint('RetainUIDs', options)).toBe('Did you mean "RetainUIDsOption"?');
    expect(nearestHint('MODIFY', ['OFF', 'FULL', 'MODIFIED'])).toBe('Did you mean "MODIFIED"?');
    expect(nearestHint('Retain', options)).toBe(
      'Write one of: RetainUIDsOption, RetainDeviceIdentityOption.',
    );
  });

  it('gets all of them where they are few', () => {
    expect(nearestHint('zzzz', ['one', 'other'])).toBe('Write one of: one, other.');
  });
});
