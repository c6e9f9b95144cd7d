import type { PixelsQueue } from './pixelsQueue.ts';

/** The client of SQS is loaded with the first instance that is handed over, not at every cold start. */
export async function openPixelsQueue(queueUrl: string): Promise<PixelsQueue> {
  const [{ PixelsQueue: Queue }, { queueClient }] = await Promise.all([
    import('./pixelsQueue.ts'),
    import('./queueClient.ts'),
  ]);
  return new Queue(queueClient(), queueUrl);
}
