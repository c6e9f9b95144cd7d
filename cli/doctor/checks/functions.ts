import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { type Facts, VARIABLES } from '../../../functions/environment.ts';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, resourcesOf } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';
import { checkConcurrency } from './concurrency.ts';

/** What a function that de-identifies must be told, by the stack's outputs. */
const TOLD: Partial<Record<keyof Facts, string>> = {
  ingestBucket: 'IngestBucket',
  cleanBucket: 'CleanBucket',
  quarantineBucket: 'QuarantineBucket',
  rulesBucket: 'RulesBucket',
  identityTable: 'IdentityTable',
  decisionTable: 'DecisionTable',
  hmacKeyId: 'HmacKeyArn',
  nameKeyId: 'NameKeyArn',
  sealingKeyId: 'SealingKeyArn',
  auditLog: 'AuditLog',
};

/** The outputs that name those functions, and the queues that each knows beside. */
const DEIDENTIFYING = [
  { name: 'FunctionName', queues: { queueUrl: 'QueueUrl', pixelsQueueUrl: 'PixelsQueueUrl' } },
  {
    name: 'PixelsFunctionName',
    queues: { queueUrl: 'PixelsQueueUrl', pixelsDetector: 'PixelsDetector' },
  },
] as const satisfies readonly {
  readonly name: string;
  readonly queues: Partial<Record<keyof Facts, string>>;
}[];

/** What the reconciler must be told: it looks for what waits in either queue of pixels. */
const TOLD_RECONCILER: Partial<Record<keyof Facts, string>> = {
  ingestBucket: 'IngestBucket',
  quarantineBucket: 'QuarantineBucket',
  nameKeyId: 'NameKeyArn',
  queueUrl: 'QueueUrl',
  pixelsQueueUrl: 'PixelsQueueUrl',
  pixelsDeadLettersUrl: 'PixelsDeadLetterQueueUrl',
};
/** Before the rest of its logical name, which no output has. */
const RECONCILER = 'ReconciliationReconcile';

const RUNTIME = 'nodejs24.x';

/** Every function of the stack, and the event source of the one that de-identifies. */
export async function checkFunctions(
  { lambda }: Pick<DoctorClients, 'lambda'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const all = resourcesOf(deployment, 'AWS::Lambda::Function').map(
    async ({ logicalId, physicalId: FunctionName }) => [
      ...(await look(
        'functions',
        logicalId,
        'lambda:GetFunctionConfiguration',
        () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
        (configuration) => judgeFunction(logicalId, configuration, deployment),
      )),
      ...(await look(
        'functions',
        logicalId,
        'lambda:GetFunctionConcurrency',
        () => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        ({ ReservedConcurrentExecutions: reserved }) =>
          reserved === 0
            ? [
                problem(
                  'functions',
                  logicalId,
                  'FUNCTION_STOPPED',
                  'it has no executions at all: somebody stopped it',
                  `If that is over: aws lambda delete-function-concurrency --function-name ${FunctionName}`,
                ),
              ]
            : [],
        () => [],
      )),
    ],
  );
  return [
    ...(await Promise.all(all)).flat(),
    ...(await eventSource(lambda, 'event source', deployment.outputs.FunctionName)),
    ...(deployment.outputs.PixelsFunctionName === undefined
      ? []
      : await eventSource(lambda, 'event source of pixels', deployment.outputs.PixelsFunctionName)),
    ...(await checkConcurrency({ lambda }, deployment)),
  ];
}

function judgeFunction(
  subject: string,
  configuration: GetFunctionConfigurationCommandOutput,
  { outputs }: Deployment,
): readonly Finding[] {
  const { State, LastUpdateStatus, Runtime, MemorySize, Timeout, Environment, FunctionName, VpcConfig } =
    configuration;
  const wrong = (code: string, message: string) => problem('functions', subject, code, message, REVERT);
  const strayed = Object.entries(toldTo(subject, FunctionName, outputs)).filter(
    ([fact, output]) => Environment?.Variables?.[VARIABLES[fact as keyof Facts]] !== outputs[output],
  );
  return judged('functions', subject, `${State}, ${Runtime}, ${MemorySize} MB, ${Timeout} s`, [
    // Inactive: its network interfaces were taken back; the next call brings it up again.
    State !== 'Active' && State !== 'Inactive' && wrong('FUNCTION_NOT_ACTIVE', `its state is ${State}`),
    LastUpdateStatus === 'Failed' && wrong('FUNCTION_UPDATE_FAILED', 'its last update failed'),
    Runtime !== RUNTIME && wrong('FUNCTION_RUNTIME', `it runs on ${Runtime}, not on ${RUNTIME}`),
    outputs.VpcId !== undefined &&
      VpcConfig?.VpcId !== outputs.VpcId &&
      wrong('FUNCTION_NETWORK', `it is not in the network ${outputs.VpcId}`),
    strayed.length > 0 &&
      wrong(
        'FUNCTION_ENVIRONMENT',
        `its environment differs from the stack's outputs: ${strayed.map(([fact]) => VARIABLES[fact as keyof Facts]).join(', ')}`,
      ),
  ]);
}

function toldTo(
  logicalId: string,
  functionName: string | undefined,
  outputs: Deployment['outputs'],
): Partial<Record<keyof Facts, string>> {
  if (logicalId.startsWith(RECONCILER)) return TOLD_RECONCILER;
  const found = DEIDENTIFYING.find(
    ({ name }) => functionName !== undefined && outputs[name] === functionName,
  );
  return found === undefined ? {} : { ...TOLD, ...found.queues };
}

function eventSource(
  lambda: DoctorClients['lambda'],
  SUBJECT: string,
  FunctionName: string | undefined,
): Promise<readonly Finding[]> {
  return look(
    'functions',
    SUBJECT,
    'lambda:ListEventSourceMappings',
    () => lambda.send(new ListEventSourceMappingsCommand({ FunctionName })),
    ({ EventSourceMappings }) => {
      const mapping = EventSourceMappings?.[0];
      if (mapping === undefined)
        return [
          problem(
            'functions',
            SUBJECT,
            'NOT_THERE',
            'nothing hands messages to the function',
            'docs/operations/disaster-recovery.md, "Something of the stack was changed or deleted"',
          ),
        ];
      if (/^Disabl/.test(mapping.State ?? ''))
        return [
          problem(
            'functions',
            SUBJECT,
            'EVENT_SOURCE_OFF',
            'messages are not handed to the function: nothing comes out',
            `If that was not on purpose: aws lambda update-event-source-mapping --uuid ${mapping.UUID} --enabled`,
          ),
        ];
      if (!mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures'))
        return [
          warning(
            'functions',
            SUBJECT,
            'EVENT_SOURCE_WHOLE_BATCHES',
            'one bad object sends its whole batch back',
            REVERT,
          ),
        ];
      return [ok('functions', SUBJECT, `${mapping.State}, up to ${mapping.BatchSize} messages at a time`)];
    },
  );
}
