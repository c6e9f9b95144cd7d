import { createHmac, createSecretKey } from 'node:crypto';
import { type KeyRing, purposeLabel } from '../../layers/engine/ports.ts';
import { faultOf } from './faults.ts';

export interface KeyRingRig {
  /** A ring over the rig's root, as a process of its own would make it. */
  ring(): KeyRing;
  /** A ring over another root. */
  otherRing(): KeyRing;
  /** Makes the root unreachable, and reachable again. */
  breakRoot(): Promise<void>;
  mendRoot(): Promise<void>;
  /** The root itself, where the rig can know it. */
  readonly root?: Buffer;
  /** How often the root was asked so far, where that can be counted. */
  readonly asked?: () => number;
  dispose(): Promise<void>;
}

const LABEL = purposeLabel('uid');
const LABELS = [LABEL, purposeLabel('pseudonym'), purposeLabel('uid', 'trial-7'), 'lethe/v1/Ünïcode ✓'];

/** The duties of a `KeyRing`. */
export function describeKeyRingContract(name: string, makeRig: () => Promise<KeyRingRig>): void {
  describe(`${name} as a KeyRing`, () => {
    let rig: KeyRingRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    it('gives one 32-byte secret KeyObject per label', async () => {
      const subkeys = await rig.ring().subkeys(LABELS);
      expect([...subkeys.keys()]).toEqual(LABELS);
      for (const subkey of subkeys.values())
        expect([subkey.type, subkey.symmetricKeySize]).toEqual(['secret', 32]);
      const exported = [...subkeys.values()].map((subkey) => subkey.export().toString('hex'));
      expect(new Set(exported).size).toBe(LABELS.length);
    });

    it('gives the same label the same subkey in every process and order', async () => {
      const [one, two] = [rig.ring(), rig.ring()];
      const first = await one.subkeys(LABELS);
      for (const label of [...LABELS].reverse()) {
        const again = (await two.subkeys([label, label])).get(label);
        expect(again !== undefined && first.get(label)?.equals(again)).toBe(true);
      }
    });

    it('derives HMAC-SHA256(root, UTF-8 label)', async () => {
      const { root } = rig;
      const subkeys = await rig.ring().subkeys(LABELS);
      if (root === undefined) {
        // The root is nobody's to see: another root giving other subkeys is what can be shown.
        const others = await rig.otherRing().subkeys(LABELS);
        for (const label of LABELS)
          expect(others.get(label)?.equals(subkeys.get(label) ?? fail())).toBe(false);
        return;
      }
      for (const label of LABELS) {
        const expected = createSecretKey(createHmac('sha256', root).update(label, 'utf8').digest());
        expect(subkeys.get(label)?.equals(expected)).toBe(true);
      }
    });

    it('names its root, and no key material', async () => {
      const [one, two, other] = [rig.ring(), rig.ring(), rig.otherRing()];
      const exported = [...(await one.subkeys(LABELS)).values()].map((subkey) => subkey.export());
      await two.subkeys([LABEL]);
      await other.subkeys([LABEL]);
      expect(one.keyId).toBe(two.keyId);
      expect(one.keyId).not.toBe(other.keyId);
      const secrets = [...exported, ...(rig.root === undefined ? [] : [rig.root])];
      for (const secret of secrets)
        for (const encoding of ['hex', 'base64', 'latin1'] as const)
          expect(one.keyId).not.toContain(secret.toString(encoding).slice(0, 16));
    });

    it('asks the root once per label, however many want it at once', async () => {
      const ring = rig.ring();
      const before = rig.asked?.() ?? 0;
      const answers = await Promise.all(Array.from({ length: 40 }, () => ring.subkeys([LABEL])));
      for (const answer of answers) expect(answer.get(LABEL)).toBe(answers[0]?.get(LABEL));
      await ring.subkeys([LABEL]);
      if (rig.asked !== undefined) expect(rig.asked() - before).toBe(1);
    });

    it('lives without its root for the labels it has', async () => {
      const ring = rig.ring();
      const before = (await ring.subkeys([LABEL])).get(LABEL);
      await rig.breakRoot();
      expect((await ring.subkeys([LABEL])).get(LABEL)).toBe(before);
    });

    it('rejects with a fault while the root is away, and remembers no failure', async () => {
      const ring = rig.ring();
      await rig.breakRoot();
      const faults = await Promise.all([faultOf(ring.subkeys([LABEL])), faultOf(ring.subkeys([LABEL]))]);
      for (const fault of faults) expect(fault.code).toMatch(/^KEY_(UNAVAILABLE|FORBIDDEN)$/);
      await rig.mendRoot();
      expect((await ring.subkeys([LABEL])).get(LABEL)?.symmetricKeySize).toBe(32);
    });
  });
}

function fail(): never {
  throw new Error('a label has no subkey');
}
