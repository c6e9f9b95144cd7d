import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { UsageError } from '../exit.ts';
import { missingNamed } from '../missingPackage.ts';
import { stopSignals } from '../stopSignals.ts';

/** The command of the CDK, installed beside Lethe. Throws `UsageError` where it is not. */
export function cdkCommand(): string {
  try {
    return createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  } catch {
    const { message, hint } = missingNamed('aws-cdk');
    throw new UsageError(`${message}. ${hint}.`, 'PACKAGE_MISSING');
  }
}

/**
 * Runs the CDK's command, without a shell, on the terminal of this one; answers its exit status, and for a signal what a shell says of one. `saysAll` to standard error: then
 * standard output stays Lethe's own.
 */
export function runCdk(
  command: string,
  words: readonly string[],
  saysAll: 'stderr' | 'both',
): Promise<number> {
  const child = spawn(process.execPath, [command, ...words], {
    stdio: ['inherit', saysAll === 'stderr' ? process.stderr : 'inherit', 'inherit'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: '1' },
  });
  // A terminal tells both of Ctrl-C, and the CDK ends by itself; of everything else this process alone is told.
  const handOn = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of stopSignals()) process.on(signal, handOn);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  }).finally(() => {
    for (const signal of stopSignals()) process.off(signal, handOn);
  });
}
