import type { ParsedInstance } from '../../dicom/parse.ts';
import { PixelsError } from '../../pixels/errors.ts';
import { pixelsOf } from '../look/kinds.ts';
import type { Looked } from '../look/looked.ts';
import { isFilled } from '../look/marks.ts';
import { shapeOf } from '../look/shape.ts';
import { PIXELS_PLACE, placeOfRegion } from './places.ts';
import type { BoxView, PixelsView, ReviewDecision } from './types.ts';

/** What is blanked in an image, and what was found in it; null: it has no pixels whose frames can be told. Reads no frame. */
export function pixelsView(
  instance: ParsedInstance,
  looked: Looked | null,
  decisions: readonly ReviewDecision[],
): PixelsView | null {
  if (pixelsOf(instance) === null) return null;
  try {
    const { frames, columns, rows } = shapeOf(instance);
    const drawn = new Set(
      decisions.flatMap(({ action, place }) => (action.kind === 'redact' ? [place] : [])),
    );
    const boxes = (looked?.marks ?? []).map((mark): BoxView => {
      const region = { frame: mark.frame, ...mark.box };
      const place = placeOfRegion(region);
      return {
        ...region,
        why: mark.why,
        isBlanked: isFilled(mark),
        text: mark.found?.text ?? null,
        place: mark.why === 'reviewed' && drawn.has(place) ? place : null,
      };
    });
    return { place: PIXELS_PLACE, frames, columns, rows, boxes };
  } catch (error) {
    if (error instanceof PixelsError) return null;
    throw error;
  }
}
