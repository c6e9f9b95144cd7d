const FIRST_MS = 1_000;
const MOST_MS = 5 * 60 * 1_000;

/**
 * How long to wait after so many failures one after another, in milliseconds: about a second, twice as long each time, five minutes at most. `random`, from 0
 * to 1, takes up to a half off, so that gateways which lost one receiver do not come back to it together.
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole * (1 - random / 2));
}
