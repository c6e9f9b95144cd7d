import { type Mutant, mutantsOf } from '../mutant.ts';

/** Data sets of messages, and the proxy of worklists and performed steps. */

const IDENTIFIER = 'layers/engine/identifier';
const TESTS = 'test/layers/engine/identifier';
const PROXY = 'cli/listen/worklist';
const PROXY_TESTS = 'test/cli/listen/worklist';

export const WORKLIST_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${IDENTIFIER}/messagePlan.ts`,
    [`${TESTS}/cleanMessage.test.ts`],
    [
      {
        name: 'worklist-stamps',
        replace: '      stamps: null,\n',
        by: '',
        why: 'A modality gets attributes that nobody asked for, and copies them into its images.',
      },
      {
        name: 'worklist-pass-through',
        replace: "alreadyDeidentified: 'process' }",
        by: 'alreadyDeidentified: screening.alreadyDeidentified }',
        why: 'An answer that says it is de-identified goes to the modality as it came.',
      },
      {
        name: 'worklist-adds',
        replace: 'rules: addsNothing(plan.rules) ? plan.rules : plan.rules.map(withoutAdding),',
        by: 'rules: plan.rules,',
        why: 'What a project adds to instances is added to queries, which then match nothing.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/cleanMessage.ts`,
    [`${TESTS}/cleanMessage.test.ts`, `${TESTS}/performedStep.test.ts`],
    [
      {
        name: 'worklist-requested',
        replace: 'requested === undefined ? [] : unrequested(dataSet, requested)',
        by: '[]',
        why: 'A modality gets what it did not ask for.',
      },
      {
        name: 'worklist-context-leaves',
        replace: 'if (element !== undefined) goes.add(element);',
        by: '',
        why: 'Whose a step is stands in its N-SET.',
      },
      {
        name: 'worklist-doubt',
        replace: "if (clean.outcome === 'released')",
        by: "if (clean.outcome !== 'passed-through')",
        why: 'A text that somebody would have to look at goes to the modality.',
      },
      {
        name: 'worklist-context',
        replace: 'if (context.length === 0) return { object, added: context };',
        by: 'return { object, added: [] };',
        why: 'The name in the description of a series leaves with the N-SET, and its dates have nobody to go by.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/requestedKeys.ts`,
    [`${TESTS}/cleanMessage.test.ts`],
    [
      {
        name: 'worklist-nested-keys',
        replace: 'return (element.items ?? []).flatMap((item) => unrequested(item, below));',
        by: 'return [];',
        why: 'A modality gets what it did not ask for of a step.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/context.ts`,
    [`${TESTS}/performedStep.test.ts`],
    [
      {
        name: 'worklist-context-folded',
        replace: '!== text)\n',
        by: '=== null)\n',
        why: 'A name that the character set cannot hold is searched for as another one.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/givenBack.ts`,
    [`${TESTS}/query.test.ts`, `${TESTS}/performedStep.test.ts`],
    [
      {
        name: 'worklist-given-to-all',
        replace: 'isMapped && values !== null ? [{ element, values }] : [],',
        by: 'values !== null ? [{ element, values }] : [],',
        why: 'Keys that nobody changed are looked for among originals.',
      },
      {
        name: 'worklist-hidden-items',
        replace: 'const isMapped = isHidden || decision.action.kind',
        by: 'const isMapped = decision.action.kind',
        why: 'A wildcard in a sequence that the answers do not have is matched with originals.',
      },
      {
        name: 'worklist-not-text',
        replace: 'const values = isReadable ? valuesOf(instance, element) : null;',
        by: "const values = isReadable ? valuesOf(instance, element) : [''];",
        why: 'A wildcard in a private attribute is matched with originals.',
      },
      {
        name: 'worklist-given-settled',
        replace: '    settled: new Map([...texts.keys()].map((element) => [formatPath(element), KEEP])),',
        by: '    settled: new Map(),',
        why: 'An original that was given back is changed again: the query finds nobody.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/query.ts`,
    [`${TESTS}/query.test.ts`],
    [
      {
        name: 'worklist-wildcard',
        replace: 'return !MAY_HAVE_WILDCARDS.has(vr) || !/[*?]/.test(value);',
        by: 'return true;',
        why: 'Names are found letter by letter.',
      },
      {
        name: 'worklist-question-mark',
        replace: '!/[*?]/.test(value);',
        by: '!/[*]/.test(value);',
        why: 'Names are found letter by letter.',
      },
      {
        name: 'worklist-range',
        replace: "if (MAY_BE_RANGES.has(vr)) return !value.includes('-');",
        by: '',
        why: 'Birth dates are found by halves.',
      },
      {
        name: 'worklist-list',
        replace: 'if (values === null || values.length > 1) return false;',
        by: 'if (values === null) return false;',
        why: 'Originals are tried by the hundred.',
      },
      {
        name: 'worklist-lost-key',
        replace: "if (lost !== null) return { refusal: 'KEY_NOT_SENT', path: lost };",
        by: '',
        why: 'A modality that asks for one patient gets them all.',
      },
      {
        name: 'worklist-guesses',
        replace:
          "if (unknown !== undefined) return { refusal: 'KEY_UNKNOWN', path: formatPath(unknown.element) };",
        by: '',
        why: 'Originals, and how far dates were moved, are found by guessing.',
      },
      {
        name: 'worklist-not-asked-for',
        replace: "return 'reason' in clean || isMatched(clean.instance, matches) ? clean : null;",
        by: 'return clean;',
        why: 'A modality that asks for one patient gets them all.',
      },
      {
        name: 'worklist-key-emptied',
        replace: 'elements: withEdits(edits.elements, emptied)',
        by: 'elements: edits.elements',
        why: 'The server is asked for a pseudonym, and has nobody of that name.',
      },
      {
        name: 'worklist-needed-keys',
        replace: 'if (missing.size === 0) return query.bytes;',
        by: 'return query.bytes;',
        why: 'Answers do not say whose they are: dates move by study, and names are not searched for.',
      },
    ],
  ),
  ...mutantsOf(
    `${IDENTIFIER}/performedStep.ts`,
    [`${TESTS}/performedStep.test.ts`],
    [
      {
        name: 'worklist-step-uid',
        replace: 'return { bytes: sent.bytes, sopInstanceUid: after, whose: owner };',
        by: 'return { bytes: sent.bytes, sopInstanceUid, whose: owner };',
        why: 'The UID of the modality stands in the command set.',
      },
      {
        name: 'worklist-step-study',
        replace: "if (uid !== '') said.set(STUDY_INSTANCE_UID,",
        by: "if (uid === '') said.set(STUDY_INSTANCE_UID,",
        why: 'A step without Patient ID is refused where its dates move.',
      },
      {
        name: 'worklist-step-other',
        replace: "if (own !== '' && own !== sopInstanceUid) return { reason: OTHER_INSTANCE };",
        by: '',
        why: 'A step goes to the server under the UID of another.',
      },
    ],
  ),
  ...mutantsOf(
    `${PROXY}/find.ts`,
    [`${PROXY_TESTS}/find.test.ts`],
    [
      {
        name: 'worklist-original-answer',
        replace: "return 'reason' in clean ? failureOfReason(clean.reason, 'answer', 'find') : clean.bytes;",
        by: "return 'reason' in clean ? data : clean.bytes;",
        why: 'What cannot be de-identified goes to the modality as it came.',
      },
      {
        name: 'worklist-original-comment',
        replace: "{ status, errorComment: 'SERVER_REFUSED' }",
        by: "{ status, errorComment: 'no steps of Zwieback' }",
        why: 'The comment of the server names the patient.',
      },
      {
        name: 'worklist-left-out',
        replace: "if (failure !== null && statusKind(status) === 'success') last = failed(failure);",
        by: '',
        why: 'A worklist that lacks steps says that it is whole.',
      },
      {
        name: 'worklist-cancel',
        replace: 'association.find({ context, identifier: bytes, cancelled })',
        by: 'association.find({ context, identifier: bytes })',
        why: 'The server goes on searching for nobody.',
      },
    ],
  ),
  ...mutantsOf(
    `${PROXY}/failures.ts`,
    [`${PROXY_TESTS}/find.test.ts`],
    [
      {
        name: 'worklist-defect-text',
        replace: "return { code: 'DEFECT', kind: 'defect', service };",
        by: "return { code: String(error), kind: 'defect', service };",
        why: 'The text of an error, which may hold a value, goes to the modality and into the log.',
      },
    ],
  ),
  ...mutantsOf(
    `${PROXY}/performedSteps.ts`,
    [`${PROXY_TESTS}/performedSteps.test.ts`],
    [
      {
        name: 'worklist-remembers',
        replace:
          'if (isCreate && known.length === 0) await services.steps.remember(sopInstanceUid, step.whose);',
        by: '',
        why: 'The end of a step does not know whose it is.',
      },
      {
        name: 'worklist-second-beginning',
        replace: "if (isCreate && known.length > 0 && statusKind(status) !== 'failure')",
        by: 'if (isCreate && known.length > 0)',
        why: 'A beginning that the server refuses changes whose the step is.',
      },
      {
        name: 'worklist-own-uid',
        replace: '...(isCreate ? { fields: { affectedSopInstanceUid: sopInstanceUid } } : {}),',
        by: '',
        why: 'A step that the modality gave no UID cannot be ended.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/local/stepBook.ts',
    ['test/layers/local/stepBook.test.ts'],
    [
      {
        name: 'worklist-step-sealed',
        replace: "cipher.update(JSON.stringify(texts), 'utf8')",
        by: 'Buffer.from(JSON.stringify(texts))',
        why: 'Who the patient is stands on the disk.',
      },
      {
        name: 'worklist-step-bound',
        replace: '      .setAAD(Buffer.from(name))\n      .setAuthTag',
        by: "      .setAAD(Buffer.from(''))\n      .setAuthTag",
        why: 'No step is found again.',
      },
      {
        name: 'worklist-step-forgotten',
        replace: "database.prepare('DELETE FROM step WHERE at < ?').run(now - KEPT_MS);",
        by: '',
        why: 'Patients are remembered for ever.',
      },
    ],
  ),
];
