import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  type KeyObject,
} from 'node:crypto';
import { newBoxKeys, publicKeyOfRaw } from '../../../../layers/engine/originals/boxKeys.ts';
import { hpkeOpen, hpkeSeal, hpkeSuite } from '../../../../layers/engine/originals/hpke.ts';
import { openBox, sealBox } from '../../../../layers/engine/originals/sealedBox.ts';
import { openPatient, readOriginal, readPatient } from '../../../../layers/engine/originals/sealedRecords.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/**
 * RFC 9180's vector of this suite, base mode (its test vectors, kem_id 32, kdf_id 1, aead_id 2). The thousand ciphertexts are by their SHAKE128, as
 * golang/go keeps them (src/crypto/hpke/testdata/rfc9180.json).
 */
const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  ikmE: hex('2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9'),
  skRm: hex('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
  pkRm: hex('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
  enc: '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256',
  ciphertexts: '1702e73e1e71705faa8241022af1deea',
};

/** PKCS #8 of an X25519 key (RFC 8410 7). */
const privateKeyOf = (raw: Uint8Array) =>
  createPrivateKey({
    key: Buffer.concat([hex('302e020100300506032b656e04220420'), raw]),
    format: 'der',
    type: 'pkcs8',
  });
const asPublic = (key: KeyObject) => key.toCryptoKey('X25519', true, []);

/** Bytes of a SHAKE128 without input: a length, and so many bytes. */
function draws(count: number): readonly Buffer[] {
  const stream = createHash('shake128', { outputLength: count * 256 }).digest();
  let at = 0;
  return Array.from({ length: count }, () => {
    const length = stream[at] as number;
    at += 1 + length;
    return stream.subarray(at - length, at);
  });
}

describe('HPKE', () => {
  it('gives what RFC 9180 gives', async () => {
    const suite = hpkeSuite();
    const sender = await suite.createSenderContext({
      recipientPublicKey: asPublic(publicKeyOfRaw(VECTOR.pkRm)),
      info: VECTOR.info,
      ekm: await suite.kem.deriveKeyPair(VECTOR.ikmE),
    });
    expect(Buffer.from(sender.enc).toString('hex')).toBe(VECTOR.enc);
    const inputs = draws(2_000);
    const accumulated = createHash('shake128', { outputLength: 16 });
    for (let at = 0; at < inputs.length; at += 2)
      accumulated.update(Buffer.from(await sender.seal(inputs[at + 1] as Buffer, inputs[at] as Buffer)));
    expect(accumulated.digest('hex')).toBe(VECTOR.ciphertexts);
  });

  it('opens what the vector’s sender seals, with the vector’s private key', async () => {
    const suite = hpkeSuite();
    const { ct, enc } = await suite.seal(
      {
        recipientPublicKey: asPublic(publicKeyOfRaw(VECTOR.pkRm)),
        info: VECTOR.info,
        ekm: await suite.kem.deriveKeyPair(VECTOR.ikmE),
      },
      Buffer.from('Beauty is truth'),
    );
    const sealed = Buffer.concat([Buffer.from(enc), Buffer.from(ct)]);
    expect(sealed.subarray(0, 32).toString('hex')).toBe(VECTOR.enc);
    const opened = await hpkeOpen(privateKeyOf(VECTOR.skRm), sealed, VECTOR.info);
    expect(opened.toString()).toBe('Beauty is truth');
  });

  it('seals what another implementation of the RFC opens: node’s KEM, and its key schedule written out', async () => {
    const key = privateKeyOf(VECTOR.skRm);
    const sealed = await hpkeSeal(createPublicKey(key), Buffer.from('Beauty'), VECTOR.info);
    expect(openBySecond(key, sealed, VECTOR.info).toString()).toBe('Beauty');
  });
});

/** RFC 9180 5.1 and 4, for this suite and an empty PSK. */
function openBySecond(key: KeyObject, sealed: Uint8Array, info: Uint8Array): Buffer {
  const suiteId = Buffer.concat([Buffer.from('HPKE'), hex('002000010002')]);
  const hmac = (under: Uint8Array, of: Uint8Array) => createHmac('sha256', under).update(of).digest();
  const labeled = (label: string, of: Uint8Array) =>
    Buffer.concat([Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), of]);
  const extract = (salt: Uint8Array, label: string, of: Uint8Array) => hmac(salt, labeled(label, of));
  const expand = (prk: Uint8Array, label: string, of: Uint8Array, length: number) =>
    hmac(
      prk,
      Buffer.concat([hex(`00${length.toString(16).padStart(2, '0')}`), labeled(label, of), hex('01')]),
    ).subarray(0, length);
  const none = Buffer.alloc(0);
  const shared = decapsulate(key, sealed.subarray(0, 32));
  const context = Buffer.concat([
    hex('00'),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', info),
  ]);
  const secret = extract(shared, 'secret', none);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    expand(secret, 'key', context, 32),
    expand(secret, 'base_nonce', context, 12),
  );
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(32, -16)), decipher.final()]);
}

