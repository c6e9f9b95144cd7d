import { builtObjects } from './built.ts';
import { MUTATIONS, mutate, random, type Seed } from './mutate.ts';
import { seedOf } from './seed.ts';
import { verdictOn } from './verdict.ts';

/** A small part of what `npm run fuzz` does, the same every time. */
describe('mutants of built objects', () => {
  const objects = builtObjects();
  let seeds: readonly Seed[] = [];
  beforeAll(async () => {
    seeds = await Promise.all(objects.map(seedOf));
  });

  it('begin as objects that are released or refused for what they are', async () => {
    for (const bytes of objects) expect((await verdictOn(bytes)).wrong).toBeNull();
  });

  it('come out whole or are refused by a code, within their time', async () => {
    const outcomes = new Set<string | null>();
    const seen = new Set<string>();
    for (let seed = 0; seed < 600; seed++) {
      const dice = random(seed);
      const pick = () => seeds[dice.below(seeds.length)] as Seed;
      const { bytes, mutations } = mutate(pick(), pick(), dice);
      for (const mutation of mutations) seen.add(mutation);
      const { outcome, wrong } = await verdictOn(bytes, seed % 3 === 0 ? 'options' : 'basic');
      outcomes.add(outcome);
      expect({ seed, wrong }).toEqual({ seed, wrong: null });
    }
    expect(seen.size).toBe(MUTATIONS.length);
    expect([...outcomes]).toEqual(expect.arrayContaining(['released', 'TRUNCATED', 'NOT_DICOM']));
  });

  it('are the same for the same seed', () => {
    const make = () =>
      Buffer.from(mutate(seeds[0] as Seed, seeds[1] as Seed, random(9)).bytes).toString('hex');
    expect(make()).toBe(make());
  });
});
