import { EventError } from '../../functions/ingest/events.ts';
import { describeFailure } from '../../functions/ingest/failure.ts';
import { FaultError } from '../../layers/engine/faults.ts';

/** What may be said of an error in a log: codes, classes and places. A message of others, which may quote a value, never. */

const NAME = 'Müller^Anna';

function unexpected(message: string, change: (error: Error) => void = () => {}): Error {
  const error = new Error(message);
  change(error);
  return error;
}

it('of our own errors the message, and of what caused them the class alone', () => {
  const cause = Object.assign(new Error(`no ${NAME}`), { name: 'SlowDown' });
  expect(
    describeFailure(new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait', { cause })),
  ).toEqual({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringContaining('The store is away'),
    error: 'SlowDown',
  });
  const named = Object.assign(new Error(`no ${NAME}`), { name: NAME });
  const said = describeFailure(
    new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait', { cause: named }),
  );
  expect(Object.keys(said)).toEqual(['code', 'message']);
  expect(describeFailure(new EventError('EVENT_UNKNOWN', 'What', 'Hint'))).toEqual({
    code: 'EVENT_UNKNOWN',
    message: 'What. Hint',
  });
});

it('of any other error its class and where it was thrown, never its message', () => {
  const said = describeFailure(new TypeError(`no ${NAME}`));
  expect(said).toMatchObject({ code: 'UNEXPECTED', error: 'TypeError' });
  expect(said.frames?.length).toBeGreaterThan(0);
  expect(said.frames?.length).toBeLessThanOrEqual(8);
  for (const frame of said.frames ?? []) expect(frame).toMatch(/^at .+:\d+:\d+\)?$/);
  expect(Object.keys(said).sort()).toEqual(['code', 'error', 'frames']);
});

it.each([
  ['a message of several lines', `first\nno ${NAME}`],
  ['a message that looks like a frame', `first\n    at ${NAME} (file.ts:1:1)`],
  ['a message that ends like a frame', `    at ${NAME}:1:1`],
  ['an empty message', ''],
])('%s is not in the frames', (_what, message) => {
  const said = JSON.stringify(describeFailure(unexpected(message)));
  expect(said).not.toContain('Müller');
  expect(said).toContain('failure.test.ts');
});

it('an error whose message was changed since has no frames: nobody can tell the old message from them', () => {
  const error = new Error(`no ${NAME}`);
  error.stack = `Error: no ${NAME}\n    at ${NAME} (a.ts:1:1)\n    at f (b.ts:2:2)`;
  error.message = 'other';
  expect(describeFailure(error)).toEqual({ code: 'UNEXPECTED', error: 'Error', frames: [] });
});

it('lines of a stack that are no frames are not said', () => {
  const said = describeFailure(
    unexpected('x', (error) => {
      error.stack = `Error: x\n    at f (a.ts:1:1)\n  [cause]: no ${NAME}\n    at ${NAME}\n    at g (b.ts:2:2)`;
    }),
  );
  expect(said.frames).toEqual(['at f (a.ts:1:1)', 'at g (b.ts:2:2)']);
});

it('of a deep stack only its first eight frames', () => {
  const said = describeFailure(
    unexpected('x', (error) => {
      error.stack = `Error: x\n${Array.from({ length: 40 }, (_, index) => `    at f${index} (a.ts:1:1)`).join('\n')}`;
    }),
  );
  expect(said.frames).toHaveLength(8);
});

it.each([NAME, 'two words', '', 'x'.repeat(65), '1st'])('a name that is none is not said: %j', (name) => {
  expect(describeFailure(Object.assign(new Error('x'), { name }))).not.toHaveProperty('error');
});

it.each(['a text', NAME, null, undefined, 7, { message: NAME }])(
  'what is no error is unexpected, and nothing is said of it: %j',
  (thrown) => {
    expect(describeFailure(thrown)).toEqual({ code: 'UNEXPECTED', frames: [] });
  },
);
