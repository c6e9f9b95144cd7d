import { inflateRawSync } from 'node:zlib';
import { FaultError } from '../../../../layers/engine/faults.ts';
import type { BareDataSet } from '../../../../layers/engine/identifier/bareDataSet.ts';
import { asObject, indexOfObject } from '../../../../layers/engine/identifier/bareDataSet.ts';
import { cleanMessage, type MessageOptions } from '../../../../layers/engine/identifier/cleanMessage.ts';
import { messagePlan } from '../../../../layers/engine/identifier/messagePlan.ts';
import { answerForModality } from '../../../../layers/engine/identifier/query.ts';
import { requestedKeys } from '../../../../layers/engine/identifier/requestedKeys.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { texts } from '../actions/identityInstance.ts';
import { byPatient, planOf, shiftBy } from '../actions/shiftPlan.ts';
import { cleanBytes } from '../harness.ts';
import {
  ACCESSION,
  answerElements,
  bare,
  ID,
  NAME,
  NEEDLES,
  planIn,
  queryElements,
  STUDY,
  SYNTAXES,
  services,
  textsOf,
  WORKLIST_PLAN,
} from './worklist.ts';

async function through(message: BareDataSet, plan: RulePlan = WORKLIST_PLAN, options: MessageOptions = {}) {
  const clean = await cleanMessage(message, services(plan), options);
  if ('reason' in clean) throw new Error(clean.reason.code);
  return { ...message, bytes: clean.bytes };
}

const codeOf = async (message: BareDataSet, plan: RulePlan): Promise<string | null> => {
  const clean = await cleanMessage(message, services(plan));
  return 'reason' in clean ? clean.reason.code : null;
};

const visible = ({ bytes, transferSyntaxUid }: BareDataSet): string =>
  Buffer.from(transferSyntaxUid === TRANSFER_SYNTAX.deflated ? inflateRawSync(bytes) : bytes).toString(
    'latin1',
  );

const requested = async (elements: readonly Node[]) =>
  requestedKeys((await indexOfObject(asObject(bare(elements)))).dataSet);

