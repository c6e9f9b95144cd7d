import {
  accessSync,
  constants,
  copyFile as copyFileCallback,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deidentify, type Services } from '../layers/engine/deidentify.ts';
import { Phi } from '../layers/engine/phi.ts';
import { DirectoryStore } from '../layers/local/directoryStore.ts';
import { KeyFile } from '../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../layers/local/sqliteIdentityMap.ts';
import { FileAudit } from '../layers/local/streamAudit.ts';
import { systemClock, systemEntropy } from '../layers/local/system.ts';
import { basicProfilePlan } from '../rules/ps315/basicProfile.ts';
import { ctSlice } from './objects.ts';
import { median, type Section } from './report.ts';

const copyFile = promisify(copyFileCallback);

/** Nobody has seen their UIDs before; those of the warm-up come first. */
const FILES = 500;
/** Each way takes so many files before it is the next one's turn, as a folder is worked on: one after the other. */
const BLOCK = 25;
/** Rounds over the files of the warm-up until the code is compiled as far as it will be. */
const WARM_UP = 5;

/**
 * A CT of 0.53 MB from file to file under the whole Basic Profile, certified and with its audit line, against copying the file. The
 * three take turns, so that what else the machine does strikes all, and a ratio is of two blocks that stood side by side. Each file has UIDs of
 * its own, and is in the cache of the system. Nothing is deleted before the end: for some minutes ext4 looks at every
 * inode that was freed before it gives one out, which would be measured instead.
 */
export async function benchCt(work: string): Promise<Section> {
  const folders = {
    in: join(work, 'in'),
    copy: join(work, 'copy'),
    write: join(work, 'write'),
    out: join(work, 'out'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const audit = FileAudit.open(join(work, 'audit.jsonl'));
  const services: Omit<Services, 'store'> = {
    plan: basicProfilePlan(),
    keys: new KeyFile(join(work, 'key')),
    identities: new SqliteIdentityMap(join(work, 'identities.sqlite')),
    audit,
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
  };
  const deidentifyInto = (output: string) => {
    const store = new DirectoryStore({ output });
    return async (name: string) => {
      const record = await deidentify({ container: folders.in, key: new Phi(name) }, { ...services, store });
      if (record.outcome !== 'released') throw new Error(`not released: ${record.reason?.code}`);
    };
  };
  const waysInto = ({ copy, write, out }: Omit<typeof folders, 'in'>) => ({
    lethe: deidentifyInto(out),
    copyFile: (name: string) => copyFile(join(folders.in, name), join(copy, name)),
    readWrite: async (name: string) => {
      writeFileSync(join(write, name), readFileSync(join(folders.in, name)));
    },
  });
  for (let number = 0; number < 2 * FILES; number++)
    writeFileSync(join(folders.in, `${number}.dcm`), ctSlice(number));

  for (let round = 0; round < WARM_UP; round++) {
    const scratch = mkdtempSync(join(memoryFolder() ?? work, 'lethe-bench-'));
    const ways = waysInto({ copy: scratch, write: scratch, out: join(scratch, 'out') });
    for (let number = 0; number < FILES; number++) {
      await ways.lethe(`${number}.dcm`);
      await ways.copyFile(`${number}.dcm`);
      await ways.readWrite(`${number}.dcm`);
    }
    if (memoryFolder() !== null) rmSync(scratch, { recursive: true });
  }

  const ways = waysInto(folders);
  const order = Object.keys(ways) as (keyof typeof ways)[];
  const times = { lethe: [] as number[], copyFile: [] as number[], readWrite: [] as number[] };
  for (let first = FILES; first < 2 * FILES; first += BLOCK)
    // Whoever comes first finds the files colder: they take turns in that, too.
    for (let turn = 0; turn < order.length; turn++) {
      const way = order[(turn + first / BLOCK) % order.length] as keyof typeof ways;
      const started = performance.now();
      for (let number = first; number < first + BLOCK; number++) await ways[way](`${number}.dcm`);
      times[way].push((performance.now() - started) / BLOCK);
    }
  await audit.close();
  await services.identities.close();
  const ratio = (to: readonly number[]) => median(times.lethe.map((ms, index) => ms / (to[index] as number)));
  const perSecond = 1000 / median(times.lethe);
  return {
    title: 'CT of 0.53 MB, warm, file to file',
    rows: [
      {
        what: 'whole Basic Profile, certified, with its audit line, ms',
        value: median(times.lethe),
        goal: null,
      },
      { what: 'fs.copyFile, ms', value: median(times.copyFile), goal: null },
      { what: 'read and write, ms', value: median(times.readWrite), goal: null },
      { what: 'against fs.copyFile', value: ratio(times.copyFile), goal: 1.5 },
      { what: 'against read and write', value: ratio(times.readWrite), goal: 1.5 },
      { what: 'instances a second on one thread', value: perSecond, goal: null },
    ],
  };
}

/** A folder whose files are in memory; null where there is none. */
function memoryFolder(): string | null {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return null;
  }
}
