import { ReviewError } from '../../../layers/engine/review/errors.ts';
import type { Review } from '../../../layers/engine/review/types.ts';
import {
  type Body,
  choiceIn,
  countIn,
  decideIn,
  filterIn,
  proposeIn,
  textIn,
  undoIn,
  windowIn,
} from './asked.ts';
import { pngOf } from './png.ts';
import { projectionOf } from './projection.ts';

/** What goes back: an object as JSON, or a picture with what there is to say of it. */
export type Answer =
  | { readonly json: object }
  | { readonly png: Uint8Array; readonly told: Readonly<Record<string, unknown>> };

type Answers = (body: Body, review: Review) => Promise<Answer>;

const json = async (value: Promise<object>): Promise<Answer> => ({ json: await value });

/** What the page can ask, by the name in the address: each call of the model, and pictures. Nothing else is there. */
export const ANSWERS: Readonly<Record<string, Answers>> = {
  list: (body, review) => json(review.listHeld(filterIn(body))),
  series: (body, review) => json(seriesOf(textIn(body, 'name'), review)),
  show: (body, review) => json(review.showInstance(textIn(body, 'name'))),
  glimpse: (body, review) => json(review.glimpseInstance(textIn(body, 'name'))),
  decide: (body, review) => json(review.decide(decideIn(body))),
  undo: (body, review) => json(review.undo(undoIn(body))),
  release: (body, review) => json(review.release(textIn(body, 'name'))),
  cohort: (_body, review) => json(review.cohortSoFar()),
  propose: (body, review) => json(review.propose(proposeIn(body))),
  accept: (body, review) => json(review.accept(proposeIn(body))),
  picture: async (body, review) => {
    const window = windowIn(body) ?? undefined;
    const picture = await review.picture(textIn(body, 'name'), countIn(body, 'frame'), window);
    const { width, height, before, after, grey } = picture;
    // One picture has both, the one as it came above: neither is made twice.
    const both = new Uint8Array(before.length + after.length);
    both.set(before);
    both.set(after, before.length);
    return { png: await pngOf(width, 2 * height, both), told: { grey } };
  },
  projection: async (body, review) => {
    const [name, frames] = [textIn(body, 'name'), countIn(body, 'frames')];
    const kind = choiceIn(body, 'kind', ['maximum', 'minimum']);
    const names = frames > 1 ? [name] : (await seriesOf(name, review)).names;
    const { width, height, after } = await projectionOf(review, names, frames, kind);
    return { png: await pngOf(width, height, after), told: { grey: null } };
  },
};

/** The held instances of a series, this one among them. */
async function seriesOf(name: string, review: Review): Promise<{ readonly names: readonly string[] }> {
  await review.readHeaders();
  const { rows } = await review.listHeld();
  const own = rows.find((row) => row.name === name);
  if (own === undefined)
    throw new ReviewError('REVIEW_NOT_HELD', 'No instance is held under this name', 'Go back to the list.');
  const same = rows.filter(({ kind }) => kind !== null && kind.series === own.kind?.series);
  return { names: same.length === 0 ? [name] : same.map((row) => row.name) };
}
