import { Burst, type Round } from './bursting.ts';
import { killAll, removeDesk } from './listening.ts';

afterAll(killAll);

/** What is waited for before a kill, one a round: the gateway's work is somewhere else each time. */
const MOMENTS: readonly ((round: Round) => boolean)[] = [
  ({ acknowledged }) => acknowledged >= 1,
  ({ acknowledged }) => acknowledged >= 7,
  ({ arrived }) => arrived() >= 2,
  ({ acknowledged, arrived }) => acknowledged >= 20 && arrived() >= 10,
];

it('whatever was acknowledged before a kill is delivered, whole, and never with other bytes', async () => {
  let heard: (() => void) | null = null;
  const burst = new Burst({
    rounds: MOMENTS.length,
    pixelBytes: 64_000,
    untilKilled: (round, index) =>
      new Promise((resolve) => {
        heard = () => {
          if (MOMENTS[index]?.(round) === true) resolve();
        };
      }),
    onAnswer: () => heard?.(),
  });
  try {
    const found = await burst.run();
    expect(found).toMatchObject({ lost: [], truncated: [], otherBytes: [], leftInSpool: [] });
    expect(found.acknowledged).toBeGreaterThanOrEqual(28);
    expect(found.arrived).toBeGreaterThanOrEqual(found.acknowledged);
  } finally {
    removeDesk(burst.desk);
  }
});
