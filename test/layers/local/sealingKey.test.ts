import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSealingKey, PrivateKeyOpener, PublicKeySealer } from '../../../layers/local/sealingKey.ts';
import { faultOf } from '../../contracts/faults.ts';
import { describeSealerContract } from '../../contracts/sealerContract.ts';
import { expectRights, itOnPosix } from '../../support/posix.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-seal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newPair = () => {
  count += 1;
  const pair = {
    publicPath: join(root, `${count}/public.pem`),
    privatePath: join(root, `${count}/apart/private.pem`),
  };
  makeSealingKey(pair.publicPath, pair.privatePath);
  return pair;
};

describeSealerContract('A key pair in two files', async () => {
  const [own, other] = [newPair(), newPair()];
  return {
    sealer: () => new PublicKeySealer(own.publicPath),
    opener: () => new PrivateKeyOpener(own.privatePath),
    otherOpener: () => new PrivateKeyOpener(other.privatePath),
    broken: () => ({
      sealer: new PublicKeySealer(join(root, 'none')),
      opener: new PrivateKeyOpener(join(root, 'none')),
    }),
    dispose: async () => {},
  };
});

describe('a sealing key', () => {
  it('is two PEM files, the private one its owner’s alone', () => {
    const { publicPath, privatePath } = newPair();
    expect(readFileSync(publicPath, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(readFileSync(privatePath, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expectRights(privatePath, 0o600);
  });

  it('replaces no key', () => {
    const { publicPath, privatePath } = newPair();
    const before = readFileSync(privatePath, 'utf8');
    expect(() => makeSealingKey(publicPath, privatePath)).toThrow(
      expect.objectContaining({ code: 'KEY_FORBIDDEN' }),
    );
    expect(readFileSync(privatePath, 'utf8')).toBe(before);
  });

  it('seals with the public key, and cannot open with it', async () => {
    const { publicPath } = newPair();
    const sealed = await new PublicKeySealer(publicPath).seal(Buffer.from('secret'), '');
    expect(await faultOf(new PrivateKeyOpener(publicPath).open(sealed, ''))).toMatchObject({
      code: expect.stringMatching(/^KEY_/),
    });
  });

  itOnPosix('files have no rights there', 'is refused when others may read the private key', async () => {
    const { publicPath, privatePath } = newPair();
    const sealed = await new PublicKeySealer(publicPath).seal(Buffer.from('secret'), '');
    chmodSync(privatePath, 0o640);
    expect(await faultOf(new PrivateKeyOpener(privatePath).open(sealed, ''))).toEqual({
      code: 'KEY_FORBIDDEN',
      transient: false,
    });
  });

  it('is refused when it is of another kind', async () => {
    const path = join(root, 'rsa.pem');
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(path, publicKey.export({ format: 'pem', type: 'spki' }));
    const text = join(root, 'text.pem');
    writeFileSync(text, 'no key');
    for (const wrong of [path, text])
      expect(await faultOf(new PublicKeySealer(wrong).seal(Buffer.from('secret'), ''))).toEqual({
        code: 'KEY_UNAVAILABLE',
        transient: false,
      });
  });
});
