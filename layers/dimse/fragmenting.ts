import { PDV_HEADER_BYTES } from './pdu.ts';

/** Bytes of a P-DATA-TF that we send, where the peer takes more. */
const OWN_PDU_BYTES = 262_144;

/**
 * Bytes of a fragment towards a peer that takes so many in a PDU (0: any number). Fragments have an even length (PS3.8 Annex E.2), which an odd limit has
 * no room for; null: the limit has no room for anything.
 */
export function fragmentBytesOf(maxPduBytes: number): number | null {
  const most = maxPduBytes === 0 ? OWN_PDU_BYTES : Math.min(maxPduBytes, OWN_PDU_BYTES);
  const bytes = (most - PDV_HEADER_BYTES) & ~1;
  return bytes < 2 ? null : bytes;
}

/** What goes into one PDU: pieces of what was given, not copied. */
export interface OutgoingFragment {
  readonly parts: readonly Uint8Array[];
  readonly isLast: boolean;
}

/** Cuts bytes into fragments of one length, the last of what is left. Nothing at all is one empty fragment. */
export async function* fragmentsOf(
  data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  fragmentBytes: number,
): AsyncGenerator<OutgoingFragment, void, undefined> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of data) {
    let rest = piece;
    while (rest.length > 0) {
      // A full fragment waits for the byte behind it: only then is it known not to be the last.
      if (bytes === fragmentBytes) {
        yield { parts, isLast: false };
        parts = [];
        bytes = 0;
      }
      const part = rest.subarray(0, fragmentBytes - bytes);
      parts.push(part);
      bytes += part.length;
      rest = rest.subarray(part.length);
    }
  }
  yield { parts, isLast: true };
}

/** A deflated data set whose stream has an odd length, with the NULL behind it that PS3.5 A.5 asks for: some peers refuse it otherwise. */
export async function* evened(
  data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let isOdd = false;
  for await (const piece of data) {
    isOdd = isOdd !== (piece.length % 2 === 1);
    yield piece;
  }
  if (isOdd) yield Uint8Array.of(0);
}
