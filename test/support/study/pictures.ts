/** Pixels of invented bodies, so that a viewer shows something. */

/** A round phantom with two inserts, `rows` by `columns`, 16-bit words about 1024 (a CT's zero). */
export function phantom(rows: number, columns: number, slice: number): number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const y = (Math.floor(at / columns) / rows) * 2 - 1;
    const x = ((at % columns) / columns) * 2 - 1;
    const within = (cx: number, cy: number, radius: number) => (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;
    if (!within(0, 0, 0.9)) return 24;
    if (within(-0.35, 0.1, 0.12 + 0.02 * slice)) return 1900;
    if (within(0.35, 0.1, 0.25)) return 200;
    return 1064 + ((at * 7919 + slice * 104729) % 31);
  });
}

/** A fan of grey speckle on black, as red, green and blue planes. */
export function fan(rows: number, columns: number, frame: number): readonly Uint8Array[] {
  const grey = Uint8Array.from({ length: rows * columns }, (_, at) => {
    const y = Math.floor(at / columns);
    const x = (at % columns) - columns / 2;
    return Math.abs(x) < y * 0.7 ? (at * 31 + frame * 57) % 160 : 0;
  });
  return [grey, grey, grey];
}

/** One frame in RLE Lossless (PS3.5 Annex G): a segment for each plane, literal runs alone. */
export function rleFrame(planes: readonly Uint8Array[]): Uint8Array {
  const segments = planes.map(literalRuns);
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let offset = 64;
  for (const [at, segment] of segments.entries()) {
    header.setUint32(4 + 4 * at, offset, true);
    offset += segment.length;
  }
  return new Uint8Array(Buffer.concat([new Uint8Array(header.buffer), ...segments]));
}

/** PS3.5 G.3.1: a byte n, then n + 1 bytes as they are; the segment is padded to an even length. */
function literalRuns(plane: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < plane.length; at += 128) {
    const run = plane.subarray(at, at + 128);
    out.push(run.length - 1, ...run);
  }
  if (out.length % 2 !== 0) out.push(0);
  return Uint8Array.from(out);
}
