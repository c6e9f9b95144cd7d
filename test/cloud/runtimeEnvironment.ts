import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Bundle } from '../../infra/code.ts';
import type { Deployment } from '../reliability/deployment.ts';
import { eventOf, type Sandbox } from '../reliability/sandbox.ts';
import { RuntimeApi } from './runtimeApi.ts';

export interface LambdaSettings {
  readonly timeoutMs: number;
  /** When the process is killed: at the timeout, unless a test wants it to come unexpected. */
  readonly killedAfterMs?: number;
  /** Resident memory above which the process is killed, as Lambda's control group does. */
  readonly memoryMb?: number;
}

/** What a deployment is run with: the bundle as it is deployed, under Lambda's own runtime client. */
export interface Runtime {
  readonly client: string;
  readonly bundle: Bundle;
}

const MIB = 1024 * 1024;
/** As getconf PAGESIZE says on x86-64 and ARM64 Linux. */
const PAGE_BYTES = 4096;

/**
 * Execution environments as Lambda has them: one at a time, warm until it is ended; a fresh one after it died. `settings` are asked at each
 * invocation.
 */
export function lambdaFunction(
  { client, bundle }: Runtime,
  settings: () => LambdaSettings,
): (deployment: Deployment, output: string[]) => Promise<Sandbox & { end(): void }> {
  return async ({ variables }, output) => {
    let warm: { readonly api: RuntimeApi; readonly child: ChildProcess } | null = null;
    const start = async () => {
      const api = await RuntimeApi.start();
      const child = spawn(process.execPath, [client], {
        cwd: bundle.functionFolders.ingest,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...variables,
          AWS_LAMBDA_RUNTIME_API: api.address,
          AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
          AWS_LAMBDA_FUNCTION_NAME: 'ingest',
          AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
          AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ingest',
          AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
          LAMBDA_TASK_ROOT: bundle.functionFolders.ingest,
          _HANDLER: 'index.handler',
          NODE_PATH: join(bundle.layerFolder, 'nodejs', 'node_modules'),
        },
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => void output.push(chunk.toString('utf8')));
      return { api, child };
    };
    const end = () => {
      warm?.child.kill('SIGKILL');
      warm?.api.stop();
      warm = null;
    };
    return {
      end,
      invoke: async (messages) => {
        warm ??= await start();
        const { api, child } = warm;
        const { timeoutMs, killedAfterMs = timeoutMs, memoryMb = Infinity } = settings();
        const killing = setTimeout(() => child.kill('SIGKILL'), killedAfterMs);
        const watching = setInterval(() => {
          if (residentBytes(child) > memoryMb * MIB) child.kill('SIGKILL');
        }, 2);
        const died = once(child, 'exit').then(() => null);
        const answer = await Promise.race([api.invoke(eventOf(messages), timeoutMs), died]);
        clearTimeout(killing);
        clearInterval(watching);
        if (answer === null) {
          end();
          throw new Error('the execution environment was killed');
        }
        // What the function throws, Lambda logs with its message, and returns the whole batch.
        expect(answer.kind).toBe('response');
        const { batchItemFailures } = JSON.parse(answer.body) as SQSBatchResponse;
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      },
    };
  };
}

/** Zero where it has ended. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
