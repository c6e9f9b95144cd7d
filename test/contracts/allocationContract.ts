import { createHash } from 'node:crypto';
import type { IdentityEraser, IdentityKey, IdentityMap, NumberClaim } from '../../layers/engine/ports.ts';
import { faultOf } from './faults.ts';

export interface AllocationRig {
  /** Another worker's view of the same identities. */
  open(): IdentityMap & IdentityEraser;
  /** Commits an allocation whose answer never reaches the claimant. */
  allocateUnheard(claim: NumberClaim): Promise<void>;
  /** Makes the table unreachable for maps that are opened from now on. */
  break(): Promise<void>;
  dispose(): Promise<void>;
}

export const keyOf = (text: string, scope = 'patient'): IdentityKey => ({
  scope,
  key: createHash('sha256').update(text).digest('hex'),
});

export const numberOf = (text: string, capacity = 1000, scope = 'patient'): NumberClaim => ({
  ...keyOf(text, scope),
  capacity,
});

/** The duties of an `IdentityMap` about numbers and what is known, and of an `IdentityEraser`. */
export function describeAllocationContract(name: string, makeRig: () => Promise<AllocationRig>): void {
  describe(`${name} as a map of numbers`, () => {
    let rig: AllocationRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    const counting = (count: number) => Array.from({ length: count }, (_, index) => index);

    it('counts from 0, and gives a key the number it has', async () => {
      const [one, two] = [rig.open(), rig.open()];
      expect(await one.allocate(numberOf('a'))).toBe(0);
      expect(await two.allocate(numberOf('b'))).toBe(1);
      expect(await two.allocate(numberOf('a'))).toBe(0);
      expect(await one.allocate(numberOf('c'))).toBe(2);
      await one.close();
      await two.close();
      expect(await rig.open().allocate(numberOf('b'))).toBe(1);
      expect(await rig.open().allocate(numberOf('d'))).toBe(3);
    });

    it('counts by itself in each scope', async () => {
      const map = rig.open();
      for (const scope of ['patient', 'patient/trial-7', 'patient#trial-7', 'patient#next'])
        for (const number of counting(3))
          expect(await map.allocate(numberOf(`patient ${number}`, 10, scope))).toBe(number);
    });

    it('gives nothing beyond the capacity, writes nothing then, and knows what it gave', async () => {
      const map = rig.open();
      expect(await map.allocate(numberOf('a', 2))).toBe(0);
      expect(await map.allocate(numberOf('b', 2))).toBe(1);
      expect(await map.allocate(numberOf('c', 2))).toBeNull();
      expect(await map.allocate(numberOf('d', 2))).toBeNull();
      expect(await map.known([keyOf('c'), keyOf('d')])).toEqual([null, null]);
      expect(await map.allocate(numberOf('a', 2))).toBe(0);
      expect(await map.allocate(numberOf('b', 1))).toBe(1);
      expect(await map.allocate(numberOf('d', 3))).toBe(2);
      expect(await map.allocate(numberOf('c', 3))).toBeNull();
    });

    it('gives 40 keys at once the numbers 0 to 39', async () => {
      const maps = counting(8).map(() => rig.open());
      const numbers = await Promise.all(
        counting(40).map((index) => (maps[index % 8] as IdentityMap).allocate(numberOf(`key ${index}`))),
      );
      expect(numbers.toSorted((a, b) => (a as number) - (b as number))).toEqual(counting(40));
    });

    it('gives one key one number, however many ask at once', async () => {
      const maps = counting(8).map(() => rig.open());
      const numbers = await Promise.all(
        counting(48).map((index) => (maps[index % 8] as IdentityMap).allocate(numberOf(`key ${index % 3}`))),
      );
      expect(numbers.slice(0, 3).toSorted()).toEqual([0, 1, 2]);
      numbers.forEach((number, index) => {
        expect(number).toBe(numbers[index % 3]);
      });
    });

    it('shares the last numbers out without giving one twice', async () => {
      const maps = counting(4).map(() => rig.open());
      const numbers = await Promise.all(
        counting(12).map((index) => (maps[index % 4] as IdentityMap).allocate(numberOf(`key ${index}`, 5))),
      );
      expect(numbers.filter((number) => number !== null).toSorted()).toEqual([0, 1, 2, 3, 4]);
    });

    it('knows a number again whose answer was lost', async () => {
      await rig.allocateUnheard(numberOf('unheard'));
      expect(await rig.open().allocate(numberOf('unheard'))).toBe(0);
      expect(await rig.open().allocate(numberOf('next'))).toBe(1);
    });

    it('says what is known, in the order asked', async () => {
      const map = rig.open();
      await map.claim([{ ...keyOf('a', 'uid'), candidate: 'A1' }]);
      await map.allocate(numberOf('b'));
      expect(await map.known([keyOf('b'), keyOf('c'), keyOf('a', 'uid'), keyOf('a')])).toEqual([
        '0',
        null,
        'A1',
        null,
      ]);
      expect(await map.known([])).toEqual([]);
    });

    it('answers everything that is asked at once', async () => {
      const map = rig.open();
      const claims = counting(3).map((index) => ({
        ...keyOf(`uid ${index}`, 'uid'),
        candidate: `C${index}`,
      }));
      const [values, number, known] = await Promise.all([
        map.claim(claims),
        map.allocate(numberOf('a')),
        map.known([keyOf('nobody')]),
      ]);
      expect([values, number, known]).toEqual([['C0', 'C1', 'C2'], 0, [null]]);
    });

    it('erases what is stored, and lets nobody claim its place', async () => {
      const map = rig.open();
      await map.claim([{ ...keyOf('a', 'sealed'), candidate: 'secret' }]);
      expect(await map.erase(keyOf('a', 'sealed'), 'erased')).toBe(true);
      expect(await map.erase(keyOf('a', 'sealed'), 'erased')).toBe(false);
      expect(await map.erase(keyOf('b', 'sealed'), 'erased')).toBe(false);
      const claims = ['a', 'b'].map((text) => ({ ...keyOf(text, 'sealed'), candidate: 'again' }));
      expect(await rig.open().claim(claims)).toEqual(['erased', 'erased']);
    });

    it('rejects with a fault when the table is away', async () => {
      await rig.break();
      const map = rig.open();
      const fault = { code: 'IDENTITY_UNAVAILABLE' };
      expect(await faultOf(map.allocate(numberOf('a')))).toMatchObject(fault);
      expect(await faultOf(map.known([keyOf('a')]))).toMatchObject(fault);
      expect(await faultOf(map.erase(keyOf('a'), 'erased'))).toMatchObject(fault);
    });
  });
}
