import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Needle } from '../test/support/search.ts';
import { syntheticStudy } from '../test/support/study.ts';
import { ctSlice, multiFrameHeader, noiseBytes } from './objects.ts';
import { leftBehind } from './peers/leftBehind.ts';
import { NotHere } from './peers/python.ts';
import type { ToolCommand } from './peers/tool.ts';
import { TOOLS } from './peers/tools.ts';
import { anyProcess } from './processes.ts';
import { median, type Row, type Section, type Skipped } from './report.ts';

const SLICES = 200;
const FRAMES = 400;
const FRAME_BYTES = 512 * 1024;
const RUNS = 3;
/** A tool that quarantines or skips a file may say so by its exit status. */
const ANY_END = [0, 1, 2, 3, 4, 5];

/**
 * Other tools on the same files in the same run, each a whole process over a folder, in the way that its own documentation shows: the time
 * it takes against Lethe's, the planted identifiers of the synthetic study that are left in what it wrote, and what it lost.
 */
export async function benchPeers(work: string): Promise<Section> {
  const slices = join(work, 'peer-ct');
  const loop = join(work, 'peer-loop');
  for (const folder of [slices, loop]) mkdirSync(folder);
  for (let number = 0; number < SLICES; number++)
    writeFileSync(join(slices, `${number}.dcm`), ctSlice(number));
  const pixels = FRAMES * FRAME_BYTES;
  writeFileSync(
    join(loop, 'loop.dcm'),
    Buffer.concat([multiFrameHeader(FRAMES, pixels), noiseBytes(pixels)]),
  );

  const rows: (Row | Skipped)[] = [];
  const lethe = { slices: 0, loop: 0 };
  for (const tool of TOOLS.filter(({ configuration }) => configuration === 'default')) {
    const { name } = tool;
    try {
      const command = tool.prepare(work);
      const cost = { slices: secondsOf(command, slices, work), loop: secondsOf(command, loop, work) };
      if (name === 'Lethe') Object.assign(lethe, cost);
      const { surviving, planted, lost, unusable } = await judge(command, work);
      rows.push(
        { what: `${name}: ${SLICES} CT, s`, value: cost.slices, goal: null },
        { what: `${name}: a loop of 210 MB, s`, value: cost.loop, goal: null },
        ...(name === 'Lethe'
          ? []
          : [
              {
                what: `${name}: CT, times Lethe's`,
                value: cost.slices / lethe.slices,
                goal: 1,
                wants: 'at least',
              } as const,
              {
                what: `${name}: loop, times Lethe's`,
                value: cost.loop / lethe.loop,
                goal: 1,
                wants: 'at least',
              } as const,
            ]),
        { what: `${name}: identifiers left, of ${planted}`, value: surviving, goal: null },
        { what: `${name}: elements lost that no rule names`, value: lost, goal: null },
        { what: `${name}: objects without an output that can be read`, value: unusable, goal: null },
      );
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      rows.push({ what: name, skipped: error.message });
    }
  }
  for (const folder of [slices, loop]) rmSync(folder, { recursive: true });
  return { title: 'Against peers, whole processes', rows };
}

function secondsOf(command: ToolCommand, source: string, work: string): number {
  return median(
    Array.from({ length: RUNS }, () => {
      const target = join(work, 'peer-out');
      mkdirSync(target);
      const [program = '', ...args] = command(source, target);
      const { seconds } = anyProcess(program, args, ANY_END);
      rmSync(target, { recursive: true });
      return seconds;
    }),
  );
}

/** The releasable objects of the synthetic study, each in a folder of its own, as tools name their outputs as they like. */
async function judge(command: ToolCommand, work: string) {
  const { files, planted } = syntheticStudy();
  const surviving = new Set<Needle>();
  let lost = 0;
  let unusable = 0;
  for (const { name, bytes } of files.filter(({ expected }) => expected === 'released')) {
    const [source, target] = [join(work, 'judged'), join(work, 'judged-out')];
    const path = join(source, name);
    for (const folder of [dirname(path), target]) mkdirSync(folder, { recursive: true });
    writeFileSync(path, bytes);
    const [program = '', ...args] = command(source, target);
    anyProcess(program, args, ANY_END);
    const [output] = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const left =
      output === undefined ? null : await leftBehind(bytes, join(output.parentPath, output.name), planted);
    if (left === null) unusable += 1;
    else {
      for (const needle of left.surviving) surviving.add(needle);
      lost += left.lost;
    }
    for (const folder of [source, target]) rmSync(folder, { recursive: true });
  }
  return { surviving: surviving.size, planted: planted.length, lost, unusable };
}
