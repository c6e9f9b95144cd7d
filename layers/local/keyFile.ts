import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import type { KeyRing } from '../engine/ports.ts';
import { NO_LINKS } from './partFile.ts';
import { isOpenTo, OF_GROUP_AND_OTHERS } from './rights.ts';
import { errnoOf } from './systemErrors.ts';

/** As long as the hash of HMAC-SHA256 (RFC 2104 section 3: a shorter key weakens it, a longer one adds nothing). */
const ROOT_BYTES = 32;
/** Editors of Windows end a line with two characters. */
const FILE_TEXT = /^lethe-key-v1:([0-9a-f]{64})(?:\r?\n)?$/;
const FILE_BYTES = 'lethe-key-v1:'.length + 2 * ROOT_BYTES + 2;
const KEY_ID_LABEL = 'lethe/v1/key-id';

/**
 * A root key in a file of its owner's alone: one line, `lethe-key-v1:` and 64 hex digits. It is made on first use
 * with 32 random bytes; of processes that start at once, one makes it and all use it. Whoever loses the file loses
 * the pseudonyms that were made with it, and whoever copies it can tell which pseudonym is whose.
 */
export class KeyFile implements KeyRing {
  readonly #path: string;
  readonly #subkeys = new Map<string, KeyObject>();
  #root: KeyObject | null = null;
  #keyId: string | null = null;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  /** `file:` and 16 hex digits that name the root and give nothing of it away. */
  get keyId(): string {
    this.#keyId ??= keyIdOf(this.#loadRoot());
    return this.#keyId;
  }

  async subkeys(labels: readonly string[]): Promise<ReadonlyMap<string, KeyObject>> {
    const root = this.#loadRoot();
    return new Map(labels.map((label) => [label, this.#subkey(root, label)]));
  }

  #subkey(root: KeyObject, label: string): KeyObject {
    const known = this.#subkeys.get(label);
    if (known !== undefined) return known;
    const bytes = derive(root, label);
    const subkey = createSecretKey(bytes);
    bytes.fill(0);
    this.#subkeys.set(label, subkey);
    return subkey;
  }

  #loadRoot(): KeyObject {
    this.#root ??= readKeyFile(this.#path) ?? makeKeyFile(this.#path);
    return this.#root;
  }
}

function keyIdOf(root: KeyObject): string {
  const mac = derive(root, KEY_ID_LABEL);
  return `file:${createHash('sha256').update(mac).digest('hex').slice(0, 16)}`;
}

function derive(root: KeyObject, label: string): Buffer {
  return createHmac('sha256', root).update(label, 'utf8').digest();
}

/** Null where the file does not exist. */
function readKeyFile(path: string): KeyObject | null {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw unusable(error);
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw malformed();
    if (isOpenTo(OF_GROUP_AND_OTHERS, stats.mode))
      throw new FaultError(
        'KEY_FORBIDDEN',
        false,
        'The key file is open to other users',
        'Find out who could have copied it; if nobody did, run chmod 600 on it',
      );
    if (stats.size > FILE_BYTES) throw malformed();
    const text = readFileSync(handle);
    const digits = FILE_TEXT.exec(text.toString('latin1'))?.[1];
    text.fill(0);
    if (digits === undefined) throw malformed();
    return rootOf(Buffer.from(digits, 'hex'));
  } catch (error) {
    throw unusable(error);
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a new key beside its place and links it there: a link fails where a file is, so nobody's key is ever
 * replaced and nobody reads half of one. Where the file system knows no links the file is opened exclusively
 * instead.
 */
function makeKeyFile(path: string): KeyObject {
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  const root = randomBytes(ROOT_BYTES);
  const text = Buffer.from(`lethe-key-v1:${root.toString('hex')}\n`, 'latin1');
  root.fill(0);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDurably(part, text);
    try {
      linkSync(part, path);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') {
        if (!NO_LINKS.has(errnoOf(error))) throw error;
        writeDurably(path, text);
      }
    }
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw unusable(error);
  } finally {
    text.fill(0);
    rmSync(part, { force: true });
  }
  const made = readKeyFile(path);
  if (made === null) throw malformed();
  return made;
}

/** A key that is lost in a power cut takes every pseudonym made with it along, so this one write is forced to the disk. */
function writeDurably(path: string, text: Buffer): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function rootOf(bytes: Buffer): KeyObject {
  const root = createSecretKey(bytes);
  bytes.fill(0);
  return root;
}

function malformed(): FaultError {
  return new FaultError(
    'KEY_UNAVAILABLE',
    false,
    'The key file does not hold one line of lethe-key-v1: and 64 hex digits',
    'Use the version of Lethe that wrote it, or restore it from its backup; another file begins with new pseudonyms',
  );
}

function unusable(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const errno = errnoOf(error);
  const forbidden = errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS';
  return new FaultError(
    forbidden ? 'KEY_FORBIDDEN' : 'KEY_UNAVAILABLE',
    !forbidden && errno !== 'ENOTDIR' && errno !== 'EISDIR',
    `The key file could not be used (${errno})`,
    'Check that its folder exists and belongs to this user',
  );
}
