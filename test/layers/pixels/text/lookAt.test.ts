import { lookAt } from '../../../../layers/pixels/text/lookAt.ts';
import type { Network, Numbers } from '../../../../layers/pixels/text/network.ts';

/** A picture with something everywhere. */
function busy(width: number, height: number) {
  return { width, height, bytes: Uint8Array.from({ length: width * height }, (_, at) => (at * 31) % 256) };
}

/** A detector with a map of its own; the sizes that it was asked for. */
function detector(likely: (x: number, y: number) => number) {
  const sizes: number[] = [];
  const network: Network = {
    run({ dims }: Numbers) {
      const [, , height = 0, width = 0] = dims;
      sizes.push(width);
      const data = Float32Array.from({ length: width * height }, (_, at) =>
        likely(at % width, Math.floor(at / width)),
      );
      return Promise.resolve({ data, dims: [1, 1, height, width] });
    },
    close: () => Promise.resolve(),
  };
  return { network, sizes };
}

describe('how a picture is looked at', () => {
  test('a small one at twice its size as well', async () => {
    const { network, sizes } = detector(() => 0);
    await lookAt(network, busy(256, 256));
    expect(sizes).toEqual([256, 512]);
  });

  test('a large one at its own, where that leaves no doubt', async () => {
    const { network, sizes } = detector(() => 0);
    await lookAt(network, busy(512, 512));
    expect(sizes).toEqual([512]);
  });

  test('a spot that may be a small line, at twice the size', async () => {
    const { network, sizes } = detector((x, y) => (x >= 200 && x < 212 && y >= 100 && y < 104 ? 0.4 : 0));
    await lookAt(network, busy(512, 512));
    expect(sizes).toHaveLength(2);
    expect(sizes[1]).toBeLessThan(128);
  });

  test('a speck is no doubt', async () => {
    const { network, sizes } = detector((x, y) => (x >= 200 && x < 202 && y === 100 ? 0.4 : 0));
    await lookAt(network, busy(512, 512));
    expect(sizes).toHaveLength(1);
  });

  test('what two looks find is kept apart: a line of one is not lost in what the other takes together', async () => {
    const { network } = detector((x, y) => (x >= 40 && x < 140 && y >= 60 && y < 70 ? 1 : 0));
    expect((await lookAt(network, busy(300, 300))).length).toBe(2);
  });
});
