import { type Mutant, mutantsOf } from '../mutant.ts';

/** The entry points in the cloud. */

const TESTS = 'test/functions';
const DEADLINE = [`${TESTS}/deadlineMargins.test.ts`, `${TESTS}/deadline.test.ts`];

export const FUNCTION_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('functions/ingest/deadline.ts', DEADLINE, [
    {
      name: 'deadline-never-stops',
      replace: 'setTimeout(() => stop.abort(), total - margin(STOP)),',
      by: '',
      why: 'What cannot finish is ended by Lambda, with all that was done beside it.',
    },
    {
      name: 'deadline-never-answers',
      replace: 'setTimeout(() => answer.abort(), total - margin(ANSWER)),',
      by: '',
      why: 'What does not stop keeps the answer back, and all messages come again.',
    },
    {
      name: 'deadline-no-margin',
      replace: 'Math.min(mostMs, total * part)',
      by: 'Math.min(mostMs, 0 * part)',
      why: 'All happens when the function is ended already.',
    },
    {
      name: 'deadline-most',
      replace: 'Math.min(mostMs, total * part)',
      by: 'total * part',
      why: 'Of fifteen minutes four and a half are not used.',
    },
    {
      name: 'deadline-begin',
      replace: 'mayBegin: () => timeLeft() > margin(BEGIN),',
      by: 'mayBegin: () => true,',
      why: 'Instances are begun that cannot finish.',
    },
    {
      name: 'deadline-signal',
      replace: 'signal: stop.signal,\n    within',
      by: 'signal: new AbortController().signal,\n    within',
      why: 'Nothing is told to stop.',
    },
    {
      name: 'deadline-left-open',
      replace: 'close: () => timers.forEach(clearTimeout),',
      by: 'close: () => {},',
      why: 'Timers hold what they hold until long after the batch.',
    },
    {
      name: 'deadline-stop-part',
      replace: 'const STOP = { part: 0.2, mostMs: 10_000 };',
      by: 'const STOP = { part: 0.02, mostMs: 10_000 };',
      why: 'There is no time to clean up.',
    },
  ]),
  ...mutantsOf(
    'functions/ingest/failure.ts',
    [`${TESTS}/failure.test.ts`],
    [
      {
        name: 'failure-name',
        replace: '/^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(error.name)',
        by: 'true',
        why: 'A name of an error that is a value is in the log.',
      },
      {
        name: 'failure-message',
        replace: "return { code: 'UNEXPECTED', ...className(error),",
        by: "return { code: 'UNEXPECTED', message: String(error), ...className(error),",
        why: 'Messages of others’ errors, which quote values, are in the log.',
      },
      {
        name: 'failure-stack',
        replace: '.slice(afterMessage)',
        by: '.slice(0)',
        why: 'A message that looks like a frame is in the log.',
      },
      {
        name: 'failure-frames',
        replace: '.filter((line) => /^\\s+at .+:\\d+:\\d+\\)?$/.test(line))',
        by: '',
        why: 'Lines of the stack that are no frames are in the log.',
      },
      {
        name: 'failure-no-message-in-stack',
        replace: "if (message !== '' && !stack.includes(message)) return [];",
        by: '',
        why: 'Where the message was changed since, the stack with the old one is in the log.',
      },
      {
        name: 'failure-cause',
        replace: '...className(error.cause) };',
        by: '...(error.cause instanceof Error ? { error: error.cause.message } : {}) };',
        why: 'The message of a cause, which quotes keys, is in the log.',
      },
      {
        name: 'failure-many-frames',
        replace: '.slice(0, FRAMES)',
        by: '',
        why: 'A deep stack fills the log.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/batch.ts',
    [`${TESTS}/ingest.test.ts`, `${TESTS}/deadline.test.ts`],
    [
      {
        name: 'batch-begins-late',
        replace: "if (!deadline.mayBegin()) throw deadlineFault('There was no time to begin');",
        by: '',
        why: 'Instances are begun that cannot finish.',
      },
      {
        name: 'batch-within',
        replace: 'await deadline.within(process(ref, deadline.signal))',
        by: 'await process(ref, deadline.signal)',
        why: 'One that does not stop keeps the answer back.',
      },
      {
        name: 'batch-first-failure',
        replace: 'failure ??= describeFailure(error);',
        by: 'failure = null;',
        why: 'A message whose object failed is deleted: the object is lost.',
      },
      {
        name: 'batch-others-tried',
        replace: 'failure ??= describeFailure(error);',
        by: 'failure ??= describeFailure(error);\n        break;',
        why: 'One bad object holds up the others of its message for ever.',
      },
      {
        name: 'batch-event-error',
        replace:
          '    failure = describeFailure(error);\n  }\n  return { records, failure, gotOn, handedOver };',
        by: '  }\n  return { records, failure, gotOn, handedOver };',
        why: 'A message that nobody understood is deleted.',
      },
      {
        name: 'batch-at-a-time',
        replace: 'Math.min(limit, items.length)',
        by: 'items.length',
        why: 'All instances of a batch are in memory at once.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/lambda.ts',
    [`${TESTS}/ingest.test.ts`, `${TESTS}/deadline.test.ts`],
    [
      {
        name: 'lambda-other-bucket',
        replace: 'if (ref.container === container) return process(ref, signal);',
        by: 'return process(ref, signal);',
        why: 'An event that names another bucket has the function read there.',
      },
      {
        name: 'lambda-not-ready',
        replace: 'return itemFailures(messages.map(({ messageId }) => messageId));',
        by: 'return itemFailures([]);',
        why: 'While the key is away, all messages are deleted.',
      },
      {
        name: 'lambda-returned',
        replace: 'return itemFailures(returned.map(({ messageId }) => messageId));',
        by: 'return itemFailures([]);',
        why: 'What failed is deleted.',
      },
      {
        name: 'lambda-no-deadline',
        replace: 'invocation === undefined ? NO_DEADLINE : deadlineOf(timeLeft);',
        by: 'NO_DEADLINE;',
        why: 'No time is counted.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/events.ts',
    [`${TESTS}/events.test.ts`],
    [
      {
        name: 'event-plus',
        replace: "decodeURIComponent(encoded.replaceAll('+', ' '))",
        by: 'decodeURIComponent(encoded)',
        why: 'Objects with spaces in their keys are not found.',
      },
      {
        name: 'event-decoded-twice',
        replace: "key: new Phi(textAt(object, 'key')),",
        by: "key: new Phi(formUrlDecode(textAt(object, 'key'))),",
        why: 'Objects with a percent sign in their keys are not found.',
      },
      {
        name: 'event-deleted',
        replace: "if (event['detail-type'] === 'Object Deleted') return [];",
        by: '',
        why: 'Deletions end in dead letters.',
      },
      {
        name: 'event-removed',
        replace: "if (eventName.startsWith('ObjectRemoved:')) return [];",
        by: '',
        why: 'As above, for notifications.',
      },
      {
        name: 'event-version',
        replace: "...optional('versionId', object.versionId),",
        by: '',
        why: 'The version that is processed is not the event’s.',
      },
      {
        name: 'event-version-of-bridge',
        replace: "...optional('versionId', object['version-id']),",
        by: '',
        why: 'As above, for EventBridge.',
      },
      {
        name: 'event-quotes',
        replace: "    throw new EventError(\n      'EVENT_NOT_JSON',\n      'The message is not JSON',",
        by: "    throw new EventError(\n      'EVENT_NOT_JSON',\n      `The message is not JSON: ${body}`,",
        why: 'What somebody put into the queue is in the log.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/expiry.ts',
    [`${TESTS}/expiry.test.ts`],
    [
      {
        name: 'expiry-kept-is-done',
        replace: "isDone ? 'released' : record.outcome",
        by: "'released'",
        why: 'The original of what is quarantined is destroyed.',
      },
      {
        name: 'expiry-duplicate',
        replace: "'released', 'passed-through', 'duplicate', 'opened'",
        by: "'released', 'passed-through', 'opened'",
        why: 'Originals of duplicates stay for ever.',
      },
      {
        name: 'expiry-fails',
        replace: '.catch((error: unknown) => {\n        unmarked(describeFailure(error));\n      });',
        by: ';',
        why: 'A mark that cannot be set has the instance released again and again.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/instanceLimits.ts',
    [`${TESTS}/instanceLimits.test.ts`],
    [
      {
        name: 'limits-loaded',
        replace: 'maxLoadedBytes: Math.min(DEFAULT_LIMITS.maxLoadedBytes, Math.floor(bytes / 4)),',
        by: '',
        why: 'An object that is made to be dear ends the function with all that it works on.',
      },
      {
        name: 'limits-elements',
        replace: 'maxElements: Math.min(DEFAULT_LIMITS.maxElements, Math.floor(bytes / ELEMENT_BYTES)),',
        by: '',
        why: 'As above.',
      },
      {
        name: 'limits-inflated',
        replace: 'maxInflatedBytes: Math.min(DEFAULT_LIMITS.maxInflatedBytes, Math.floor(bytes / 4)),',
        by: '',
        why: 'As above.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/ingest/ruleBook.ts',
    [`${TESTS}/ruleBook.test.ts`],
    [
      {
        name: 'rules-broken-replace',
        replace: 'if (routes !== null) {\n      this.#routes = routes;',
        by: '{\n      this.#routes = routes as never;',
        why: 'Rules that do not compile take those away that did.',
      },
      {
        name: 'rules-default-after-deletion',
        replace: '(await isEmpty(this.#shelf.older(ROUTES_FILE)))',
        by: 'true',
        why: 'Where somebody deleted the routes, every object goes by the Basic Profile.',
      },
      {
        name: 'rules-behind',
        replace: 'if (this.#routes !== null && !this.#isBehind) return this.#routes;',
        by: 'if (this.#routes !== null) return this.#routes;',
        why: 'Rules are never read again.',
      },
      {
        name: 'rules-warm',
        replace: 'this.#now() - this.#lookedAt < LOOK_EVERY_MS',
        by: 'this.#now() - this.#lookedAt < 0',
        why: 'Each instance asks for the rules.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/once.ts',
    [`${TESTS}/ingest.test.ts`],
    [
      {
        name: 'once-failed-kept',
        replace: '        building = null;\n      });',
        by: '      });',
        why: 'A key that was away for a moment is away for the life of the function.',
      },
      {
        name: 'once-each-time',
        replace: 'if (building === null) {',
        by: 'if (true) {',
        why: 'Each batch is a cold start.',
      },
    ],
  ),
  ...mutantsOf(
    'functions/metrics.ts',
    [`${TESTS}/metrics.test.ts`],
    [
      {
        name: 'metrics-codes',
        replace: "return /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : 'OTHER';",
        by: 'return code;',
        why: 'Whatever stands where a code should is the name of a metric.',
      },
      {
        name: 'metrics-residue',
        replace: "  'RESIDUE_FOUND',\n]);",
        by: ']);',
        why: 'The alarm of the certificate is silent when it finds a name.',
      },
      {
        name: 'metrics-values',
        replace: 'const MAX_VALUES = 100;',
        by: 'const MAX_VALUES = 1000;',
        why: 'CloudWatch drops the line.',
      },
    ],
  ),
];
