import { describeFailure, isSdkError, sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { inLanes } from '../../../layers/engine/lanes.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';

describe('inLanes', () => {
  /** Work that ends when the test says so, item by item. */
  function workshop() {
    const begun: number[] = [];
    const ends = new Map<number, PromiseWithResolvers<void>>();
    return {
      begun,
      work: (item: number) => {
        begun.push(item);
        const end = Promise.withResolvers<void>();
        ends.set(item, end);
        return end.promise;
      },
      end: async (item: number, error?: Error) => {
        const end = ends.get(item);
        ends.delete(item);
        if (error === undefined) end?.resolve();
        else end?.reject(error);
        // All that follows from it has its turn.
        await new Promise((resolve) => setImmediate(resolve));
        return ends.size;
      },
    };
  }

  it('answers in order, and never runs more than it may', async () => {
    const { begun, work, end } = workshop();
    const results = inLanes([5, 1, 4, 2, 3, 0], 3, async (item) => {
      await work(item);
      return item * 10;
    });
    expect(begun).toEqual([5, 1, 4]);
    // Each makes room for one: the last of three first, the first at last.
    expect([await end(4), await end(1), await end(2)]).toEqual([3, 3, 3]);
    expect(begun).toEqual([5, 1, 4, 2, 3, 0]);
    for (const item of [0, 3, 5]) await end(item);
    expect(await results).toEqual([50, 10, 40, 20, 30, 0]);
  });

  it('begins nothing after a failure, and rejects when what was under way is over', async () => {
    const { begun, work, end } = workshop();
    let isOver = false;
    const failed = inLanes([0, 1, 2, 3, 4, 5], 2, work).catch((error: Error) => {
      isOver = true;
      return error.message;
    });
    await end(1, new Error('one'));
    expect([begun, isOver]).toEqual([[0, 1], false]);
    await end(0);
    expect([begun, await failed]).toEqual([[0, 1], 'one']);
  });

  it('answers nothing to nothing', async () => {
    expect(await inLanes([], 4, async () => 1)).toEqual([]);
  });
});

describe('sdkFailure', () => {
  const error = (fields: object) => Object.assign(new Error(`says ${IDENTIFIER}`), fields);

  it('says the code and the status, and never the message', () => {
    const failure = sdkFailure(error({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }));
    expect(describeFailure(failure)).toBe('SlowDown, HTTP 503');
    expect(describeFailure(sdkFailure(error({ code: 'ECONNRESET' })))).toBe('ECONNRESET');
    expect(describeFailure(sdkFailure(error({ name: `Name ${IDENTIFIER}`, code: 42 })))).toBe(
      'it gave no code',
    );
    expect(describeFailure({ name: 'Unknown', status: 403, passes: false })).toBe('HTTP 403');
  });

  it.each([
    [{ code: 'ENOTFOUND' }, true],
    [{ name: 'TimeoutError' }, true],
    [{ name: 'InternalError', $metadata: { httpStatusCode: 200 } }, true],
    [{ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }, true],
    [{ name: 'TooMany', $metadata: { httpStatusCode: 429 } }, true],
    [{ name: 'ExpiredToken', $metadata: { httpStatusCode: 400 } }, true],
    [{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, false],
    [{ name: 'ValidationException', $metadata: { httpStatusCode: 400 } }, false],
  ])('knows what passes: %p %p', (fields, passes) => {
    expect(sdkFailure(error(fields)).passes).toBe(passes);
  });

  it.each([
    [{ name: 'CredentialsProviderError' }, 'AWS_CREDENTIALS_MISSING'],
    [{ name: 'TokenProviderError' }, 'AWS_CREDENTIALS_MISSING'],
    [{ message: 'Region is missing' }, 'AWS_REGION_MISSING'],
    [{ message: 'Region not accepted: region="mars_1"' }, 'AWS_REGION_UNKNOWN'],
  ])('throws the fault of a call that nobody was asked with: %p %p', (fields, code) => {
    expect(isSdkError(error(fields))).toBe(true);
    expect(() => sdkFailure(error(fields))).toThrow(expect.objectContaining({ code, name: 'FaultError' }));
  });

  it('explains an address that is not there by the Region', () => {
    expect(describeFailure(sdkFailure(error({ code: 'ENOTFOUND' })))).toMatch(/^ENOTFOUND: .*Region/);
  });

  it('throws on what is not a service at fault', () => {
    const mistakes = [
      new TypeError('x is undefined'),
      new RangeError('beyond'),
      'a text',
      new FaultError('DEADLINE', true, 'a', 'b'),
    ];
    for (const mistake of mistakes) {
      let thrown: unknown;
      try {
        sdkFailure(mistake);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBe(mistake);
    }
  });
});
