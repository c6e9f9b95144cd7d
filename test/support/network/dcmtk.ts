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

/**
 * The flags of a configuration file: the others would leave out most transfer syntaxes. `send`: each in a context of its own; `take`: any, in whatever
 * context it is proposed.
 */
function configured(
  to: 'send' | 'take',
  folder: string,
  sopClasses: readonly string[],
  syntaxes: readonly string[],
): readonly string[] {
  const path = join(folder, 'associations.cfg');
  const lists = to === 'send' ? syntaxes.map((uid) => [uid]) : [syntaxes];
  const section = (name: string, key: string, values: readonly string[]) =>
    `[${name}]\n${values.map((value, index) => `${key}${index + 1} = ${value}\n`).join('')}`;
  const contexts = sopClasses.flatMap((uid) => lists.map((_, index) => `${uid}\\LIST${index}`));
  writeFileSync(
    path,
    `[[TransferSyntaxes]]\n${lists.map((list, index) => section(`LIST${index}`, 'TransferSyntax', list)).join('')}` +
      `[[PresentationContexts]]\n${section('ALL', 'PresentationContext', contexts)}` +
      '[[Profiles]]\n[LETHE]\nPresentationContexts = ALL\n',
  );
  return ['-xf', path, 'LETHE'];
}

export interface StoreScp extends Running {
  /** What it wrote so far. */
  files(): readonly NetworkInstance[];
  /** The data sets, by the instance that the request named. */
  byName(): ReadonlyMap<string, Buffer>;
}

/** `storescp +B`: writes the data set as it came. */
export async function storescp(
  flags: readonly string[] = [],
  { sopClasses = [CT_STORAGE], syntaxes = DCMTK_SYNTAXES } = {},
): Promise<StoreScp> {
  const folder = scratchFolder('storescp');
  const config = scratchFolder('storescp-cfg');
  const accepts = configured('take', config, sopClasses, syntaxes);
  const running = await listeningProgram(
    STORESCP,
    (port) => ['+B', '-od', folder, ...accepts, ...flags, String(port)],
    NO_DELAY,
  );
  const files = () => readdirSync(folder).map((name) => [name, readSent(join(folder, name))] as const);
  return {
    ...running,
    files: () => files().map(([, file]) => file),
    // Its names are of a modality, a point, and the UID.
    byName: () => new Map(files().map(([name, { data }]) => [name.replace(/^[^.]*\./, ''), data])),
  };
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
  const { stdout, stderr } = await ran(
    STORESCU,
    [
      '-v',
      ...configured('send', folder, sopClasses, syntaxes),
      ...flags,
      '127.0.0.1',
      String(port),
      ...paths,
    ],
    { env: { ...process.env, ...NO_DELAY } },
  );
  return stdout + stderr;
}
