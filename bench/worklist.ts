import { performance } from 'node:perf_hooks';
import { answering, ask, closeAll, lethe, serverOf } from '../test/cli/listen/worklist/rig.ts';
import { answerElements, queryElements } from '../test/layers/engine/identifier/worklist.ts';
import { el, type Node } from '../test/support/build.ts';
import { median, type Section } from './report.ts';

const ANSWERS = 200;
const ROUNDS = 9;
const EXPLICIT = ['1.2.840.10008.1.2.1'];

/** A worklist with and without Lethe between, in turns: modality, Lethe and server are one process, so that the CPU of all three counts. */
export async function benchWorklist(): Promise<Section> {
  const ris = await serverOf(answering(Array.from({ length: ANSWERS }, (_, at) => answerOf(at))));
  const through = await lethe(ris);
  const pairs: { readonly cpuMs: number; readonly wallMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const direct = await cost(ris.port);
    const mediated = await cost(through.port);
    // The first pair compiles.
    if (round > 0)
      pairs.push({
        cpuMs: (mediated.cpuMs - direct.cpuMs) / ANSWERS,
        wallMs: (mediated.wallMs - direct.wallMs) / ANSWERS,
      });
  }
  await closeAll();
  return {
    title: `A worklist of ${ANSWERS} answers`,
    rows: [
      {
        what: 'CPU that an answer costs more, ms',
        value: median(pairs.map(({ cpuMs }) => cpuMs)),
        goal: null,
      },
      {
        what: 'time that an answer takes longer, ms',
        value: median(pairs.map(({ wallMs }) => wallMs)),
        goal: 2,
      },
    ],
  };
}

async function cost(port: number): Promise<{ readonly cpuMs: number; readonly wallMs: number }> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const { answers } = await ask({ port }, queryElements({}, []), EXPLICIT);
  if (answers.length !== ANSWERS) throw new Error(`${answers.length} answers`);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - wall };
}

/** Each of another patient, study and order. */
function answerOf(at: number): readonly Node[] {
  const own: Readonly<Record<number, Node>> = {
    524368: el(0x00080050, 'SH', `ACC-${at}`),
    1048592: el(0x00100010, 'PN', `Zwieback${'abcdefghij'[at % 10]}${at}^Oriane`),
    1048608: el(0x00100020, 'LO', `PAT-${40_000 + at}`),
    2097165: el(0x0020000d, 'UI', `1.2.826.0.1.3680043.9.1234.${at}`),
    3280992: el(0x00321060, 'LO', `CT CHEST ${at}`),
    4198401: el(0x00401001, 'SH', `RP-${at}`),
  };
  return answerElements().map((node) => ('tag' in node ? (own[node.tag ?? 0] ?? node) : node));
}
