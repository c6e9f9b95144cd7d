import {
  type Environment,
  EnvironmentError,
  environmentVariables,
  readEnvironment,
} from '../../functions/environment.ts';

const environment: Environment = {
  ingestBucket: 'in',
  cleanBucket: 'clean',
  quarantineBucket: 'held',
  identityTable: 'identities',
  hmacKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/1',
  storageKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/2',
  keyScope: '',
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
