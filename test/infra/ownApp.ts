import { App, Stack } from 'aws-cdk-lib';
import { type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LethePipeline } from '../../infra/pipeline.ts';

/** An app of a hospital's own, for `npm run lint:templates`: everything that can be there already is there. */
const app = new App();
const stack = new Stack(app, 'Hospital');
const key = new Key(stack, 'HospitalKey', { enableKeyRotation: true });
// CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes.
const bucket = (id: string) =>
  new Bucket(stack, id, {
    ...{ encryption: BucketEncryption.KMS, encryptionKey: key, versioned: true, eventBridgeEnabled: true },
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  }) as IBucket;
new LethePipeline(stack, 'Lethe', {
  settings: { pixels: 'on', tracing: true, tags: 'project=imaging' },
  storageKey: key,
  ingestBucket: bucket('Pacs'),
  cleanBucket: bucket('Research'),
  quarantineBucket: bucket('Doubts'),
  vpc: new Vpc(stack, 'Network', {
    natGateways: 0,
    maxAzs: 2,
    subnetConfiguration: [{ name: 'inside', subnetType: SubnetType.PRIVATE_ISOLATED }],
  }) as IVpc,
  vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
  alarmTopic: new Topic(stack, 'OnCall', { masterKey: key }),
});
app.synth();
