import type { Rectangle } from '../region.ts';

/** How likely each pixel of a picture lies in the middle of a line of text, from 0 to 255. */
export interface TextMap {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Pixels that hang together in a map. */
export interface Blob {
  readonly box: Rectangle;
  readonly pixels: number;
  /** Mean of the map over its pixels, from 0 to 1. */
  readonly score: number;
  /** Greatest of them. */
  readonly peak: number;
  /** Where its pixels are and how far apart: means, variances and covariance of their middles. */
  readonly spread: {
    readonly x: number;
    readonly y: number;
    readonly xx: number;
    readonly yy: number;
    readonly xy: number;
  };
}

/** What hangs together, by edge or corner, of what is at least `least` (0 to 255). */
export function blobsOf({ width, height, bytes }: TextMap, least: number): readonly Blob[] {
  const seen = new Uint8Array(bytes.length);
  const stack = new Int32Array(bytes.length);
  const blobs: Blob[] = [];
  for (let first = 0; first < bytes.length; first++) {
    if (seen[first] === 1 || (bytes[first] as number) < least) continue;
    let [left, top, right, bottom] = [width, height, 0, 0];
    let [sum, pixels, held, peak] = [0, 0, 1, 0];
    let [sumX, sumY, sumXx, sumYy, sumXy] = [0, 0, 0, 0, 0];
    seen[first] = 1;
    stack[0] = first;
    while (held > 0) {
      const at = stack[--held] as number;
      const x = at % width;
      const y = (at - x) / width;
      pixels++;
      const value = bytes[at] as number;
      sum += value;
      if (value > peak) peak = value;
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumYy += y * y;
      sumXy += x * y;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
      for (let nextY = Math.max(0, y - 1); nextY <= Math.min(height - 1, y + 1); nextY++)
        for (let nextX = Math.max(0, x - 1); nextX <= Math.min(width - 1, x + 1); nextX++) {
          const next = nextY * width + nextX;
          if (seen[next] === 1 || (bytes[next] as number) < least) continue;
          seen[next] = 1;
          stack[held++] = next;
        }
    }
    const [meanX, meanY] = [sumX / pixels, sumY / pixels];
    blobs.push({
      box: { left, top, right, bottom },
      pixels,
      score: sum / pixels / 255,
      peak: peak / 255,
      spread: {
        x: meanX + 0.5,
        y: meanY + 0.5,
        xx: sumXx / pixels - meanX * meanX,
        yy: sumYy / pixels - meanY * meanY,
        xy: sumXy / pixels - meanX * meanY,
      },
    });
  }
  return blobs;
}

/**
 * The line of text that a blob is the middle of: the detector is trained on lines shrunk by their area over their outline, times 1 - 0.4², and the way back is
 * an offset of 1.5 times that (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, 2020).
 */
export function lineOf({ box }: Blob, growth: number, limits: { width: number; height: number }): Rectangle {
  const [across, down] = [box.right - box.left, box.bottom - box.top];
  const by = Math.ceil((across * down * growth) / (2 * (across + down))) + 1;
  return {
    left: Math.max(0, box.left - by),
    top: Math.max(0, box.top - by),
    right: Math.min(limits.width, box.right + by),
    bottom: Math.min(limits.height, box.bottom + by),
  };
}
