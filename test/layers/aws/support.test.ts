import { setTimeout as sleep } from 'node:timers/promises';
import { inLanes } from '../../../layers/aws/lanes.ts';
import { describeFailure, isSdkError, sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';

describe('inLanes', () => {
  it('answers in order, and never runs more than it may', async () => {
    let running = 0;
    let most = 0;
    const results = await inLanes([5, 1, 4, 2, 3, 0], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(item * 3);
      running -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0]);
    expect(most).toBe(3);
  });

  it('begins nothing after a failure, and rejects when what was under way is over', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inLanes([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await sleep(item === 1 ? 5 : 40);
      if (item === 1) throw new Error('one');
      ended.push(item);
    });
    await expect(work).rejects.toThrow('one');
    expect([begun, ended]).toEqual([[0, 1], [0]]);
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
