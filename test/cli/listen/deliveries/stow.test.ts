import { UsageError } from '../../../../cli/exit.ts';
import { senderDelivery } from '../../../../cli/listen/deliveries/sender.ts';
import { stowSender } from '../../../../cli/listen/deliveries/stowSender.ts';
import {
  DELIVERED_NEEDLE,
  deliver,
  describeDeliveryContract,
  SpoolFolder,
} from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { answer, type Instead, stowServer } from '../../../support/stowServer.ts';

describeDeliveryContract('a STOW-RS service', async () => {
  const server = await stowServer();
  return {
    delivery: senderDelivery('stow', stowSender({ url: server.url, headers: () => ({}) }), 2),
    received: async ({ outgoing }) => server.stored.get(outgoing.sopInstanceUid)?.bytes ?? null,
    count: async () => server.stored.size,
    dispose: () => server.close(),
  };
});

describe('a STOW-RS service', () => {
  const SECRET = 'Bearer eyJhbGciOi.s3cret';

  async function refusalOf(instead: Instead) {
    const server = await stowServer(instead);
    const spool = new SpoolFolder();
    const sender = stowSender({ url: server.url, headers: () => ({ Authorization: SECRET }) });
    const error = await rejection(deliver(senderDelivery('stow', sender, 1), spool.add()));
    await sender.close();
    await server.close();
    spool.remove();
    for (const secret of [SECRET, 's3cret', DELIVERED_NEEDLE]) expect(error.message).not.toContain(secret);
    return error;
  }
  const answering =
    (status: number, dataSet: unknown = {}): Instead =>
    async (_request, response, body) => {
      await body();
      answer(response, status, dataSet);
      return true;
    };

  it.each([
    [202, 'DELIVERY_FAILED', false, 'either'],
    [301, 'DELIVERY_FORBIDDEN', false, 'receiver'],
    [400, 'DELIVERY_REFUSED', true, 'instance'],
    [401, 'DELIVERY_FORBIDDEN', false, 'receiver'],
    [404, 'DELIVERY_FORBIDDEN', false, 'receiver'],
    [409, 'DELIVERY_REFUSED', true, 'instance'],
    [413, 'DELIVERY_REFUSED', true, 'instance'],
    [415, 'DELIVERY_NOT_ACCEPTED', true, 'instance'],
    [418, 'DELIVERY_FAILED', false, 'either'],
    [429, 'DELIVERY_BUSY', false, 'receiver'],
    [500, 'DELIVERY_FAILED', false, 'either'],
    [502, 'DELIVERY_UNREACHABLE', false, 'receiver'],
    [503, 'DELIVERY_BUSY', false, 'receiver'],
  ])('that answers %i', async (status, code, isFinal, about) => {
    const error = await refusalOf(answering(status));
    expect(error).toMatchObject({ code, isFinal, about });
    expect(error.message).toContain(`HTTP ${status}`);
  });

  it.each([
    [0xa700, 'DELIVERY_BUSY', 'A700, "out of resources"'],
    [0xa900, 'DELIVERY_REFUSED', 'A900, "data set does not match SOP class"'],
    [0xc000, 'DELIVERY_REFUSED', 'C000, "cannot understand"'],
    [0xc122, 'DELIVERY_NOT_ACCEPTED', 'C122, "transfer syntax not supported"'],
    [0x0110, 'DELIVERY_FAILED', '0110, "processing failure"'],
    [0x0111, 'DELIVERY_CONFLICT', '0111, "duplicate SOP instance"'],
    [0x0122, 'DELIVERY_NOT_ACCEPTED', '0122, "SOP class not supported"'],
    [0x0124, 'DELIVERY_FORBIDDEN', '0124, "not authorized"'],
    [0x1234, 'DELIVERY_FAILED', '1234.'],
  ])('that fails an instance with %i, whatever the status of the request', async (reason, code, said) => {
    const item = { '00081197': { vr: 'US', Value: [reason] } };
    for (const status of [200, 202, 409]) {
      const error = await refusalOf(answering(status, { '0008119A': { vr: 'SQ', Value: [item] } }));
      expect(error).toMatchObject({ code });
      expect(error.message).toContain(said);
    }
  });

  it('behind a page to sign in at, has nothing', async () => {
    const page: Instead = async (_request, response, body) => {
      await body();
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
      return true;
    };
    expect(await refusalOf(page)).toMatchObject({ code: 'DELIVERY_FAILED', isFinal: false });
  });

  it('is let go with the reason of whoever stops', async () => {
    const stop = new AbortController();
    const reason = new UsageError('the run was stopped', 'RUN_STOPPED');
    const server = await stowServer(() => {
      stop.abort(reason);
      return true;
    });
    const spool = new SpoolFolder();
    const sender = stowSender({ url: server.url, headers: () => ({}) });
    expect(await rejection(deliver(senderDelivery('stow', sender, 1), spool.add(), stop.signal))).toBe(
      reason,
    );
    await sender.close();
    await server.close();
    spool.remove();
  });

  it('that cuts the session, or is not there', async () => {
    const cut = await refusalOf((request) => {
      request.socket.destroy();
      return true;
    });
    expect(cut).toMatchObject({ code: 'DELIVERY_CUT', about: 'either', isFinal: false });
  });
});
