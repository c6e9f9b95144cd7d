import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  answerElements,
  bare,
  createElements,
  NEEDLES,
  queryElements,
  textsOf,
} from '../../../layers/engine/identifier/worklist.ts';
import { el } from '../../../support/build.ts';
import { type Desk, killAll, Listening, newDesk, removeDesk } from '../listening.ts';
import { answering, ask, closeAll, failureIn, MPPS, modality, serverOf } from './rig.ts';

/** Worklists over the gateway as it is started. */

const desk: Desk = newDesk();
afterAll(async () => {
  killAll();
  await closeAll();
  removeDesk(desk);
});

test('lethe listen answers worklists and takes steps, and says nothing of whom', async () => {
  const ris = await serverOf(async function* (request, data) {
    if (request.context.abstractSyntax === MPPS) yield { status: 0 };
    else yield* answering([answerElements()])(request, data);
  });
  const rules = fileURLToPath(new URL('../../../../rules/examples/worklist.json', import.meta.url));
  cpSync(rules, join(desk.folder, 'worklist.json'));
  const config = join(desk.folder, 'lethe.listen.json');
  writeFileSync(
    config,
    JSON.stringify({
      listeners: [{ host: '127.0.0.1', port: 0 }],
      peers: { ct: { aet: 'CT1', addresses: '127.0.0.1', may: ['worklist', 'mpps'] } },
      worklists: {
        ris: {
          server: { aet: 'RIS', host: '127.0.0.1', port: ris.port },
          toModality: { rules: 'worklist.json' },
          toServer: { rules: 'worklist.json' },
        },
      },
      spool: { folder: desk.spool, leastFreeBytes: 0 },
      kept: desk.kept,
      key: desk.key,
      jobs: 1,
    }),
  );
  const gateway = new Listening(['--config', config]);
  const port = Number((await gateway.line('listening')).ports);
  const { answers, last } = await ask({ port }, queryElements());
  expect([answers.length, failureIn(last)]).toEqual([1, '0000']);
  const said = await textsOf({ bytes: answers[0]!, transferSyntaxUid: '1.2.840.10008.1.2.1' });
  expect(said).toMatchObject({ '(0040,0100)[0](0040,0001)': 'CT1' });
  const refused = await ask({ port }, queryElements({ 1048592: el(0x00100010, 'PN', 'Zwieback*') }));
  expect(failureIn(refused.last)).toBe('A900 KEY_NOT_SINGLE (0010,0010)');
  const { association, context } = await modality(port, MPPS, ['1.2.840.10008.1.2']);
  const { bytes: data } = bare(createElements(), context.transferSyntax);
  const step = await association.nCreate({ context, sopClassUid: MPPS, sopInstanceUid: '1.2.3.4', data });
  await association.release();
  expect(failureIn(step)).toBe('0000');
  expect(await gateway.line('worklist', ({ code }) => code === 'KEY_NOT_SINGLE')).toMatchObject({
    level: 'warning',
    worklist: 'ris',
    from: 'CT1',
  });
  expect(await gateway.line('step begun')).toMatchObject({ level: 'info', status: '0000' });
  expect(await gateway.stop()).toBe(0);
  const everything = [
    gateway.text,
    JSON.stringify(said),
    Buffer.from(ris.heard.at(-1)!.data).toString('latin1'),
  ];
  for (const needle of NEEDLES)
    expect([needle, everything.map((text) => text.includes(needle))]).toEqual([
      needle,
      [false, false, false],
    ]);
});
