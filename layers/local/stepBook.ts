import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Tag } from '../dicom/tag.ts';
import type { Vr } from '../dicom/vr.ts';
import { FaultError } from '../engine/faults.ts';
import type { ContextValue } from '../engine/identifier/context.ts';
import type { StepMemory } from '../engine/identifier/stepMemory.ts';
import { identityKey } from '../engine/identities/identityKey.ts';
import { Phi } from '../engine/phi.ts';
import { type Clock, type Entropy, type KeyRing, purposeLabel } from '../engine/ports.ts';
import { databaseFault } from './identityFile.ts';
import { openVersioned } from './versionedDatabase.ts';

/** A step that is not over by then is nobody's any more, in milliseconds. */
const KEPT_MS = 14 * 86_400_000;

const TABLES = `
  CREATE TABLE step (
    key TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/** AES-256-GCM (NIST SP 800-38D): a random IV of 96 bits, a tag of 128. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface StepBookServices {
  readonly keys: KeyRing;
  readonly keyScope: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly entropy: Entropy;
}

/**
 * Whose performed steps are, in an SQLite file of its owner's alone: under a keyed hash of the step's UID, and encrypted under the project's subkey
 * `performed-step`, for it is who the patient is. After 14 days a step is forgotten. The file is opened by the first use, and what is deleted is zeroed.
 */
export class StepBook implements StepMemory {
  readonly #path: string;
  readonly #services: StepBookServices;
  #database: DatabaseSync | null = null;

  constructor(path: string, services: StepBookServices) {
    this.#path = resolve(path);
    this.#services = services;
  }

  async remember(sopInstanceUid: string, whose: readonly ContextValue[]): Promise<void> {
    const { name, subkey } = await this.#keysOf(sopInstanceUid);
    const now = this.#services.clock.now();
    const texts = whose.map(({ tag, vr, value }) => [tag, vr, value.reveal()]);
    const iv = Buffer.from(this.#services.entropy.bytes(IV_BYTES));
    const cipher = createCipheriv('aes-256-gcm', subkey, iv).setAAD(Buffer.from(name));
    const body = Buffer.concat([cipher.update(JSON.stringify(texts), 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]);
    this.#with((database) => {
      database.prepare('DELETE FROM step WHERE at < ?').run(now - KEPT_MS);
      database
        .prepare('INSERT OR REPLACE INTO step (key, sealed, at) VALUES (?, ?, ?)')
        .run(name, sealed, now);
    });
  }

  async recall(sopInstanceUid: string): Promise<readonly ContextValue[]> {
    const { name, subkey } = await this.#keysOf(sopInstanceUid);
    const oldest = this.#services.clock.now() - KEPT_MS;
    const row = this.#with(
      (database) =>
        database.prepare('SELECT sealed FROM step WHERE key = ? AND at >= ?').get(name, oldest) as
          | { readonly sealed: Uint8Array }
          | undefined,
    );
    return row === undefined ? [] : opened(row.sealed, subkey, name);
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }

  async #keysOf(sopInstanceUid: string): Promise<{ readonly name: string; readonly subkey: KeyObject }> {
    const { keys, keyScope } = this.#services;
    const [names, seals] = [purposeLabel('identity-map', keyScope), purposeLabel('performed-step', keyScope)];
    const subkeys = await keys.subkeys([names, seals]);
    const { scope, key } = identityKey(subkeys.get(names) as KeyObject, 'step', sopInstanceUid, keyScope);
    return { name: `${scope} ${key}`, subkey: subkeys.get(seals) as KeyObject };
  }

  #with<T>(work: (database: DatabaseSync) => T): T {
    try {
      this.#database ??= openVersioned(this.#path, {
        pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
        tables: TABLES,
        later: () => unusable('A later version of Lethe made the file of performed steps'),
      });
      return work(this.#database);
    } catch (error) {
      throw databaseFault(error, 'IDENTITY_UNAVAILABLE', 'The file of performed steps', () =>
        unusable('The file of performed steps is not one of SQLite'),
      );
    }
  }
}

function opened(sealed: Uint8Array, subkey: KeyObject, name: string): readonly ContextValue[] {
  try {
    const decipher = createDecipheriv('aes-256-gcm', subkey, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    const texts = JSON.parse(body.toString('utf8')) as readonly (readonly [Tag, Vr, string])[];
    return texts.map(([tag, vr, text]) => ({ tag, vr, value: new Phi(text) }));
  } catch {
    throw unusable('An entry in the file of performed steps is damaged, or was written under another key');
  }
}

function unusable(message: string): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    message,
    'Use the version and the key that wrote it, or remove the file when no step is in progress',
  );
}
