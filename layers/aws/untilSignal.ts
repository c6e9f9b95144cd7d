import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { FaultError } from '../engine/faults.ts';

/**
 * The same client, whose calls end when `signal` is aborted: with `FaultError` DEADLINE, and those that come later are not begun. Only what cleans up
 * still goes through: an upload that stopped half-way is aborted, so that its parts are not kept and paid for.
 */
export function untilSignal(client: S3Client, signal: AbortSignal): S3Client {
  const target = client as unknown as {
    send(command: object, options?: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  };
  const send = async (command: object): Promise<unknown> => {
    if (command instanceof AbortMultipartUploadCommand) return target.send(command);
    if (signal.aborted) throw deadlineFault();
    try {
      return await target.send(command, { abortSignal: signal });
    } catch (error) {
      if (signal.aborted) throw deadlineFault();
      throw error;
    }
  };
  return new Proxy(client, {
    get: (_target, property, receiver) =>
      property === 'send' ? send : Reflect.get(client, property, receiver),
  });
}

function deadlineFault(): FaultError {
  return new FaultError(
    'DEADLINE',
    true,
    'There was no time to finish the object',
    'It comes again; if it never gets done, give the function more time (timeoutSeconds) or smaller batches (batchSize)',
  );
}
