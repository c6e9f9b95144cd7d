import { basename } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * One order on every machine: jest's own goes by what it remembers of earlier runs. The stack that firstBucket.cloud.test.ts deploys comes first, so that every other
 * test stands beside a second stack and is red if it takes that for its own.
 */
// biome-ignore lint/style/noDefaultExport: jest reads its sequencer so.
export default class CloudSequencer extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => `${basename(path).startsWith('firstBucket.') ? 0 : 1}${path}`;
    return [...tests].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  }
}
