import { LogGroupReader } from '../../layers/aws/auditLog.ts';
import { awsClients, logReader } from '../../layers/aws/clients.ts';
import { KmsSigner } from '../../layers/aws/kmsSigner.ts';
import { S3ManifestShelf } from '../../layers/aws/manifestShelf.ts';
import { readFacts, VARIABLES } from '../environment.ts';
import { jsonLog } from '../log.ts';
import type { MetricLine } from '../metrics.ts';
import { onceUnlessFailed } from '../once.ts';
import { manifestHandler } from './lambda.ts';

const write = (text: string) => process.stdout.write(text);

/** The manifest function: what the stack names as its handler. */
export const handler = manifestHandler(
  onceUnlessFailed(async () => {
    const { auditLog, manifestBucket, signingKeyId } = readFacts(
      ['auditLog', 'manifestBucket', 'signingKeyId'],
      process.env,
    );
    const { s3, kms } = awsClients();
    return {
      audit: new LogGroupReader(logReader(), auditLog),
      shelf: new S3ManifestShelf(s3, manifestBucket),
      signer: new KmsSigner(kms, signingKeyId),
    };
  }),
  jsonLog(write, Date.now),
  (line: MetricLine) => void write(`${JSON.stringify(line)}\n`),
  process.env[VARIABLES.stage] ?? 'unknown',
);
