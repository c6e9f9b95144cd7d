import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { callerName } from '../../cli/callerName.ts';
import { itOnPosix } from '../support/posix.ts';

const FILE = fileURLToPath(new URL('../../cli/firstProcess.ts', import.meta.url));

/** A process that would go on for ever, told to end once it is ready. */
function ended(signal: NodeJS.Signals, more: string): Promise<readonly unknown[]> {
  const script = `
    const { endBySignals } = await import(${JSON.stringify(FILE)});
    endBySignals();
    ${more}
    process.stdin.resume();
    process.stdout.write('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (...how) => resolve(how)));
}

describe('the first process of a container', () => {
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)
    itOnPosix(
      'no signal reaches a process there',
      `ends by ${signal}, with the status that a shell gives it`,
      async () => {
        // Ended by the system it would have no status.
        expect(await ended(signal, '')).toEqual([status, null]);
      },
    );

  const why = 'no signal reaches a process there';
  itOnPosix(why, 'leaves a signal to a command that has a use for it', async () => {
    const more = "process.once('SIGTERM', () => setImmediate(() => process.exit(7)));";
    expect(await ended('SIGTERM', more)).toEqual([7, null]);
  });
});

describe('who calls', () => {
  it('is a name, or the number of a user without one', () => {
    expect(callerName(() => ({ username: 'mia' }))).toBe('mia');
    const none = () => {
      throw new Error('ENOENT: no such file or directory, uv_os_get_passwd');
    };
    expect(callerName(none)).toMatch(/^uid \d+$/);
  });
});
