import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadListen } from '../../../../cli/listen/config/load.ts';
import { openWorklists } from '../../../../cli/listen/worklist/open.ts';
import type { Worklist } from '../../../../cli/listen/worklist/service.ts';
import { SYSTEM_TIMERS } from '../../../../layers/dimse/timers.ts';
import { erasePatient } from '../../../../layers/engine/originals/reidentify.ts';
import { KeyFile } from '../../../../layers/local/keyFile.ts';
import { makeSealingKey } from '../../../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../../../layers/local/sqliteIdentityMap.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import { TEST_CLOCK } from '../../../layers/engine/harness.ts';
import {
  answerElements,
  bare,
  createElements,
  ID,
  NAME,
  NEEDLES,
  queryElements,
  STUDY,
  textsOf,
} from '../../../layers/engine/identifier/worklist.ts';
import { el, type Node } from '../../../support/build.ts';
import {
  answering,
  ask,
  closeAll,
  failureIn,
  lethe,
  MPPS,
  modality,
  saying,
  serverOf,
  type TestServer,
} from './rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-worklists-'));
const worklists: Worklist[] = [];
afterEach(async () => {
  await closeAll();
  for (const each of worklists.splice(0)) await each.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

makeSealingKey(join(folder, 'seal.pem'), join(folder, 'seal.key.pem'));
writeFileSync(
  join(folder, 'worklist.json'),
  readFileSync(new URL('../../../../rules/examples/worklist.json', import.meta.url), 'utf8').replace(
    '"profile": "basic",',
    '"profile": "basic", "reidentification": "on",',
  ),
);

let kept = 0;
beforeEach(() => {
  kept += 1;
});
const stateOf = (name: string) => join(folder, `kept-${kept}/state/${name}`);

interface Said {
  readonly server: { readonly port: number };
  readonly sealFor?: string | null;
  readonly worklist?: Readonly<Record<string, unknown>>;
}

function setupOf({ server, sealFor = 'seal.pem', worklist = {} }: Said) {
  const file = join(folder, 'lethe.listen.json');
  const config = {
    listeners: [{ host: '127.0.0.1', port: 0 }],
    peers: { ct: { aet: 'CT1', addresses: '127.0.0.1', may: ['worklist', 'mpps'] } },
    worklists: {
      ris: {
        server: { aet: 'RIS', host: '127.0.0.1', port: server.port },
        toModality: { rules: 'worklist.json' },
        restoreWith: 'seal.key.pem',
        ...worklist,
      },
    },
    spool: { folder: 'spool' },
    kept: `kept-${kept}`,
    key: 'root.key',
    sealFor,
  };
  writeFileSync(file, JSON.stringify(config));
  return loadListen(file);
}

async function opened(said: Said): Promise<Worklist> {
  const [worklist] = await openWorklists(setupOf(said), {
    clock: TEST_CLOCK,
    entropy: systemEntropy,
    timers: SYSTEM_TIMERS,
  });
  worklists.push(worklist as Worklist);
  return worklist as Worklist;
}

const lastQuery = async (ris: TestServer) => {
  const { data, transferSyntax } = ris.heard.at(-1)!;
  return textsOf({ bytes: data, transferSyntaxUid: transferSyntax });
};
const withKey = (tag: number, node: Node) => queryElements({ [tag]: node });

test('identities that an answer issued are given back in the next query, and in a step, with a line for each', async () => {
  const ris = await serverOf(answering([answerElements()]));
  const worklist = await opened({ server: ris });
  const through = await lethe(ris, {}, worklist);
  const { answers } = await ask(through, queryElements());
  const said = await textsOf({ bytes: answers[0]!, transferSyntaxUid: '1.2.840.10008.1.2.1' });
  const [id, name, study] = ['(0010,0020)', '(0010,0010)', '(0020,000D)'].map(
    (path) => said[path] as string,
  ) as [string, string, string];
  expect(JSON.stringify(said)).not.toContain(ID);

  await ask(through, withKey(0x00100020, el(0x00100020, 'LO', id)));
  expect(await lastQuery(ris)).toMatchObject({ '(0010,0020)': ID });
  await ask(through, withKey(0x00100010, el(0x00100010, 'PN', `${name}^`)));
  expect(await lastQuery(ris)).toMatchObject({ '(0010,0010)': NAME });
  await ask(through, withKey(0x0020000d, el(0x0020000d, 'UI', study)));
  expect(await lastQuery(ris)).toMatchObject({ '(0020,000D)': STUDY });
  const { last } = await ask(through, withKey(0x00100020, el(0x00100020, 'LO', 'NOBODYS')));
  expect(failureIn(last)).toBe('0000');
  expect(await lastQuery(ris)).toMatchObject({ '(0010,0020)': '' });

  const lines = readFileSync(stateOf('reidentification.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject(
    ['found', 'found', 'found'].map((outcome) => ({
      event: 'reidentify',
      outcome,
      by: 'lethe listen',
      reason: 'worklist ris',
    })),
  );
  for (const needle of [...NEEDLES, id, name, study])
    expect([needle, lines.some((line) => line.includes(needle))]).toEqual([needle, false]);
});

test('who was erased is not given back', async () => {
  const ris = await serverOf(answering([answerElements()]));
  const worklist = await opened({ server: ris });
  const through = await lethe(ris, {}, worklist);
  const { answers } = await ask(through, queryElements());
  const said = await textsOf({ bytes: answers[0]!, transferSyntaxUid: '1.2.840.10008.1.2.1' });
  const id = said['(0010,0020)'] as string;
  const outcome = await erasePatient(ID, {
    keys: new KeyFile(join(folder, 'root.key')),
    keyScope: '',
    identities: new SqliteIdentityMap(stateOf('identities.sqlite')),
    clock: TEST_CLOCK,
    by: 'test',
    reason: null,
    record: async () => {},
  });
  expect(outcome).toBe('found');
  await ask(through, withKey(0x00100020, el(0x00100020, 'LO', id)));
  expect(await lastQuery(ris)).toMatchObject({ '(0010,0020)': '' });
});

test('without a private key nothing is given back, and a pseudonym finds its patient among the answers', async () => {
  const other = answerElements().map((node) =>
    'tag' in node && node.tag === 0x00100020 ? el(0x00100020, 'LO', 'PAT-2') : node,
  );
  const ris = await serverOf(answering([other, answerElements(), other]));
  const through = await lethe(ris, {}, await opened({ server: ris, worklist: { restoreWith: null } }));
  const { answers: all } = await ask(through, queryElements());
  expect(all).toHaveLength(3);
  const of = (bytes: Uint8Array) => textsOf({ bytes, transferSyntaxUid: '1.2.840.10008.1.2.1' });
  const id = (await of(all[1]!))['(0010,0020)'] as string;
  const { answers } = await ask(through, withKey(0x00100020, el(0x00100020, 'LO', id.toLowerCase())));
  expect(await lastQuery(ris)).toMatchObject({ '(0010,0020)': '' });
  expect(answers).toHaveLength(1);
  expect(await of(answers[0]!)).toEqual(await of(all[1]!));
});

test('steps go to the server of their own, by the rules of their direction, and their memory is in the kept folder', async () => {
  const [ris, archive] = [await serverOf(answering([])), await serverOf(saying({ status: 0 }))];
  const mpps = { aet: 'PPS', host: '127.0.0.1', port: archive.port };
  const toServer = { rules: 'worklist.json' };
  const through = await lethe(ris, {}, await opened({ server: ris, worklist: { mpps, toServer } }));
  const { association, context } = await modality(through.port, MPPS, ['1.2.840.10008.1.2']);
  const { bytes: data } = bare(createElements(), context.transferSyntax);
  const reply = await association.nCreate({ context, sopClassUid: MPPS, sopInstanceUid: '1.2.3.4', data });
  await association.release();
  expect([reply.status, ris.heard.length, archive.heard.length]).toEqual([0, 0, 1]);
  const sent = Buffer.from(archive.heard[0]!.data).toString('latin1');
  for (const needle of NEEDLES) expect([needle, sent.includes(needle)]).toEqual([needle, false]);
  expect(readdirSync(stateOf(''))).toContain('steps.sqlite');
});

test('says who comes to a worklist', async () => {
  const worklist = await opened({ server: { port: 104 }, worklist: { calling: 'CT*', called: ['LETHE'] } });
  expect([
    worklist.takes('CT1', 'LETHE'),
    worklist.takes('MR1', 'LETHE'),
    worklist.takes('CT1', 'OTHER'),
  ]).toEqual([true, false, false]);
  expect(worklist.worklistServer).toMatchObject({
    host: '127.0.0.1',
    port: 104,
    calledAeTitle: 'RIS',
    callingAeTitle: 'LETHE',
  });
});

test('a key of identities that cannot be read fails the query', async () => {
  const ris = await serverOf(answering([answerElements()]));
  const worklist = await opened({ server: ris });
  writeFileSync(join(folder, 'seal.broken.pem'), 'nothing');
  const broken = await opened({ server: ris, worklist: { restoreWith: 'seal.broken.pem' } });
  const { answers } = await ask(await lethe(ris, {}, worklist), queryElements({}, []));
  const said = await textsOf({ bytes: answers[0]!, transferSyntaxUid: '1.2.840.10008.1.2.1' });
  const accession = said['(0008,0050)'] as string;
  const { last } = await ask(
    await lethe(ris, {}, broken),
    withKey(0x00080050, el(0x00080050, 'SH', accession)),
  );
  expect(failureIn(last)).toBe('A700 KEY_FORBIDDEN');
  expect(ris.heard).toHaveLength(1);
});

test.each<[string, Omit<Said, 'server'>]>([
  ['rules that keep originals, and nothing to seal them with', { sealFor: null }],
  ['a private key that is not there', { worklist: { restoreWith: 'gone.pem' } }],
])('is refused: %s', async (_what, said) => {
  await expect(opened({ server: { port: 104 }, ...said })).rejects.toMatchObject({ code: 'CONFIG_WRONG' });
});
