/**
 * Resolves so many milliseconds later. By the global timer, as the AWS SDK's own pauses: who moves time in a test (test/support/clock.ts) moves all of
 * it. `node:timers/promises` cannot be moved.
 */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
