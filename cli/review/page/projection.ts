import type { Picture, Review } from '../../../layers/engine/review/types.ts';

/** More pictures are not laid on one another: what is written in one of them is still seen, and nobody waits for minutes. */
const MOST_PICTURES = 200;

/**
 * The lightest or darkest of every pixel, over the frames of one instance or the first frames of several, as they would leave: text that stands in a single
 * picture stands in this one. Pictures of another size than the first are left out. Rejects with `ReviewError`.
 */
export async function projectionOf(
  review: Review,
  names: readonly string[],
  frames: number,
  kind: 'maximum' | 'minimum',
): Promise<Picture> {
  let whole: { readonly picture: Picture; readonly light: Uint8Array } | null = null;
  const pick = kind === 'maximum' ? Math.max : Math.min;
  for (const [name, frame] of places(names, frames)) {
    const picture = await review.picture(name, frame);
    if (whole === null) whole = { picture, light: picture.after.slice() };
    else if (picture.after.length === whole.light.length && picture.width === whole.picture.width) {
      const { light } = whole;
      for (const [at, value] of picture.after.entries()) light[at] = pick(light[at] as number, value);
    }
  }
  const { picture, light } = whole as NonNullable<typeof whole>;
  return { ...picture, after: light };
}

/** Evenly over all of them. */
function places(names: readonly string[], frames: number): readonly (readonly [string, number])[] {
  const all = names.flatMap((name) =>
    names.length > 1
      ? [[name, 0] as const]
      : Array.from({ length: Math.min(frames, 100_000) }, (_none, frame) => [name, frame] as const),
  );
  const step = Math.max(1, all.length / MOST_PICTURES);
  return all.filter((_place, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}
