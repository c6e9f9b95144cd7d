import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { IDENTIFIER } from '../contracts/faults.ts';
import { type Deployment, deploy, type Sent } from './deployment.ts';
import { mixture, planted, poison } from './instances.ts';
import { deliver } from './queue.ts';
import { coldStart, listening } from './sandbox.ts';
import { FLAWLESS, judge } from './verdict.ts';
import { eventsOf, putAll } from './withstand.ts';

let deployment: Deployment;
let sent: readonly Sent[];

beforeEach(async () => {
  deployment = await deploy();
  sent = await putAll(deployment, mixture(6, 3, 4));
  await listening([], async () => deliver(eventsOf(sent), [await coldStart(deployment)]));
});
afterEach(() => deployment.stop());

const verdict = (output: readonly string[] = []) => judge(deployment, sent, output);
const cleanObjects = () =>
  [...deployment.aws.s3.history('clean')].map(([Key, [version]]) => ({ Key, version }));
const putClean = (Key: string, Body: Uint8Array) =>
  deployment.aws.s3.client.send(new PutObjectCommand({ Bucket: 'clean', Key, Body }));

describe('the verdict', () => {
  it('is flawless where nothing was broken', async () => {
    expect(await verdict()).toEqual(FLAWLESS);
  });

  it('sees what was lost, good or poison', async () => {
    sent = [...sent, ...(await putAll(deployment, [planted(17), poison(18)]))];
    expect(await verdict()).toEqual({ ...FLAWLESS, lost: 2 });
  });

  it('sees an instance that is there twice', async () => {
    const [first] = cleanObjects();
    await putClean('another/key.dcm', first?.version?.bytes ?? Buffer.alloc(0));
    expect(await verdict()).toMatchObject({ twice: 1, lost: 0 });
  });

  it('sees a patient with two numbers, and a number that was passed over', async () => {
    const [first] = cleanObjects();
    const bytes = Buffer.from(first?.version?.bytes ?? []);
    bytes.write('9', bytes.lastIndexOf('Site00000') + 9);
    await putClean('another/key.dcm', bytes);
    const { twice, gaps } = await verdict();
    expect(twice).toBeGreaterThan(1);
    expect(gaps).toBeGreaterThan(0);
  });

  it('sees half of an instance, now or once', async () => {
    const [first] = cleanObjects();
    const whole = first?.version?.bytes ?? Buffer.alloc(0);
    await putClean(first?.Key ?? '', whole.subarray(0, whole.length - 100));
    await putClean(first?.Key ?? '', whole);
    expect(await verdict()).toEqual({ ...FLAWLESS, halfWritten: 1 });
  });

  it('sees an upload that was left open', async () => {
    await deployment.aws.s3.client.send(new CreateMultipartUploadCommand({ Bucket: 'clean', Key: 'a' }));
    expect(await verdict()).toEqual({ ...FLAWLESS, openUploads: 1 });
  });

  it('sees an identifier in a log, a key and metadata', async () => {
    expect((await verdict([`{"key":"${IDENTIFIER}"}`])).leaks).toHaveLength(1);
    const [first] = cleanObjects();
    await putClean(`MRN-8800001/${first?.Key}`, first?.version?.bytes ?? Buffer.alloc(0));
    expect((await verdict()).leaks).toEqual([expect.stringContaining('Patient ID')]);
  });
});
