import { readTag, readTagAsTheTool, tagHint } from '../../../rules/microsoft/tagText.ts';
import { privateBlock, sq } from '../../support/build.ts';
import { rule, run } from './tool.ts';

const tagOf = (text: string) => readTag(text)?.selector;

describe('the tag of a rule', () => {
  test.each([
    '(0010,0020)',
    '(0010, 0020)',
    '( 0010 , 0020 )',
    '0010,0020',
    '0010, 0020',
    '00100020',
    '(00100020)',
    ' (0010,0020) ',
    'PatientID',
  ])('%s is Patient ID', (text) => {
    expect(tagOf(text)).toEqual({ kind: 'tag', tag: 0x00100020 });
  });

  test.each([
    ['(0010, xxxx)', 0xffff0000, 0x00100000],
    ['(0010,xxxx)', 0xffff0000, 0x00100000],
    ['xx10xx10', 0x00ff00ff, 0x00100010],
    ['(xx10, xx10)', 0x00ff00ff, 0x00100010],
    ['(50xx,XXXX)', 0xff000000, 0x50000000],
    ['xxx1,xxxx', 0x000f0000, 0x00010000],
    ['(00x0,x001)', 0xff0f0fff, 0x00000001],
    ['FFFF,xxxx', 0xffff0000, 0xffff0000],
  ])('%s is a mask', (text, mask, value) => {
    expect(tagOf(text)).toEqual({ kind: 'mask', mask, value });
  });

  test.each(['DA', 'PN', 'UN', 'SQ', 'OV'])('%s is a VR', (vr) => {
    expect(tagOf(vr)).toEqual({ kind: 'vr', vr });
  });

  test.each(['AcquisitionComments', 'AcquisitionCommentsRETIRED'])('%s is retired, and known', (text) => {
    expect(tagOf(text)).toEqual({ kind: 'tag', tag: 0x00184000 });
  });

  test('a keyword of a repeating group is a mask', () => {
    expect(tagOf('OverlayComments')).toEqual({ kind: 'mask', mask: 0xff01ffff, value: 0x60004000 });
  });

  test.each(['(0009,1001:ACME 1.1)', '0009,1001:ACME 1.1', '(0009, 1001 : ACME 1.1)'])(
    '%s is an element of a private creator',
    (text) => {
      expect(tagOf(text)).toEqual({ kind: 'private', group: 9, creator: 'ACME 1.1', element: 1 });
    },
  );

  test('a creator of a public attribute is ignored', () => {
    expect(readTag('(0010,0010:ACME)')).toEqual({
      selector: { kind: 'tag', tag: 0x00100010 },
      ignoredCreator: true,
    });
  });

  test.each([
    '(0040)',
    'DD',
    'da',
    'patientname',
    'Patient Name',
    '(0010,0010',
    '0010,0010)',
    '(0010,001)',
    '(0010,00100)',
    '(00g0,0010)',
    '(0009,1001:)',
    '(0009,xx01:ACME)',
    '',
  ])('%s is none', (text) => {
    expect(readTag(text)).toBeNull();
  });

  test.each([
    ['da', 'DA'],
    ['patientname', 'PatientName'],
    ['(0009,xx01:ACME)', 'creator'],
    ['(0040)', '(gggg,eeee)'],
  ])('the hint of %s says %s', (text, expected) => {
    expect(tagHint(text)).toContain(expected);
  });

  test('a creator is found in whichever block it has, in items too', async () => {
    const output = await run({ rules: [rule('(0009,1001:ACME)', 'remove')] }, [
      ...privateBlock(9, 0x10, 'OTHER', [[1, 'LO', 'kept']]),
      ...privateBlock(9, 0x42, 'ACME', [
        [1, 'LO', 'gone'],
        [2, 'LO', 'kept'],
      ]),
      sq(0x00081140, [privateBlock(9, 0x11, 'ACME', [[1, 'LO', 'gone']])]),
    ]);
    expect(output.values(0x00091001)).toEqual(['kept']);
    expect(output.values(0x00094201)).toBeUndefined();
    expect(output.values(0x00094202)).toEqual(['kept']);
    expect(Buffer.from(output.bytes).includes('gone')).toBe(false);
  });
});

describe('the tag of a rule as the tool reads it', () => {
  test('a space costs the last digit', () => {
    expect(readTagAsTheTool('(0010, 0010)')?.selector).toEqual({ kind: 'tag', tag: 0x00100001 });
    expect(readTagAsTheTool('(0010, xxxx)')).toBeNull();
  });

  test('a mask without a comma loses a digit, and its mask a place', () => {
    expect(readTagAsTheTool('xx10xx10')?.selector).toEqual({
      kind: 'mask',
      mask: 0x000ff0ff,
      value: 0x00100010,
    });
  });

  test.each(['(0010,0010)', '00100010', '(50xx,xxxx)', 'PatientName', 'PN'])('%s is read as ever', (text) => {
    expect(readTagAsTheTool(text)).toEqual(readTag(text));
  });
});
