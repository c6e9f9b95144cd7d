import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { Verification } from '../../layers/engine/audit/manifest/verify.ts';
import { instance } from '../support/build.ts';
import { attr } from '../support/study/attribute.ts';
import { audited, ingest, outputs, type Uploaded } from './deployed.ts';

/** The audit that the deployed function wrote, asked by the command that an auditor has, and sealed by the function that does that every day. */
const logs = new CloudWatchLogsClient({});
const lambda = new LambdaClient({});
const TODAY = new Date().toISOString().slice(0, 10);
const TOMORROW = new Date(Date.parse(TODAY) + 86_400_000).toISOString().slice(0, 10);

/** Of no other test: what comes out twice is a duplicate. */
const bytes = instance({
  elements: [
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.7'),
    attr('SOPInstanceUID', '1.2.826.0.1.3680043.10.474.19'),
    attr('StudyInstanceUID', '1.2.826.0.1.3680043.10.474.17'),
    attr('SeriesInstanceUID', '1.2.826.0.1.3680043.10.474.18'),
  ],
});
let uploaded: Uploaded;
let record: AuditRecord;

beforeAll(async () => {
  uploaded = await ingest('audit/Zwölfkirchner/1.dcm', bytes, 'Zwölfkirchner');
  [record] = (await audited(uploaded)) as [AuditRecord];
});

function lethe(
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly text: string }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../cli/lethe.mjs'), 'audit', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  return new Promise((done) => void child.once('close', (status) => done({ status, text })));
}
const AUDIT = ['--log-group', outputs.AuditLog];

describe('lethe audit over CloudWatch', () => {
  it('tells what happened to an object that is named by its key', async () => {
    const name = `s3://${outputs.IngestBucket}/${uploaded.key}`;
    const asked = await lethe('object', name, '--name-key', outputs.NameKeyArn, ...AUDIT, '--json');
    expect(asked.status).toBe(0);
    const answer: readonly AuditRecord[] = JSON.parse(asked.text);
    expect(answer).toContainEqual(record);
    expect(new Set(answer.map(({ source }) => source.key))).toEqual(new Set([record.source.key]));
  });

  it('tells the same of an object that is named by what it became', async () => {
    const { text } = await lethe('object', record.output.key ?? '', ...AUDIT, '--json');
    expect(JSON.parse(text)).toContainEqual(record);
  });

  it('lists what left on a day', async () => {
    const { text } = await lethe('released', '--day', TODAY, '--list', ...AUDIT, '--json');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual({
      time: record.time,
      output: record.output.key,
      source: record.source.key,
      plan: record.plan.digest,
    });
  });
});

describe('the seal', () => {
  const verify = async (): Promise<{ readonly status: number | null; readonly result: Verification }> => {
    const { status, text } = await lethe(
      ...['verify', '--manifests', `s3://${outputs.ManifestBucket}`, '--signing-key', outputs.SigningKeyArn],
      ...[...AUDIT, '--json'],
    );
    return { status, result: JSON.parse(text) };
  };
  const put = async (logStreamName: string, message: string) => {
    const place = { logGroupName: outputs.AuditLog, logStreamName };
    await logs.send(new CreateLogStreamCommand(place));
    await logs.send(
      new PutLogEventsCommand({ ...place, logEvents: [{ timestamp: Date.parse(record.time), message }] }),
    );
  };

  it('covers every line of the day, and shows which one somebody deleted and which one somebody added', async () => {
    const doomed: AuditRecord = { ...record, output: { key: '2.25.1/2.25.2/doomed.dcm' } };
    await put('doomed', JSON.stringify(doomed));

    // As the schedule does after midnight.
    const { FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: outputs.SealFunctionName,
        Payload: JSON.stringify({ time: `${TOMORROW}T01:30:00Z` }),
      }),
    );
    expect(FunctionError).toBeUndefined();
    const before = await verify();
    expect(before).toMatchObject({
      status: 0,
      result: { days: 1, first: TODAY, last: TODAY, discrepancies: [] },
    });
    expect(before.result.lines).toBeGreaterThan(1);

    await logs.send(new DeleteLogStreamCommand({ logGroupName: outputs.AuditLog, logStreamName: 'doomed' }));
    await put('late', JSON.stringify({ ...record, output: { key: 'late.dcm' } }));
    const after = await verify();
    expect(after.status).toBe(1);
    expect(after.result.discrepancies).toEqual([
      expect.objectContaining({ code: 'LINE_ADDED', entry: expect.objectContaining({ output: 'late.dcm' }) }),
      expect.objectContaining({
        code: 'LINE_MISSING',
        entry: expect.objectContaining({ output: '2.25.1/2.25.2/doomed.dcm', source: record.source.key }),
      }),
    ]);
    expect(after.result.lines).toBe((before.result.lines ?? 0) - 1);
  });
});
