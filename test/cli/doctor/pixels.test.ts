import { checkConcurrency } from '../../../cli/doctor/checks/concurrency.ts';
import { checkFunctions } from '../../../cli/doctor/checks/functions.ts';
import { checkPermissions } from '../../../cli/doctor/checks/permissions.ts';
import { checkQueues } from '../../../cli/doctor/checks/queues.ts';
import { checkRules } from '../../../cli/doctor/checks/rules.ts';
import type { Deployment } from '../../../cli/doctor/deployment.ts';
import { environmentVariables } from '../../../functions/environment.ts';
import { type Answers, awsError, DEPLOYMENT, fakeAws } from './fakeAws.ts';

/** A deployment with a function that reads frames. */
const WITH_PIXELS: Deployment = {
  ...DEPLOYMENT,
  outputs: {
    ...DEPLOYMENT.outputs,
    PixelsQueueUrl: 'https://sqs/1/pixels-queue',
    PixelsDeadLetterQueueUrl: 'https://sqs/1/pixels-lost',
    PixelsFunctionName: 'pixels-function',
    PixelsLogGroup: 'pixels-log',
  },
  resources: [
    ...DEPLOYMENT.resources,
    { type: 'AWS::Lambda::Function', logicalId: 'PixelsReadFunction', physicalId: 'pixels-function' },
  ],
};

const ROUTES = '{ "routes": [{ "prefix": "", "rules": "r.json" }] }';
const rulesBucket = (rules: object): Answers => {
  const files: Readonly<Record<string, string>> = {
    'lethe.routes.json': ROUTES,
    'r.json': JSON.stringify({ name: 'Ultrasound', profile: 'basic', ...rules }),
  };
  return {
    GetObject: ({ Key }: { readonly Key: string }) =>
      files[Key] === undefined
        ? awsError('NoSuchKey', 404)
        : { ETag: Key, Body: { transformToString: async () => files[Key] } },
  };
};

describe('rules that look for text in pixels', () => {
  const codes = async (rules: object, deployment: Deployment) =>
    (await checkRules(fakeAws(rulesBucket(rules)), deployment)).findings.map(({ code }) => code);

  it('are a problem where nothing reads frames, which names them and the setting', async () => {
    const { findings } = await checkRules(fakeAws(rulesBucket({ options: ['cleanPixelData'] })), DEPLOYMENT);
    expect(findings.filter(({ status }) => status !== 'ok')).toMatchObject([
      {
        status: 'problem',
        code: 'PIXELS_OFF',
        message: expect.stringContaining('Ultrasound'),
        todo: expect.stringContaining('--pixels on'),
      },
    ]);
  });

  it('are none with the function, and neither are rules that look for no text', async () => {
    expect(await codes({ options: ['cleanPixelData'] }, WITH_PIXELS)).not.toContain('PIXELS_OFF');
    expect(await codes({ pixels: { text: 'ignore' } }, DEPLOYMENT)).not.toContain('PIXELS_OFF');
    expect(await codes({}, DEPLOYMENT)).not.toContain('PIXELS_OFF');
  });
});

