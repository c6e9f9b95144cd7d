import { type StepMessage, stepForServer } from '../../../../layers/engine/identifier/performedStep.ts';
import type { QueryServices } from '../../../../layers/engine/identifier/query.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, sq } from '../../../support/build.ts';
import { texts } from '../actions/identityInstance.ts';
import { byPatient, planOf, shiftBy } from '../actions/shiftPlan.ts';
import { cleanBytes } from '../harness.ts';
import {
  ACCESSION,
  bare,
  createElements,
  ID,
  NAME,
  NEEDLES,
  queryServices,
  STUDY,
  SYNTAXES,
  services,
  setElements,
  textsOf,
  WORKLIST_PLAN,
} from './worklist.ts';

const MPPS = '1.2.840.10008.3.1.2.3.3';
const STEP = '1.2.826.0.1.3680043.9.1234.77';
const CLEANS = { keys: services(WORKLIST_PLAN) };

async function sent(message: Partial<StepMessage>, over: Partial<QueryServices> = CLEANS) {
  const data = message.data ?? bare(createElements());
  const step = await stepForServer(
    { data, sopClassUid: MPPS, sopInstanceUid: STEP, ...message },
    queryServices(over),
  );
  if ('reason' in step) throw new Error(step.reason.code);
  return { ...step, said: await textsOf({ ...data, bytes: step.bytes }) };
}

describe('a step from a modality that knows the patient', () => {
  test.each(SYNTAXES)('begins and ends with what the instances get, in %s', async (syntax) => {
    const created = await sent({ data: bare(createElements(), syntax) });
    const ended = await sent({ data: bare(setElements(), syntax), whose: created.whose });
    for (const needle of NEEDLES)
      expect([needle, JSON.stringify([created.said, ended.said]).includes(needle)]).toEqual([needle, false]);
    const object = instance({
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
        el(0x00080018, 'UI', `${STUDY}.5.1`),
        el(0x00080050, 'SH', ACCESSION),
        sq(0x00081111, [[el(0x00081150, 'UI', MPPS), el(0x00081155, 'UI', STEP)]]),
        el(0x00100010, 'PN', NAME),
        el(0x00100020, 'LO', ID),
        el(0x0020000d, 'UI', STUDY),
        el(0x0020000e, 'UI', `${STUDY}.5`),
      ],
    });
    const of = await texts(
      await cleanBytes(object, { plan: { ...basicProfilePlan(), rules: WORKLIST_PLAN.rules } }),
    );
    expect(created.said).toMatchObject({
      '(0010,0010)': of['(0010,0010)'],
      '(0010,0020)': of['(0010,0020)'],
      '(0040,0270)[0](0008,0050)': of['(0008,0050)'],
      '(0040,0270)[0](0020,000D)': of['(0020,000D)'],
      '(0040,0252)': 'IN PROGRESS',
    });
    expect(ended.said).toMatchObject({
      '(0040,0252)': 'COMPLETED',
      '(0040,0340)[0](0020,000E)': of['(0020,000E)'],
      '(0040,0340)[0](0008,1140)[0](0008,1155)': of['(0008,0018)'],
      '(0040,0340)[0](0008,103E)': 'THORAX of [removed]',
    });
    expect(created.sopInstanceUid).not.toBe(STEP);
    expect(ended.sopInstanceUid).toBe(created.sopInstanceUid);
  });

  test('has the SOP Instance UID by which images refer to it', async () => {
    const { sopInstanceUid } = await sent({});
    const object = instance({
      elements: [
        el(0x00080018, 'UI', '1.2.3'),
        sq(0x00081111, [[el(0x00081150, 'UI', MPPS), el(0x00081155, 'UI', STEP)]]),
      ],
    });
    const plan = planOf(['UI', { kind: 'replace-uid', method: 'keyed' }]);
    const of = await texts(await cleanBytes(object, { plan }));
    expect(of['(0008,1111)[0](0008,1155)']).toBe(sopInstanceUid);
  });

  test('nothing of the command, nor of the message before, is in the data set', async () => {
    const { whose } = await sent({});
    expect(
      Object.keys((await sent({ data: bare(setElements()), whose })).said).filter((path) =>
        /^\((0008|0010|0020)/.test(path),
      ),
    ).toEqual([]);
  });

  test('its end moves with its beginning, for the beginning says whose it is', async () => {
    const keys = services(planOf(['DA', shiftBy(byPatient())]));
    const created = await sent({}, { keys });
    const ended = await sent({ data: bare(setElements()), whose: created.whose }, { keys });
    expect(ended.said['(0040,0250)']).toBe(created.said['(0040,0244)']);
    expect(ended.said['(0040,0250)']).not.toBe('20261130');
    await expect(sent({ data: bare(setElements()) }, { keys })).rejects.toThrow('NO_PATIENT_ID');
  });

  test('an unscheduled step without Patient ID goes by its study', async () => {
    const keys = services(planOf(['DA', shiftBy(byPatient())]));
    const elements = createElements().map((node) =>
      'tag' in node && node.tag === 0x00100020 ? el(0x00100020, 'LO', '') : node,
    );
    const created = await sent({ data: bare(elements) }, { keys });
    const ended = await sent({ data: bare(setElements()), whose: created.whose }, { keys });
    expect(ended.said['(0040,0250)']).toBe(created.said['(0040,0244)']);
  });
});

