import { type Mutant, mutantsOf } from '../mutant.ts';

/** What people decide, and what it counts for. */

const REVIEW = 'layers/engine/review';
const TESTS = 'test/layers/engine/review';

export const REVIEW_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${REVIEW}/apply.ts`,
    [`${TESTS}/apply.test.ts`],
    [
      {
        name: 'review-any-value',
        replace: 'sawBefore(decision.seen, await before(decision.place, element));',
        by: 'true;',
        why: 'What somebody decided about one value counts for another that nobody has seen.',
      },
      {
        name: 'review-any-output',
        replace: 'if (seen !== seenOf(before, after)) this.#stale.add(place);',
        by: '',
        why: 'What somebody confirmed leaves otherwise, once the rules have changed.',
      },
      {
        name: 'review-anything-decided',
        replace: 'isAllowed(plan, instance, element, decision) &&',
        by: '',
        why: 'A UID or a character set is edited in a book of decisions, and the engine carries it out.',
      },
      {
        name: 'review-stale-settles',
        replace: "action.kind === 'redact' || this.#stale.has(place) ? [] : [place],",
        by: "action.kind === 'redact' ? [] : [place],",
        why: 'A doubt is settled by a decision about another output.',
      },
      {
        name: 'review-box-settles',
        replace: "action.kind === 'redact' || this.#stale.has(place) ? [] : [place],",
        by: 'this.#stale.has(place) ? [] : [place],',
        why: 'None: a box has a place of its own, where no finding is.',
        excused: 'The place of a box is not the path of a finding.',
      },
      {
        name: 'review-source-paths',
        replace: '(path) => this.#inOutput(path));',
        by: '(path) => path);',
        why: 'Where a cleaned sequence lost items, the decision of one is held against another.',
      },
      {
        name: 'review-box-anywhere',
        replace: 'right <= columns && bottom <= rows;',
        by: 'true;',
        why: 'A box beyond the picture fails the instance in place of being told.',
        excused: 'What lies beyond is cut where it is filled; the check says so earlier.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/engine/decide/decide.ts',
    [`${TESTS}/apply.test.ts`, `${TESTS}/reviewedValues.test.ts`],
    [
      {
        name: 'review-confirm-keeps',
        replace: "action: own.action.kind === 'review' ? KEEP : own.action, decided: true };",
        by: 'action: KEEP, decided: true };',
        why: 'Who confirms a cleaned text lets the original leave.',
      },
      {
        name: 'reviewed-any-rule',
        replace: "const isDoubtful = action.kind === 'review' || action.kind === 'clean-text';",
        by: 'const isDoubtful = true;',
        why: 'None that leaks: a confirmed value is kept of review alone. A cleared one goes where a rule keeps it.',
        excused: 'Only what is cleared could tell, and it goes either way.',
      },
      {
        name: 'reviewed-any-value',
        replace: 'value !== null && reviewed?.confirmed.has(value) === true',
        by: 'value !== null && (reviewed?.confirmed.size ?? 0) > 0',
        why: 'One value that was reviewed lets every other of its attribute leave.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/engine/certify/certify.ts',
    [`${TESTS}/apply.test.ts`],
    [
      {
        name: 'review-typed-not-searched',
        replace: "decision.decided === true && action.kind === 'set';",
        by: 'false;',
        why: 'A name that the rules removed is typed in again, and leaves.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/engine/certify/removed.ts',
    [`${TESTS}/apply.test.ts`],
    [
      {
        name: 'review-kept-not-looked-for',
        replace: '|| decided) continue;',
        by: ') continue;',
        why: 'A name that somebody lets stay in one place is no longer looked for in others.',
      },
    ],
  ),
  ...mutantsOf(
    `${REVIEW}/again.ts`,
    [`${TESTS}/again.test.ts`],
    [
      {
        name: 'again-any-rules',
        replace: 'released.plan === plan.digest &&',
        by: '',
        why: 'What people released under other rules is released under these, and nobody is asked.',
      },
      {
        name: 'again-any-bytes',
        replace: 'released?.source === now &&',
        by: 'released !== null &&',
        why: 'What people released is taken for what lies in its place today.',
      },
      {
        name: 'again-decided-since',
        replace: ' && standing.every((each) => digestOf(key, each.decisions) === digest)',
        by: '',
        why: 'What somebody undid is still released by it.',
      },
      {
        name: 'again-taken-away-leaves',
        replace: "if (action.kind === 'confirm' || places.has(place)) continue;",
        by: 'continue;',
        why: 'What a person took away leaves once rules have no doubt of it.',
      },
    ],
  ),
  ...mutantsOf(
    `${REVIEW}/model.ts`,
    [`${TESTS}/model.test.ts`],
    [
      {
        name: 'review-one-person',
        replace: 'return approvedBy.length > 1 ? null :',
        by: 'return approvedBy.length > 0 ? null :',
        why: 'One person releases what the rules want two for.',
      },
      {
        name: 'review-desk-people',
        replace: 'if (!this.#ports.knowsPeople) throw peopleUnknown();',
        by: '',
        why: 'Two names at one desk count as two people.',
      },
      {
        name: 'review-line-after',
        replace: "await this.#record({ ...record, event: 'review-decision', outcome: 'decided' });",
        by: '',
        why: 'A decision has no line in the audit.',
      },
      {
        name: 'review-settles-elsewhere',
        replace: 'releasing(shelf, told)',
        by: 'shelf',
        why: 'What is refused on release is moved to quarantine, where nobody reviews it.',
      },
    ],
  ),
];
