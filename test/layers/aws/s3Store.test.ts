import { describeByteSourceContract } from '../../contracts/byteSourceContract.ts';
import { describeInstanceStoreContract } from '../../contracts/instanceStoreContract.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { FakeS3 } from './fakes/s3.ts';

const MIB = 1024 * 1024;

for (const versioned of [true, false]) {
  const name = versioned ? 'S3 with versions' : 'S3 without versions';
  const makeRig = () =>
    makeS3Rig({
      client: new FakeS3().client,
      versioned,
      prefix: 'test',
      // Small enough that the long objects of the suite go in parts, and are copied in parts.
      store: {
        multipartBytes: 5.5 * MIB,
        partBytes: 5 * MIB,
        copyBytes: 5 * MIB,
        singleCopyBytes: 5.5 * MIB,
      },
    });
  describeByteSourceContract(name, makeRig, versioned ? 'still-there' : 'gone');
  describeInstanceStoreContract(name, makeRig, {
    tellsSourcesApart: true,
    longBytes: 6 * MIB + 345,
    keepsVersions: versioned,
  });
}
