import { verified } from '../harness.ts';
import { type Honest, KINDS, outcomeOf } from './faults.ts';
import { honestReleases } from './honest.ts';

/** One of each kind of fault; `npm run verify:faults` has two hundred, and a thousand honest outputs. */

const SEED = 11;
let honest: Honest;

beforeAll(async () => {
  honest = await honestReleases(SEED);
});

it('there are a hundred kinds and more', () => {
  expect(KINDS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
});

it.each(['removed', 'modified'] as const)(
  'what is not spoiled has no findings: dates are %s',
  async (way) => {
    const { outputs, sources } = honest[way];
    const { alarms, tally } = await verified(outputs, sources, honest.rules[way]);
    expect(alarms).toEqual([]);
    expect(tally.pairs).toBe(outputs.length);
  },
);

it.each(KINDS.map((kind) => [kind.name, kind] as const))('%s is found', async (_name, kind) => {
  expect(await outcomeOf(kind, SEED, honest)).toEqual({ kind: kind.name, seed: SEED, missed: null });
});
