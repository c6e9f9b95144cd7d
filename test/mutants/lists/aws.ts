import { type Mutant, mutantsOf } from '../mutant.ts';

/** The ports on DynamoDB, KMS and CloudWatch. */

const AWS = 'layers/aws';
const TESTS = 'test/layers/aws';

export const AWS_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${AWS}/dynamoIdentityMap.ts`,
    [`${TESTS}/dynamoIdentityMap.test.ts`, `${TESTS}/dynamoAllocation.test.ts`],
    [
      {
        name: 'claim-condition',
        replace:
          "          ConditionExpression: 'attribute_not_exists(pk)',\n          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',\n",
        by: '',
        why: 'Two workers give one UID two replacements.',
      },
      {
        name: 'claim-first-candidate',
        replace: 'if (!candidates.has(pk)) candidates.set(pk, claim.candidate);',
        by: 'candidates.set(pk, claim.candidate);',
        why: 'Of equal claims in one call the last one counts.',
      },
      {
        name: 'claim-loser',
        replace: 'if (error instanceof ConditionalCheckFailedException) return storedValue(error.Item);',
        by: 'if (error instanceof ConditionalCheckFailedException) return candidate;',
        why: 'The loser of two claims keeps its own value.',
      },
      {
        name: 'erase-says',
        replace: 'return Attributes !== undefined && storedValue(Attributes) !== mark;',
        by: 'return Attributes !== undefined;',
        why: 'An erasure that was done before is told as done now.',
        tests: [`${TESTS}/dynamoAllocation.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/numberQueue.ts`,
    [`${TESTS}/dynamoAllocation.test.ts`],
    [
      {
        name: 'number-condition',
        replace: "ConditionExpression: next === 0 ? 'attribute_not_exists(#value)' : '#value = :before',",
        by: '',
        why: 'Two patients get one number.',
      },
      {
        name: 'number-first-condition',
        replace: "next === 0 ? 'attribute_not_exists(#value)' : '#value = :before',",
        by: "next === 0 ? undefined : '#value = :before',",
        why: 'As above, of the first ones of a project.',
      },
      {
        name: 'number-later-condition',
        replace: "next === 0 ? 'attribute_not_exists(#value)' : '#value = :before',",
        by: "next === 0 ? 'attribute_not_exists(#value)' : undefined,",
        why: 'As above, of all later ones.',
      },
      {
        name: 'number-had',
        replace:
          "if (own?.Code === CONDITION_FAILED) return { kind: 'had', number: Number(storedValue(own.Item)) };",
        by: '',
        why: 'A patient who has a number waits for another until the time is up.',
      },
      {
        name: 'number-capacity',
        replace: 'const fits = number < waiter.capacity && served.length < MAX_SERVED;',
        by: 'const fits = served.length < MAX_SERVED;',
        why: 'A number is given that does not fit its template.',
      },
      {
        name: 'number-leaving',
        replace: "`SET #value = :after${hasLeaving ? ' DELETE waiting :leaving' : ''}`",
        by: "'SET #value = :after'",
        why: 'The queue grows for ever.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/kmsKeyRing.ts`,
    [`${TESTS}/kmsKeyRing.test.ts`],
    [
      {
        name: 'ring-alias-moved',
        replace: 'if (KeyId !== this.#arn) throw wrongKey(',
        by: 'if (false) throw wrongKey(',
        why: 'Half of the identities are made with one key, half with another.',
      },
      {
        name: 'ring-failed-kept',
        replace: 'asked.catch(() => this.#subkeys.delete(label));',
        by: 'asked.catch(() => {});',
        why: 'A key that was away for a moment is away for the life of the function.',
      },
      {
        name: 'ring-mac-left',
        replace: 'Mac.fill(0);',
        by: '',
        why: 'A copy of each subkey lies in memory.',
      },
      {
        name: 'ring-length',
        replace: 'if (Mac?.length !== SUBKEY_BYTES || KeyId === undefined)',
        by: 'if (Mac === undefined || KeyId === undefined)',
        why: 'A short answer is a weak key.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/kmsSealer.ts`,
    [`${TESTS}/kmsSealer.test.ts`],
    [
      {
        name: 'seal-context',
        replace: 'return { lethe: context };',
        by: "return { lethe: 'sealed' };",
        why: 'A sealed original of one patient opens as another’s.',
      },
      {
        name: 'open-key-named',
        replace: '          KeyId: this.#keyId,\n          CiphertextBlob',
        by: '          CiphertextBlob',
        why: 'A ciphertext chooses the key that it is opened with.',
      },
    ],
  ),
  ...mutantsOf(
    `${AWS}/logAudit.ts`,
    [`${TESTS}/logAudit.test.ts`],
    [
      {
        name: 'audit-order',
        replace: 'const logEvents = events.toSorted((one, other) => one.timestamp - other.timestamp);',
        by: 'const logEvents = [...events];',
        why: 'After a clock was set back no line is taken.',
      },
      {
        name: 'audit-rejected',
        replace: 'if (rejected !== undefined)',
        by: 'if (false)',
        why: 'A line that CloudWatch refused counts as written.',
      },
      {
        name: 'audit-stream-gone',
        replace: 'this.#hasStream = false;\n        throw error;',
        by: 'throw error;',
        why: 'After its stream was deleted a function writes no line any more.',
      },
      {
        name: 'audit-batch-bytes',
        replace: 'return total > MAX_BATCH_BYTES || index === MAX_BATCH_EVENTS;',
        by: 'return index === MAX_BATCH_EVENTS;',
        why: 'A call that is too large is refused.',
      },
      {
        name: 'audit-line-bytes',
        replace: 'if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;',
        by: 'return line;',
        why: 'A line that is too long is cut by readers, and is no JSON.',
      },
    ],
  ),
];
