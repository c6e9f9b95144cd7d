import { createHmac, type KeyObject } from 'node:crypto';
import type { Shift } from '../../../../rules/plan.ts';

const SECONDS_PER_DAY = 86_400;

/** How many seconds a scope's dates and times move; positive: forward. `key`: the subkey `date-shift`. */
export function shiftSeconds(by: Shift, whose: string, key: KeyObject | null): number {
  if (by.kind === 'fixed') return by.seconds;
  if (by.kind === 'patient') return patientDays(by, whose, key as KeyObject) * SECONDS_PER_DAY;
  const { key: choice, rangeDays, scope } = by;
  const days =
    choice.from === 'rules'
      ? microsoftOffset(whose, choice.text, rangeDays)
      : keyedOffset(`${scope}\x1f${whose}`, key as KeyObject, rangeDays);
  return days * SECONDS_PER_DAY;
}

/**
 * How many seconds the times of day of a scope move beside the days: 1 to 86,399, so never by nothing, each equally likely, and of no use to
 * someone who knows the days. `key`: the subkey `date-shift`.
 */
export function secondsOfDay(whose: string, key: KeyObject): number {
  return 1 + uniform(key, `time of day\x1f${whose}`, SECONDS_PER_DAY - 1);
}

/** Whether a shift takes the key ring's subkey. */
export function isKeyed(by: Shift): boolean {
  return by.kind === 'patient' || (by.kind === 'scoped' && by.key.from === 'ring');
}

function patientDays(
  { minDays, maxDays, direction }: Shift & { kind: 'patient' },
  whose: string,
  key: KeyObject,
): number {
  // 0 would leave the patient's dates as they are.
  const least = Math.max(1, minDays);
  const count = maxDays - least + 1;
  const drawn = uniform(key, whose, direction === 'either' ? 2 * count : count);
  if (direction === 'forward') return least + drawn;
  return drawn < count ? -(least + drawn) : least + drawn - count;
}

/**
 * Microsoft's date shift: a polynomial over the UTF-8 bytes of the scope's UID and the key, modulo the days from -range to range. It is not a
 * keyed function: anyone who knows one scope's offset knows every other's. For rules that bring their own key, and parity.
 */
export function microsoftOffset(prefix: string, key: string, rangeDays: number): number {
  const count = 2 * rangeDays + 1;
  let offset = 0;
  for (const byte of Buffer.from(prefix + key, 'utf8')) offset = (offset * 131 + byte) % count;
  return offset - rangeDays;
}

/** The same range with a key of the ring, and for it a function that says nothing of other scopes; 0 is left out, as it would hide nothing. */
function keyedOffset(label: string, key: KeyObject, rangeDays: number): number {
  if (rangeDays === 0) return 0;
  const drawn = uniform(key, label, 2 * rangeDays);
  return drawn < rangeDays ? drawn - rangeDays : drawn - rangeDays + 1;
}

/**
 * An integer in [0, count), each equally likely: HMAC-SHA256 (RFC 2104) over the label and a counter gives words of 32 bits; those beyond the
 * last whole multiple of `count` are skipped, or small results would be likelier.
 */
function uniform(key: KeyObject, label: string, count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > 2 ** 32)
    throw new RangeError('a shift with no day to choose from');
  const limit = 2 ** 32 - (2 ** 32 % count);
  for (let block = 0; ; block++) {
    const words = createHmac('sha256', key).update(`${label}\x1f${block}`, 'utf8').digest();
    for (let at = 0; at < words.length; at += 4) {
      const word = words.readUInt32BE(at);
      if (word < limit) return word % count;
    }
  }
}
