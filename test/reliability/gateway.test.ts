import { killAll } from '../cli/listen/listening.ts';
import { removeSpools } from '../cli/listen/spooling.ts';
import { GATEWAY } from './cases/gateway.ts';
import { hold } from './faultCase.ts';

/** Each case but those over a file system in memory starts processes of its own. */
afterAll(() => {
  killAll();
  removeSpools();
});

hold(GATEWAY);
