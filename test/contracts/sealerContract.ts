import { randomBytes } from 'node:crypto';
import type { Opener, Sealer } from '../../layers/engine/ports.ts';
import { faultOf } from './faults.ts';

export interface SealerRig {
  sealer(): Sealer;
  opener(): Opener;
  /** An opener of another key. */
  otherOpener(): Opener;
  /** A sealer and an opener whose key is not there. */
  broken(): { readonly sealer: Sealer; readonly opener: Opener };
  /** An emulator may open with any key it has, and what was changed on the way. */
  readonly isLenient?: boolean;
  dispose(): Promise<void>;
}

/** The duties of a `Sealer` and its `Opener`. */
export function describeSealerContract(name: string, makeRig: () => Promise<SealerRig>): void {
  describe(`${name} as a Sealer and an Opener`, () => {
    let rig: SealerRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    it.each([1, 48, 1024])('gives %i bytes back', async (count) => {
      const secret = randomBytes(count);
      const sealed = await rig.sealer().seal(secret, 'context');
      expect(Buffer.from(await rig.opener().open(sealed, 'context')).equals(secret)).toBe(true);
    });

    it('shows nothing of the secret, and never the same', async () => {
      const secret = Buffer.from('Needlemeyer^Zita of Nordhafen');
      const [one, two] = await Promise.all([1, 2].map(() => rig.sealer().seal(secret, 'context')));
      expect(Buffer.from(one as Uint8Array).includes(secret.subarray(0, 8))).toBe(false);
      expect(Buffer.from(one as Uint8Array).equals(two as Uint8Array)).toBe(false);
    });

    it('opens under the same context and key alone, and only what was sealed', async () => {
      const sealed = await rig.sealer().seal(Buffer.from('secret'), 'context');
      const forbidden = { code: 'KEY_FORBIDDEN', transient: false };
      expect(await faultOf(rig.opener().open(sealed, 'another'))).toEqual(forbidden);
      if (rig.isLenient) return;
      expect(await faultOf(rig.otherOpener().open(sealed, 'context'))).toEqual(forbidden);
      const changed = Buffer.from(sealed);
      changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
      expect(await faultOf(rig.opener().open(changed, 'context'))).toEqual(forbidden);
    });

    it('rejects with a fault where there is no key', async () => {
      const { sealer, opener } = rig.broken();
      expect(await faultOf(sealer.seal(Buffer.from('secret'), 'context'))).toMatchObject({
        code: 'KEY_UNAVAILABLE',
      });
      expect(await faultOf(opener.open(Buffer.alloc(99), 'context'))).toMatchObject({
        code: 'KEY_UNAVAILABLE',
      });
    });
  });
}
