import { awsClients } from '../../../layers/aws/clients.ts';

describe('awsClients', () => {
  const settings = async (environment: Parameters<typeof awsClients>[0]) => {
    const { s3, dynamo, kms } = awsClients(environment);
    return Promise.all(
      [s3, dynamo, kms].map(async ({ config }) => {
        const endpoint = await config.endpoint?.();
        return {
          host: endpoint === undefined ? null : `${endpoint.hostname}:${endpoint.port}`,
          attempts: await config.maxAttempts(),
        };
      }),
    );
  };

  it('retries a bounded number of times', async () => {
    for (const { attempts } of await settings({})) expect(attempts).toBe(4);
  });

  it('goes to AWS itself unless the environment says otherwise', async () => {
    expect((await settings({})).map(({ host }) => host)).toEqual([null, null, null]);
    expect((await settings({ AWS_ENDPOINT_URL: '' })).map(({ host }) => host)).toEqual([null, null, null]);
    const both = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL_S3: 'http://127.0.0.2:9000' };
    expect((await settings(both)).map(({ host }) => host)).toEqual([
      '127.0.0.2:9000',
      '127.0.0.1:4566',
      '127.0.0.1:4566',
    ]);
  });

  it.each([
    ['http://127.0.0.1:4566', true],
    ['http://[::1]:4566', true],
    ['http://localhost:4566', true],
    ['https://s3.example.org', false],
  ])('puts the bucket in the path where the host cannot carry it: %s', (url, expected) => {
    expect(awsClients({ AWS_ENDPOINT_URL: url }).s3.config.forcePathStyle).toBe(expected);
  });
});
