import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Incoming, SpoolEntry } from '../../../cli/listen/spool/entry.ts';
import { SpoolRefusal } from '../../../cli/listen/spool/refusal.ts';
import { DEFAULT_BOUNDS, type SpoolBounds } from '../../../cli/listen/spool/room.ts';
import { receivedIn, Spool } from '../../../cli/listen/spool/spool.ts';
import { KeyFile } from '../../../layers/local/keyFile.ts';
import { dataSet, el, encodingOf, TRANSFER_SYNTAX } from '../../support/build.ts';
import type { CuttableFiles } from '../../support/cuttableFiles.ts';
import { GivenTimers } from '../../support/givenTimers.ts';

/** Spools of tests, over file systems that they cut. */

export const CT = '1.2.840.10008.5.1.4.1.1.2';
const root = mkdtempSync(join(tmpdir(), 'lethe-spool-'));
const keys = new KeyFile(join(root, 'key'));
const opened: Spool[] = [];
let folders = 0;

/** A place for a spool. */
export const newFolder = () => join(root, `spool-${folders++}`);

/** After each test. */
export function closeSpools(): void {
  for (const spool of opened.splice(0)) spool.close();
}

/** After all of them. */
export function removeSpools(): void {
  closeSpools();
  rmSync(root, { recursive: true, force: true });
}

export async function open(
  folder: string,
  files: CuttableFiles,
  bounds: Partial<SpoolBounds> = {},
  timers = new GivenTimers(),
): Promise<Spool> {
  const spool = await Spool.open({
    folder,
    files,
    bounds: { ...DEFAULT_BOUNDS, leastFreeBytes: 0, ...bounds },
    keys,
    clock: { now: () => 1_000 },
    timers,
  });
  opened.push(spool);
  return spool;
}

/** The taken entries; those that come later are added. */
export async function taken(spool: Spool): Promise<SpoolEntry[]> {
  const entries: SpoolEntry[] = [];
  await spool.take(
    (entry) => entries.push(entry),
    () => {},
  );
  return entries;
}

export function incoming(number: number, more: Partial<Incoming> = {}): Incoming {
  return {
    sopClassUid: CT,
    sopInstanceUid: `2.25.${100 + number}`,
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    callingAeTitle: 'CT-SCANNER-1',
    calledAeTitle: 'LETHE',
    ...more,
  };
}

/** A data set with pixels of so many bytes. */
export function body(number: number, bytes = 300_000, syntax: string = TRANSFER_SYNTAX.explicitLittleEndian) {
  const plain = dataSet(
    [
      el(0x00080016, 'UI', CT),
      el(0x00080018, 'UI', `2.25.${100 + number}`),
      el(0x00100010, 'PN', 'Zwieback^Oriane'),
      el(0x0020000d, 'UI', '2.25.2'),
      el(0x0020000e, 'UI', '2.25.3'),
      el(0x7fe00010, 'OW', Buffer.alloc(bytes, number)),
    ],
    encodingOf(syntax),
  );
  return Buffer.from(syntax === TRANSFER_SYNTAX.deflated ? deflateRawSync(plain) : plain);
}

/** In pieces, as a socket gives it. */
export async function* pieces(bytes: Uint8Array, of = 16_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += of) yield bytes.subarray(at, at + of);
}

/** The names of files in which something is: others were made for what is still to come. */
export function filled(files: CuttableFiles, spool: Spool): readonly string[] {
  return [...files.contents(receivedIn(spool.folder))].flatMap(([name, { length }]) =>
    length > 0 ? [name] : [],
  );
}

export const receive = (spool: Spool, number: number) =>
  spool.receive(incoming(number), pieces(body(number)));

export async function refusalOf(received: Promise<unknown>): Promise<SpoolRefusal> {
  const error = await received.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpoolRefusal)) throw error ?? new Error('it was taken');
  return error;
}
