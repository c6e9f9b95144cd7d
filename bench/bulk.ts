import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deidentify } from '../layers/engine/deidentify.ts';
import { Phi } from '../layers/engine/phi.ts';
import { DirectoryStore } from '../layers/local/directoryStore.ts';
import { FileAudit } from '../layers/local/streamAudit.ts';
import { engineOnly } from './engineOnly.ts';
import { encapsulated, multiFrameHeader, noiseBytes, radiograph } from './objects.ts';
import { letheDeid, nodeProcess } from './processes.ts';
import { median, type Row, type Section } from './report.ts';

const COPYING = fileURLToPath(new URL('copying.ts', import.meta.url));
const RUNS = 5;
const FRAMES = 400;
const FRAME_BYTES = 512 * 1024;

/** Objects of many pixels: one of 10 MB warm in this process, 205 MB in a process of its own, each against copying the same file. */
export async function benchBulk(work: string): Promise<Section> {
  const objects: readonly (readonly [string, () => Uint8Array])[] = [
    [
      'native',
      () => Buffer.concat([multiFrameHeader(FRAMES, FRAMES * FRAME_BYTES), noiseBytes(FRAMES * FRAME_BYTES)]),
    ],
    ['encapsulated, offset table', () => encapsulated(FRAMES, FRAME_BYTES, 'frames')],
    ['encapsulated, none', () => encapsulated(FRAMES, FRAME_BYTES, 'empty')],
  ];
  const rows: Row[] = [await warmRadiograph(work)];
  for (const [what, make] of objects)
    rows.push({
      what: `210 MB, ${what}, whole process against a stream copy`,
      value: ratioOf(make(), work),
      goal: 1.2,
    });
  return { title: 'Many pixels, file to file', rows };
}

function ratioOf(bytes: Uint8Array, work: string): number {
  const path = join(work, 'bulk.dcm');
  const out = join(work, 'bulk-out');
  const copy = join(work, 'bulk-copy');
  writeFileSync(path, bytes);
  const ratios = Array.from({ length: RUNS }, () => {
    const lethe = letheDeid([path], out, work).seconds;
    rmSync(out, { recursive: true });
    const copied = nodeProcess([COPYING, path, copy], work).seconds;
    rmSync(copy);
    return lethe / copied;
  });
  rmSync(path);
  return median(ratios);
}

async function warmRadiograph(work: string): Promise<Row> {
  const folders = { in: join(work, 'dx'), out: join(work, 'dx-out'), copy: join(work, 'dx-copy') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const audit = FileAudit.open(join(work, 'dx-audit.jsonl'));
  const services = { ...engineOnly(work), store: new DirectoryStore({ output: folders.out }), audit };
  const ratios: number[] = [];
  for (let number = 0; number < 60; number++) {
    const name = `${number}.dcm`;
    writeFileSync(join(folders.in, name), radiograph(number, 10_000_000));
    const started = performance.now();
    const { output } = await deidentify({ container: folders.in, key: new Phi(name) }, services);
    const cleaned = performance.now();
    writeFileSync(join(folders.copy, name), readFileSync(join(folders.in, name)));
    const copied = performance.now();
    if (number >= 30) ratios.push((cleaned - started) / (copied - cleaned));
    for (const path of [
      join(folders.in, name),
      join(folders.out, output.key ?? ''),
      join(folders.copy, name),
    ])
      rmSync(path);
  }
  await audit.close();
  return { what: '10 MB radiograph, warm, against read and write', value: median(ratios), goal: 1.15 };
}
