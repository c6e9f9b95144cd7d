import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Restorer } from '../../../../layers/engine/identifier/restorer.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import {
  ACCESSION,
  answerElements,
  ID,
  NAME,
  NEEDLES,
  queryElements,
  STEP_ID,
  STUDY,
  services,
  WORKLIST_PLAN,
} from '../../../layers/engine/identifier/worklist.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { DCMTK } from '../../../support/network/dcmtk.ts';
import {
  describeWith,
  listeningProgram,
  type Running,
  ran,
  scratchFolder,
} from '../../../support/network/programs.ts';
import { PYNETDICOM } from '../../../support/network/pynetdicom.ts';
import { answering, ask, closeAll, hex, lethe, serverOf } from './rig.ts';

/** Other people's worklist servers and modalities, with Lethe between. */

const running: Running[] = [];
async function started(program: Promise<Running>): Promise<Running> {
  const peer = await program;
  running.push(peer);
  return peer;
}
afterEach(async () => {
  await closeAll();
  for (const peer of running.splice(0)) await peer.stop();
});

const PSEUDONYM = 'BDYWSQVR8YEQK732';
const NO_DELAY = { TCP_NODELAY: '1' };

/** What of a patient a text has. */
const found = (text: string) => NEEDLES.filter((needle) => text.includes(needle));

const restorer = (known: Readonly<Record<string, string>>): Restorer => ({
  restore: async (identities) =>
    new Map(
      Object.entries(known).flatMap(([identity, original]) =>
        identities.has(identity) ? [[identity, { original: new Phi(original), patient: {} }] as const] : [],
      ),
    ),
});

/** Without what wlmscpfs does not know, so that its file is as it likes it. */
const forFile = (elements: readonly Node[]) => instance({ elements, metaWithout: [0x00020002, 0x00020003] });

describeWith(DCMTK, () => {
  async function wlmscpfs(answers: readonly (readonly Node[])[]) {
    const folder = scratchFolder('wlmscpfs');
    const place = join(folder, 'RIS');
    mkdirSync(place);
    writeFileSync(join(place, 'lockfile'), '');
    for (const [at, elements] of answers.entries()) writeFileSync(join(place, `${at}.wl`), forFile(elements));
    return started(
      listeningProgram(
        '/usr/bin/wlmscpfs',
        (port) => ['-s', '-csk', '-v', '-dfr', '-dfp', folder, String(port)],
        NO_DELAY,
      ),
    );
  }

  async function findscu(port: number, keys: readonly string[]): Promise<string> {
    const flags = ['-v', '-W', '-aet', 'CT1', '-aec', 'LETHE'];
    const { stdout, stderr } = await ran(
      '/usr/bin/findscu',
      [...flags, ...keys.flatMap((key) => ['-k', key]), '127.0.0.1', String(port)],
      { env: { ...process.env, ...NO_DELAY } },
    );
    return stdout + stderr;
  }

  const KEYS = [
    'AccessionNumber',
    'PatientName',
    'PatientID',
    'StudyInstanceUID',
    'RequestedProcedureID',
    'ScheduledProcedureStepSequence[0].Modality=CT',
    'ScheduledProcedureStepSequence[0].ScheduledStationAETitle=CT1',
    'ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20261130-20261201',
    'ScheduledProcedureStepSequence[0].ScheduledProcedureStepID',
  ];

  test('findscu asks wlmscpfs, and sees pseudonyms', async () => {
    const scp = await wlmscpfs([answerElements(), answerElements()]);
    const through = await lethe(scp);
    const said = await findscu(through.port, KEYS);
    expect(found(said)).toEqual([]);
    expect(said).toContain(PSEUDONYM);
    expect(said).toContain('CT1');
    expect(through.events).toMatchObject([{ answers: 2, leftOut: 0, status: 0 }]);
  });

  test.each([
    ['given back', restorer({ [PSEUDONYM]: ID })],
    ['held against the answers', null],
  ])('a pseudonym in a key finds the patient at wlmscpfs: %s', async (_how, restores) => {
    const others = answerElements().map((node) =>
      'tag' in node && node.tag === 0x00100020 ? el(0x00100020, 'LO', 'PAT-1') : node,
    );
    const scp = await wlmscpfs([others, answerElements()]);
    const through = await lethe(scp, { restorer: restores });
    const said = await findscu(through.port, [
      ...KEYS.filter((key) => key !== 'PatientID'),
      `PatientID=${PSEUDONYM}`,
    ]);
    expect(found(said)).toEqual([]);
    expect(through.events).toMatchObject([{ answers: 1, status: 0 }]);
  });

  test('findscu is refused a wildcard on a name, and is told no value', async () => {
    const scp = await wlmscpfs([answerElements()]);
    const through = await lethe(scp);
    const said = await findscu(through.port, [
      ...KEYS.filter((key) => key !== 'PatientName'),
      'PatientName=Zwie*',
    ]);
    expect(said).toContain('Error: DataSetDoesNotMatchSOPClass');
    expect(through.events).toMatchObject([{ failure: { code: 'KEY_NOT_SINGLE', path: '(0010,0010)' } }]);
    expect([...found(scp.said()), ...found(JSON.stringify(through.events))]).toEqual([]);
  });

  test('our own side asks wlmscpfs in each of its syntaxes', async () => {
    const scp = await wlmscpfs([answerElements()]);
    const through = await lethe(scp);
    for (const syntax of ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2']) {
      const { answers, last } = await ask(through, queryElements(), [syntax]);
      expect([syntax, answers.length, hex(last.status)]).toEqual([syntax, 1, '0000']);
      expect(found(Buffer.from(answers[0] as Uint8Array).toString('latin1'))).toEqual([]);
    }
  });
});

