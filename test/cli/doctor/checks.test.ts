import { checkBuckets } from '../../../cli/doctor/checks/buckets.ts';
import { checkEvents } from '../../../cli/doctor/checks/events.ts';
import { checkFunctions } from '../../../cli/doctor/checks/functions.ts';
import { checkIdentities } from '../../../cli/doctor/checks/identities.ts';
import { checkKeys } from '../../../cli/doctor/checks/keys.ts';
import { checkLogs } from '../../../cli/doctor/checks/logs.ts';
import { checkPermissions } from '../../../cli/doctor/checks/permissions.ts';
import { checkQueues } from '../../../cli/doctor/checks/queues.ts';
import { checkRules } from '../../../cli/doctor/checks/rules.ts';
import { checkRuns } from '../../../cli/doctor/checks/runs.ts';
import { checkStack } from '../../../cli/doctor/checks/stack.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { examine } from '../../../cli/doctor/run.ts';
import { environmentVariables } from '../../../functions/environment.ts';
import { ENGINE_VERSION } from '../../../layers/engine/version.ts';
import { BUCKETS_CASE } from './bucketsCase.ts';
import { awsError, DEPLOYMENT, fakeAws } from './fakeAws.ts';
import { type Case, KEY_CASES } from './keyCases.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const line = (value: object) => ({ message: JSON.stringify(value) });
const DEPLOYED = environmentVariables({
  ingestBucket: 'ingest',
  cleanBucket: 'clean',
  quarantineBucket: 'quarantine',
  rulesBucket: 'rules',
  identityTable: 'identities',
  decisionTable: 'decisions',
  hmacKeyId: 'arn:hmac',
  nameKeyId: 'arn:names',
  sealingKeyId: 'arn:sealing',
  auditLog: 'audit',
  queueUrl: 'https://sqs/1/queue',
});

