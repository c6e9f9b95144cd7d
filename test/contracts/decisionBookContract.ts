import type { DecisionBook, ReleasedAs } from '../../layers/engine/review/book.ts';
import { revisionOf } from '../../layers/engine/review/decisions.ts';
import type { ReviewDecision } from '../../layers/engine/review/types.ts';
import { faultOf, IDENTIFIER } from './faults.ts';

export interface DecisionBookRig {
  /** Another reviewer's view of the same decisions. */
  open(): DecisionBook;
  /** Commits a decision whose answer never reaches who made it. */
  putUnheard(decision: ReviewDecision, over: string | null): Promise<void>;
  /** Makes the book unreachable for those that are opened from now on. */
  break(): Promise<void>;
  dispose(): Promise<void>;
}

const INSTANCE = 'a'.repeat(32);

const RELEASED: ReleasedAs = {
  source: '1'.repeat(32),
  plan: 'a plan',
  keyId: 'a key',
  keyScope: 'a project',
  decisions: 'e'.repeat(64),
};

export const decisionOf = (
  place: string,
  by: string,
  change: Partial<ReviewDecision> = {},
): ReviewDecision => ({
  instance: INSTANCE,
  place,
  action: { kind: 'edit', to: IDENTIFIER },
  seen: '0'.repeat(32),
  by,
  at: '2026-11-30T10:00:00.000Z',
  ...change,
});

