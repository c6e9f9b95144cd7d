import { createHash } from 'node:crypto';

/** The first wait: what is over in a moment (a throttle, a broken connection) costs seconds. */
const FIRST_SECONDS = 5;
/** The last one. Together all last longer, so that an outage of two hours makes no dead letters, however many attempts there are. */
const LAST_SECONDS = 2 * 60 * 60;
/** A wait is longer or shorter by up to this part, so that the messages of an outage do not all come back at once. */
const JITTER = 0.2;

/**
 * How long a message waits after its attempt of this number failed, the first being 1, before it is seen again: growing evenly, by a factor, from seconds to
 * hours. The same message waits the same: its jitter is a hash of its id.
 */
export function backoffSeconds(attempt: number, maxReceives: number, messageId: string): number {
  const growth = LAST_SECONDS / FIRST_SECONDS;
  const waits = Math.max(1, maxReceives - 1);
  const part = waits === 1 ? 0 : Math.min(1, (Math.max(1, attempt) - 1) / (waits - 1));
  return Math.round(FIRST_SECONDS * growth ** part * (1 + JITTER * chance(attempt, messageId)));
}

/** From -1 to 1. */
function chance(attempt: number, messageId: string): number {
  const digest = createHash('sha256').update(`${attempt} ${messageId}`).digest();
  return digest.readInt32BE(0) / 0x8000_0000;
}