describe('rules that want Rekognition to look as well', () => {
  const RULES = { options: ['cleanPixelData'], pixels: { detector: 'rekognition' } };
  const asking = { ...WITH_PIXELS, outputs: { ...WITH_PIXELS.outputs, PixelsDetector: 'rekognition' } };
  const found = async (deployment: Deployment, rules: object = RULES) =>
    (await checkRules(fakeAws(rulesBucket(rules)), deployment)).findings;

  it('are a problem where the function may not ask it, which names them and the setting', async () => {
    expect((await found(WITH_PIXELS)).filter(({ status }) => status !== 'ok')).toMatchObject([
      {
        status: 'problem',
        code: 'DETECTOR_OFF',
        message: expect.stringContaining('Ultrasound'),
        todo: expect.stringContaining('--pixels-detector rekognition'),
      },
    ]);
    expect((await found(DEPLOYMENT)).map(({ code }) => code)).toContain('PIXELS_OFF');
  });

  it('are none where it may: that frames leave to it, and what is not looked at, is said', async () => {
    const findings = await found(asking);
    expect(findings.every(({ status }) => status === 'ok')).toBe(true);
    expect(JSON.stringify(findings)).toMatch(
      /frames go to Amazon Rekognition as well \(Ultrasound\).*opted out/,
    );
    expect(JSON.stringify(await found(asking, { options: ['cleanPixelData'] }))).not.toContain('Rekognition');
  });

  it('want a role that may, in the Region of the stack, and a function that was told', async () => {
    const asked: unknown[] = [];
    const answers: Answers = {
      GetFunctionConfiguration: { Role: 'arn:aws:iam::111122223333:role/pixels' },
      SimulatePrincipalPolicy: (input: {
        readonly ActionNames: readonly string[];
        readonly ResourceArns: readonly string[];
        readonly ContextEntries: readonly object[];
      }) => {
        const isIt = input.ActionNames.includes('rekognition:DetectText');
        if (isIt) asked.push(input);
        return { EvaluationResults: [{ EvalDecision: isIt ? 'explicitDeny' : 'allowed' }] };
      },
    };
    const missing = async (deployment: Deployment) =>
      (await checkPermissions(fakeAws(answers), deployment)).filter(
        ({ code }) => code === 'PERMISSION_MISSING',
      );
    expect(await missing(WITH_PIXELS)).toEqual([]);
    expect(await missing(asking)).toMatchObject([
      { subject: 'PixelsRead', message: expect.stringContaining('rekognition:DetectText') },
    ]);
    expect(asked).toMatchObject([
      {
        ResourceArns: ['*'],
        ContextEntries: expect.arrayContaining([
          expect.objectContaining({
            ContextKeyName: 'aws:RequestedRegion',
            ContextKeyValues: [asking.region],
          }),
        ]),
      },
    ]);
  });
});

describe('the queue of pixels', () => {
  const GOOD = { RedrivePolicy: '{}', KmsMasterKeyId: 'k', ApproximateNumberOfMessages: '0' };
  /** The attributes of one queue are others; what is wrong with it. */
  const found = async (
    name: string,
    attributes: Readonly<Record<string, string>>,
    deployment = WITH_PIXELS,
  ) => {
    const findings = await checkQueues(
      fakeAws({
        GetQueueAttributes: ({ QueueUrl }: { readonly QueueUrl: string }) => ({
          Attributes: QueueUrl.endsWith(name) ? attributes : GOOD,
        }),
      }),
      deployment,
    );
    return findings.filter(({ status }) => status !== 'ok');
  };

  it('is well with everything as it was deployed, and its dead letters too', async () => {
    expect(await found('none', {})).toEqual([]);
    const asked: string[] = [];
    const clients = fakeAws({
      GetQueueAttributes: ({ QueueUrl }: { readonly QueueUrl: string }) => {
        asked.push(QueueUrl);
        return { Attributes: GOOD };
      },
    });
    expect((await checkQueues(clients, WITH_PIXELS)).map(({ subject }) => subject)).toEqual([
      ...['QueueUrl', 'DeadLetterQueueUrl', 'PixelsQueueUrl', 'PixelsDeadLetterQueueUrl'],
    ]);
    expect(asked).toHaveLength(4);
    expect((await checkQueues(clients, DEPLOYMENT)).map(({ subject }) => subject)).toEqual([
      ...['QueueUrl', 'DeadLetterQueueUrl'],
    ]);
  });

  it.each([
    ['QUEUE_WITHOUT_DEAD_LETTERS', { KmsMasterKeyId: 'k' }],
    ['QUEUE_NOT_ENCRYPTED', { RedrivePolicy: '{}' }],
    ['QUEUE_NOT_TAKEN', { ...GOOD, ApproximateNumberOfMessages: '7' }],
  ])('says %s', async (code, attributes) => {
    expect(await found('pixels-queue', attributes)).toMatchObject([{ code, subject: 'PixelsQueueUrl' }]);
  });

  it('has dead letters of its own, which are sent again from there', async () => {
    expect(await found('pixels-lost', { ApproximateNumberOfMessages: '2' })).toMatchObject([
      {
        code: 'DEAD_LETTERS',
        subject: 'PixelsDeadLetterQueueUrl',
        todo: expect.stringContaining('lethe redrive --queue https://sqs/1/pixels-lost'),
      },
    ]);
  });
});

