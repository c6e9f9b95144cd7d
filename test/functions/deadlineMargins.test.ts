import { deadlineOf } from '../../functions/ingest/deadline.ts';
import { faultOf } from '../contracts/faults.ts';
import { heldInEachTest } from '../support/clock.ts';

/** When each thing happens before the end: of a short time a part, of a long one at most so long. */

const clock = heldInEachTest();
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Of a function that has so long: until when it begins something, when it tells to stop, when it answers. */
async function marksOf(totalMs: number) {
  const endMs = clock().now() + totalMs;
  const startMs = clock().now();
  const deadline = deadlineOf(() => endMs - clock().now());
  const marks = { begins: 0, stops: 0, answers: 0 };
  deadline.signal.addEventListener('abort', () => {
    marks.stops = clock().now() - startMs;
  });
  const late = faultOf(deadline.within(new Promise(() => {}))).then((fault) => {
    marks.answers = clock().now() - startMs;
    return fault;
  });
  const stepMs = totalMs / 1000;
  for (let step = 0; step < 1000; step++) {
    if (deadline.mayBegin()) marks.begins = clock().now() - startMs;
    clock().advance(stepMs);
    await turn();
  }
  // One that never answers is seen, and not waited for.
  const fault = await Promise.race([late, turn().then(() => null)]);
  deadline.close();
  return { ...marks, fault };
}

it.each([
  // 30 %, 20 % and 5 % of ten seconds.
  [10_000, { begins: 6_990, stops: 8_000, answers: 9_500 }],
  [40_000, { begins: 27_960, stops: 32_000, answers: 38_000 }],
  // 30 s, 10 s and 4 s of fifteen minutes.
  [900_000, { begins: 869_400, stops: 890_000, answers: 896_000 }],
])('of %d ms', async (totalMs, marks) => {
  const { fault, ...found } = await marksOf(totalMs);
  // Each is seen by a step of a thousandth.
  for (const [what, atMs] of Object.entries(marks))
    expect(
      Math.abs(((found as Readonly<Record<string, number>>)[what] as number) - atMs),
    ).toBeLessThanOrEqual(totalMs / 1000);
  expect(fault).toEqual({ code: 'DEADLINE', transient: true });
  expect(found.begins).toBeLessThan(found.stops);
  expect(found.stops).toBeLessThan(found.answers);
  expect(found.answers).toBeLessThan(totalMs);
});

it('what is done before is as it is, and a closed one never comes', async () => {
  const deadline = deadlineOf(() => 10_000);
  expect(await deadline.within(Promise.resolve(7))).toBe(7);
  const failed = new Error('x');
  await expect(deadline.within(Promise.reject(failed))).rejects.toBe(failed);
  deadline.close();
  clock().advance(20_000);
  await turn();
  expect(deadline.signal.aborted).toBe(false);
  expect(await deadline.within(Promise.resolve(8))).toBe(8);
});
