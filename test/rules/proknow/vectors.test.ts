import { testIdentities } from '../../layers/engine/harness.ts';
import { el, type Node, sq } from '../../support/build.ts';
import { codesOf, outcomeOf, run } from '../harness.ts';
import { compile, type Properties, plan, xmlOf } from './xml.ts';

/** Vectors A3.4 in their order, each through the engine. */

const shifted = (tag: string, vr: string): Properties => ({ Tag: tag, VR: vr, Rule: 'Shift' });
const STUDY = [shifted('0008,0020', 'DA'), shifted('0008,0030', 'TM'), shifted('0008,002A', 'DT')];

describe('Shift', () => {
  test('1: +10000101010 moves a DT by 10000 days, 10 hours, 10 minutes and 10 seconds', async () => {
    const output = await run(plan(STUDY, '+10000101010'), [el(0x0008002a, 'DT', '20000101000000')]);
    expect(output.get('(0008,002A)')).toBe('20270519101010');
  });

  test('2: back over a leap day', async () => {
    const output = await run(plan(STUDY, '-00001000000'), [el(0x00080020, 'DA', '20240301')]);
    expect(output.get('(0008,0020)')).toBe('20240229');
  });

  test('3: without a sign forward, a date with its time over midnight and the end of the year', async () => {
    const output = await run(plan(STUDY, '00000020000'), [
      el(0x00080020, 'DA', '20231231'),
      el(0x00080030, 'TM', '233000'),
    ]);
    expect([output.get('(0008,0020)'), output.get('(0008,0030)')]).toEqual(['20240101', '013000']);
  });

  test('4: a time by itself, modulo 24 hours, as precise as it was', async () => {
    const output = await run(plan(STUDY, '00000020000'), [el(0x00080030, 'TM', '233000.5')]);
    expect(output.get('(0008,0030)')).toBe('013000.5');
  });

  test('5: one second back, to the microsecond and in its zone', async () => {
    const output = await run(plan(STUDY, '-00000000001'), [
      el(0x0008002a, 'DT', '20240101000000.123456+0100'),
    ]);
    expect(output.get('(0008,002A)')).toBe('20231231235959.123456+0100');
  });

  test('a day that stands where nobody gave one tells the one shift of all: it goes, with its time', async () => {
    const output = await run(plan(STUDY, '+10000101010'), [
      el(0x00080020, 'DA', '19700101'),
      el(0x0008002a, 'DT', '19000101000000'),
      el(0x00080030, 'TM', '000000'),
    ]);
    expect(['(0008,0020)', '(0008,002A)', '(0008,0030)'].map((path) => output.get(path))).toEqual([
      '',
      '',
      '',
    ]);
  });

  test('in items as in the root', async () => {
    const output = await run(plan(STUDY, '00000020000'), [
      sq(0x00400275, [[el(0x00080020, 'DA', '20231231'), el(0x00080030, 'TM', '233000')]]),
    ]);
    expect(output.get('(0040,0275)[0](0008,0020)')).toBe('20240101');
    expect(output.get('(0040,0275)[0](0008,0030)')).toBe('013000');
  });
});

const PATIENT_ID: Properties = {
  Name: 'Patient ID',
  Tag: '(0010,0020)',
  VR: 'LO',
  Rule: 'GeneratePatient',
  Value: '{##}',
};
const NAME: Properties = { Tag: '(0010,0010)', VR: 'PN', Rule: 'GeneratePatient', Value: 'Anon^{###}' };
const patient = (id: string): Node[] => [el(0x00100010, 'PN', `Name^${id}`), el(0x00100020, 'LO', id)];

