import type { FaultCase, FaultGroup } from '../faultCase.ts';
import { planted, poison } from '../instances.ts';
import { killable } from '../killable.ts';
import { type Trial, withstand } from '../withstand.ts';

interface Kill {
  readonly where: string;
  readonly call: string;
  readonly when: 'before' | 'after';
  readonly trial?: Partial<Trial>;
}

const KILLS: readonly Kill[] = [
  { where: 'before an object is read', call: 'GetObject', when: 'before' },
  { where: 'once an identity was recorded', call: 'PutItem', when: 'after' },
  { where: 'while it waits for a number', call: 'UpdateItem', when: 'after' },
  { where: 'once a number was given', call: 'TransactWriteItems', when: 'after' },
  { where: 'once an instance was released, before its audit line', call: 'PutObject', when: 'after' },
  { where: 'once the audit line was written, before the answer', call: 'PutLogEvents', when: 'after' },
  { where: 'between quarantined bytes and their note', call: 'CopyObject', when: 'after' },
  {
    where: 'in the middle of a long object',
    call: 'UploadPartCopy',
    when: 'after',
    // Nobody is left to abort it.
    trial: { objects: [planted(1, 1, 65 * 1024 * 1024)], openUploads: 1 },
  },
];

/** Execution environments that end at once. */
export const WORKERS: FaultGroup = {
  subject: 'A killed worker',
  cases: KILLS.map(
    ({ where, call, when, trial }): FaultCase => ({
      fault: `killed ${where}`,
      injected: `SIGKILL to the process ${when} the first ${call}`,
      held:
        trial?.openUploads === undefined
          ? 'the whole batch comes again and comes to its outcome'
          : 'nothing is to be seen; comes again; the upload is left to the lifecycle rule of the bucket',
      run: async () => {
        const { start, killAt } = killable();
        const objects = [planted(0), planted(1), poison(2)];
        await withstand({ objects, start, interference: killAt(call, when), ...trial });
      },
    }),
  ),
};
