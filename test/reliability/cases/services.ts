import { all, type Fault, strike } from '../cloud/interference.ts';
import type { FaultGroup } from '../faultCase.ts';
import { mixture, planted } from '../instances.ts';
import { withstand } from '../withstand.ts';

const refusal = (status: number, code: string): Fault => ({ kind: 'refusal', status, code });
const LOST: Fault = { kind: 'lost-answer' };
/** What reads and writes the identity table. */
const TABLE_CALLS = ['BatchGetItem', 'PutItem', 'UpdateItem', 'TransactWriteItems'];
const nothingClean = ({
  aws,
}: {
  readonly aws: { readonly s3: { history(bucket: string): ReadonlyMap<string, unknown> } };
}) => void expect(aws.s3.history('clean').size).toBe(0);

export const KEYS: FaultGroup = {
  subject: 'The root key in KMS',
  cases: [
    {
      fault: 'KMS denied',
      injected: 'GenerateMac: 400 AccessDeniedException, until a policy allows it again',
      held: 'nothing is written at all; dead letters, and done once they are sent again',
      run: async () => {
        await withstand({
          interference: strike('GenerateMac', refusal(400, 'AccessDeniedException'), { times: 'always' }),
          maxReceives: 2,
          dead: 6,
          says: 'KEY_FORBIDDEN',
          meanwhile: (deployment) => {
            nothingClean(deployment);
            expect(deployment.aws.s3.history('quarantine').size).toBe(0);
          },
        });
      },
    },
    {
      fault: 'KMS throttled',
      injected: 'GenerateMac: 400 ThrottlingException, six times',
      held: 'the SDK waits and asks again; what it gives up comes again, and the failed derivation is forgotten',
      run: async () => {
        await withstand({
          interference: strike('GenerateMac', refusal(400, 'ThrottlingException'), { times: 6 }),
          strikes: 6,
        });
      },
    },
    {
      fault: 'KMS answers 500, and answers get lost',
      injected: 'GenerateMac: 500 KMSInternalException; done, then the socket is destroyed; half an answer',
      held: 'asked again; the same subkeys',
      run: async () => {
        await withstand({
          interference: all(
            strike('GenerateMac', refusal(500, 'KMSInternalException')),
            strike('GenerateMac', LOST),
            strike('GenerateMac', { kind: 'truncation', part: 0.5 }),
          ),
          strikes: 3,
        });
      },
    },
    {
      fault: 'KMS does not answer',
      injected: 'GenerateMac: silence, once',
      held: 'the call is given up after 5 s and repeated',
      run: async () => {
        const delivered = await withstand({
          interference: strike('GenerateMac', { kind: 'silence' }),
          passes: { ms: 5_000, once: ({ aws }) => aws.count('GenerateMac') > 0 },
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'KMS never answers',
      injected: 'GenerateMac: silence, until the fault ends, in invocations of 2 s',
      held: 'each invocation answers before its end; done once KMS is back',
      run: async () => {
        await withstand({
          objects: [planted(0)],
          isLate: true,
          interference: strike('GenerateMac', { kind: 'silence' }, { times: 'always' }),
          timeMs: 2_000,
          passes: { ms: 1_900, once: ({ aws }) => aws.count('GenerateMac') > 0 },
          maxReceives: 1,
          dead: 1,
          says: 'DEADLINE',
          meanwhile: (deployment, _sent, clock) => {
            nothingClean(deployment);
            // The call that was never answered is given up after 5 s.
            deployment.aws.interference = () => null;
            clock?.advance(5_000);
          },
        });
      },
    },
  ],
};

export const IDENTITIES: FaultGroup = {
  subject: 'The identity table in DynamoDB',
  cases: [
    {
      fault: 'the table is unavailable',
      injected: 'every call: 500 InternalServerError, until the fault ends',
      held: 'nothing is released; done once the table is back, numbers without a gap',
      run: async () => {
        await withstand({
          objects: [planted(0), planted(1)],
          interference: strike(TABLE_CALLS, refusal(500, 'InternalServerError'), { times: 'always' }),
          maxReceives: 2,
          dead: 2,
          says: 'IDENTITY_UNAVAILABLE',
          meanwhile: nothingClean,
        });
      },
    },
    {
      fault: 'the table is gone',
      injected: 'every call: 400 ResourceNotFoundException, until the table is restored',
      held: 'nothing is released; done once the table is back',
      run: async () => {
        await withstand({
          objects: [planted(0), planted(1)],
          interference: strike(TABLE_CALLS, refusal(400, 'ResourceNotFoundException'), { times: 'always' }),
          maxReceives: 2,
          dead: 2,
          says: 'IDENTITY_UNAVAILABLE',
          meanwhile: nothingClean,
        });
      },
    },
    {
      fault: 'throttling',
      injected: 'each kind of call: 400 ProvisionedThroughputExceededException, three times',
      held: 'the SDK waits and asks again; one identity for each original, numbers without a gap',
      run: async () => {
        await withstand({
          interference: strike(TABLE_CALLS, refusal(400, 'ProvisionedThroughputExceededException'), {
            times: 3,
          }),
          strikes: 8,
        });
      },
    },
    {
      fault: 'answers lost after committed writes',
      injected:
        'PutItem, UpdateItem, TransactWriteItems: done, then the socket is destroyed, three times each',
      held: 'the repeated write finds its own identity; numbers without a gap',
      run: async () => {
        await withstand({
          objects: mixture(12, 6, 4),
          interference: strike(['PutItem', 'UpdateItem', 'TransactWriteItems'], LOST, { times: 3 }),
          strikes: 8,
        });
      },
    },
    {
      fault: 'answers lost for good',
      injected: 'TransactWriteItems: done, then the socket is destroyed, until the fault ends',
      held: 'the number that was given is found when the message comes again: no second, no gap',
      run: async () => {
        await withstand({
          objects: [planted(0), planted(1)],
          interference: strike('TransactWriteItems', LOST, { times: 'always' }),
          strikes: 1,
        });
      },
    },
    {
      fault: 'the table leaves keys unread',
      injected: 'BatchGetItem: eight keys for each call, the others as UnprocessedKeys',
      held: 'the rest is asked for until all is read',
      run: async () => {
        await withstand({
          before: ({ aws }) => {
            aws.dynamo.batchAppetite = 8;
          },
          interference: strike('BatchGetItem', { kind: 'delay', ms: 5 }),
        });
      },
    },
    {
      fault: 'many workers want identities at once',
      injected:
        '6 execution environments over 60 instances of 12 patients, 2 % of calls of the table lose their answer',
      held: 'one identity for each original, numbers without a gap',
      run: async () => {
        let calls = 0;
        await withstand({
          objects: mixture(60, 61, 12),
          sandboxes: 6,
          batchSize: 5,
          interference: ({ service }) => {
            calls += service === 'DynamoDB' ? 1 : 0;
            return service === 'DynamoDB' && calls % 50 === 49 ? LOST : null;
          },
        });
      },
    },
  ],
};

export const AUDIT: FaultGroup = {
  subject: 'The audit in CloudWatch Logs',
  cases: [
    {
      fault: 'answer lost after a line was committed',
      injected: 'CreateLogStream and PutLogEvents: done, then the socket is destroyed, twice each',
      held: 'no line is missing; one that is there twice says the same',
      run: async () => {
        await withstand({
          interference: strike(['CreateLogStream', 'PutLogEvents'], LOST, { times: 2 }),
          strikes: 3,
        });
      },
    },
    {
      fault: 'the audit is denied',
      injected: 'PutLogEvents: 400 AccessDeniedException, until a policy allows it again',
      held: 'no message is acknowledged without its line; done once sent again, the same bytes',
      run: async () => {
        await withstand({
          interference: strike('PutLogEvents', refusal(400, 'AccessDeniedException'), { times: 'always' }),
          maxReceives: 2,
          dead: 6,
          says: 'AUDIT_UNAVAILABLE',
        });
      },
    },
    {
      fault: 'throttling and 500s',
      injected:
        'PutLogEvents: 400 ThrottlingException five times, then 503 ServiceUnavailableException twice',
      held: 'the SDK waits and asks again; what it gives up comes again',
      run: async () => {
        await withstand({
          interference: all(
            strike('PutLogEvents', refusal(400, 'ThrottlingException'), { times: 5 }),
            strike('PutLogEvents', refusal(503, 'ServiceUnavailableException'), { times: 2 }),
          ),
          strikes: 7,
        });
      },
    },
  ],
};

export const RULES: FaultGroup = {
  subject: 'The rules',
  cases: [
    {
      fault: 'the rules bucket is away at a cold start',
      injected: 'GetObject of rule files: 503 SlowDown, until the fault ends',
      held: 'no instance is touched without rules; done once they are read',
      run: async () => {
        await withstand({
          objects: [planted(0)],
          interference: strike('GetObject', refusal(503, 'SlowDown'), { bucket: 'rules', times: 'always' }),
          maxReceives: 1,
          dead: 1,
          says: 'RULES_UNAVAILABLE',
          meanwhile: nothingClean,
        });
      },
    },
    {
      fault: 'a rule file breaks off',
      injected: 'GetObject of each rule file: half of the body',
      held: 'half a file is never compiled; it is read again',
      run: async () => {
        await withstand({
          interference: strike('GetObject', { kind: 'truncation', part: 0.5 }, { bucket: 'rules', times: 8 }),
        });
      },
    },
  ],
};
