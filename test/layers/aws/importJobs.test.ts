import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { s3Client } from '../../../layers/aws/clients.ts';
import { type ImportJobs, importJobs } from '../../../layers/aws/importJobs.ts';
import { IDENTIFIER, rejection } from '../../contracts/faults.ts';
import calls from './recorded/importJobs.json' with { type: 'json' };

/** The real client against what the API Reference and the Developer Guide show of HealthImaging and of its results. */

const DATASTORE = '12345678901234567890123456789012';
const JOB = '09876543210987654321098765432109';
const saved = { ...process.env };
let server: Server;
let jobs: ImportJobs;
let seen: { readonly method: string; readonly path: string; readonly body: string }[];
let answers: Record<string, { readonly status: number; readonly body: string; readonly type?: string }>;

beforeEach(async () => {
  seen = [];
  answers = {};
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-central-1',
  });
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
    const path = (request.url ?? '').split('?')[0] ?? '';
    seen.push({ method: request.method ?? '', path, body });
    const {
      status,
      body: text,
      type = 'application/json',
    } = answers[path] ?? { status: 404, body: '', type: 'text/xml' };
    response.writeHead(status, {
      'Content-Type': type,
      'x-amzn-errortype': status < 300 ? '' : (JSON.parse(text || '{}').__type ?? ''),
    });
    response.end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jobs = importJobs('eu-central-1', s3Client({ region: 'eu-central-1', endpoint }), endpoint);
});
afterEach(async () => {
  jobs.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'])
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
});

const order = {
  datastoreId: DATASTORE,
  roleArn: 'arn:aws:iam::111122223333:role/import',
  inputUri: 's3://staging/in/0123/',
  outputUri: 's3://staging/results/',
  token: '0123',
};

describe('import jobs of HealthImaging', () => {
  it('are started by the call that the API Reference shows', async () => {
    answers[`/startDICOMImportJob/datastore/${DATASTORE}`] = {
      status: 200,
      body: JSON.stringify(calls.started),
    };
    expect(await jobs.start(order)).toBe(JOB);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.method).toBe('POST');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      clientToken: '0123',
      dataAccessRoleArn: order.roleArn,
      inputS3Uri: order.inputUri,
      jobName: '0123',
      outputS3Uri: order.outputUri,
    });
  });

  it.each([
    ['SUBMITTED', 'running'],
    ['IN_PROGRESS', 'running'],
    ['COMPLETED', 'done'],
    ['FAILED', 'failed'],
  ])('that are %s', async (jobStatus, state) => {
    const jobProperties = { ...calls.job.jobProperties, jobStatus };
    answers[`/getDICOMImportJob/datastore/${DATASTORE}/job/${JOB}`] = {
      status: 200,
      body: JSON.stringify({ jobProperties }),
    };
    expect(await jobs.isDone(DATASTORE, JOB)).toBe(state);
  });

  it('say of each instance what became of it', async () => {
    const folder = `/staging/results/${DATASTORE}-DicomImport-${JOB}`;
    answers[`${folder}/SUCCESS/success.ndjson`] = {
      status: 200,
      body: `${calls.success.join('\n')}\n`,
      type: 'text/plain',
    };
    answers[`${folder}/FAILURE/failure.ndjson`] = {
      status: 200,
      body: calls.failure.join('\n'),
      type: 'text/plain',
    };
    const results = await jobs.results('staging', 'results/', DATASTORE, JOB);
    expect(Object.fromEntries(results)).toEqual({
      '2.25.1.dcm': { failure: null },
      '2.25.2.dcm': { failure: null },
      '2.25.3.dcm': { failure: 'ValidationException' },
      '2.25.4.dcm': { failure: 'an exception' },
    });
    expect(JSON.stringify([...results])).not.toContain(IDENTIFIER);
  });

  it('that failed over nothing write no list of failures', async () => {
    expect(await jobs.results('staging', 'results/', DATASTORE, JOB)).toEqual(new Map());
  });

  it.each([
    ['AccessDeniedException', 403, 'STORE_FORBIDDEN', false],
    ['ThrottlingException', 429, 'STORE_UNAVAILABLE', true],
    ['ValidationException', 400, 'STORE_UNAVAILABLE', false],
  ])('refuse with %s', async (__type, status, code, transient) => {
    answers[`/startDICOMImportJob/datastore/${DATASTORE}`] = {
      status,
      body: JSON.stringify({ __type, message: IDENTIFIER }),
    };
    expect(await rejection(jobs.start(order))).toMatchObject({ code, transient });
  });
});
