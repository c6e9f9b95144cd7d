import { execFileSync } from 'node:child_process';

/** Calls npm and returns what it says. Under `npm run` it is the npm that runs: on Windows it could not be started by its name. */
export function npm(cwd: string, ...args: readonly string[]): string {
  const { npm_execpath: script } = process.env;
  const [program, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return execFileSync(program, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64e6,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
