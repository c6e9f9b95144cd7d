import { type Context, type Judged, mappingOf, passes } from '../../../bench/scorecard/judge/checks.ts';
import { readPart10 } from '../../../bench/scorecard/judge/read.ts';
import { ACTIONS, type Action, type Check, type InstanceKey } from '../../../bench/scorecard/key.ts';
import { el, instance, type Node, sq } from '../../support/build.ts';

/** The checks against vectors made by hand from the published description: each action, passed, failed, without its tag and without a file. */

const OLD_UID = '1.2.840.113619.2.1';
const NEW_UID = '2.25.17';

function check(action: Action, path: string, value: string, text = value): Check {
  return { action, category: 'BASIC', path, name: '', value, text };
}

const keyOf = (file: string, checks: readonly Check[]): InstanceKey => ({
  file,
  modality: 'CT',
  sopClassUid: '',
  patientId: 'P',
  studyUid: '',
  seriesUid: '',
  sopUid: '',
  instanceNumber: '1',
  digest: '',
  checks,
});

const outputOf = (...elements: readonly Node[]) => readPart10(instance({ elements }));

/** What becomes of one check in an instance with these elements, and of others beside it in the same set. */
function verdict(asked: Check, elements: readonly Node[] | null, others: readonly Judged[] = []): boolean {
  const judged: Judged = {
    key: keyOf('a', [asked]),
    output: elements === null ? null : outputOf(...elements),
  };
  const all = [judged, ...others];
  const context: Context = {
    uids: mappingOf(all, ['uid_consistent']),
    patientIds: mappingOf(all, ['patid_consistent']),
    pixels: new Set(),
  };
  return passes(asked, judged, context);
}

/** Each line: the check, an output that passes, one that fails, and what an absent tag and a missing file come to. */
const VECTORS: readonly (readonly [
  asked: Check,
  passing: readonly Node[],
  failing: readonly Node[],
  absentTag: boolean,
  missingFile: boolean,
])[] = [
  [
    check('tag_retained', '00100030', '19610914'),
    [el(0x00100030, 'DA', '')],
    [el(0x00100020, 'LO', 'x')],
    false,
    false,
  ],
  [
    check('text_notnull', '00080060', 'CT'),
    [el(0x00080060, 'CS', 'MR')],
    [el(0x00080060, 'CS', '')],
    false,
    false,
  ],
  [
    check('text_retained', '0008103E', 'AXIAL for Jane', 'AXIAL'),
    [el(0x0008103e, 'LO', 'AXIAL for somebody')],
    [el(0x0008103e, 'LO', 'removed')],
    false,
    false,
  ],
  [
    check('text_removed', '0008103E', 'AXIAL for Jane', 'Jane'),
    [el(0x0008103e, 'LO', 'AXIAL')],
    [el(0x0008103e, 'LO', 'axial FOR JANE')],
    true,
    true,
  ],
  [
    check('date_shifted', '00080020', '20200107'),
    [el(0x00080020, 'DA', '20191231')],
    [el(0x00080020, 'DA', '20200107')],
    true,
    true,
  ],
  [
    check('uid_changed', '00080018', OLD_UID),
    [el(0x00080018, 'UI', NEW_UID)],
    [el(0x00080018, 'UI', OLD_UID)],
    true,
    true,
  ],
  [
    check('uid_consistent', '00080018', OLD_UID),
    [el(0x00080018, 'UI', NEW_UID)],
    [el(0x00080018, 'UI', '')],
    false,
    false,
  ],
  [
    check('patid_consistent', '00100020', 'P'),
    [el(0x00100020, 'LO', 'Q')],
    [el(0x00100020, 'LO', '')],
    false,
    false,
  ],
];

describe('the check', () => {
  it.each(VECTORS)('$action', (asked, passing, failing, absentTag, missingFile) => {
    expect(verdict(asked, passing)).toBe(true);
    expect(verdict(asked, failing)).toBe(false);
    expect(verdict(asked, [])).toBe(absentTag);
    expect(verdict(asked, null)).toBe(missingFile);
  });

  it('is made for each action but those of pixels, which have a test of their own', () => {
    const tested = new Set(VECTORS.map(([{ action }]) => action));
    expect(ACTIONS.filter((action) => !tested.has(action))).toEqual(['pixels_hidden', 'pixels_retained']);
  });
});

describe('what is consistent', () => {
  const asked = check('uid_consistent', '00080018', OLD_UID);
  const other = (old: string, fresh: string): Judged => ({
    key: keyOf('b', [check('uid_consistent', '0020000D', old)]),
    output: outputOf(el(0x0020000d, 'UI', fresh)),
  });
  const mine = [el(0x00080018, 'UI', NEW_UID)];

  it.each([
    ['the same UID became the same elsewhere', other(OLD_UID, NEW_UID), true],
    ['the same UID became another elsewhere', other(OLD_UID, '2.25.18'), false],
    ['another UID became the same', other('1.2.3', NEW_UID), false],
    ['another UID became another', other('1.2.3', '2.25.18'), true],
  ])('%s', (_what, beside, expected) => {
    expect(verdict(asked, mine, [beside])).toBe(expected);
  });

  it('and a UID that nothing happened to is, though it is not changed', () => {
    expect(verdict(asked, [el(0x00080018, 'UI', OLD_UID)])).toBe(true);
  });
});

describe('a value', () => {
  it('is found in items, and in bytes', () => {
    const removed = check('text_removed', '00400275/0/00321060', 'MRI Jane', 'Jane');
    const item = (text: string) => [sq(0x00400275, [[el(0x00321060, 'LO', text)]])];
    expect(verdict(removed, item('MRI Jane'))).toBe(false);
    expect(verdict(removed, item('MRI'))).toBe(true);
    const inBytes = check('text_removed', '00291010', 'tPatientID:"J1"', 'J1');
    expect(verdict(inBytes, [el(0x00291010, 'OB', new Uint8Array(Buffer.from('SV10 J1')))])).toBe(false);
  });

  it('of numbers is compared as numbers', () => {
    const retained = check('text_retained', '00180050', '5.0');
    expect(verdict(retained, [el(0x00180050, 'DS', '5')])).toBe(true);
    expect(verdict(retained, [el(0x00180050, 'DS', '50')])).toBe(false);
    const binary = check('text_retained', '00280010', '64');
    expect(verdict(binary, [el(0x00280010, 'US', [64])])).toBe(true);
    expect(verdict(binary, [el(0x00280010, 'US', [65])])).toBe(false);
  });
});
