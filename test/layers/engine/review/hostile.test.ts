import { serveReview } from '../../../../cli/review/page/server.ts';
import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import type { Kept, KeptShelf } from '../../../../layers/engine/kept.ts';
import { ReviewError } from '../../../../layers/engine/review/errors.ts';
import { ReviewModel } from '../../../../layers/engine/review/model.ts';
import { builtObjects } from '../../../fuzz/built.ts';
import { mutate, random } from '../../../fuzz/mutate.ts';
import { seedOf } from '../../../fuzz/seed.ts';
import { TEST_CLOCK } from '../harness.ts';
import { holding, servicesWith } from './reviewing.ts';

/** A thousand hostile instances as held: each is shown, or said to be unreadable, by a code; nothing of them is in an error. */

const COUNT = 1_000;
const dice = random(20_261_130);
const objects: Uint8Array[] = [];

beforeAll(async () => {
  const seeds = await Promise.all(builtObjects().map(seedOf));
  for (let at = 0; at < COUNT; at++) {
    const [one, other] = [seeds[at % seeds.length], seeds[(at * 7 + 3) % seeds.length]];
    if (one !== undefined && other !== undefined) objects.push(mutate(one, other, dice).bytes);
  }
});

const nameOf = (at: number) => `held/${at.toString(16).padStart(32, '0')}`;

/** A shelf of them; what is taken away or noted there would be a mistake. */
function shelf(): KeptShelf {
  const never = async (): Promise<never> => {
    throw new Error('nothing is changed by looking');
  };
  const kept = (at: number): Kept => ({
    name: nameOf(at),
    sizeBytes: objects[at]?.length ?? 0,
    since: '2026-11-30',
  });
  const at = (name: string) => Number.parseInt(name.slice('held/'.length), 16);
  return {
    container: 'memory',
    list: async function* list() {
      for (const index of objects.keys()) yield kept(index);
    },
    find: async (name) => (objects[at(name)] === undefined ? null : kept(at(name))),
    note: async () => ({ source: {}, findings: [] }),
    open: async (name) => memorySource(objects[at(name)] ?? new Uint8Array()),
    settle: never,
    remove: never,
    close: never,
    destroy: never,
  };
}

const PLAN = holding([0x00100010, { kind: 'remove' }], [0x00104000, { kind: 'review' }]);

const reviewer = () =>
  new ReviewModel({
    shelf: shelf(),
    book: {
      of: async () => [],
      put: async (decision) => ({ isDone: true, standing: decision }),
      take: async () => ({ isDone: true, standing: null }),
      approve: async () => {},
      approvals: async () => [],
      places: async () => new Map(),
      settle: async () => {},
      earlier: async () => [],
      reopen: async () => {},
      close: async () => {},
    },
    trail: { record: async () => {} },
    clock: TEST_CLOCK,
    by: 'ada',
    knowsPeople: false,
    reading: async () => servicesWith(PLAN),
    writing: async () => {
      throw new Error('nothing is released by looking');
    },
    reviewedRules: null,
  });

it('are shown, or said to be unreadable', async () => {
  expect(objects).toHaveLength(COUNT);
  const review = reviewer();
  await review.readHeaders();
  expect(await review.listHeld()).toMatchObject({ total: COUNT, unread: 0 });
  const outcomes = new Map<string, number>();
  for (const at of objects.keys()) {
    const { outcome, elements, reason } = await review.showInstance(nameOf(at));
    const told =
      outcome === 'refused' ? `refused ${elements.length === 0 ? 'unreadable' : 'shown'}` : outcome;
    outcomes.set(told, (outcomes.get(told) ?? 0) + 1);
    expect(outcome !== 'refused' || /^[A-Z_]+$/.test(reason?.code ?? '')).toBe(true);
    const element = elements.find(({ may }) => may.includes('clear'));
    const request = {
      name: nameOf(at),
      place: element?.place ?? '(0010,4000)',
      action: { kind: 'clear' } as const,
      seen: element?.seen ?? '',
      over: null,
    };
    const answer = await review.decide(request).catch((error: unknown) => error);
    expect(element === undefined ? answer : answer instanceof ReviewError || answer).toEqual(
      element === undefined ? expect.any(ReviewError) : expect.objectContaining({ status: 'done' }),
    );
  }
  // Some of each, or nothing was tried.
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['released', 'refused unreadable']));
  expect(await review.cohort()).toMatchObject({ unreadable: expect.any(Number) });
});

it('have pictures, or are said to have none, by the server of the page, which stays up', async () => {
  const review = reviewer();
  const served = await serveReview(review, new Map(), 0);
  const { origin, hash } = new URL(served.address);
  const ask = (name: string, body: object, cookie = '') =>
    fetch(`${origin}/api/${name}`, {
      method: 'POST',
      headers: { origin, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const entered = await ask('session', { token: hash.slice(1) });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const statuses = new Map<number, number>();
  for (const at of objects.keys())
    for (const [name, more] of [
      ['show', {}],
      ['picture', { frame: 0 }],
    ] as const) {
      const { status } = await ask(name, { name: nameOf(at), ...more }, cookie);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  await served.close();
  await review.close();
  expect([...statuses.keys()].sort()).toEqual([200, 422]);
});