/** Each check with answers under which it finds nothing wrong, and what it finds when one of them is another. */
const CASES: readonly Case[] = [
  {
    name: 'stack',
    check: checkStack,
    well: {
      GetFunctionConfiguration: { Layers: [{ Arn: 'arn:layer' }] },
      GetLayerVersionByArn: { Description: `Lethe engine ${ENGINE_VERSION}` },
    },
    ill: [['ENGINE_DIFFERS', { GetLayerVersionByArn: { Description: 'Lethe engine 0.0.9' } }]],
  },
  ...KEY_CASES,
  BUCKETS_CASE,
  {
    name: 'identities',
    check: checkIdentities,
    well: {
      DescribeTable: {
        Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true, SSEDescription: { SSEType: 'KMS' } },
      },
      DescribeContinuousBackups: {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      },
    },
    ill: [
      [
        'TABLE_NOT_ACTIVE',
        {
          DescribeTable: {
            Table: {
              TableStatus: 'UPDATING',
              DeletionProtectionEnabled: true,
              SSEDescription: { SSEType: 'KMS' },
            },
          },
        },
      ],
      [
        'TABLE_NOT_PROTECTED',
        { DescribeTable: { Table: { TableStatus: 'ACTIVE', SSEDescription: { SSEType: 'KMS' } } } },
      ],
      [
        'TABLE_NOT_ENCRYPTED',
        { DescribeTable: { Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true } } },
      ],
      ['TABLE_NOT_RECOVERABLE', { DescribeContinuousBackups: { ContinuousBackupsDescription: {} } }],
    ],
  },
  {
    name: 'events',
    check: checkEvents,
    well: { DetectStackResourceDrift: { StackResourceDrift: { StackResourceDriftStatus: 'IN_SYNC' } } },
    ill: [
      [
        'RULE_CHANGED',
        {
          DetectStackResourceDrift: {
            StackResourceDrift: {
              StackResourceDriftStatus: 'MODIFIED',
              PropertyDifferences: [{ PropertyPath: '/State', ActualValue: 'DISABLED' }],
            },
          },
        },
      ],
      [
        'NOT_THERE',
        { DetectStackResourceDrift: { StackResourceDrift: { StackResourceDriftStatus: 'DELETED' } } },
      ],
      [
        'NO_ANSWER',
        { DetectStackResourceDrift: { StackResourceDrift: { StackResourceDriftStatus: 'NOT_CHECKED' } } },
      ],
    ],
  },
  {
    name: 'queues',
    check: checkQueues,
    well: {
      GetQueueAttributes: {
        Attributes: { RedrivePolicy: '{}', KmsMasterKeyId: 'k', ApproximateNumberOfMessages: '0' },
      },
    },
    ill: [
      ['QUEUE_WITHOUT_DEAD_LETTERS', { GetQueueAttributes: { Attributes: { KmsMasterKeyId: 'k' } } }],
      ['QUEUE_NOT_ENCRYPTED', { GetQueueAttributes: { Attributes: { RedrivePolicy: '{}' } } }],
      [
        'QUEUE_NOT_TAKEN',
        {
          GetQueueAttributes: ({ QueueUrl }: { readonly QueueUrl: string }) => ({
            Attributes: {
              RedrivePolicy: '{}',
              KmsMasterKeyId: 'k',
              ApproximateNumberOfMessages: QueueUrl.endsWith('queue') ? '7' : '0',
            },
          }),
        },
      ],
      [
        'DEAD_LETTERS',
        {
          GetQueueAttributes: ({ QueueUrl }: { readonly QueueUrl: string }) => ({
            Attributes: {
              RedrivePolicy: '{}',
              KmsMasterKeyId: 'k',
              ApproximateNumberOfMessages: QueueUrl.endsWith('dead') ? '2' : '0',
            },
          }),
        },
      ],
      ['NOT_THERE', { GetQueueAttributes: awsError('QueueDoesNotExist', 400) }],
    ],
  },
  {
    name: 'functions',
    check: checkFunctions,
    well: {
      GetFunctionConfiguration: functionWith({}),
      GetFunctionConcurrency: {},
      ListEventSourceMappings: {
        EventSourceMappings: [
          {
            State: 'Enabled',
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ScalingConfig: { MaximumConcurrency: 8 },
          },
        ],
      },
      GetAccountSettings: account(10, 10),
    },
    ill: [
      ['FUNCTION_NOT_ACTIVE', { GetFunctionConfiguration: functionWith({ State: 'Failed' }) }],
      ['FUNCTION_UPDATE_FAILED', { GetFunctionConfiguration: functionWith({ LastUpdateStatus: 'Failed' }) }],
      ['FUNCTION_RUNTIME', { GetFunctionConfiguration: functionWith({ Runtime: 'nodejs22.x' }) }],
      [
        'FUNCTION_ENVIRONMENT',
        {
          GetFunctionConfiguration: functionWith({
            Environment: { Variables: { ...DEPLOYED, CLEAN_BUCKET: 'of-somebody-else' } },
          }),
        },
      ],
      ['EXECUTIONS_SHORT', { GetAccountSettings: account(10, 9) }],
      [
        'EXECUTIONS_SHORT',
        {
          GetAccountSettings: account(1000, 1),
          GetFunctionConcurrency: { ReservedConcurrentExecutions: 999 },
        },
      ],
      ['FUNCTION_STOPPED', { GetFunctionConcurrency: { ReservedConcurrentExecutions: 0 } }],
      ['NOT_THERE', { ListEventSourceMappings: { EventSourceMappings: [] } }],
      ['EVENT_SOURCE_OFF', { ListEventSourceMappings: { EventSourceMappings: [{ State: 'Disabled' }] } }],
      [
        'EVENT_SOURCE_WHOLE_BATCHES',
        { ListEventSourceMappings: { EventSourceMappings: [{ State: 'Enabled' }] } },
      ],
    ],
  },
  {
    name: 'permissions',
    check: checkPermissions,
    well: {
      GetFunctionConfiguration: { Role: 'arn:role' },
      SimulatePrincipalPolicy: { EvaluationResults: [{ EvalDecision: 'allowed' }] },
    },
    ill: [
      [
        'PERMISSION_MISSING',
        { SimulatePrincipalPolicy: { EvaluationResults: [{ EvalDecision: 'explicitDeny' }] } },
      ],
    ],
  },
  {
    name: 'logs',
    check: checkLogs,
    well: {
      DescribeLogGroups: ({ logGroupNamePrefix: logGroupName }: { readonly logGroupNamePrefix: string }) => ({
        logGroups: [{ logGroupName, kmsKeyId: 'k', retentionInDays: 365 }],
      }),
    },
    ill: [
      ['NOT_THERE', { DescribeLogGroups: { logGroups: [] } }],
      [
        'LOG_NOT_ENCRYPTED',
        {
          DescribeLogGroups: ({
            logGroupNamePrefix: logGroupName,
          }: {
            readonly logGroupNamePrefix: string;
          }) => ({
            logGroups: [{ logGroupName, retentionInDays: 365 }],
          }),
        },
      ],
      [
        'LOG_KEPT_FOR_EVER',
        {
          DescribeLogGroups: ({
            logGroupNamePrefix: logGroupName,
          }: {
            readonly logGroupNamePrefix: string;
          }) => ({
            logGroups: [{ logGroupName, kmsKeyId: 'k' }],
          }),
        },
      ],
    ],
  },
  {
    name: 'rules',
    check: async (clients, deployment) => (await checkRules(clients, deployment)).findings,
    well: { GetObject: awsError('NoSuchKey', 404), ListObjectVersions: {} },
    ill: [
      ['RULES_BROKEN', { GetObject: textOf({ 'lethe.routes.json': '{ "routes": [' }) }],
      ['NO_RULES_IN_FORCE', { GetObject: textOf({ 'lethe.routes.json': '{ "routes": [' }) }],
      [
        'RULES_BROKEN',
        {
          GetObject: textOf({
            'lethe.routes.json': '{ "routes": [{ "prefix": "", "rules": "r.json" }] }',
            'r.json': '{ "lethe": 1, "tga": {} }',
          }),
        },
      ],
    ],
  },
  {
    name: 'runs',
    check: (clients, deployment) => checkRuns(clients, deployment, NOW),
    well: {
      FilterLogEvents: runs(
        { event: 'reconciled', missing: 0 },
        { event: 'sealed', until: new Date(NOW - 2 * 3_600_000).toISOString() },
      ),
    },
    ill: [
      ['RUN_MISSED', { FilterLogEvents: runs({ event: 'another' }, { event: 'sealed' }) }],
      [
        'RUN_FAILED',
        { FilterLogEvents: runs({ event: 'reconciled' }, { event: 'not-sealed', code: 'KEY_FORBIDDEN' }) },
      ],
      [
        'OUTCOMES_MISSING',
        { FilterLogEvents: runs({ event: 'reconciled', missing: 3, sentAgain: 3 }, { event: 'sealed' }) },
      ],
      [
        'NOT_COVERED',
        {
          FilterLogEvents: runs(
            { event: 'reconciled', sweep: 'current', uncoveredMs: 25 * 3_600_000 },
            { event: 'sealed' },
          ),
        },
      ],
      [
        'SEAL_LAGS',
        {
          FilterLogEvents: runs(
            { event: 'reconciled' },
            { event: 'sealed', until: new Date(NOW - 6 * 3_600_000).toISOString() },
          ),
        },
      ],
    ],
  },
];

