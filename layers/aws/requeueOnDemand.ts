import type { SqsRequeue } from './sqsRequeue.ts';

/** The client of SQS is loaded where something comes again, not at every cold start. */
export async function openRequeue(queueUrl: string): Promise<SqsRequeue> {
  const [{ SqsRequeue: Requeue }, { queueClient }] = await Promise.all([
    import('./sqsRequeue.ts'),
    import('./queueClient.ts'),
  ]);
  return new Requeue(queueClient(), queueUrl);
}
