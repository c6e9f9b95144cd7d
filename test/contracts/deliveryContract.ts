import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Delivery, DeliveryError, type OutgoingInstance } from '../../cli/listen/outbox/outgoing.ts';
import { el, fragments, instance, type Node, TRANSFER_SYNTAX } from '../support/build.ts';
import { rejection } from './faults.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
/** In each instance: no error may quote it. */
export const DELIVERED_NEEDLE = 'Needlemeyer^Zita';

/** An instance in the spool, and its bytes. */
export interface Spooled {
  readonly outgoing: OutgoingInstance;
  readonly bytes: Buffer;
}

export interface DeliveryRig {
  readonly delivery: Delivery;
  /** What the receiver has of an instance, and null where it has nothing. It may have many and names this one's. */
  received(spooled: Spooled): Promise<Buffer | null>;
  /** What it should have: the file, unless a receiver writes its own around the data set. */
  readonly expected?: (bytes: Buffer) => Buffer;
  /** How many instances it has. */
  count(): Promise<number>;
  dispose(): Promise<void>;
}

/** Spools instances in a folder of its own. */
export class SpoolFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'lethe-spool-'));
  #count = 0;

  add(
    elements: readonly Node[] = [],
    transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian,
    uid?: string,
  ): Spooled {
    this.#count += 1;
    const sopInstanceUid = uid ?? `2.25.${process.pid}${1000 + this.#count}`;
    const bytes = Buffer.from(
      instance({
        transferSyntax,
        elements: [
          el(0x00080016, 'UI', CT),
          el(0x00080018, 'UI', sopInstanceUid),
          el(0x00080060, 'CS', 'CT'),
          el(0x00100010, 'PN', DELIVERED_NEEDLE),
          el(0x00100020, 'LO', 'P1'),
          el(0x0020000d, 'UI', '2.25.21'),
          el(0x0020000e, 'UI', '2.25.22'),
          ...elements,
        ],
      }),
    );
    const path = join(this.path, `${this.#count}.dcm`);
    writeFileSync(path, bytes);
    return {
      bytes,
      outgoing: {
        path,
        sopClassUid: CT,
        sopInstanceUid,
        transferSyntaxUid: transferSyntax,
        studyInstanceUid: '2.25.21',
        seriesInstanceUid: '2.25.22',
        sizeBytes: bytes.length,
        receipt: `${'5e'.repeat(16)}${this.#count}`,
      },
    };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

const never = new AbortController().signal;
export const deliver = (
  delivery: Delivery,
  { outgoing }: Spooled,
  signal: AbortSignal = never,
): Promise<void> => delivery.deliver(outgoing, signal, () => [outgoing]);

/** What every delivery does, whoever the receiver is. `syntaxes`: those that the receiver takes. */
export function describeDeliveryContract(
  name: string,
  makeRig: () => Promise<DeliveryRig>,
  {
    syntaxes = Object.values(TRANSFER_SYNTAX),
    isKeptOnce = true,
  }: { readonly syntaxes?: readonly string[]; readonly isKeptOnce?: boolean } = {},
): void {
  describe(`${name} as a delivery`, () => {
    let rig: DeliveryRig;
    let spool: SpoolFolder;
    beforeEach(async () => {
      spool = new SpoolFolder();
      rig = await makeRig();
    });
    afterEach(async () => {
      await rig.delivery.close();
      await rig.dispose();
      spool.remove();
    });
    const expected = (bytes: Buffer) => rig.expected?.(bytes) ?? bytes;
    const arrives = async (spooled: Spooled) => {
      const received = await rig.received(spooled);
      expect(received?.length).toBe(expected(spooled.bytes).length);
      expect(received?.equals(expected(spooled.bytes))).toBe(true);
    };

    it.each(syntaxes)('brings an instance of %s as it is', async (syntax) => {
      const isNative = /^1\.2\.840\.10008\.1\.2(\.1|\.2|\.1\.99)?$/.test(syntax);
      const pixelData = isNative
        ? el(0x7fe00010, 'OW', new Uint8Array(1000).fill(7))
        : fragments([[new Uint8Array(100).fill(5)]]);
      const spooled = spool.add([...IMAGE, pixelData], syntax);
      await deliver(rig.delivery, spooled);
      await arrives(spooled);
    });

    it('brings a large one', async () => {
      const value = Buffer.alloc(9 * 1024 * 1024);
      for (let at = 0; at < value.length; at += 4096) value.writeUInt32LE(at, at);
      const spooled = spool.add([el(0x7fe00010, 'OW', value)]);
      await deliver(rig.delivery, spooled);
      await arrives(spooled);
    });

    it('leaves one where it is sent again, with the same bytes', async () => {
      const spooled = spool.add();
      await deliver(rig.delivery, spooled);
      await deliver(rig.delivery, spooled);
      await arrives(spooled);
      if (isKeptOnce) expect(await rig.count()).toBe(1);
    });

    it('has as many under way as it says', async () => {
      const all = Array.from({ length: Math.min(8, rig.delivery.atOnce * 2) }, () => spool.add());
      for (let at = 0; at < all.length; at += rig.delivery.atOnce)
        await Promise.all(all.slice(at, at + rig.delivery.atOnce).map((each) => deliver(rig.delivery, each)));
      for (const each of all) await arrives(each);
    });

    it('says that the file is lost, and what it is without quoting it', async () => {
      const gone = spool.add();
      rmSync(gone.outgoing.path);
      const error = await rejection(deliver(rig.delivery, gone));
      expect(error).toBeInstanceOf(DeliveryError);
      expect(error).toMatchObject({ code: 'DELIVERY_SOURCE_LOST', isFinal: true });
      expect(error.message).not.toContain(spool.path);
      expect(await rig.received(gone)).toBeNull();
    });

    it('begins nothing that it is told to stop', async () => {
      const spooled = spool.add();
      await rejection(deliver(rig.delivery, spooled, AbortSignal.abort(new Error('stopped'))));
      expect(await rig.received(spooled)).toBeNull();
    });
  });
}

const IMAGE: readonly Node[] = [
  el(0x00280010, 'US', [10]),
  el(0x00280011, 'US', [50]),
  el(0x00280100, 'US', [16]),
];
