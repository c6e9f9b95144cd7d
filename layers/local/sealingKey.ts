import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import { newBoxKeys } from '../engine/originals/boxKeys.ts';
import { openBox, sealBox } from '../engine/originals/sealedBox.ts';
import type { Opener, Sealer } from '../engine/ports.ts';
import { readHandleBounded } from './boundedRead.ts';
import { isOpenTo, OF_GROUP_AND_OTHERS } from './rights.ts';
import { errnoOf } from './systemErrors.ts';

/** A key in PEM has some hundred. */
const MOST_PEM_BYTES = 64 * 1024;

/**
 * Makes the two halves of a sealing key (X25519, PEM): the public one is for runs that keep originals, the private one for who may
 * give them back, to be kept apart. Replaces no file. Throws `FaultError`.
 */
export function makeSealingKey(publicPath: string, privatePath: string): void {
  const { publicKey, privateKey } = newBoxKeys();
  // The private key first: a public one without it would seal for nobody.
  writeNew(privatePath, privateKey.export({ format: 'pem', type: 'pkcs8' }), 0o600);
  writeNew(publicPath, publicKey.export({ format: 'pem', type: 'spki' }), 0o644);
}

/** Seals for the holder of a private key file, by the public one. */
export class PublicKeySealer implements Sealer {
  readonly #path: string;
  #key: KeyObject | null = null;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async seal(secret: Uint8Array, context: string): Promise<Uint8Array> {
    this.#key ??= readKey(this.#path, createPublicKey, 0);
    return sealBox(this.#key, secret, context);
  }
}

/** Opens with a private key file, which must be its owner's alone. */
export class PrivateKeyOpener implements Opener {
  readonly #path: string;
  #key: KeyObject | null = null;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async open(sealed: Uint8Array, context: string): Promise<Uint8Array> {
    this.#key ??= readKey(this.#path, createPrivateKey, OF_GROUP_AND_OTHERS);
    try {
      return await openBox(this.#key, sealed, context);
    } catch {
      throw keyFault(
        'KEY_FORBIDDEN',
        'This private key does not open what was sealed',
        'Use the private key of the pair that the originals were sealed with',
      );
    }
  }
}

function readKey(path: string, parse: (pem: string) => KeyObject, foreignRights: number): KeyObject {
  let key: KeyObject;
  try {
    const handle = openSync(path, 'r');
    try {
      if (isOpenTo(foreignRights, fstatSync(handle).mode))
        throw keyFault(
          'KEY_FORBIDDEN',
          'The private key file is open to other users',
          'Find out who could have copied it; if nobody did, run chmod 600 on it',
        );
      key = parse(readHandleBounded(handle, MOST_PEM_BYTES).toString('utf8'));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unusable(error);
  }
  if (key.asymmetricKeyType === 'x25519') return key;
  throw unusable(null);
}

function writeNew(path: string, pem: string | Buffer, mode: number): void {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 });
    const handle = openSync(path, 'wx', mode);
    try {
      writeFileSync(handle, pem);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (errnoOf(error) === 'EEXIST')
      throw keyFault('KEY_FORBIDDEN', 'A key file is there already', 'Name other files; no key is replaced');
    throw unusable(error);
  }
}

function unusable(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const errno = errnoOf(error);
  return keyFault(
    'KEY_UNAVAILABLE',
    `The sealing key could not be used (${errno.startsWith('ERR_') || errno === 'UNKNOWN' ? 'no X25519 key in PEM' : errno})`,
    'Name a file that `lethe reidentify init` made: the public key to keep originals, the private one to give them back',
  );
}

function keyFault(code: 'KEY_UNAVAILABLE' | 'KEY_FORBIDDEN', what: string, hint: string): FaultError {
  return new FaultError(code, false, what, hint);
}
