import {
  GetDICOMImportJobCommand,
  MedicalImagingClient,
  StartDICOMImportJobCommand,
} from '@aws-sdk/client-medical-imaging';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { storeFault } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** Where HealthImaging finds instances, and where it writes what became of each. URIs end with `/`. */
export interface ImportOrder {
  readonly datastoreId: string;
  readonly roleArn: string;
  readonly inputUri: string;
  readonly outputUri: string;
  /** Of the API's own pattern, `[A-Za-z0-9._-]{1,64}`; the same twice is one job. */
  readonly token: string;
}

/** What became of one instance, by the last part of its key; `failure`: the service's word for it, null: it is in the data store. */
export type ImportResults = ReadonlyMap<string, { readonly failure: string | null }>;

/** Import jobs of AWS HealthImaging. Every call rejects with `FaultError` STORE_UNAVAILABLE or STORE_FORBIDDEN. */
export interface ImportJobs {
  /** Answers the job's id. */
  start(order: ImportOrder): Promise<string>;
  isDone(datastoreId: string, jobId: string): Promise<'running' | 'done' | 'failed'>;
  /** Of a job that is done. */
  results(bucket: string, outputPrefix: string, datastoreId: string, jobId: string): Promise<ImportResults>;
  close(): void;
}

/** A job has a thousand instances at most, a line of some hundred bytes each. */
const MOST_RESULT_BYTES = 16 * 1024 * 1024;

export function importJobs(region: string, s3: S3Client, endpoint?: string): ImportJobs {
  const client = new MedicalImagingClient({
    region,
    maxAttempts: 4,
    retryMode: 'standard',
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    start: async ({ datastoreId, roleArn, inputUri, outputUri, token }) => {
      const command = new StartDICOMImportJobCommand({
        datastoreId,
        dataAccessRoleArn: roleArn,
        clientToken: token,
        jobName: token,
        inputS3Uri: inputUri,
        outputS3Uri: outputUri,
      });
      const { jobId } = await answered(client.send(command));
      return jobId ?? Promise.reject(storeFault({ name: 'NoJobId', status: 200, passes: true }));
    },
    isDone: async (datastoreId, jobId) => {
      const { jobProperties } = await answered(
        client.send(new GetDICOMImportJobCommand({ datastoreId, jobId })),
      );
      if (jobProperties?.jobStatus === 'COMPLETED') return 'done';
      return jobProperties?.jobStatus === 'FAILED' ? 'failed' : 'running';
    },
    // HealthImaging Developer Guide, "Understanding import jobs".
    results: async (bucket, outputPrefix, datastoreId, jobId) => {
      const folder = `${outputPrefix}${datastoreId}-DicomImport-${jobId}/`;
      const results = new Map<string, { readonly failure: string | null }>();
      for (const key of [`${folder}SUCCESS/success.ndjson`, `${folder}FAILURE/failure.ndjson`])
        for (const line of (await textOf(s3, bucket, key)).split('\n')) {
          const result = resultOf(line);
          if (result !== null) results.set(result.name, { failure: result.failure });
        }
      return results;
    },
    close: () => client.destroy(),
  };
}

/** `{"inputFile": "prefix/name.dcm", "importResponse": {…}}`, or with `"exception": {"exceptionType": "…", "message": "…"}`. The message may quote values of the instance, and is not read. */
function resultOf(line: string): { readonly name: string; readonly failure: string | null } | null {
  try {
    const { inputFile, exception } = JSON.parse(line) as {
      readonly inputFile?: unknown;
      readonly exception?: { readonly exceptionType?: unknown } | null;
    };
    if (typeof inputFile !== 'string') return null;
    const type = exception?.exceptionType;
    const word = typeof type === 'string' && /^[A-Za-z]{1,60}$/.test(type) ? type : 'an exception';
    const name = inputFile.slice(inputFile.lastIndexOf('/') + 1);
    return { name, failure: exception === undefined || exception === null ? null : word };
  } catch {
    return null;
  }
}

/** Empty where there is no such object: a job without failures writes none of them. */
async function textOf(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  let answer: GetObjectCommandOutput;
  try {
    answer = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${MOST_RESULT_BYTES - 1}` }));
  } catch (error) {
    const failure = sdkFailure(error);
    if (failure.status === 404 || failure.status === 416) return '';
    throw storeFault(failure);
  }
  return answered((answer.Body as { transformToString(): Promise<string> }).transformToString());
}

async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw storeFault(sdkFailure(error));
  }
}
