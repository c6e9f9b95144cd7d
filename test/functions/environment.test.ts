import {
  type Environment,
  EnvironmentError,
  environmentVariables,
  readEnvironment,
  readFacts,
} from '../../functions/environment.ts';

const environment: Environment = {
  stage: 'prod',
  ingestBucket: 'in',
  cleanBucket: 'clean',
  quarantineBucket: 'held',
  rulesBucket: 'rules',
  identityTable: 'identities',
  decisionTable: 'decisions',
  hmacKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/1',
  nameKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/5',
  sealingKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/2',
  cleanKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/2',
  quarantineKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/3',
  keyScope: '',
  archiveLimits: '',
  auditLog: 'audit',
  ingestMark: 'marker',
  queueUrl: 'https://sqs/1/queue',
  pixelsQueueUrl: 'https://sqs/1/pixels',
  pixelsDetector: 'rekognition',
  maxReceives: '10',
};

describe('environment of a function', () => {
  it('reads back what the stack writes', () => {
    expect(readEnvironment(environmentVariables(environment))).toEqual(environment);
    expect(readEnvironment(environmentVariables({ ...environment, keyScope: 'trial-7' })).keyScope).toBe(
      'trial-7',
    );
  });

  it('needs no key scope', () => {
    const { KEY_SCOPE: _absent, ...variables } = environmentVariables(environment);
    expect(readEnvironment(variables).keyScope).toBe('');
  });

  it('gives a function no more than it asks for', () => {
    const variables = environmentVariables(environment);
    expect(readFacts(['auditLog', 'stage'], variables)).toEqual({ auditLog: 'audit', stage: 'prod' });
    expect(() => readFacts(['auditLog'], {})).toThrow(EnvironmentError);
  });

  it('names every missing variable at once', () => {
    const { INGEST_BUCKET: _absent, ...variables } = environmentVariables({ ...environment, hmacKeyId: '' });
    let caught: unknown;
    try {
      readEnvironment(variables);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(EnvironmentError);
    expect(caught).toMatchObject({
      code: 'ENVIRONMENT_INCOMPLETE',
      variables: ['INGEST_BUCKET', 'HMAC_KEY_ID'],
    });
  });
});
