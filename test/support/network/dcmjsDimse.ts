import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NetworkInstance, written } from './instances.ts';
import { listeningProgram, type Running, ran, scratchFolder } from './programs.ts';

/** dcmjs-dimse (a dependency of development alone: it is a test's peer) in a process of its own. */

const SCRIPT = join(import.meta.dirname, 'dcmjs_peer.mjs');

export interface DcmjsScp extends Running {
  /** Data sets as they came, by SOP Instance UID. */
  data(): ReadonlyMap<string, Buffer>;
}

export async function dcmjsScp(): Promise<DcmjsScp> {
  const folder = scratchFolder('dcmjs');
  const running = await listeningProgram(process.execPath, (port) => [SCRIPT, 'scp', folder, String(port)]);
  return {
    ...running,
    data: () =>
      new Map(
        readdirSync(folder).map((name) => [name.replace(/\.bin$/, ''), readFileSync(join(folder, name))]),
      ),
  };
}

/** C-ECHO, C-FIND, N-CREATE and C-STORE of an instance: a line for each response. */
export async function dcmjsScu(port: number, instance: NetworkInstance): Promise<string> {
  const [path = ''] = written(scratchFolder('dcmjs'), [instance]);
  return (await ran(process.execPath, [SCRIPT, 'scu', String(port), path])).stdout;
}