describeWith(PYNETDICOM, () => {
  const SCRIPT = join(import.meta.dirname, '../../../support/network/worklist.py');
  const json = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

  async function server() {
    const folder = scratchFolder('ris');
    mkdirSync(join(folder, 'answers'));
    writeFileSync(join(folder, 'answers', '1.dcm'), forFile(answerElements()));
    return {
      folder,
      running: await started(listeningProgram('python3', (port) => [SCRIPT, 'server', String(port), folder])),
    };
  }

  async function modality(port: number) {
    const folder = scratchFolder('modality');
    const { stdout } = await ran('python3', [SCRIPT, 'modality', String(port), folder]);
    const [find, create, set, uid] = stdout.trim().split(' ');
    return { folder, statuses: [find, create, set], uid: uid as string };
  }

  test('a modality that sees pseudonyms, a server that gets its own back', async () => {
    const ris = await server();
    const { '(0020,000D)': study, '(0008,0050)': accession, step } = PSEUDONYMS;
    const known = { [PSEUDONYM]: ID, [study]: STUDY, [accession]: ACCESSION, [step]: STEP_ID };
    const through = await lethe(ris.running, { restorer: restorer(known) });
    const { folder, statuses, uid } = await modality(through.port);
    expect(statuses).toEqual(['0000', '0000', '0000']);
    expect(found(json(folder, 'answers.json'))).toEqual([]);
    expect(json(folder, 'answers.json')).toContain(PSEUDONYM);
    const create = JSON.parse(json(ris.folder, 'create.json')) as { uid: string };
    expect(create.uid).toBe(uid);
    for (const original of [ID, STUDY, ACCESSION, STEP_ID])
      expect(json(ris.folder, 'create.json')).toContain(original);
    expect(JSON.parse(json(ris.folder, 'set.json'))).toMatchObject({ uid });
  });

  test('a modality that knows the patient, a server that does not', async () => {
    const ris = await server();
    const asItCame = services({
      ...WORKLIST_PLAN,
      rules: [],
      otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
      digest: 'x',
    });
    const through = await lethe(ris.running, { answers: asItCame, keys: services(WORKLIST_PLAN) });
    const { folder, statuses, uid } = await modality(through.port);
    expect(statuses).toEqual(['0000', '0000', '0000']);
    expect(json(folder, 'answers.json')).toContain(NAME);
    const create = json(ris.folder, 'create.json');
    expect([...found(create), create.includes(uid)]).toEqual([false]);
    expect(create).toContain(PSEUDONYM);
    expect((JSON.parse(json(ris.folder, 'set.json')) as { uid: string }).uid).toBe(
      (JSON.parse(create) as { uid: string }).uid,
    );
  });

  test('its modality asks our own server', async () => {
    const ris = await serverOf(answering([answerElements()]));
    const through = await lethe(ris, { keys: services(WORKLIST_PLAN) });
    const { folder, statuses } = await modality(through.port);
    expect(statuses).toEqual(['0000', '0000', '0000']);
    expect(found(json(folder, 'answers.json'))).toEqual([]);
  });
});

/** What the key of these tests makes of the identifiers. */
const PSEUDONYMS = {
  '(0020,000D)': '2.25.258504886763718263955892516402819921651',
  '(0008,0050)': 'W2R1ENH5BKB4NPX5',
  step: 'HYR6DWN79Y83A8RV',
} as const;
