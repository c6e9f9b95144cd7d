import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../../layers/aws/kmsKeyRing.ts';
import { LogAudit } from '../../../layers/aws/logAudit.ts';
import { S3Store } from '../../../layers/aws/s3Store.ts';
import { deidentify, type Services } from '../../../layers/engine/deidentify.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { systemClock, systemEntropy } from '../../../layers/local/system.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { el, instance, pixels } from '../../support/build.ts';
import { FakeDynamo } from './fakes/dynamo.ts';
import { FakeKms } from './fakes/kms.ts';
import { FakeLogs } from './fakes/logs.ts';
import { FakeS3, type Input } from './fakes/s3.ts';

/** What one warm function asks of AWS, an instance at a time: the figures that cost and throughput are made of. */

const WARM = 999;
const PIXEL_BYTES = 512 * 1024;

function slice(index: number, pixelBytes: number): Uint8Array {
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', `2.25.1.${index}`),
      el(0x00080020, 'DA', '20240101'),
      el(0x00100010, 'PN', 'Doe^Jane'),
      el(0x00100020, 'LO', `${index % 20}`),
      el(0x0020000d, 'UI', `2.25.2.${index % 20}`),
      el(0x0020000e, 'UI', `2.25.3.${index % 20}`),
      pixels(new Uint8Array(pixelBytes)),
    ],
  });
}

class Surroundings {
  readonly s3 = new FakeS3();
  readonly kms = new FakeKms(new Map([['arn:root', Buffer.alloc(32, 7)]]));
  readonly dynamo = new FakeDynamo();
  readonly logs = new FakeLogs('audit');
  readonly services: Services = {
    plan: basicProfilePlan(),
    keys: new KmsKeyRing(this.kms.client, 'arn:root'),
    identities: new DynamoIdentityMap(this.dynamo.client, 'identities'),
    store: new S3Store(this.s3.client, { cleanBucket: 'clean', quarantineBucket: 'quarantine' }),
    audit: new LogAudit(this.logs.client, { logGroup: 'audit', logStream: 'one' }),
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: '',
  };

  /** Ingests an object, takes it through the engine, and answers what that asked for: of each service, each call. */
  async released(index: number, object: Uint8Array): Promise<Readonly<Record<string, readonly string[]>>> {
    const Key = `in/${index}`;
    await this.s3.client.send(command('PutObjectCommand', { Bucket: 'in', Key, Body: object }) as never);
    for (const { calls } of [this.s3, this.kms, this.dynamo, this.logs]) calls.length = 0;
    const { outcome } = await deidentify({ container: 'in', key: new Phi(Key) }, this.services);
    expect(outcome).toBe('released');
    const namesOf = (calls: readonly { readonly name: string }[]) => calls.map(({ name }) => name);
    return {
      s3: namesOf(this.s3.calls),
      kms: this.kms.calls.map(() => 'GenerateMac'),
      dynamo: namesOf(this.dynamo.calls),
      logs: namesOf(this.logs.calls),
    };
  }
}

function command(name: string, input: Input): object {
  return Object.assign(Object.create({ constructor: { name } }), { input });
}

describe('the 1,000th instance of a warm function', () => {
  it('costs one GET, one PUT and one audit line; no key, no table, no look', async () => {
    const around = new Surroundings();
    const first = await around.released(0, slice(0, 100));
    expect(first.kms).not.toEqual([]);
    for (let index = 1; index < WARM; index += 1) await around.released(index, slice(index, 100));
    const object = slice(WARM, PIXEL_BYTES);
    expect(await around.released(WARM, object)).toEqual({
      s3: ['GetObject', 'PutObject'],
      kms: [],
      dynamo: [],
      logs: ['PutLogEvents'],
    });
    const [get, put] = around.s3.calls.map(({ input }) => input);
    expect(get?.Range).toBe('bytes=0-1048575');
    expect(put?.Body.length - object.length).toBeLessThan(1024);
  });
});
