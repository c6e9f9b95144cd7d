import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { el } from '../../support/build.ts';
import { auditLines, filesBelow, lethe, simple } from '../run.ts';
import { killAll, Listening, newDesk, removeDesk, send, sendable } from './listening.ts';

/** One key for gateways and the cloud: KMS gives a gateway the MACs that it gives the functions, and the key to nobody. */

const ROOT = Buffer.alloc(32, 7);
const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const desk = newDesk();
let kms: Server;
let asked: { readonly target: unknown; readonly region: string }[];
beforeAll(async () => {
  asked = [];
  kms = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const { KeyId, Message } = JSON.parse(Buffer.concat(chunks).toString()) as {
      KeyId: string;
      Message: string;
    };
    const region = /\/(\w+-\w+-\d)\/kms\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    asked.push({ target: request.headers['x-amz-target'], region });
    const Mac = createHmac('sha256', ROOT).update(Buffer.from(Message, 'base64')).digest('base64');
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ KeyId, Mac, MacAlgorithm: 'HMAC_SHA_256' }));
  });
  kms.listen(0, '127.0.0.1');
  await once(kms, 'listening');
});
afterAll(() => {
  killAll();
  kms.close();
  removeDesk(desk);
});

it('a gateway with a key of KMS gives what anybody gives who has the same root, and never has it', async () => {
  const file = join(desk.folder, 'lethe.listen.json');
  const config = {
    listeners: [{ host: '127.0.0.1', port: 0 }],
    peers: { sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' } },
    routes: [{ rules: 'basic', deliveries: ['out'] }],
    deliveries: { out: { kind: 'folder', path: desk.out } },
    spool: { folder: desk.spool, leastFreeBytes: 0 },
    kept: desk.kept,
    key: ARN,
    audit: { file: desk.audit },
    jobs: 1,
  };
  writeFileSync(file, JSON.stringify(config));
  const gateway = new Listening(['--config', file], {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(kms.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // The Region is the key's, whatever this says.
    AWS_REGION: 'us-east-1',
  });
  const port = Number((await gateway.line('listening')).ports);
  const original = simple(1, el(0x00100010, 'PN', 'Zwieback^Oriane'), el(0x00100020, 'LO', 'MRN-4711'));
  expect(await send(port, [await sendable(original)])).toEqual([0]);
  expect(await gateway.stop()).toBe(0);

  const input = join(desk.folder, 'in');
  const key = join(desk.folder, 'key-of-a-desk');
  mkdirSync(input);
  writeFileSync(join(input, 'one.dcm'), original);
  writeFileSync(key, `lethe-key-v1:${ROOT.toString('hex')}\n`, { mode: 0o600 });
  const other = join(desk.folder, 'other');
  expect((await lethe(['deid', input, '--out', other, '--key', key, '--quiet'])).status).toBe(0);
  expect(filesBelow(desk.out)).toEqual(filesBelow(other));
  expect(filesBelow(desk.out).size).toBe(1);
  expect(auditLines(desk.audit)[0]?.outcome).toBe('released');
  expect(new Set(asked.map(({ target }) => target))).toEqual(new Set(['TrentService.GenerateMac']));
  expect(new Set(asked.map(({ region }) => region))).toEqual(new Set(['eu-central-1']));
  for (const bytes of filesBelow(desk.folder).values())
    if (!bytes.includes('lethe-key-v1')) expect(bytes.includes(ROOT)).toBe(false);
});