function account(inAll: number, unreserved: number) {
  return {
    AccountLimit: { ConcurrentExecutions: inAll, UnreservedConcurrentExecutions: unreserved },
  };
}

function functionWith(other: object) {
  return {
    FunctionName: 'ingest-function',
    State: 'Active',
    Runtime: 'nodejs24.x',
    MemorySize: 1769,
    Timeout: 300,
    Environment: { Variables: DEPLOYED },
    ...other,
  };
}

function textOf(files: Readonly<Record<string, string>>) {
  return ({ Key }: { readonly Key: string }) =>
    files[Key] === undefined
      ? awsError('NoSuchKey', 404)
      : { ETag: Key, Body: { transformToString: async () => files[Key] } };
}

function runs(reconcile: object, seal: object) {
  return ({ logGroupName }: { readonly logGroupName: string }) => ({
    events: [line(logGroupName === 'seal-log' ? seal : reconcile)],
  });
}

describe.each(CASES)('$name', ({ check, well, ill }) => {
  it('is well where everything is as it was deployed', async () => {
    const findings = await check(fakeAws(well), DEPLOYMENT);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it.each(ill)('says %s', async (code, answers) => {
    const findings = await check(fakeAws({ ...well, ...answers }), DEPLOYMENT);
    const found = findings.filter((each) => each.code === code);
    expect(found.length).toBeGreaterThan(0);
    for (const { todo } of found) expect(todo).not.toBe('');
    expect(JSON.stringify(findings)).not.toContain('not to be quoted');
  });

  it('says which permission is missing where nothing may be asked, and fails nothing', async () => {
    const findings = await check(fakeAws({}), DEPLOYMENT);
    const denied = findings.filter(({ code }) => code === 'NOT_ALLOWED');
    expect(denied.length).toBeGreaterThan(0);
    for (const { status, todo } of denied)
      expect([status, todo]).toEqual(['not-checked', expect.stringMatching(/^Allow [a-z0-9]+:\w+/)]);
    expect(findings.filter(({ status }) => status === 'problem')).toEqual([]);
  });
});

describe('what was there before the stack', () => {
  const imported = {
    ...DEPLOYMENT,
    outputs: {
      ...DEPLOYMENT.outputs,
      IngestBucketMustHave: '{"LifecycleConfiguration":{"Rules":[{"ID":"destroy-released"}]}}',
      ...{ IngestKeyArn: 'arn:ingest-key', StorageKeyPolicyStatements: '[]', VpcId: 'vpc-01234567' },
    },
  };
  const wellOf = (name: string) => CASES.find((each) => each.name === name)?.well ?? {};

  it('is looked at as the stack’s own: keys, rights and network', async () => {
    const asked: unknown[] = [];
    await checkKeys(
      fakeAws({
        ...wellOf('keys'),
        DescribeKey: ({ KeyId }: { readonly KeyId: string }) => asked.push(KeyId),
      }),
      imported,
    );
    expect(asked).toEqual(expect.arrayContaining(['arn:storage', 'arn:ingest-key', 'hmac']));
    const simulated: unknown[] = [];
    const simulate = ({ ResourceArns }: { readonly ResourceArns: readonly string[] }) => {
      simulated.push(...ResourceArns);
      return { EvaluationResults: [{ EvalDecision: 'allowed' }] };
    };
    await checkPermissions(
      fakeAws({ ...wellOf('permissions'), SimulatePrincipalPolicy: simulate }),
      imported,
    );
    expect(simulated).toContain('arn:ingest-key');
    const findings = await checkFunctions(fakeAws(wellOf('functions')), imported);
    expect(findings.map(({ code }) => code)).toContain('FUNCTION_NETWORK');
  });

  it('is its owner’s to mend', async () => {
    const answers = { ...wellOf('buckets'), GetBucketVersioning: { Status: 'Suspended' } };
    const ofIngest = (findings: readonly Finding[]) =>
      findings.filter(({ subject, status }) => subject === 'IngestBucket' && status !== 'ok');
    expect(ofIngest(await checkBuckets(fakeAws(answers), imported))).toMatchObject([
      { code: 'BUCKET_NOT_VERSIONED', todo: expect.stringContaining('IngestBucketMustHave') },
    ]);
    const unkept = { ...wellOf('buckets'), GetBucketLifecycleConfiguration: { Rules: [] } };
    expect(ofIngest(await checkBuckets(fakeAws(unkept), imported))).toMatchObject([
      { code: 'EXPIRY_OFF', todo: expect.stringContaining('IngestBucketMustHave') },
    ]);
    expect(ofIngest(await checkBuckets(fakeAws(unkept), DEPLOYMENT))).toEqual([]);
  });

  it('is no stack in another account than the one that is pinned', async () => {
    const StackId = `arn:aws:cloudformation:eu-central-1:111122223333:stack/Lethe-prod/1`;
    const clients = () =>
      fakeAws({
        DescribeStacks: { Stacks: [{ StackId, StackStatus: 'CREATE_COMPLETE' }] },
        ListStackResources: { StackResourceSummaries: [] },
      });
    const options = { wanted: false, waitMs: 1, pollMs: 1 };
    await expect(examine('Lethe-prod', options, '999988887777', clients())).rejects.toMatchObject({
      code: 'ACCOUNT_DIFFERS',
    });
    await expect(examine('Lethe-prod', options, '111122223333', clients())).resolves.toMatchObject({
      account: '111122223333',
    });
  });
});
