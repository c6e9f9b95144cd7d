import { type Fault, strike } from '../cloud/interference.ts';
import type { Deployment } from '../deployment.ts';
import type { FaultGroup } from '../faultCase.ts';
import { type Planted, planted } from '../instances.ts';
import { type Trial, withstand } from '../withstand.ts';

/** From 64 MiB on an instance is written in parts, and S3 copies its pixels. */
const LONG: readonly Planted[] = [planted(1, 1, 65 * 1024 * 1024)];

const withLong = (name: string, fault: Fault, trial: Partial<Trial> = {}) =>
  withstand({ objects: LONG, interference: strike(name, fault), ...trial });

/** The time was up in the middle: nothing is to be seen, and what was begun is aborted. */
const abandoned = ({ aws }: Deployment) => {
  expect(aws.s3.uploads.size).toBe(0);
  expect(aws.calls).toContain('AbortMultipartUpload');
};
const unseen = (deployment: Deployment) => {
  abandoned(deployment);
  expect(deployment.aws.s3.history('clean').size).toBe(0);
};

/** An invocation that is told to stop while a call hangs; one delivery. The call is all that is under way. */
const cutShort = (call: string, meanwhile: (deployment: Deployment) => void): Partial<Trial> => ({
  timeMs: 3_000,
  passes: { ms: 2_500, once: ({ aws }) => aws.count(call) > 0 },
  isLate: true,
  maxReceives: 1,
  dead: 1,
  says: 'DEADLINE',
  meanwhile,
});

/** Uploads in parts, copies by S3 among them. */
export const LONG_OBJECTS: FaultGroup = {
  subject: 'Writing a long object in parts',
  cases: [
    {
      fault: 'answer lost after a part was committed',
      injected: 'UploadPart, and UploadPartCopy: done, then the socket is destroyed',
      held: 'the SDK sends the part again in its own place',
      run: async () => {
        await withLong('UploadPart', { kind: 'lost-answer' });
        await withLong('UploadPartCopy', { kind: 'lost-answer' });
      },
    },
    {
      fault: 'a failure within a 200',
      injected: 'UploadPartCopy, and CompleteMultipartUpload: 200 whose body says InternalError',
      held: 'taken for the failure that it is, and asked again',
      run: async () => {
        await withLong('UploadPartCopy', { kind: 'failure-in-200' });
        await withLong('CompleteMultipartUpload', { kind: 'failure-in-200' });
      },
    },
    {
      fault: 'answer lost after the object was completed',
      injected: 'CompleteMultipartUpload: done, then the socket is destroyed; the repetition finds no upload',
      held: 'comes again, finds its own object, and leaves it the same bytes',
      run: async () => {
        await withLong('CompleteMultipartUpload', { kind: 'lost-answer' });
      },
    },
    {
      fault: 'answer lost after an upload was begun',
      injected: 'CreateMultipartUpload: done, then the socket is destroyed',
      held: 'a second upload makes the object; the first, whose id nobody knows, is left to the lifecycle rule of the bucket',
      run: async () => {
        await withLong('CreateMultipartUpload', { kind: 'lost-answer' }, { openUploads: 1 });
      },
    },
    {
      fault: 'a part is refused',
      injected: 'UploadPartCopy: 403 AccessDenied, for the first delivery',
      held: 'the upload is aborted and nothing is to be seen; done when it comes again',
      run: async () => {
        await withLong(
          'UploadPartCopy',
          { kind: 'refusal', status: 403, code: 'AccessDenied' },
          {
            maxReceives: 1,
            dead: 1,
            says: 'STORE_FORBIDDEN',
            meanwhile: unseen,
          },
        );
      },
    },
    {
      fault: 'the time is up in the middle of a copy',
      injected: 'UploadPartCopy: no answer ever, in an invocation of 3 s',
      held: 'stopped before the end, the upload aborted, nothing to be seen; done when it comes again',
      run: async () => {
        await withLong('UploadPartCopy', { kind: 'silence' }, cutShort('UploadPartCopy', unseen));
      },
    },
    {
      fault: 'the time is up in the middle of an upload',
      injected: 'UploadPart: no answer ever, in an invocation of 3 s',
      held: 'stopped before the end, the upload aborted, nothing to be seen; done when it comes again',
      run: async () => {
        await withLong('UploadPart', { kind: 'silence' }, cutShort('UploadPart', unseen));
      },
    },
    {
      fault: 'the time is up at the very end',
      injected: 'CompleteMultipartUpload: done, no answer ever, in an invocation of 3 s',
      held: 'not acknowledged; comes again, finds its own object, and leaves it the same bytes',
      run: async () => {
        await withLong(
          'CompleteMultipartUpload',
          { kind: 'silence' },
          cutShort('CompleteMultipartUpload', abandoned),
        );
      },
    },
  ],
};