describe('a sealed box', () => {
  const { publicKey, privateKey } = newBoxKeys();

  it('opens for its holder and context, and differs each time', async () => {
    const [one, other] = [
      await sealBox(publicKey, Buffer.from('secret'), 'a'),
      await sealBox(publicKey, Buffer.from('secret'), 'a'),
    ];
    expect(one.equals(other)).toBe(false);
    for (const box of [one, other]) expect((await openBox(privateKey, box, 'a')).toString()).toBe('secret');
  });

  it('opens for nobody else, under no other context, and not if a byte of it was changed', async () => {
    const box = await sealBox(publicKey, Buffer.from('secret'), 'a');
    await expect(openBox(newBoxKeys().privateKey, box, 'a')).rejects.toThrow();
    await expect(openBox(privateKey, box, 'b')).rejects.toThrow();
    for (const at of [0, 7, 8, 39, 40, box.length - 1]) {
      const changed = Buffer.from(box);
      changed[at] = (changed[at] as number) ^ 1;
      await expect(openBox(privateKey, changed, 'a')).rejects.toThrow();
    }
    await expect(openBox(privateKey, box.subarray(0, 20), 'a')).rejects.toThrow();
    await expect(openBox(privateKey, new Uint8Array(0), 'a')).rejects.toThrow();
  });
});

/** Made by the code before HPKE. */
const FORMER = {
  key: 'MC4CAQAwBQYDK2VuBCIEIFDbrbItIFT8UUNi3x7wK8+xOs6f/0X7RuXF/CRNNtlt',
  box: 'xL4ItlgMM3DBKmcObhBNo8mMIFy2xKynrzCY2lk9-i1xQ8H9nNPZjrSYzRAkmNpGuz4dLm_FQysp8BR2_wAF-w',
  patient:
    'p1.DATpbf8p3ZLio0dw4s3nlSOrH-8jgGR4JzYW-PvGTTo.5DuSKn77InWw3HcHA0ZgMWkWjT_Gd8jKXYmpj6ONnxirCfROmvvLxy5L1hv-u2EMauU052yMdHQ7SNdyOolu7PCHQF2GVoQt_Rj2FWRQIrGGg4MBOHHaokxWl4CdN9VC.L9e6nVjIBcQVanauWxX0SVvS56fDU0rPzdCgzU3OyXiww3ln9MKj6JsYSpz0iZwyGlXzBRqYk7KRyTE9Fzo-alLLLhZvR6I-3N_28_CUJmsEu7eslVmhkAo69dwO-BokVDwMdgacP-QPXNypzCUdweDWeBp2gITr8dY0VLGlmhP31VajunLcuPShucjHMXHnhwkT0tLWGWWulm36BFf6pWXD5JgJXray2wZm_Lfqch7IE23qDmWRHlFfXos5aUcGN562GBwDderk2EWRkfcuZH7wZtb_utvu6jiIbIeCUN-Fb2b9JhcZCbJLNlkIMdyfoGyVH3GwpNd1LFCuogIk63tsypU8VgFosrqGKp3M4JVrIRpN_r7ilFwaB0Ol6WBrz3dLKDJ-R2jALP-CoCyQ5Q',
  original:
    'o1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.gQgNFP1nkEaBStYtBXWqQs1kStVNePbh6xnKc2Ftxn04o8DuBQehM84uJPC6VUFvllFohTxpsZM0ggH2dECom9ABjeGPezba74kjZrqB5ylLxIAk9xWnzZ4aeM5w234kNBRKy1UrlW1dCgoX6xAn9yEorxwuk43WJfw4Im8IqK2PDmyvqgjQ7_CUznupJHRmihZ4rJZ5wK0xi2HpILG77WWMWStu3abiCFfX1gTuxdK6kuNuIMTEkh9VtlkzgA8skjGt_wFyJk3iwl7k6ev_Tp1ty0-k5_ZUs9NM2vOXg8x7VhZ25dRQ4u-eWSVRcJQzkey7HMSflfsr07PExNPVMz2MwEbMkPGllF6uKrMI5VnC4xRLJpehWpMaouI0SvHjMkD-bYKqn8jgMWb_be9HAg',
};

describe('what was sealed before HPKE', () => {
  const privateKey = createPrivateKey({
    key: Buffer.from(FORMER.key, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const opener = { open: (sealed: Uint8Array, context: string) => openBox(privateKey, sealed, context) };

  it('still opens', async () => {
    const box = Buffer.from(FORMER.box, 'base64url');
    expect((await openBox(privateKey, box, 'lethe/v1/test')).toString()).toBe('Needlemeyer^Zita');
    await expect(openBox(privateKey, box, 'lethe/v1/other')).rejects.toThrow();
  });

  it('still gives a patient and an original back', async () => {
    const record = readPatient(FORMER.patient);
    if (record === null) throw new Error('no record');
    const opened = await openPatient(record, 'a'.repeat(64), opener);
    expect(opened.texts).toEqual({ PatientName: 'Needlemeyer^Zita' });
    const { sealed } = readOriginal(FORMER.original);
    expect(await opened.original(sealed, 'b'.repeat(64))).toBe('1.2.3.4');
  });
});