describe('GeneratePatient', () => {
  test('6: the IDs A, B, A, C are 00, 01, 00, 02, and the names go in lock-step', async () => {
    const identities = testIdentities();
    const rules = plan([PATIENT_ID, NAME]);
    const people: (readonly (string | undefined)[])[] = [];
    for (const id of ['A', 'B', 'A', 'C']) {
      const output = await run(rules, patient(id), { identities });
      people.push([output.get('(0010,0020)'), output.get('(0010,0010)')]);
    }
    expect(people).toEqual([
      ['00', 'Anon^000'],
      ['01', 'Anon^001'],
      ['00', 'Anon^000'],
      ['02', 'Anon^002'],
    ]);
  });

  test('a name that is given by another rules file is that of the same number', async () => {
    const identities = testIdentities();
    for (const id of ['A', 'B']) await run(plan([PATIENT_ID]), patient(id), { identities });
    const output = await run(plan([NAME]), patient('B'), { identities });
    expect(output.get('(0010,0010)')).toBe('Anon^001');
  });

  test('no number is left: the instance is quarantined, and patients with a number keep it', async () => {
    const identities = testIdentities();
    const rules = plan([{ ...PATIENT_ID, Value: '{#}' }]);
    for (let id = 0; id < 10; id++) await run(rules, patient(`P${id}`), { identities });
    expect(await outcomeOf(rules, patient('P10'), { identities })).toBe('PLACEHOLDER_EXHAUSTED');
    expect((await run(rules, patient('P3'), { identities })).get('(0010,0020)')).toBe('3');
  });

  test('without a Patient ID the instance is quarantined, unless its study may have a number', async () => {
    const nobody = [el(0x00100010, 'PN', 'Doe^Jane'), el(0x00100020, 'LO', '')];
    expect(await outcomeOf(plan([PATIENT_ID]), nobody)).toBe('NO_PATIENT_ID');
    const perStudy = compile(
      xmlOf([PATIENT_ID]).replace('<Anonym', '<?lethe when-no-patient-id="study"?>\n<Anonym'),
    ).plan;
    expect((await run(perStudy!, nobody)).get('(0010,0020)')).toBe('00');
  });

  test('CopyPatientId gives the name what the ID becomes', async () => {
    const output = await run(
      plan([PATIENT_ID, { Tag: '00100010', VR: 'PN', Rule: 'CopyPatientId' }]),
      patient('A'),
    );
    expect(output.get('(0010,0010)')).toBe('00');
  });

  test.each([
    [
      '7: on Accession Number',
      { Tag: '(0008,0050)', VR: 'SH', Rule: 'GeneratePatient', Value: '{#}' },
      'RULE_NOT_FOR_TAG',
    ],
    ['7: without a placeholder', { ...PATIENT_ID, Value: 'Site' }, 'PLACEHOLDER'],
    ['7: with two', { ...PATIENT_ID, Value: '{#}{#}' }, 'PLACEHOLDER'],
    ['7: with an empty one', { ...PATIENT_ID, Value: '{}' }, 'PLACEHOLDER'],
    ['8: Fixed on SQ', { Tag: '(0008,1110)', VR: 'SQ', Rule: 'Fixed', Value: 'x' }, 'RULE_NOT_FOR_VR'],
    ['8: Fixed on OB', { Tag: '(0042,0011)', VR: 'OB', Rule: 'Fixed', Value: 'x' }, 'RULE_NOT_FOR_VR'],
    ['8: Fixed on FD', { Tag: '(0018,9073)', VR: 'FD', Rule: 'Fixed', Value: '1' }, 'RULE_NOT_FOR_VR'],
    ['9: Remove on Patient’s Name', { Tag: '(0010,0010)', VR: 'PN', Rule: 'Remove' }, 'RULE_NOT_FOR_TAG'],
  ])('%s is an error', (_case, element: Properties, expected) => {
    const result = compile(xmlOf([element]));
    expect(codesOf(result)).toEqual([expected]);
    expect(result.plan).toBeNull();
  });
});

describe('GenerateUid', () => {
  const rules = plan([{ Tag: '(0020,0052)', VR: 'UI', Rule: 'GenerateUid' }]);
  const frame = [el(0x00200052, 'UI', '1.2.3.4')];

  test('10: one UID in two files at once is one new UID', async () => {
    const identities = testIdentities();
    const outputs = await Promise.all([1, 2, 3].map(() => run(rules, frame, { identities })));
    const uids = new Set(outputs.map((output) => output.get('(0020,0052)')));
    expect(uids.size).toBe(1);
    expect([...uids][0]).toMatch(/^2\.25\.\d+$/);
  });

  test('it is random: another installation has another', async () => {
    const [one, other] = [await run(rules, frame), await run(rules, frame)];
    expect(one.get('(0020,0052)')).not.toBe(other.get('(0020,0052)'));
  });
});
