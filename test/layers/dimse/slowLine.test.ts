import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { DICOM_APPLICATION_CONTEXT } from '../../../layers/dimse/associatePdu.ts';
import { ASSOCIATION_LIMITS } from '../../../layers/dimse/limits.ts';
import { type Ending, UpperLayer, type UpperLayerUser } from '../../../layers/dimse/upperLayer.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import { associateRq } from '../../support/network/raw.ts';

/** A connection on which the test says how much still waits to be taken. */
class Line extends EventEmitter {
  writableLength = 0;
  readonly writable = true;
  readonly write = () => true;
  readonly cork = () => {};
  readonly uncork = () => {};
  readonly pause = () => {};
  readonly resume = () => {};
  readonly setNoDelay = () => {};
  readonly destroy = () => {};
  readonly destroySoon = () => {};
}

/** An association over a line on which so many bytes wait. */
function sendingOver(waitingBytes: number) {
  const line = new Line();
  const time = new GivenTimers();
  const endings: Ending[] = [];
  const user: UpperLayerUser = {
    refuses: () => null,
    asked: () => {},
    accepted: () => {},
    fragment: () => {},
    progress: () => {},
    releaseAsked: () => {},
    ended: (ending) => endings.push(ending),
  };
  const upper = new UpperLayer(line as unknown as Socket, user, ASSOCIATION_LIMITS, time);
  upper.listen();
  line.emit('data', associateRq());
  upper.accept({
    protocolVersion: 1,
    calledAeTitle: 'A',
    callingAeTitle: 'B',
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: [],
    user: {
      maxPduBytes: 16_384,
      implementationClassUid: '2.25.1',
      implementationVersionName: 'T',
      roles: [],
    },
  });
  line.writableLength = waitingBytes;
  const sent = upper.send(1, false, false, [Buffer.alloc(10)]);
  return { line, time, endings, sent };
}

describe('a sender over a slow line', () => {
  it('goes on as long as the peer takes something', async () => {
    const { line, time, endings, sent } = sendingOver(200_000);
    expect(sent).toBeInstanceOf(Promise);
    for (const left of [150_000, 100_000, 1]) {
      line.writableLength = left;
      time.advance(ASSOCIATION_LIMITS.messageMs);
      expect(endings).toEqual([]);
    }
    line.emit('drain');
    await sent;
    time.advance(10 * ASSOCIATION_LIMITS.messageMs);
    expect(endings).toEqual([]);
  });

  it('gives a peer up that has taken nothing for the time of a message', () => {
    const { line, time, endings } = sendingOver(200_000);
    line.writableLength = 150_000;
    time.advance(ASSOCIATION_LIMITS.messageMs);
    time.advance(ASSOCIATION_LIMITS.messageMs - 1);
    expect(endings).toEqual([]);
    time.advance(1);
    expect(endings).toEqual([{ by: 'own-abort', isStalled: true }]);
  });
});
