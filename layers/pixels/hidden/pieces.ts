/** A stream put together from pieces of another: the other one itself, where nothing was left out. */
export function joined(stream: Uint8Array, pieces: readonly Uint8Array[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const made = new Uint8Array(length + (length % 2));
  let at = 0;
  for (const piece of pieces) {
    made.set(piece, at);
    at += piece.length;
  }
  // Fragments have an even length (PS3.5 A.4): a byte of 00 behind the stream is the frame's own, and one that is not there is added by whoever writes fragments.
  const isSame = Buffer.compare(made, stream) === 0 || Buffer.compare(made.subarray(0, length), stream) === 0;
  return isSame ? stream : made;
}
