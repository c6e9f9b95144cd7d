import type { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { KmsKeyRing } from '../../../layers/aws/kmsKeyRing.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { describeKeyRingContract } from '../../contracts/keyRingContract.ts';
import { makeKmsRig } from '../../contracts/kmsRig.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeKms, kmsError } from './fakes/kms.ts';

heldInEachTest();

const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/one';
const OTHER = 'arn:aws:kms:eu-central-1:111122223333:key/two';
const ALIAS = 'alias/lethe';
const root = Buffer.alloc(32, 7);

function fakeKms(): FakeKms {
  const kms = new FakeKms(
    new Map([
      [ARN, root],
      [OTHER, Buffer.alloc(32, 8)],
    ]),
  );
  kms.aliases.set(ALIAS, ARN);
  return kms;
}

describeKeyRingContract('KMS', async () => makeKmsRig(fakeKms().client, ARN, OTHER, root));

describe('KmsKeyRing', () => {
  it('sends the label as UTF-8, and zeroes the bytes of the answer', async () => {
    const kms = fakeKms();
    await new KmsKeyRing(kms.client, ARN).subkeys(['lethe/v1/ü']);
    expect(kms.calls).toEqual([
      { KeyId: ARN, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('lethe/v1/ü', 'utf8') },
    ]);
    expect(kms.answers.map((mac) => [...mac])).toEqual([new Array(32).fill(0)]);
  });

  it('is named by the ARN that KMS gives, once it has one', async () => {
    const ring = new KmsKeyRing(fakeKms().client, ALIAS);
    expect(ring.keyId).toBe(ALIAS);
    await ring.subkeys(['lethe/v1/uid']);
    expect(ring.keyId).toBe(ARN);
  });

  it('refuses subkeys of two roots in one process', async () => {
    const kms = fakeKms();
    const ring = new KmsKeyRing(kms.client, ALIAS);
    await ring.subkeys(['lethe/v1/uid']);
    kms.aliases.set(ALIAS, OTHER);
    expect(await faultOf(ring.subkeys(['lethe/v1/pseudonym']))).toEqual({
      code: 'KEY_UNAVAILABLE',
      transient: false,
    });
    expect((await ring.subkeys(['lethe/v1/uid'])).size).toBe(1);
  });

  it.each([
    ['AccessDeniedException', 400, 'KEY_FORBIDDEN', false],
    ['NotFoundException', 400, 'KEY_UNAVAILABLE', false],
    ['DisabledException', 400, 'KEY_UNAVAILABLE', false],
    ['KMSInvalidStateException', 400, 'KEY_UNAVAILABLE', false],
    ['InvalidKeyUsageException', 400, 'KEY_UNAVAILABLE', false],
    ['ThrottlingException', 400, 'KEY_UNAVAILABLE', true],
    ['KMSInternalException', 500, 'KEY_UNAVAILABLE', true],
    ['DependencyTimeoutException', 500, 'KEY_UNAVAILABLE', true],
  ] as const)('makes of %s (%i) the fault %s, transient: %p', async (name, status, code, transient) => {
    const client = faultyClient(fakeKms().client, {
      before: () => {
        throw kmsError(name, status);
      },
    });
    expect(await faultOf(new KmsKeyRing(client, ARN).subkeys(['lethe/v1/uid']))).toEqual({ code, transient });
  });

  it.each([
    ['no MAC', { Mac: undefined }],
    ['an empty MAC', { Mac: new Uint8Array() }],
    ['a MAC that is too short', { Mac: new Uint8Array(31).fill(7) }],
    ['a MAC that is too long', { Mac: new Uint8Array(33).fill(7) }],
    ['no name of the key', { KeyId: undefined }],
  ])('makes no key of an answer with %s', async (_what, wrong) => {
    const { client } = fakeKms();
    const send = async (command: GenerateMacCommand) => ({ ...(await client.send(command)), ...wrong });
    const ring = new KmsKeyRing({ send } as unknown as KMSClient, ARN);
    expect(await faultOf(ring.subkeys(['lethe/v1/uid']))).toEqual({
      code: 'KEY_UNAVAILABLE',
      transient: false,
    });
  });

  it('makes of a broken connection a fault that passes', async () => {
    const client = faultyClient(fakeKms().client, {
      before: () => {
        throw brokenConnection();
      },
    });
    expect(await faultOf(new KmsKeyRing(client, ARN).subkeys(['lethe/v1/uid']))).toEqual({
      code: 'KEY_UNAVAILABLE',
      transient: true,
    });
  });

  it('asks again only for the labels that failed', async () => {
    const kms = fakeKms();
    const client = faultyClient(kms.client, {
      before: (_name, nth) => {
        if (nth === 2) throw kmsError('ThrottlingException', 400);
      },
    });
    const ring = new KmsKeyRing(client, ARN);
    await faultOf(ring.subkeys(['a', 'b', 'c']));
    expect((await ring.subkeys(['a', 'b', 'c'])).size).toBe(3);
    expect(kms.calls.map(({ Message }) => String(Message))).toEqual(['a', 'c', 'b']);
  });
});
