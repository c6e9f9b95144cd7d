import type { KeyObject } from 'node:crypto';

/** Begins every box since HPKE. One of before begins with an X25519 point, which begins so once in 2^64. */
const HPKE_BOX = Buffer.from('lethe/2\x00');

/**
 * Seals bytes for the holder of a private key, and for nobody else, not even who sealed them: HPKE in base mode (RFC 9180), with a key made
 * for this one message. `context` says what the box is; it opens under the same alone.
 */
export async function sealBox(recipient: KeyObject, bytes: Uint8Array, context: string): Promise<Buffer> {
  // Loaded only where rules keep originals: a cold start without it is shorter.
  const { hpkeSeal } = await import('./hpke.ts');
  return Buffer.concat([HPKE_BOX, await hpkeSeal(recipient, bytes, Buffer.from(context))]);
}

/** Opens a box, those of before HPKE too. Rejects if it was made for another key or context, or was changed. */
export async function openBox(privateKey: KeyObject, box: Uint8Array, context: string): Promise<Buffer> {
  if (HPKE_BOX.equals(box.subarray(0, HPKE_BOX.length))) {
    const { hpkeOpen } = await import('./hpke.ts');
    return hpkeOpen(privateKey, box.subarray(HPKE_BOX.length), Buffer.from(context));
  }
  const { openFormerBox } = await import('./formerBox.ts');
  return openFormerBox(privateKey, box, context);
}
