import { NETWORK_MUTATIONS } from './conversations.ts';
import { fuzzAcceptor, fuzzRequestor } from './verdict.ts';

/** A small part of what `npm run fuzz:network` does, the same every time. */
describe('mutants of conversations', () => {
  it('leave no connection open, no timer set and nothing thrown in an acceptor', async () => {
    const { wrongs, outcomes, mutations } = await fuzzAcceptor(0, 800);
    expect(wrongs).toEqual([]);
    expect(mutations.size).toBe(NETWORK_MUTATIONS.length);
    for (const outcome of [
      'opened',
      'closed',
      'rejected',
      'dropped: PROTOCOL_VIOLATED',
      'aborted: PROTOCOL_VIOLATED',
    ])
      expect([...outcomes.keys()]).toContain(outcome);
    expect([...outcomes.keys()]).not.toContain('failed: DEFECT');
  });

  it('settle every request of a requestor', async () => {
    const { wrongs, outcomes } = await fuzzRequestor(0, 400);
    expect(wrongs).toEqual([]);
    for (const outcome of [
      'released',
      'PROTOCOL_VIOLATED',
      'ASSOCIATION_ABORTED',
      'PEER_TIMED_OUT',
      'ASSOCIATION_REJECTED',
    ])
      expect([...outcomes.keys()]).toContain(outcome);
  });
});
