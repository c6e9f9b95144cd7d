import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCMTK_SYNTAXES, type NetworkInstance, readSent, written } from './instances.ts';
import { CT_STORAGE } from './own.ts';
import { debian, listeningProgram, type Running, ran, scratchFolder } from './programs.ts';

export const DCMTK = debian('storescp', 'dcmtk');
const STORESCP = '/usr/bin/storescp';
const STORESCU = '/usr/bin/storescu';

/** Without it both sides wait 40 ms for each other in every message (Nagle's algorithm). */
const NO_DELAY = { TCP_NODELAY: '1' };

/** Each transfer syntax in a context of its own, by a configuration file: the flags would leave most of them out. */
function configuration(folder: string, sopClasses: readonly string[], syntaxes: readonly string[]): string {
  const path = join(folder, 'associations.cfg');
  const named = syntaxes.map((uid, index) => `[S${index}]\nTransferSyntax1 = ${uid}\n`);
  const all = `[All]\n${syntaxes.map((uid, index) => `TransferSyntax${index + 1} = ${uid}\n`).join('')}`;
  const each = sopClasses.flatMap((uid) => syntaxes.map((_, index) => `${uid}\\S${index}`));
  const contexts = (lines: readonly string[]) =>
    lines.map((line, index) => `PresentationContext${index + 1} = ${line}\n`).join('');
  writeFileSync(
    path,
    `[[TransferSyntaxes]]\n${named.join('')}${all}` +
      `[[PresentationContexts]]\n[Each]\n${contexts(each)}[Any]\n${contexts(sopClasses.map((uid) => `${uid}\\All`))}` +
      '[[Profiles]]\n[Send]\nPresentationContexts = Each\n[Take]\nPresentationContexts = Any\n',
  );
  return path;
}

export interface StoreScp extends Running {
  /** What it wrote so far. */
  files(): readonly NetworkInstance[];
}

/** `storescp +B`: writes the data set as it came. */
export async function storescp(
  flags: readonly string[] = [],
  { sopClasses = [CT_STORAGE], syntaxes = DCMTK_SYNTAXES } = {},
): Promise<StoreScp> {
  const folder = scratchFolder('storescp');
  const config = scratchFolder('storescp-cfg');
  const accepts = flags.includes('--promiscuous')
    ? ['+xa']
    : ['-xf', configuration(config, sopClasses, syntaxes), 'Take'];
  const running = await listeningProgram(
    STORESCP,
    (port) => ['+B', '-od', folder, ...accepts, ...flags, String(port)],
    NO_DELAY,
  );
  return { ...running, files: () => readdirSync(folder).map((name) => readSent(join(folder, name))) };
}

/** `storescu`: all of them in one association. Answers what it said. */
export async function storescu(
  port: number,
  instances: readonly NetworkInstance[],
  flags: readonly string[] = [],
): Promise<string> {
  const folder = scratchFolder('storescu');
  const paths = written(folder, instances);
  const sopClasses = [...new Set(instances.map(({ sopClassUid }) => sopClassUid))];
  const syntaxes = [...new Set(instances.map(({ transferSyntax }) => transferSyntax))];
  const config = configuration(folder, sopClasses, syntaxes);
  const { stdout, stderr } = await ran(
    STORESCU,
    ['-v', '-xf', config, 'Send', ...flags, '127.0.0.1', String(port), ...paths],
    { env: { ...process.env, ...NO_DELAY } },
  );
  return stdout + stderr;
}
