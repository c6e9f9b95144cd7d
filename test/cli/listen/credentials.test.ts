import { Credentials } from '../../../cli/listen/http/credentials.ts';

it('two clients with one token are refused, and the token is not said', () => {
  const two = ['portal', 'other'].map((name) => ({ name, aet: 'PORTAL', token: 'one-token-of-both' }));
  expect(() => new Credentials(two)).toThrow(
    'the HTTP clients "portal" and "other" have the same token. Give each its own.',
  );
});
