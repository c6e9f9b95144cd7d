import type { Review } from '../../../../layers/engine/review/types.ts';
import type { FoundText, PixelReader, TextDetector } from '../../../../layers/pixels/reader.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { el, pixels } from '../../../support/build.ts';
import { instanceWith } from '../actions/shiftPlan.ts';
import { type Desk, openDesk, say } from './desk.ts';
import { holding, shownAt } from './reviewing.ts';

/** What is seen while text is still looked for in pictures, or while thousands are still read. */

const { digest: _digest, ...DRAFT } = holding([0x00104000, { kind: 'review' }]);
const POLICY = {
  devices: [],
  ultrasoundRegions: 'ignore',
  text: 'blank',
  allow: [],
  look: 'default',
  fill: 'darkest',
  unmatched: 'hold',
} as const;
const LOOKING = sealPlan({ ...DRAFT, pixels: POLICY });
const IN_PIXELS = '(7FE0,0010)';
const word = (value: number) => new Uint8Array([value, 0]);
const image = (comments: string, brightest = 255) =>
  instanceWith([
    el(0x00080060, 'CS', 'US'),
    el(0x00104000, 'LT', comments),
    el(0x00280002, 'US', word(1)),
    el(0x00280004, 'CS', 'MONOCHROME2'),
    el(0x00280010, 'US', word(2)),
    el(0x00280011, 'US', word(4)),
    el(0x00280100, 'US', word(8)),
    el(0x00280101, 'US', word(8)),
    el(0x00280102, 'US', word(7)),
    el(0x00280103, 'US', word(0)),
    pixels(new Uint8Array([0, brightest, 3, 3, 3, 3, 3, 3]), 'OB'),
  ]);

/** Finds the brightest pixel of the first row, as long as it is bright; waits for `opens`. */
function finder(opens: Promise<void> = Promise.resolve()) {
  let asked = 0;
  const findText = async ({ bytes }: Parameters<TextDetector['findText']>[0]): Promise<FoundText[]> => {
    asked += 1;
    await opens;
    const box = { left: 1, top: 0, right: 2, bottom: 1 };
    return (bytes[1] as number) > 100 ? [{ box, text: 'Zwieback', confidence: 1 }] : [];
  };
  const never = async (): Promise<never> => {
    throw new Error('native frames are not decoded');
  };
  const reader: PixelReader = { findText, decode: never, encode: never, close: async () => {} };
  return { reader, asked: () => asked };
}

async function deskWith(plan: RulePlan, reader: PixelReader, ...instances: Uint8Array[]): Promise<Desk> {
  const desk = openDesk(plan, { pixels: reader });
  for (const [at, object] of instances.entries()) expect(await desk.ingest(`${at}.dcm`, object)).toBe('held');
  return desk;
}

const named = async (review: Review) => (await review.listHeld()).rows.map(({ name }) => name);

it('is everything but the pixels, in which nothing was looked for', async () => {
  const { reader, asked } = finder();
  const desk = await deskWith(LOOKING, reader, image('walks well'));
  const review = desk.reviewer('ada');
  const [name = ''] = await named(review);
  const before = asked();
  const glimpse = await review.glimpseInstance(name);
  expect(asked()).toBe(before);
  expect(glimpse).toMatchObject({ isLookedAt: false, pixels: null, outcome: 'held' });
  expect(shownAt(glimpse.elements, IN_PIXELS)).toMatchObject({ may: [], seen: null });
  const whole = await review.showInstance(name);
  expect(asked()).toBeGreaterThan(before);
  expect(whole).toMatchObject({ isLookedAt: true, pixels: { boxes: [{ isBlanked: true }] } });
  expect(shownAt(glimpse.elements, '(0010,4000)')).toEqual(shownAt(whole.elements, '(0010,4000)'));
  expect(glimpse.rules).toEqual(whole.rules);
  await desk.dispose();
});

it('is decided as the whole is, and what was decided of the pixels is not taken for stale', async () => {
  const { reader } = finder();
  const desk = await deskWith(LOOKING, reader, image('walks well'));
  const review = desk.reviewer('ada');
  const [name = ''] = await named(review);
  await say(review, await review.showInstance(name), IN_PIXELS, { kind: 'confirm' });
  const glimpse = await review.glimpseInstance(name);
  expect(glimpse.elements.flatMap(({ findings }) => findings.map(({ code }) => code))).not.toContain(
    'DECISION_STALE',
  );
  await say(review, glimpse, '(0010,4000)', { kind: 'confirm' });
  expect(await review.release(name)).toMatchObject({ status: 'released' });
  await desk.dispose();
});

it('is the whole where rules look for no text', async () => {
  const { reader } = finder();
  const desk = await deskWith(sealPlan(DRAFT), reader, image('walks well'));
  const review = desk.reviewer('ada');
  const [name = ''] = await named(review);
  expect(await review.glimpseInstance(name)).toEqual(await review.showInstance(name));
  await desk.dispose();
});

it('lets a second detector look at what is shown, too', async () => {
  const detector = { findText: finder().reader.findText };
  const blind: PixelReader = { ...finder().reader, findText: async () => [] };
  const plan = sealPlan({ ...DRAFT, pixels: { ...POLICY, detector: 'rekognition' } });
  const desk = openDesk(plan, { pixels: blind, detector });
  expect(await desk.ingest('a.dcm', image('walks well'))).toBe('held');
  const review = desk.reviewer('ada');
  const [name = ''] = await named(review);
  expect(await review.showInstance(name)).toMatchObject({ pixels: { boxes: [{ isBlanked: true }] } });
  const { after } = await review.picture(name, 0);
  expect(after[3]).toBe(0);
  await desk.dispose();
});

describe('values of thousands', () => {
  const HELD = 60;
  let desk: Desk;
  beforeEach(async () => {
    const objects = Array.from({ length: HELD }, (_, at) => image(`walks ${at}`));
    desk = await deskWith(LOOKING, finder().reader, ...objects);
  });
  afterEach(() => desk.dispose());

  it('are read behind the question, which says how far it has come', async () => {
    const review = desk.reviewer('ada');
    expect(await review.cohortSoFar()).toEqual({ groups: [], unreadable: 0, unread: HELD, total: HELD });
    let [answer, steps] = [await review.cohortSoFar(), 0];
    for (; answer.unread > 0; steps += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = await review.cohortSoFar();
      expect(next.unread).toBeLessThanOrEqual(answer.unread);
      answer = next;
    }
    // Somebody else had their turn meanwhile.
    expect(steps).toBeGreaterThan(3);
    expect(answer).toEqual(await review.cohort());
    expect(answer.groups).toHaveLength(HELD);
  });

  it('say what went wrong, once', async () => {
    let isOpen = false;
    const review = desk.reviewer('ada', {
      reading: async () => {
        if (!isOpen) throw new Error('the key is not there');
        return desk.services();
      },
    });
    await review.cohortSoFar();
    const failure = async (): Promise<unknown> => {
      for (;;) {
        const error = await review.cohortSoFar().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (error !== null) return error;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    expect(await failure()).toMatchObject({ message: 'the key is not there' });
    isOpen = true;
    expect(await review.cohortSoFar()).toMatchObject({ unread: HELD });
    expect((await review.cohort()).groups).toHaveLength(HELD);
  });
});
