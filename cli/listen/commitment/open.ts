import { join } from 'node:path';
import type { AssociationInfo } from '../../../layers/dimse/acceptor.ts';
import { SYSTEM_TIMERS } from '../../../layers/dimse/timers.ts';
import { systemClock } from '../../../layers/local/system.ts';
import { type Admissions, STORAGE_COMMITMENT } from '../admission.ts';
import type { ListenConfig } from '../config/file.ts';
import type { Service, Surroundings } from '../gateway.ts';
import type { Log } from '../log.ts';
import { type CommitmentEvent, Commitments } from './commitments.ts';

/** Storage commitment of a gateway, by the receipts of its spool. Throws as SQLite does, or a `FaultError`. */
export function commitmentOf(
  { peers, spool: { folder }, limits }: ListenConfig,
  admissions: Admissions,
  { spool, associations }: Surroundings,
  log: Log,
): Service {
  const peerOf = ({ request }: AssociationInfo) => admissions.peerOf(request);
  const commitments = new Commitments({
    file: join(folder, 'commitment.sqlite'),
    clock: systemClock,
    timers: SYSTEM_TIMERS,
    random: Math.random,
    peers,
    receiptOf: (sopInstanceUid) => spool.receipts.stateOf(sopInstanceUid),
    associations: () =>
      associations().flatMap((info) => {
        const peer = peerOf(info);
        return peer === null ? [] : [{ peer, info }];
      }),
    limits,
    onEvent: (event) => sayCommitment(log, event),
    onFailure: (error) =>
      log.say('error', 'a request failed', { error: error instanceof Error ? error.name : 'unknown' }),
  });
  return {
    handles: ({ context }) => context.abstractSyntax === STORAGE_COMMITMENT,
    serve: (request, association) => {
      const peer = peerOf(association);
      if (peer === null) throw new Error('an association of nobody');
      return commitments.serve(request, association, peer);
    },
    opened: (association) => {
      const peer = peerOf(association);
      if (peer !== null) commitments.opened(peer);
    },
    close: () => commitments.close(),
  };
}

function sayCommitment(log: Log, { kind, ...fields }: CommitmentEvent): void {
  const isTrouble = kind === 'postponed' || kind === 'given-up';
  log.say(isTrouble ? 'warning' : 'info', `commitment ${kind}`, fields);
}
