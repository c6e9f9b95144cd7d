import { markBy, markingOutcomes, type VersionRef } from '../../functions/ingest/expiry.ts';
import type { Failure } from '../../functions/ingest/failure.ts';
import type { Outcome } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { Phi } from '../../layers/engine/phi.ts';
import { auditRecord } from '../contracts/samples.ts';

const ref = { container: 'ingest', key: new Phi('Müller^Anna'), versionId: 'v1' };

function marking(outcome: Outcome | 'fault', mark: (ref: VersionRef) => Promise<void> = async () => {}) {
  const marked: VersionRef[] = [];
  const as: Outcome[] = [];
  const unmarked: Failure[] = [];
  const process = markingOutcomes(
    async () => {
      if (outcome === 'fault') throw new FaultError('AUDIT_UNAVAILABLE', true, 'No audit line', 'Wait');
      return { ...auditRecord('hash'), outcome };
    },
    async (each, value) => {
      await mark(each);
      marked.push(each);
      as.push(value);
    },
    (failure) => void unmarked.push(failure),
  );
  return { process, marked, as, unmarked };
}

describe('an ingest object', () => {
  it.each(['released', 'passed-through', 'duplicate', 'opened'] as const)(
    'is marked for expiry once it was %s',
    async (outcome) => {
      const { process, marked, as, unmarked } = marking(outcome);
      expect((await process(ref)).outcome).toBe(outcome);
      expect([marked, as, unmarked]).toEqual([[ref], ['released'], []]);
    },
  );

  it.each(['held', 'quarantined'] as const)(
    'is marked as kept while it is %s, which expires nothing',
    async (outcome) => {
      const { process, marked, as } = marking(outcome);
      await process(ref);
      expect([marked, as]).toEqual([[ref], [outcome]]);
    },
  );

  it('is never marked before its audit line is written', async () => {
    const { process, marked } = marking('fault');
    await expect(process(ref)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(marked).toEqual([]);
  });

  it('is never marked where the event does not name its version: another may be the newest', async () => {
    const { process, marked, unmarked } = marking('released');
    const { versionId: _absent, ...withoutVersion } = ref;
    expect((await process(withoutVersion)).outcome).toBe('released');
    expect(marked).toEqual([]);
    expect(unmarked).toMatchObject([{ code: 'EVENT_WITHOUT_VERSION' }]);
  });

  it('stays released if it cannot be marked, and that is said', async () => {
    const { process, unmarked } = marking('released', async () => {
      throw new FaultError('STORE_FORBIDDEN', false, 'The bucket refuses', 'Look at its policy');
    });
    expect((await process(ref)).outcome).toBe('released');
    expect(unmarked).toMatchObject([{ code: 'STORE_FORBIDDEN' }]);
    expect(JSON.stringify(unmarked)).not.toContain('Anna');
  });
});

describe('a mark', () => {
  const marks = (isHidden: boolean, isMember = false) => {
    const calls: string[] = [];
    return {
      calls,
      hide: async () => {
        calls.push('hide');
        return isHidden;
      },
      tag: async (_ref: VersionRef, value: string) => void calls.push(value),
      isMember: () => isMember,
    };
  };
  const callsOf = async (
    way: 'marker' | 'tag',
    outcome: Outcome,
    { calls, ...ports }: ReturnType<typeof marks>,
  ) => {
    await markBy(way, ports)(ref, outcome);
    return calls;
  };

  it('hides what was released, and tags it only where something else is current', async () => {
    expect(await callsOf('marker', 'released', marks(true))).toEqual(['hide']);
    expect(await callsOf('marker', 'released', marks(false))).toEqual(['hide', 'released']);
  });

  it('is a tag on what is kept, which stays to be seen, and on members, which their archive looks for', async () => {
    expect(await callsOf('marker', 'held', marks(true))).toEqual(['held']);
    expect(await callsOf('marker', 'quarantined', marks(true))).toEqual(['quarantined']);
    expect(await callsOf('marker', 'released', marks(true, true))).toEqual(['released']);
  });

  it('is a tag on everything where that is asked for', async () => {
    expect(await callsOf('tag', 'released', marks(true))).toEqual(['released']);
  });

  it('is not set by a tag where hiding was refused: that is said', async () => {
    const refused = marks(true);
    refused.hide = () => Promise.reject(new FaultError('STORE_FORBIDDEN', false, 'No', 'Allow it'));
    await expect(callsOf('marker', 'released', refused)).rejects.toMatchObject({ code: 'STORE_FORBIDDEN' });
    expect(refused.calls).toEqual([]);
  });
});
