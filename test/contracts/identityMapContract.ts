import { createHash } from 'node:crypto';
import type { IdentityClaim, IdentityMap } from '../../layers/engine/ports.ts';
import { faultOf } from './faults.ts';

export interface IdentityMapRig {
  /** Another worker's view of the same identities. */
  open(): IdentityMap;
  /** Commits a claim whose answer never reaches the claimant. */
  claimUnheard(claim: IdentityClaim): Promise<void>;
  /** Makes the table unreachable for maps that are opened from now on. */
  break(): Promise<void>;
  dispose(): Promise<void>;
}

export const claimOf = (text: string, candidate: string, scope = 'uid'): IdentityClaim => ({
  scope,
  key: createHash('sha256').update(text).digest('hex'),
  candidate,
});

/** The duties of an `IdentityMap`. */
export function describeIdentityMapContract(name: string, makeRig: () => Promise<IdentityMapRig>): void {
  describe(`${name} as an IdentityMap`, () => {
    let rig: IdentityMapRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    it('stores the candidate where there is none, and then gives what is stored', async () => {
      const [one, two] = [rig.open(), rig.open()];
      expect(await one.claim([claimOf('a', 'A1')])).toEqual(['A1']);
      expect(await one.claim([claimOf('a', 'A2')])).toEqual(['A1']);
      expect(await two.claim([claimOf('a', 'A3')])).toEqual(['A1']);
      await one.close();
      await two.close();
      expect(await rig.open().claim([claimOf('a', 'A4')])).toEqual(['A1']);
    });

    it('answers in the order asked, known and new mixed', async () => {
      const map = rig.open();
      await map.claim([claimOf('b', 'B1'), claimOf('d', 'D1')]);
      const answer = await map.claim([
        claimOf('e', 'E2'),
        claimOf('d', 'D2'),
        claimOf('a', 'A2'),
        claimOf('b', 'B2'),
        claimOf('c', 'C2'),
      ]);
      expect(answer).toEqual(['E2', 'D1', 'A2', 'B1', 'C2']);
    });

    it('counts the first candidate of equal claims in one call', async () => {
      const map = rig.open();
      expect(await map.claim([claimOf('a', 'A1'), claimOf('b', 'B1'), claimOf('a', 'A2')])).toEqual([
        'A1',
        'B1',
        'A1',
      ]);
      expect(await map.claim([claimOf('a', 'A3')])).toEqual(['A1']);
    });

    it('keeps scopes apart', async () => {
      const map = rig.open();
      const scopes = ['uid', 'output', 'uid/trial-7', 'a#b', 'a'];
      const claims = scopes.map((scope) => claimOf('same', `of ${scope}`, scope));
      expect(await map.claim(claims)).toEqual(scopes.map((scope) => `of ${scope}`));
    });

    it('answers nothing to no claims', async () => {
      expect(await rig.open().claim([])).toEqual([]);
    });

    it('takes more claims at once than a batch holds', async () => {
      const map = rig.open();
      const texts = Array.from({ length: 230 }, (_, index) => `many ${index}`);
      const claims = texts.map((text) => claimOf(text, `1 ${text}`));
      await map.claim(claims.filter((_, index) => index % 3 === 0));
      const answer = await map.claim(texts.map((text) => claimOf(text, `2 ${text}`)));
      expect(answer).toEqual(texts.map((text, index) => `${index % 3 === 0 ? 1 : 2} ${text}`));
    });

    it('lets one of 50 parallel claims win, and gives all the same', async () => {
      const maps = Array.from({ length: 5 }, () => rig.open());
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (maps[index % 5] as IdentityMap).claim([claimOf('contended', `candidate ${index}`)]),
        ),
      );
      const [winner] = answers[0] as readonly [string];
      expect(winner).toMatch(/^candidate \d+$/);
      for (const answer of answers) expect(answer).toEqual([winner]);
    });

    it('gives all the same for batches that overlap in parallel', async () => {
      const maps = Array.from({ length: 8 }, () => rig.open());
      const answers = await Promise.all(
        maps.map((map, worker) =>
          map.claim(
            Array.from({ length: 20 }, (_, index) =>
              claimOf(`shared ${(index + worker) % 20}`, `by ${worker}`),
            ),
          ),
        ),
      );
      const settled = await rig
        .open()
        .claim(Array.from({ length: 20 }, (_, index) => claimOf(`shared ${index}`, 'too late')));
      expect(settled).not.toContain('too late');
      answers.forEach((answer, worker) => {
        expect(answer).toEqual(Array.from({ length: 20 }, (_, index) => settled[(index + worker) % 20]));
      });
    });

    it('knows a write again whose answer was lost', async () => {
      await rig.claimUnheard(claimOf('unheard', 'ours'));
      expect(await rig.open().claim([claimOf('unheard', 'ours')])).toEqual(['ours']);
      expect(await rig.open().claim([claimOf('unheard', 'theirs')])).toEqual(['ours']);
    });

    it('rejects with a fault when the table is away', async () => {
      await rig.break();
      const map = rig.open();
      expect(await faultOf(map.claim([claimOf('a', 'A')]))).toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
      const two = [claimOf('a', 'A'), claimOf('b', 'B')];
      expect(await faultOf(map.claim(two))).toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    });

    it('closes twice, used or not', async () => {
      const map = rig.open();
      await map.close();
      await map.claim([claimOf('a', 'A')]);
      await map.close();
      await map.close();
    });
  });
}
