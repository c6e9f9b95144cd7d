import { openReader } from '../../../layers/pixels/openReader.ts';
import { codecsHere } from '../../support/frames.ts';
import { random } from '../mutate.ts';
import { CHANGES, type EncodedFrame, frames, mutant } from './mutants.ts';
import { verdictOn } from './verdict.ts';

/** A small part of what `npm run fuzz:pixels` does, the same every time. */
it('mutants of encoded frames are decoded or refused by a code', async () => {
  const all = frames(codecsHere());
  const reader = openReader();
  const [outcomes, seen] = [new Set<string>(), new Set<string>()];
  for (let seed = 0; seed < 120; seed++) {
    const dice = random(seed);
    const pick = () => all[dice.below(all.length)] as EncodedFrame;
    const one = mutant(pick(), pick(), dice);
    for (const change of one.changes) seen.add(change);
    const { rows, columns } = one.format.shape;
    // Large ones are for the command.
    if (rows * columns > 60_000) continue;
    const outcome = await verdictOn(reader, one, seed % 3 === 0);
    expect({ seed, outcome }).toEqual({
      seed,
      outcome: expect.stringMatching(/^(decoded|written|PIXELS_[A-Z]+)$/),
    });
    outcomes.add(outcome);
  }
  await reader.close();
  expect(seen.size).toBe(CHANGES.length);
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['decoded', 'written', 'PIXELS_DAMAGED', 'PIXELS_DISAGREE']),
  );
});