describe('the pixels function', () => {
  const MAPPING = {
    State: 'Enabled',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 4 },
  };
  const told = (queue: Readonly<Record<string, string>>) =>
    environmentVariables({
      ...{ ingestBucket: 'ingest', cleanBucket: 'clean', quarantineBucket: 'quarantine' },
      ...{ rulesBucket: 'rules', identityTable: 'identities', decisionTable: 'decisions' },
      ...{ hmacKeyId: 'arn:hmac', nameKeyId: 'arn:names', sealingKeyId: 'arn:sealing', auditLog: 'audit' },
      ...queue,
    });
  const INGEST = told({ queueUrl: 'https://sqs/1/queue', pixelsQueueUrl: 'https://sqs/1/pixels-queue' });
  const PIXELS = told({ queueUrl: 'https://sqs/1/pixels-queue' });

  const wrong = async ({ ingest = INGEST, pixels = PIXELS, mapping = [MAPPING] as object[] } = {}) => {
    const findings = await checkFunctions(
      fakeAws({
        GetFunctionConfiguration: ({ FunctionName }: { readonly FunctionName: string }) => ({
          ...{ FunctionName, State: 'Active', Runtime: 'nodejs24.x', MemorySize: 3008, Timeout: 900 },
          Environment: { Variables: FunctionName === 'pixels-function' ? pixels : ingest },
        }),
        GetFunctionConcurrency: {},
        ListEventSourceMappings: ({ FunctionName }: { readonly FunctionName: string }) => ({
          EventSourceMappings: FunctionName === 'pixels-function' ? mapping : [MAPPING],
        }),
        GetAccountSettings: {
          AccountLimit: { ConcurrentExecutions: 100, UnreservedConcurrentExecutions: 100 },
        },
      }),
      WITH_PIXELS,
    );
    return findings.filter(({ status }) => status !== 'ok').map(({ code, subject }) => `${subject} ${code}`);
  };

  it('is well as it was deployed', async () => {
    expect(await wrong()).toEqual([]);
  });

  it('must have its own queue, and ingest must know it', async () => {
    expect(await wrong({ pixels: INGEST })).toEqual(['PixelsReadFunction FUNCTION_ENVIRONMENT']);
    expect(await wrong({ ingest: told({ queueUrl: 'https://sqs/1/queue' }) })).toEqual([
      'IngestionIngestFunction FUNCTION_ENVIRONMENT',
    ]);
  });

  it('waits in queues that the reconciler must know, or it would send again what waits there', async () => {
    const RECONCILER = {
      type: 'AWS::Lambda::Function',
      logicalId: 'ReconciliationReconcileFunction',
      physicalId: 'reconcile-function',
    };
    const known = {
      ...{ ingestBucket: 'ingest', quarantineBucket: 'quarantine', nameKeyId: 'arn:names' },
      queueUrl: 'https://sqs/1/queue',
    };
    const queues = {
      pixelsQueueUrl: 'https://sqs/1/pixels-queue',
      pixelsDeadLettersUrl: 'https://sqs/1/pixels-lost',
    };
    const found = async (facts: Parameters<typeof environmentVariables>[0], deployment: Deployment) =>
      (
        await checkFunctions(
          fakeAws({
            GetFunctionConfiguration: ({ FunctionName }: { readonly FunctionName: string }) => ({
              ...{ FunctionName, State: 'Active', Runtime: 'nodejs24.x', MemorySize: 512, Timeout: 900 },
              Environment: { Variables: environmentVariables(facts) },
            }),
            GetFunctionConcurrency: {},
            ListEventSourceMappings: { EventSourceMappings: [MAPPING] },
          }),
          { ...deployment, resources: [...deployment.resources, RECONCILER] },
        )
      ).flatMap(({ subject, message, code }) =>
        subject === RECONCILER.logicalId && code === 'FUNCTION_ENVIRONMENT' ? [message] : [],
      );
    expect(await found({ ...known, ...queues }, WITH_PIXELS)).toEqual([]);
    expect(await found(known, DEPLOYMENT)).toEqual([]);
    expect(await found(known, WITH_PIXELS)).toEqual([
      expect.stringMatching(/PIXELS_QUEUE_URL, PIXELS_DEAD_LETTERS_URL$/),
    ]);
    expect(await found({ ...known, ...queues }, DEPLOYMENT)).toHaveLength(1);
  });

  it('wants an event source that is on', async () => {
    expect(await wrong({ mapping: [] })).toEqual(['event source of pixels NOT_THERE']);
    expect(await wrong({ mapping: [{ ...MAPPING, State: 'Disabled' }] })).toEqual([
      'event source of pixels EVENT_SOURCE_OFF',
    ]);
  });

  it.each([
    ['PixelsReadRole', 'sqs:ReceiveMessage'],
    ['IngestionIngestRole', 'sqs:SendMessage'],
    ['ReconciliationReconcileRole', 'sqs:GetQueueAttributes'],
  ])('is not well where %s may not %s', async (role, action) => {
    const answersOf = (withPixels: boolean) => ({
      GetFunctionConfiguration: ({ FunctionName }: { readonly FunctionName: string }) => ({
        Role: `arn:aws:iam::111122223333:role/${FunctionName}`,
      }),
      SimulatePrincipalPolicy: (input: {
        readonly ActionNames: readonly string[];
        readonly ResourceArns: readonly string[];
      }) => ({
        EvaluationResults: [
          {
            EvalDecision:
              withPixels &&
              input.ActionNames.includes(action) &&
              input.ResourceArns[0]?.endsWith('pixels-queue')
                ? 'implicitDeny'
                : 'allowed',
          },
        ],
      }),
    });
    const deployment = {
      ...WITH_PIXELS,
      resources: [
        ...WITH_PIXELS.resources,
        {
          type: 'AWS::Lambda::Function',
          logicalId: 'ReconciliationReconcileFunction',
          physicalId: 'reconcile-function',
        },
      ],
    };
    const missing = async (withPixels: boolean) =>
      (await checkPermissions(fakeAws(answersOf(withPixels)), deployment)).filter(
        ({ code }) => code === 'PERMISSION_MISSING',
      );
    expect(await missing(false)).toEqual([]);
    const [found] = await missing(true);
    expect(JSON.stringify(found)).toContain(action);
    expect(role.startsWith(found?.subject ?? '?')).toBe(true);
  });
});

describe('executions', () => {
  const check = (inAll: number, ofIngest: number, ofPixels: number) =>
    checkConcurrency(
      fakeAws({
        GetAccountSettings: {
          AccountLimit: { ConcurrentExecutions: inAll, UnreservedConcurrentExecutions: inAll },
        },
        ListEventSourceMappings: ({ FunctionName }: { readonly FunctionName: string }) => ({
          EventSourceMappings: [
            {
              ScalingConfig: {
                MaximumConcurrency: FunctionName === 'pixels-function' ? ofPixels : ofIngest,
              },
            },
          ],
        }),
        GetFunctionConcurrency: {},
      }),
      WITH_PIXELS,
    );

  it('are counted for both functions', async () => {
    expect(await check(14, 8, 4)).toMatchObject([{ status: 'ok' }]);
    expect(await check(13, 8, 4)).toMatchObject([
      {
        code: 'EXECUTIONS_SHORT',
        message: expect.stringContaining('ingest may take 8 and pixels 4'),
        todo: expect.stringContaining('maxConcurrency and pixelsMaxConcurrency together to 11 or less'),
      },
    ]);
  });
});
