import { existsSync } from 'node:fs';
import { isKmsKey } from './keysAt.ts';

/** What Windows does otherwise, where a command has to know. What else there is stands in docs/platforms.md. */

/** Names of devices, with whatever suffix, and names that some programs take the end off (Microsoft, "Naming Files, Paths, and Namespaces"). */
const UNFIT = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$|[<>:"|?*\u0000-\u001f]|[. ]$/i;

/** The first part of a clean prefix that cannot be a folder; null: all can. */
export function unfitPart(prefix: string, platform: NodeJS.Platform = process.platform): string | null {
  if (platform !== 'win32') return null;
  return prefix.split('/').find((part) => UNFIT.test(part)) ?? null;
}

/**
 * What is to be said before places for their owner alone are made: there are no rights of files to be set, and they get those of the folder they lie in. Null: nothing.
 * It is said once, since the next run finds them there.
 */
export function openPlacesWarning(
  places: readonly string[],
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const made = platform === 'win32' ? places.filter((place) => !isKmsKey(place) && !exists(place)) : [];
  if (made.length === 0) return null;
  const named = made.map((place) => JSON.stringify(place)).join(' and ');
  return `${named} will be open to whoever may look into the folder around, since Lethe sets no rights on Windows. Close that folder to others first (docs/platforms.md says how).`;
}
