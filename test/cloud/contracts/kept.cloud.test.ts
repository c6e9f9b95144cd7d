import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { S3Kept } from '../../../layers/aws/s3Kept.ts';
import { describeKeptShelfContract } from '../../contracts/keptShelfContract.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { removeBuckets } from './buckets.ts';
import { freshName, s3 } from './live.ts';

for (const versioned of [true, false])
  describeKeptShelfContract(`live S3 ${versioned ? 'with' : 'without'} versions`, async () => {
    const prefix = freshName('kept');
    const rig = await makeS3Rig({ client: s3, versioned, prefix });
    return {
      store: rig.store(),
      shelf: new S3Kept(s3, `${prefix}-quarantine`),
      ingest: rig.ingest,
      versions: async (file) => {
        const { Versions = [], DeleteMarkers = [] } = await s3.send(
          new ListObjectVersionsCommand({ Bucket: `${prefix}-quarantine`, Prefix: file }),
        );
        return [...Versions, ...DeleteMarkers].filter(({ Key }) => Key === file).length;
      },
      dispose: () => removeBuckets(prefix),
    };
  });
