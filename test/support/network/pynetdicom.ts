import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NetworkInstance, SYNTAXES, written } from './instances.ts';
import { CT_STORAGE } from './own.ts';
import { listeningProgram, python, type Running, ran, scratchFolder } from './programs.ts';

export const PYNETDICOM = python('pynetdicom');

const SCRIPT = join(import.meta.dirname, 'pynetdicom_peer.py');

/** Data sets as they came, by SOP Instance UID. */
export interface PynetdicomScp extends Running {
  data(): ReadonlyMap<string, Buffer>;
}

export async function pynetdicomScp(
  sopClasses: readonly string[] = [CT_STORAGE],
  syntaxes: readonly string[] = SYNTAXES,
): Promise<PynetdicomScp> {
  const folder = scratchFolder('pynetdicom');
  const running = await listeningProgram('python3', (port) => [
    SCRIPT,
    'scp',
    folder,
    String(port),
    sopClasses.join(),
    ...syntaxes,
  ]);
  return {
    ...running,
    data: () =>
      new Map(
        readdirSync(folder).map((name) => [name.replace(/\.bin$/, ''), readFileSync(join(folder, name))]),
      ),
  };
}

/** The statuses that it got, a line for each. */
export async function pynetdicomScu(port: number, instances: readonly NetworkInstance[]): Promise<string> {
  const folder = scratchFolder('pynetdicom');
  const { stdout } = await ran('python3', [SCRIPT, 'scu', String(port), ...written(folder, instances)]);
  return stdout;
}

/** C-ECHO with a user identity and a proposal of both roles: the status, whether the identity was answered, the roles. */
export async function pynetdicomEcho(port: number, user: string): Promise<string> {
  return (await ran('python3', [SCRIPT, 'verify', String(port), user])).stdout;
}

/** Stores instances, asks for storage commitment of `references` (`CLASS=UID`), and answers what it was told, a line each. */
export async function pynetdicomCommit(
  port: number,
  references: readonly string[],
  instances: readonly NetworkInstance[],
): Promise<readonly string[]> {
  const files = written(scratchFolder('pynetdicom'), instances);
  const { stdout } = await ran('python3', [SCRIPT, 'commit', String(port), references.join(','), ...files]);
  return stdout.trimEnd().split('\n');
}
