import { LogGroupReader } from '../../layers/aws/auditLog.ts';
import { awsClients } from '../../layers/aws/clients.ts';
import { KmsSigner } from '../../layers/aws/kmsSigner.ts';
import { S3ManifestShelf } from '../../layers/aws/manifestShelf.ts';
import { readFacts } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { onceUnlessFailed } from '../once.ts';
import { manifestHandler } from './lambda.ts';

/** The manifest function: what the stack names as its handler. */
export const handler = manifestHandler(
  onceUnlessFailed(async () => {
    const { auditLog, manifestBucket, signingKeyId } = readFacts(
      ['auditLog', 'manifestBucket', 'signingKeyId'],
      process.env,
    );
    const { s3, kms, logs } = awsClients();
    return {
      audit: new LogGroupReader(logs, auditLog),
      shelf: new S3ManifestShelf(s3, manifestBucket),
      signer: new KmsSigner(kms, signingKeyId),
    };
  }),
  jsonLog((text) => process.stdout.write(text), Date.now),
);
