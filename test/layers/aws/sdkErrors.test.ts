import { describeFailure, sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';

/** What is read of an error of the SDK: whether it passes, and a code that may be said. */

function error(name: string, status?: number, more: object = {}): Error {
  return Object.assign(new Error(`${name}: study/${IDENTIFIER}/a`), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...more,
  });
}
const passes = (...args: Parameters<typeof error>) => sdkFailure(error(...args)).passes;

it.each([
  ['InternalError', 500, true],
  ['SlowDown', 503, true],
  ['TooManyRequests', 429, true],
  ['ThrottlingException', 400, true],
  ['KMS.ThrottlingException', 400, true],
  ['RequestTimeout', 400, true],
  ['ExpiredToken', 400, true],
  ['TruncatedBody', 200, true],
  ['AccessDenied', 403, false],
  ['KMS.DisabledException', 400, false],
  ['NoSuchKey', 404, false],
  ['InvalidArgument', 400, false],
])('%s with %i passes: %p', (name, status, expected) => {
  expect(passes(name, status)).toBe(expected);
});

it('without an answer it passes: the network, a timeout', () => {
  expect(passes('TimeoutError')).toBe(true);
  expect(sdkFailure(error('Error', undefined, { code: 'ECONNRESET' }))).toEqual({
    name: 'ECONNRESET',
    status: null,
    passes: true,
  });
});

it('a mistake of ours is thrown on, and so is a fault', () => {
  for (const mistake of [new TypeError('x'), new RangeError('x'), new ReferenceError('x')])
    expect(() => sdkFailure(mistake)).toThrow(mistake);
  const fault = new FaultError('STORE_UNAVAILABLE', true, 'a', 'b');
  expect(() => sdkFailure(fault)).toThrow(fault);
  expect(() => sdkFailure('a text')).toThrow();
});

it.each([`study/${IDENTIFIER}/a`, 'two words', '', 'x'.repeat(65), '<Code>'])(
  'what is no code is not said: %j',
  (text) => {
    const said = describeFailure(sdkFailure(error(text, 400, { code: text })));
    expect(said).toBe('HTTP 400');
  },
);
