import type { Rectangle } from './region.ts';

/** What of an image lies in none of some rectangles, as rectangles that do not overlap. */
export function complementOf(
  kept: readonly Rectangle[],
  image: { readonly width: number; readonly height: number },
): Rectangle[] {
  const edges = [0, image.height, ...kept.flatMap(({ top, bottom }) => [top, bottom])]
    .filter((edge) => edge >= 0 && edge <= image.height)
    .sort((a, b) => a - b);
  const rest: Rectangle[] = [];
  for (let at = 1; at < edges.length; at++) {
    const [top, bottom] = [edges[at - 1] as number, edges[at] as number];
    if (top === bottom) continue;
    const spans = kept
      .filter((rectangle) => rectangle.top <= top && rectangle.bottom >= bottom)
      .sort((a, b) => a.left - b.left);
    let left = 0;
    for (const span of spans) {
      if (span.left > left) rest.push({ left, top, right: span.left, bottom });
      left = Math.max(left, span.right);
    }
    if (left < image.width) rest.push({ left, top, right: image.width, bottom });
  }
  return rest;
}