/** The duties of a `DecisionBook`. */
export function describeDecisionBookContract(name: string, makeRig: () => Promise<DecisionBookRig>): void {
  describe(`${name} as a DecisionBook`, () => {
    let rig: DecisionBookRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.dispose());

    const PLACE = '(0010,4000)';
    const first = decisionOf(PLACE, 'one');

    it('has what was put, by place, for whoever opens it', async () => {
      const book = rig.open();
      expect(await book.of(INSTANCE)).toEqual([]);
      const others = [decisionOf('(0032,1064)[0](0008,0100)', 'one'), decisionOf('(0008,1030)', 'one')];
      for (const decision of [first, ...others])
        expect(await book.put(decision, null)).toEqual({ isDone: true, standing: decision });
      await book.put(decisionOf(PLACE, 'one', { instance: 'b'.repeat(32) }), null);
      await book.close();
      expect(await rig.open().of(INSTANCE)).toEqual([others[1], first, others[0]]);
    });

    it('lets one win, and tells the other what stands', async () => {
      const second = decisionOf(PLACE, 'two', { action: { kind: 'clear' } });
      expect(await rig.open().put(first, null)).toEqual({ isDone: true, standing: first });
      expect(await rig.open().put(second, null)).toEqual({ isDone: false, standing: first });
      expect(await rig.open().put(second, 'f'.repeat(32))).toEqual({ isDone: false, standing: first });
      expect(await rig.open().of(INSTANCE)).toEqual([first]);
      expect(await rig.open().put(second, revisionOf(first))).toEqual({ isDone: true, standing: second });
      expect(await rig.open().of(INSTANCE)).toEqual([second]);
    });

    it('lets one of many at once win', async () => {
      const people = Array.from({ length: 8 }, (_, index) => decisionOf(PLACE, `person ${index}`));
      const answers = await Promise.all(people.map((decision) => rig.open().put(decision, null)));
      expect(answers.filter(({ isDone }) => isDone)).toHaveLength(1);
      const [standing] = await rig.open().of(INSTANCE);
      for (const answer of answers) expect(answer.standing).toEqual(standing);
    });

    it('does not put over what was undone meanwhile', async () => {
      await rig.open().put(first, null);
      expect(await rig.open().take(INSTANCE, PLACE, revisionOf(first))).toEqual({
        isDone: true,
        standing: null,
      });
      const second = decisionOf(PLACE, 'two');
      expect(await rig.open().put(second, revisionOf(first))).toEqual({ isDone: false, standing: null });
      expect(await rig.open().of(INSTANCE)).toEqual([]);
    });

    it('takes away what was seen, and nothing else', async () => {
      const book = rig.open();
      await book.put(first, null);
      expect(await book.take(INSTANCE, PLACE, 'f'.repeat(32))).toEqual({ isDone: false, standing: first });
      expect(await book.take(INSTANCE, PLACE, revisionOf(first))).toEqual({ isDone: true, standing: null });
      expect(await book.take(INSTANCE, PLACE, revisionOf(first))).toEqual({ isDone: true, standing: null });
      expect(await book.of(INSTANCE)).toEqual([]);
    });

    it('knows its own write when it comes again', async () => {
      await rig.putUnheard(first, null);
      expect(await rig.open().put(first, null)).toEqual({ isDone: true, standing: first });
      expect(await rig.open().of(INSTANCE)).toEqual([first]);
    });

    it('counts each person once who asks for a release, of the same decisions alone', async () => {
      const [digest, other] = ['d'.repeat(64), 'e'.repeat(64)];
      const approval = { instance: INSTANCE, digest, by: 'two', at: '2026-11-30T10:00:00.000Z' };
      const book = rig.open();
      expect(await book.approvals(INSTANCE, digest)).toEqual([]);
      await book.approve(approval);
      await book.approve(approval);
      await book.approve({ ...approval, by: 'one' });
      await book.approve({ ...approval, digest: other });
      expect(await rig.open().approvals(INSTANCE, digest)).toEqual([{ ...approval, by: 'one' }, approval]);
      expect(await book.approvals(INSTANCE, other)).toHaveLength(1);
      expect(await book.of(INSTANCE)).toEqual([]);
    });

    it('says where decisions stand', async () => {
      const elsewhere = decisionOf('(0008,1030)', 'one', { instance: 'b'.repeat(32) });
      const book = rig.open();
      await book.put(first, null);
      await book.put(decisionOf('(0008,1030)', 'one'), null);
      await book.put(elsewhere, null);
      await book.approve({ instance: INSTANCE, digest: 'd'.repeat(64), by: 'one', at: first.at });
      expect([...(await book.places())].sort()).toEqual([
        [INSTANCE, ['(0008,1030)', PLACE]],
        ['b'.repeat(32), ['(0008,1030)']],
      ]);
    });

    describe('of an instance that was released', () => {
      const second = decisionOf('(0032,1064)[0](0008,0100)', 'two', { action: { kind: 'confirm' } });
      const elsewhere = decisionOf(PLACE, 'one', { instance: 'b'.repeat(32) });
      const approval = { instance: INSTANCE, digest: 'd'.repeat(64), by: 'one', at: first.at };
      beforeEach(async () => {
        const book = rig.open();
        for (const decision of [first, second, elsewhere]) await book.put(decision, null);
        await book.approve(approval);
        await book.settle(INSTANCE, RELEASED);
      });

      it('nothing stands, and nobody asks; it has what it was released with, and of no other', async () => {
        const book = rig.open();
        expect(await book.of(INSTANCE)).toEqual([]);
        expect(await book.approvals(INSTANCE, approval.digest)).toEqual([]);
        expect([...(await book.places()).keys()]).toEqual([elsewhere.instance]);
        expect(await book.earlier(INSTANCE)).toEqual([{ decisions: [first, second], released: RELEASED }]);
        expect(await book.earlier(elsewhere.instance)).toEqual([{ decisions: [elsewhere], released: null }]);
        expect(await book.earlier('c'.repeat(32))).toEqual([]);
      });

      it('changes nothing when it is told so again', async () => {
        await rig.open().settle(INSTANCE, RELEASED);
        expect(await rig.open().earlier(INSTANCE)).toEqual([
          { decisions: [first, second], released: RELEASED },
        ]);
      });

      it('lets it stand again, over nothing that stands there', async () => {
        const book = rig.open();
        const other = decisionOf(PLACE, 'three', { action: { kind: 'clear' } });
        await book.put(other, null);
        await book.reopen(INSTANCE, 'f'.repeat(32));
        expect(await book.of(INSTANCE)).toEqual([other]);
        await book.reopen(INSTANCE, RELEASED.source);
        expect(await book.of(INSTANCE)).toEqual([other, second]);
        expect(await book.earlier(INSTANCE)).toEqual([{ decisions: [other, second], released: null }]);
        expect(await book.of(elsewhere.instance)).toEqual([elsewhere]);
      });

      it('has what it was released with last, and by each content that was released', async () => {
        const book = rig.open();
        const other = { ...RELEASED, source: '2'.repeat(32) };
        await book.put(second, null);
        await book.settle(INSTANCE, other);
        await book.put(first, null);
        await book.settle(INSTANCE, { ...RELEASED, plan: 'another plan' });
        expect(await book.earlier(INSTANCE)).toEqual([
          { decisions: [first], released: { ...RELEASED, plan: 'another plan' } },
          { decisions: [second], released: other },
        ]);
      });
    });

    it('says what it cannot do without a word of what was decided', async () => {
      await rig.break();
      const book = rig.open();
      expect(await faultOf(book.put(first, null))).toMatchObject({ code: 'DECISIONS_UNAVAILABLE' });
      expect(await faultOf(book.of(INSTANCE))).toMatchObject({ code: 'DECISIONS_UNAVAILABLE' });
    });
  });
}
