export function withoutHidden(frame: Uint8Array, _syntax: string): Uint8Array {
  return frame;
}
