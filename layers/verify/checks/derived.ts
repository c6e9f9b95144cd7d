import { createHash } from 'node:crypto';
import { isText, valuesOf } from '../reader/values.ts';
import type { Looked } from './context.ts';
import type { Derivable } from './tokens.ts';

/** Hashes that programs make of identifiers without a key: who guesses the identifier, and there are few, has the same hash. */
const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** A hash is cut where an attribute has no room for it; so many characters are not there by chance. */
const LEAST_CHARACTERS = 16;

/** A pseudonym that anybody can make again of the identifier that it stands for (PS3.15 E.1.1; 45 CFR 164.514(c)). */
export function checkDerived(looked: Looked, derivable: readonly Derivable[]): void {
  if (derivable.length === 0) return;
  let known: ReadonlySet<string> | null = null;
  for (const { element, dataSet, path } of looked.output.placed) {
    if (!isText(element.vr) || element.vr === 'UI') continue;
    for (const value of valuesOf(element, dataSet)) {
      const candidates = value.match(/[0-9a-f]{16,}|[\w+/-]{20,}/gi) ?? [];
      if (candidates.length === 0) continue;
      known ??= hashesOf(derivable);
      const isMade = candidates.some(
        (text) =>
          known?.has(startOf(text.toLowerCase())) === true || known?.has(startOf(inBase64(text))) === true,
      );
      if (isMade) looked.find('TOKEN_DERIVED', 'error', path);
    }
  }
}

function hashesOf(derivable: readonly Derivable[]): ReadonlySet<string> {
  const starts = new Set<string>();
  for (const { text } of derivable)
    for (const form of new Set([text, text.toUpperCase(), text.toLowerCase()]))
      for (const algorithm of ALGORITHMS) {
        const digest = createHash(algorithm).update(form).digest();
        starts.add(startOf(digest.toString('hex'))).add(startOf(digest.toString('base64')));
      }
  return starts;
}

function startOf(text: string): string {
  return text.slice(0, LEAST_CHARACTERS);
}

/** The alphabet of RFC 4648 5 in that of section 4. */
function inBase64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}
