import { copyFile as copyFileCallback, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
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

/** Made before. Those of the warm-up are taken again and again, those that are measured once: nobody has seen their UIDs before. */
const FILES = 500;
/** Each way takes so many files before it is the next one's turn, as a folder is worked on: one after the other. */
const BLOCK = 50;
/** Rounds over all files until the code is compiled as far as it will be. */
const WARM_UP = 4;

/**
 * A CT of 0.53 MB from file to file under the whole Basic Profile, certified and with its audit line, against copying the file. The
 * three take turns, so that what else the machine does strikes all, and a ratio is of two blocks that stood side by side. Each file has UIDs of
 * its own, and is in the cache of the system.
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
  const services: Services = {
    plan: basicProfilePlan(),
    keys: new KeyFile(join(work, 'key')),
    identities: new SqliteIdentityMap(join(work, 'identities.sqlite')),
    store: new DirectoryStore({ output: folders.out }),
    audit,
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
  };
  const ways = {
    lethe: async (name: string) => {
      const record = await deidentify({ container: folders.in, key: new Phi(name) }, services);
      if (record.output.key === null) throw new Error(`not released: ${record.reason?.code}`);
      return join(folders.out, record.output.key);
    },
    copyFile: async (name: string) => {
      await copyFile(join(folders.in, name), join(folders.copy, name));
      return join(folders.copy, name);
    },
    readWrite: async (name: string) => {
      writeFileSync(join(folders.write, name), readFileSync(join(folders.in, name)));
      return join(folders.write, name);
    },
  };
  const times = { lethe: [] as number[], copyFile: [] as number[], readWrite: [] as number[] };
  const order = Object.keys(ways) as (keyof typeof ways)[];
  for (let number = 0; number < 2 * FILES; number++)
    writeFileSync(join(folders.in, `${number}.dcm`), ctSlice(number));
  for (let round = 0; round <= WARM_UP; round++) {
    const isMeasured = round === WARM_UP;
    const begin = isMeasured ? FILES : 0;
    for (let first = begin; first < begin + FILES; first += BLOCK)
      // Whoever comes first finds the files colder: they take turns in that, too.
      for (let turn = 0; turn < order.length; turn++) {
        const way = order[(turn + first / BLOCK) % order.length] as keyof typeof ways;
        const written: string[] = [];
        const started = performance.now();
        for (let number = first; number < first + BLOCK; number++)
          written.push(await ways[way](`${number}.dcm`));
        const elapsed = performance.now() - started;
        if (isMeasured) times[way].push(elapsed / BLOCK);
        for (const path of written) unlinkSync(path);
      }
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
