import { checkRuns } from '../../../cli/doctor/checks/runs.ts';
import { checkStack } from '../../../cli/doctor/checks/stack.ts';
import { describeDeployment } from '../../../cli/doctor/deployment.ts';
import { UsageError } from '../../../cli/exit.ts';
import { awsError, DEPLOYMENT, fakeAws } from './fakeAws.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('the stack', () => {
  it.each([
    ['UPDATE_ROLLBACK_COMPLETE', 'STACK_ROLLED_BACK'],
    ['UPDATE_IN_PROGRESS', 'STACK_IN_CHANGE'],
    ['ROLLBACK_COMPLETE', 'STACK_BROKEN'],
    ['UPDATE_ROLLBACK_FAILED', 'STACK_BROKEN'],
  ])('in the state %s is %s', async (status, code) => {
    const findings = await checkStack(fakeAws({}), { ...DEPLOYMENT, status });
    expect(findings.map((each) => each.code)).toContain(code);
  });

  it('wants protection from deletion, but for the stage dev', async () => {
    const codesOf = async (stackName: string) =>
      (await checkStack(fakeAws({}), { ...DEPLOYMENT, stackName, isProtected: false })).map(
        ({ code }) => code,
      );
    expect(await codesOf('Lethe-prod')).toContain('STACK_NOT_PROTECTED');
    expect(await codesOf('Lethe-dev')).not.toContain('STACK_NOT_PROTECTED');
  });

  it('of somebody’s own app is looked at as one of Lethe’s, and what else is in it is not', async () => {
    const named = (type: string, logicalId: string) => ({
      ResourceType: type,
      LogicalResourceId: logicalId,
      PhysicalResourceId: logicalId,
    });
    const described = (...StackResourceSummaries: readonly object[]) =>
      describeDeployment(
        fakeAws({
          DescribeStacks: {
            Stacks: [{ StackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Imaging/1' }],
          },
          ListStackResources: { StackResourceSummaries },
        }).cloudFormation,
        'Imaging',
      );
    const { resources } = await described(
      named('AWS::KMS::Key', 'ImagingKey01234567'),
      named('AWS::KMS::Key', 'LetheStorageHmacKey0123ABCD'),
      named('AWS::Events::Rule', 'LetheIngestionCreated01234567'),
    );
    expect(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual([
      ['StorageHmacKey0123ABCD', 'LetheStorageHmacKey0123ABCD'],
      ['IngestionCreated01234567', 'LetheIngestionCreated01234567'],
    ]);
    const own = await described(
      named('AWS::KMS::Key', 'StorageHmacKeyFEB351F4'),
      named('AWS::SQS::Queue', 'Q'),
    );
    expect(own.resources.map(({ logicalId }) => logicalId)).toEqual(['StorageHmacKeyFEB351F4', 'Q']);
  });

  it.each([
    ['is not there', awsError('ValidationError', 400), 'there is no stack'],
    ['may not be looked at', awsError('AccessDenied', 403), 'cloudformation:DescribeStacks'],
    ['cannot be reached', Object.assign(new Error('x'), { name: 'CredentialsProviderError' }), 'AWS_PROFILE'],
  ])('that %s is a wrong call', async (_name, error, words) => {
    const asking = describeDeployment(fakeAws({ DescribeStacks: error }).cloudFormation, 'Lethe-prod');
    await expect(asking).rejects.toThrow(UsageError);
    await expect(asking).rejects.toThrow(words);
  });
});

it('does not call a schedule late that was deployed a moment ago', async () => {
  const clients = fakeAws({ FilterLogEvents: { events: [] } });
  const findings = await checkRuns(clients, { ...DEPLOYMENT, changedMs: NOW - 1_800_000 }, NOW);
  expect(findings.map(({ status }) => status)).toEqual(['ok', 'ok']);
});
