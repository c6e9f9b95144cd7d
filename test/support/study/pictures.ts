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

/**
 * A liver by ultrasound, as red, green and blue planes, never brighter than 190: a sector of speckle that grows wider with depth, layers of a wall above, and a
 * diaphragm below. By operations that every machine rounds alike.
 */
export function liver(rows: number, columns: number, frame: number): readonly Uint8Array[] {
  const [top, depth] = [rows * 0.05, rows * 0.93];
  const grey = Uint8Array.from({ length: rows * columns }, (_, at) => {
    const x = ((at % columns) + 0.5 - columns / 2) / depth;
    const y = (Math.floor(at / columns) + 0.5 - top) / depth;
    const radius = Math.sqrt(x * x + y * y);
    if (y <= 0 || Math.abs(x) > y * 0.72 || radius < 0.06 || radius > 1) return 0;
    // Weaker with depth, and at the sides.
    const gain = (1.1 - 0.45 * radius) * (1 - 0.5 * (x / y) * (x / y));
    return Math.min(190, echo(x, y, radius, frame) * gain * speckle(radius, x / y, frame));
  });
  return [grey, grey, grey];
}

const [LUNG, TISSUE, WALL, DIAPHRAGM] = [52, 118, 140, 90];

/** What lies there. */
function echo(x: number, y: number, radius: number, frame: number): number {
  if (radius < 0.3) return radius > 0.22 && radius < 0.25 ? WALL : TISSUE * 0.75;
  // A part of a circle about a middle that breathing moves.
  const [across, along] = [x + 0.16, y - 0.38 - 0.012 * frame];
  const bow = Math.sqrt(across * across + along * along);
  const near = along > 0 ? Math.max(0, 1 - Math.abs(bow - 0.5) / 0.045) : 0;
  return (along > 0 && bow > 0.5 ? LUNG : TISSUE) + near * DIAPHRAGM;
}

/** 0.2 to 1.4, alike within a cell of the beam. */
function speckle(radius: number, slope: number, frame: number): number {
  const [along, across] = [radius * 75, (slope + 1) * 46];
  const cell = (dx: number, dy: number) => noise(Math.floor(along) + dy, Math.floor(across) + dx, frame);
  const [right, down] = [across - Math.floor(across), along - Math.floor(along)];
  const upper = cell(0, 0) * (1 - right) + cell(1, 0) * right;
  const lower = cell(0, 1) * (1 - right) + cell(1, 1) * right;
  return 0.2 + 1.2 * (upper * (1 - down) + lower * down);
}

/** 0 to 1, by a hash of whole numbers. */
function noise(row: number, column: number, frame: number): number {
  let hash = Math.imul(row, 374761393) ^ Math.imul(column, 668265263) ^ Math.imul(frame + 1, 2147483647);
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
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