describe('an answer of a worklist', () => {
  test.each(SYNTAXES)('in %s says nothing of who it is about, and the same in all', async (syntax) => {
    const before = bare(answerElements(), syntax);
    for (const needle of NEEDLES) expect(visible(before)).toContain(needle);
    const after = await through(before);
    for (const needle of NEEDLES) expect(visible(after)).not.toContain(needle);
    expect(await textsOf(after)).toEqual(await textsOf(await through(bare(answerElements()))));
  });

  test('has what a modality works by', async () => {
    const said = await textsOf(await through(bare(answerElements())));
    expect(said).toMatchObject({
      '(0010,0040)': 'F',
      '(0010,1030)': '61.5',
      '(0010,2000)': 'PACEMAKER',
      '(0032,1060)': 'CT CHEST of [removed]',
      '(0032,1064)[0](0008,0100)': '24627-2',
      '(0040,0100)[0](0008,0060)': 'CT',
      '(0040,0100)[0](0040,0001)': 'CT1',
      '(0040,0100)[0](0040,0002)': '20261130',
      '(0040,0100)[0](0040,0003)': '131500',
      '(0040,0100)[0](0040,0009)': expect.stringMatching(/^[0-9A-Z]{16}$/),
      '(0040,1001)': expect.stringMatching(/^[0-9A-Z]{16}$/),
    });
  });

  test('has the identities that the instances of the same patient, study and order get', async () => {
    const said = await textsOf(await through(bare(answerElements())));
    const object = instance({
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
        el(0x00080018, 'UI', `${STUDY}.5.1`),
        el(0x00080050, 'SH', ACCESSION),
        el(0x00100010, 'PN', NAME),
        el(0x00100020, 'LO', ID),
        el(0x0020000d, 'UI', STUDY),
        el(0x0020000e, 'UI', `${STUDY}.5`),
      ],
    });
    const of = await texts(await cleanBytes(object, { plan: basicProfilePlan() }));
    for (const path of ['(0008,0050)', '(0010,0010)', '(0010,0020)', '(0020,000D)'])
      expect([path, said[path]]).toEqual([path, of[path]]);
    expect(said['(0010,0020)']).not.toBe('');
  });

  test('has no stamps, though the plan has some', async () => {
    const plan = basicProfilePlan();
    expect(plan.stamps).not.toBeNull();
    const paths = Object.keys(await textsOf(await through(bare(answerElements()), plan)));
    expect(paths.filter((path) => /^\(0012,|\(0028,0303\)|\(0002,/.test(path))).toEqual([]);
  });

  test('that says it is de-identified is treated as any', async () => {
    const { digest: _digest, ...draft } = WORKLIST_PLAN;
    const plan = sealPlan({
      ...draft,
      screening: { ...draft.screening, alreadyDeidentified: 'pass-through' },
    });
    const elements = [...answerElements(), el(0x00120062, 'CS', 'YES')].sort((a, b) => tagOf(a) - tagOf(b));
    const after = await through(bare(elements), plan);
    for (const needle of NEEDLES) expect(visible(after)).not.toContain(needle);
  });

  test('gets nothing that rules add to instances', async () => {
    const plan = planIn(`{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [
      { "select": "ClinicalTrialProtocolID", "action": "set", "value": "CT-7", "whenAbsent": "add" }] }`);
    expect(Object.keys(await textsOf(await through(bare([el(0x00080060, 'CS', 'CT')]), plan)))).toEqual([
      '(0008,0060)',
    ]);
    expect(await textsOf(await through(bare([el(0x00120020, 'LO', 'X')]), plan))).toEqual({
      '(0012,0020)': 'CT-7',
    });
  });

  test('moves its dates as far as those of the patient’s instances', async () => {
    const shift = shiftBy(byPatient());
    const plan = planOf(['DA', shift]);
    const said = await textsOf(await through(bare(answerElements()), plan));
    const object = instance({
      elements: [el(0x00080018, 'UI', '1.2.3'), el(0x00080020, 'DA', '20261130'), el(0x00100020, 'LO', ID)],
    });
    const moved = (await texts(await cleanBytes(object, { plan })))['(0008,0020)'];
    expect(said['(0040,0100)[0](0040,0002)']).toBe(moved);
    expect(moved).not.toBe('20261130');
  });
});

describe('what nobody asked for', () => {
  test('does not leave, at any depth', async () => {
    const keys = await requested(queryElements());
    const clean = await answerForModality(
      bare(answerElements()),
      { requested: keys, matches: [] },
      { answers: services(WORKLIST_PLAN) },
    );
    if (clean === null || 'reason' in clean) throw new Error('not answered');
    const said = await textsOf({ ...bare([]), bytes: clean.bytes });
    expect(Object.keys(said)).toEqual([
      '(0008,0005)',
      '(0008,0050)',
      '(0010,0010)',
      '(0010,0020)',
      '(0010,0040)',
      '(0020,000D)',
      '(0032,1064)',
      '(0032,1064)[0](0008,0100)',
      '(0032,1064)[0](0008,0102)',
      '(0032,1064)[0](0008,0104)',
      '(0040,0100)',
      '(0040,0100)[0](0008,0060)',
      '(0040,0100)[0](0040,0001)',
      '(0040,0100)[0](0040,0002)',
      '(0040,0100)[0](0040,0003)',
      '(0040,0100)[0](0040,0007)',
      '(0040,0100)[0](0040,0009)',
      '(0040,1001)',
    ]);
  });

  test.each(SYNTAXES)('leaves a data set that can be read, in %s', async (syntax) => {
    const keys = await requested([el(0x00100020, 'LO', ''), sq(0x00400100, [[el(0x00080060, 'CS', '')]])]);
    const clean = await cleanMessage(bare(answerElements(), syntax), services(WORKLIST_PLAN), {
      requested: keys,
    });
    if ('reason' in clean) throw new Error(clean.reason.code);
    expect(Object.keys(await textsOf({ bytes: clean.bytes, transferSyntaxUid: syntax }))).toEqual([
      '(0008,0005)',
      '(0010,0020)',
      '(0040,0100)',
      '(0040,0100)[0](0008,0060)',
    ]);
  });
});

describe('what cannot leave', () => {
  test('a text that somebody would have to look at leaves empty', async () => {
    const plan =
      planIn(`{ "profile": "none", "otherwise": { "public": "keep" }, "freeText": "hold", "rules": [
      { "select": "PatientName", "action": "remove" },
      { "select": "RequestedProcedureDescription", "action": "review" } ] }`);
    const asked = [el(0x00321060, 'LO', 'CT of somebody')];
    const said = await textsOf(await through(bare([...asked, sq(0x00400275, [asked])]), plan));
    expect(said).toEqual({ '(0032,1060)': '', '(0040,0275)': '1', '(0040,0275)[0](0032,1060)': '' });
  });

  test('a removed name in a value that rules keep', async () => {
    const plan = planIn(
      '{ "profile": "basic", "rules": [{ "select": "RequestedProcedureDescription", "action": "keep" }] }',
    );
    expect(await codeOf(bare(answerElements()), plan)).toBe('RESIDUE_FOUND');
  });

  test('what cannot be read to its end', async () => {
    const { bytes, ...rest } = bare(answerElements());
    expect(await codeOf({ ...rest, bytes: bytes.subarray(0, bytes.length - 3) }, WORKLIST_PLAN)).toBe(
      'TRUNCATED',
    );
    expect(await codeOf({ bytes, transferSyntaxUid: '1.2.3' }, WORKLIST_PLAN)).toBe(
      'TRANSFER_SYNTAX_UNKNOWN',
    );
  });

  test('an action that does not fit the VR', async () => {
    const plan = planOf([0x00080060, shiftBy(byPatient())]);
    expect(await codeOf(bare([el(0x00080060, 'CS', 'CT')]), plan)).toBe('ACTION_NOT_FOR_VR');
  });

  test('attributes of a command or of file meta information', async () => {
    const plan = planIn(
      '{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [{ "select": "PatientName", "action": "empty" }] }',
    );
    const elements = [el(0x00020016, 'AE', 'ZWIEBACK'), el(0x00080060, 'CS', 'CT')];
    const after = await through(bare(elements), plan);
    expect(visible(after)).not.toContain('ZWIEBACK');
    expect(Object.keys(await textsOf(after))).toEqual(['(0008,0060)']);
  });

  test('rejects where the key cannot be asked', async () => {
    const fault = new FaultError('KEY_UNAVAILABLE', true, 'No key', 'Wait');
    const keys = { keyId: 'none', subkeys: () => Promise.reject(fault) };
    await expect(cleanMessage(bare(answerElements()), services(WORKLIST_PLAN, { keys }))).rejects.toBe(fault);
  });
});

test('a plan has one form for messages, with the rules that it has for instances', () => {
  const plan = basicProfilePlan();
  expect(messagePlan(plan)).toBe(messagePlan(plan));
  expect(messagePlan(plan).rules).toBe(plan.rules);
});

const tagOf = (node: Node): number => ('tag' in node ? (node.tag ?? 0) : 0);
