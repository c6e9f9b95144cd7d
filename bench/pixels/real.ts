import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBoxes } from '../../cli/pixels/boxes.ts';
import { type Preview, previewOf } from '../../layers/engine/look/preview.ts';
import { FileSource } from '../../layers/local/fileSource.ts';
import { png } from '../../layers/pixels/display/png.ts';
import type { ShownFrame } from '../../layers/pixels/display/shown.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import type { Rectangle } from '../../layers/pixels/region.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { type Box, SEEN } from './seenLines.ts';

/** Of a line's ink, what must be filled for the line to be covered; of planted texts as many must be found. */
const COVERED = 0.9;

/** By looking alone, and by all that the option does unless a rule file says otherwise. */
export const PLANS = {
  looking: planOf({ knownDevices: false, ultrasoundRegions: 'ignore' }),
  option: planOf({}),
} as const;

function planOf(pixels: object): RulePlan {
  const { plan } = compileLethe({
    name: 'the bench',
    text: JSON.stringify({ options: ['cleanPixelData'], pixels }),
    place: 'desk',
    readFile: () => {
      throw new Error('these rules name no files');
    },
  });
  if (plan === null) throw new Error('the rules of the bench do not compile');
  return plan;
}

/** What becomes of one image by one plan. */
interface Outcome {
  readonly frames: number;
  /** Of each line that a person sees, whether it is covered in every frame. */
  readonly covered: readonly boolean[];
  /** Of the first frame, the part that is filled. */
  readonly filled: number;
  readonly lines: readonly string[];
  readonly picture: ShownFrame;
}

/**
 * Takes images that show text through the engine, as it looks at them, and prints what is covered of the lines that a person sees. `pictures`: a folder for each
 * image with what was found, its words among it; null: none. The images are those of public collections, and their words are in no table.
 */
export async function benchReal(corpus: string, pictures: string | null): Promise<void> {
  const reader = openReader();
  const rows: string[] = [];
  const sums = { lines: 0, looking: 0, option: 0 };
  try {
    for (const { file, lines } of SEEN) {
      const looking = await outcomeOf(join(corpus, file), lines, PLANS.looking, reader);
      const option = await outcomeOf(join(corpus, file), lines, PLANS.option, reader);
      const counts = [looking, option].map(({ covered }) => covered.filter((each) => each).length);
      sums.lines += lines.length;
      sums.looking += counts[0] ?? 0;
      sums.option += counts[1] ?? 0;
      const part = (100 * looking.filled).toFixed(1);
      rows.push(
        `| ${file} | ${looking.frames} | ${lines.length} | ${counts[0]} | ${counts[1]} | ${part} % |`,
      );
      if (pictures !== null) write(pictures, file, looking, option);
    }
  } finally {
    await reader.close();
  }
  console.log(
    '| file | frames | lines | covered by looking | covered by the option | of the picture filled |',
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
  console.log(`| all |  | ${sums.lines} | ${sums.looking} | ${sums.option} |  |`);
}

async function outcomeOf(
  path: string,
  lines: readonly Box[],
  plan: RulePlan,
  reader: PixelReader,
): Promise<Outcome> {
  const source = FileSource.open(path);
  try {
    const preview = await previewOf(plan, source, reader);
    const covered = lines.map(() => true);
    let first: ShownFrame | null = null;
    for (let frame = 0; frame < preview.frames; frame++) {
      const { before } = await preview.picture(frame);
      first ??= before;
      const mask = maskOf(before, preview.looked.regions.of(frame));
      lines.forEach((line, at) => {
        if (inkCovered(before, line, mask) < COVERED) covered[at] = false;
      });
    }
    if (first === null) throw new Error(`${path} has no frame`);
    const mask = maskOf(first, preview.looked.regions.of(0));
    return {
      frames: preview.frames,
      covered,
      filled: mask.reduce((sum, each) => sum + each, 0) / mask.length,
      lines: told(preview),
      picture: drawn(first, preview, lines, covered),
    };
  } finally {
    await source.close();
  }
}

function maskOf({ width, height }: ShownFrame, regions: readonly Rectangle[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const { left, top, right, bottom } of regions)
    for (let y = Math.max(0, top); y < Math.min(height, bottom); y++)
      mask.fill(1, y * width + Math.max(0, left), y * width + Math.min(width, right));
  return mask;
}

/** Of what differs most from the commonest grey of a line's box, the part that is filled. */
function inkCovered({ width, bytes }: ShownFrame, line: Box, mask: Uint8Array): number {
  const [left, top, right, bottom] = line;
  const places: number[] = [];
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) places.push(y * width + x);
  const greys = places.map((at) => Math.max(...bytes.subarray(3 * at, 3 * at + 3)));
  const counts = new Uint32Array(256);
  for (const grey of greys) counts[grey] = (counts[grey] as number) + 1;
  const ground = counts.indexOf(Math.max(...counts));
  const most = Math.max(...greys.map((grey) => Math.abs(grey - ground)));
  const ink = places.filter((_, at) => Math.abs((greys[at] as number) - ground) >= most / 2);
  return ink.filter((at) => mask[at] === 1).length / ink.length;
}

function told({ looked }: Preview): readonly string[] {
  return looked.marks.map(({ why, box, frame, found }) => {
    const place = `[${box.left}, ${box.top}, ${box.right}, ${box.bottom}]`;
    const read = found === null ? '' : ` ${found.confidence.toFixed(2)} ${JSON.stringify(found.text)}`;
    return `${frame === null ? 'every frame' : `frame ${frame + 1}`} ${why} ${place}${read}`;
  });
}

/** As `lethe pixels look` draws it, and round it what a person sees: white where it is covered, cyan where it is not. */
function drawn(
  frame: ShownFrame,
  { looked }: Preview,
  lines: readonly Box[],
  covered: readonly boolean[],
): ShownFrame {
  const marks = looked.marks.filter((mark) => mark.frame === null || mark.frame === 0);
  const { width, height, bytes } = withBoxes(frame, marks);
  lines.forEach(([left, top, right, bottom], at) => {
    for (let y = Math.max(0, top - 1); y < Math.min(height, bottom + 1); y++)
      for (let x = Math.max(0, left - 1); x < Math.min(width, right + 1); x++)
        if (y === top - 1 || y === bottom || x === left - 1 || x === right)
          bytes.set(covered[at] ? [255, 255, 255] : [0, 255, 255], 3 * (y * width + x));
  });
  return { width, height, bytes };
}

function write(folder: string, file: string, looking: Outcome, option: Outcome): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, { picture, lines, covered }] of Object.entries({ looking, option })) {
    const path = join(folder, `${file.replaceAll('/', '__')}.${name}`);
    const seen = covered.map((each, at) => `line ${at + 1}: ${each ? 'covered' : 'NOT COVERED'}`);
    const { width, height, bytes } = picture;
    writeFileSync(`${path}.png`, png(width, height, 3, bytes), { mode: 0o600 });
    writeFileSync(`${path}.txt`, `${[...seen, ...lines].join('\n')}\n`, { mode: 0o600 });
  }
}
