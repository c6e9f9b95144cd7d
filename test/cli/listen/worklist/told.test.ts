import { PassThrough } from 'node:stream';
import { Log } from '../../../../cli/listen/log.ts';
import { WorklistService } from '../../../../cli/listen/worklist/service.ts';
import { sayWorklist } from '../../../../cli/listen/worklist/told.ts';
import type { DimseRequest } from '../../../../layers/dimse/messages.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import { TEST_CLOCK } from '../../../layers/engine/harness.ts';
import {
  answerElements,
  bare,
  createElements,
  NEEDLES,
  planIn,
  queryElements,
  queryServices,
  services,
  WORKLIST_PLAN,
} from '../../../layers/engine/identifier/worklist.ts';
import { el, type Node } from '../../../support/build.ts';
import { answering, closeAll, MPPS, MWL, memory, saying, serverOf } from './rig.ts';

afterEach(closeAll);

const SYNTAX = '1.2.840.10008.1.2.1';
const NEVER = new AbortController().signal;

/** A request as the network gives it. */
function request(abstractSyntax: string, commandField: number, elements: readonly Node[]): DimseRequest {
  const { bytes } = bare(elements, SYNTAX);
  return {
    command: { commandField, commandDataSetType: 0, messageId: 1, affectedSopInstanceUid: '1.2.3.4.5' },
    context: { id: 1, abstractSyntax, transferSyntax: SYNTAX },
    data: (async function* () {
      yield bytes;
    })(),
    isCancelled: () => false,
    cancelled: NEVER,
  };
}

test('a line for each request, and no identifier in any, whatever the modality asks and the server answers', async () => {
  const stream = new PassThrough();
  const log = new Log(stream, TEST_CLOCK, false);
  const [ris, archive] = [
    await serverOf(answering([answerElements()])),
    await serverOf(saying({ status: 0x0111 })),
  ];
  const place = (port: number) => ({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'LETHE',
    calledAeTitle: 'RIS',
  });
  const keeps =
    '["RequestedProcedureDescription", "Modality", "ScheduledStationAETitle", "ScheduledProcedureStepStartDate"]';
  const leaky = planIn(`{ "profile": "basic", "rules": [{ "select": ${keeps}, "action": "keep" }] }`);
  const serviceOf = (answers = services(WORKLIST_PLAN)) =>
    new WorklistService(
      [
        {
          name: 'ris',
          takes: () => true,
          worklistServer: place(ris.port),
          stepServer: place(archive.port),
          services: { ...queryServices({ answers }), entropy: systemEntropy, steps: memory() },
          close: async () => {},
        },
      ],
      (event) => sayWorklist(log, event),
    );
  const asked: [WorklistService, DimseRequest][] = [
    [serviceOf(), request(MWL, 0x0020, queryElements())],
    [serviceOf(services(leaky)), request(MWL, 0x0020, queryElements())],
    [serviceOf(), request(MWL, 0x0020, queryElements({ 1048592: el(0x00100010, 'PN', 'Zwieback^O*') }))],
    [serviceOf(), request(MWL, 0x0020, queryElements({ 1048592: el(0x00100010, 'PN', 'Zwieback^Oriane') }))],
    [serviceOf(), request(MPPS, 0x0140, createElements())],
  ];
  const responses: unknown[] = [];
  for (const [service, each] of asked)
    for await (const { status, errorComment, fields } of service.serve(each, {
      callingAeTitle: 'CT1',
      calledAeTitle: 'LETHE',
    }))
      responses.push({ status, errorComment, fields });
  const text = stream.read().toString() as string;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ level, event, status, code, path }) => [level, event, status, code, path])).toEqual([
    ['info', 'worklist', '0000', undefined, undefined],
    ['warning', 'worklist', 'C002', 'RESIDUE_FOUND', '(0032,1060)'],
    ['warning', 'worklist', 'A900', 'KEY_NOT_SINGLE', '(0010,0010)'],
    ['info', 'worklist', '0000', undefined, undefined],
    ['warning', 'step begun', '0111', undefined, undefined],
  ]);
  for (const needle of NEEDLES)
    expect([needle, text.includes(needle), JSON.stringify(responses).includes(needle)]).toEqual([
      needle,
      false,
      false,
    ]);
  expect(text).not.toContain('1.2.3.4.5');
});