describe('a step from a modality that saw pseudonyms', () => {
  const known = new Map([
    ['BDYWSQVR8YEQK732', 'PAT-40711'],
    ['2.25.258504886763718263955892516402819921651', STUDY],
    ['W2R1ENH5BKB4NPX5', ACCESSION],
  ]);
  const restorer = {
    restore: async (identities: ReadonlySet<string>) =>
      new Map(
        [...known]
          .filter(([identity]) => identities.has(identity))
          .map(([identity, original]) => [identity, { original: new Phi(original), patient: {} }]),
      ),
  };

  test('has the originals again where the store knows them, and is else as it came', async () => {
    const elements = [
      el(0x00100010, 'PN', 'PATIENT^ZMEH3GWY61XZ667S'),
      el(0x00100020, 'LO', 'BDYWSQVR8YEQK732'),
      el(0x00400253, 'SH', 'PPS1'),
      sq(0x00400270, [
        [
          el(0x00080050, 'SH', 'W2R1ENH5BKB4NPX5'),
          el(0x0020000d, 'UI', '2.25.258504886763718263955892516402819921651'),
        ],
      ]),
    ];
    const step = await sent({ data: bare(elements) }, { restorer });
    expect(step.said).toEqual({
      '(0010,0010)': 'PATIENT^ZMEH3GWY61XZ667S',
      '(0010,0020)': 'PAT-40711',
      '(0040,0253)': 'PPS1',
      '(0040,0270)': '1',
      '(0040,0270)[0](0008,0050)': ACCESSION,
      '(0040,0270)[0](0020,000D)': STUDY,
    });
    expect(step.sopInstanceUid).toBe(STEP);
  });
});

describe('what does not reach the server', () => {
  const codeOf = async (message: Partial<StepMessage>, over: Partial<QueryServices>) => {
    const data = bare(createElements());
    const step = await stepForServer(
      { data, sopClassUid: MPPS, sopInstanceUid: STEP, ...message },
      queryServices(over),
    );
    return 'reason' in step ? step.reason.code : null;
  };

  test('a data set that names another step than the command', async () => {
    const data = bare([el(0x00080018, 'UI', '1.2.3'), ...createElements()]);
    expect(await codeOf({ data }, CLEANS)).toBe('VALUE_INVALID');
    expect(await codeOf({ data, sopInstanceUid: '1.2.3' }, CLEANS)).toBe(null);
  });

  test('a step whose UID the rules take away', async () => {
    expect(await codeOf({}, { keys: services(planOf([0x00080018, { kind: 'empty' }])) })).toBe(
      'NO_SOP_INSTANCE_UID',
    );
  });

  test('an end whose character set has no place for the name at its beginning', async () => {
    const whose = [{ tag: 0x00100010 as never, vr: 'PN' as const, value: new Phi('Müller^Jürg') }];
    expect(await codeOf({ data: bare(setElements()), whose }, CLEANS)).toBe('VALUE_NOT_ENCODABLE');
  });
});
