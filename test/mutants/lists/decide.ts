import { type Mutant, mutantsOf } from '../mutant.ts';

/** What is decided and written, and the line from the event to the audit. */

const ENGINE = 'layers/engine';
const TESTS = 'test/layers/engine';

export const DECIDE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${ENGINE}/decide/ruleIndex.ts`,
    [`${TESTS}/decide/decide.test.ts`, `${TESTS}/decide/ruleOrder.test.ts`],
    [
      {
        name: 'order-named-last',
        replace: 'if (!positions.has(key)) positions.set(key, position);',
        by: 'positions.set(key, position);',
        why: 'The last rule for a tag wins, not the first.',
      },
      {
        name: 'order-pattern',
        replace: 'if (position >= first) break;',
        by: 'if (first < rules.length) break;',
        why: 'A rule for a tag wins over an earlier one for a mask.',
      },
      {
        name: 'order-private',
        replace: 'if (position >= best) break;',
        by: '',
        why: 'A private rule wins over an earlier rule of another kind.',
      },
      {
        name: 'order-among-private',
        replace: 'else known.push(position);',
        by: 'else known.unshift(position);',
        why: 'Among private rules of one creator, and among those of one place, the last one wins.',
      },
      {
        name: 'order-vr',
        replace: 'best = Math.min(best, byVr.get(element.vr) ?? rules.length);',
        by: 'best = byVr.get(element.vr) ?? best;',
        why: 'A rule for a VR wins over earlier ones.',
      },
      {
        name: 'order-private-element',
        replace: '(selector.element === null || (elementOf(tag) & 0xff) === selector.element) &&',
        by: '',
        why: 'A rule for one private element is taken for all of its block.',
      },
      {
        name: 'order-private-group',
        replace: 'if (!privateGroups.has(group) || isPrivateCreator(element.tag)) return undefined;',
        by: 'if (!privateGroups.has(group)) return undefined;',
        why: 'A rule for private elements is taken for their creator.',
        excused: 'The selector is asked again by `isAbout`, which is about no creator: this only saves work.',
      },
      {
        name: 'order-creator',
        replace: '!isPrivateCreator(tag) &&\n        (selector',
        by: '(selector',
        why: 'A rule for all elements of a creator is taken for the creator itself.',
        excused:
          '`ofCreator` hands over no rules for a creator, and rules in a place are about their elements alone.',
      },
      {
        name: 'order-path-of-private',
        replace: '(selector.path === undefined || fitsPath(selector.path, tagPath(element).slice(0, -1)))',
        by: "(selector.kind === 'private' || selector.path === undefined || fitsPath(selector.path, tagPath(element).slice(0, -1)))",
        why: 'A private rule for one place is taken for all.',
      },
      {
        name: 'order-mask',
        replace: '(tag & selector.mask) >>> 0 === selector.value',
        by: '(tag & selector.mask) === selector.value',
        why: 'Rules for groups from 8000 on match nothing.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/creators.ts`,
    [
      `${TESTS}/decide/decide.test.ts`,
      'test/rules/mevislab/behaviour.test.ts',
      `${TESTS}/decide/ruleOrder.test.ts`,
    ],
    [
      {
        name: 'creators-wide',
        replace: "if (creator !== '' || !this.#isWide || dataSet.item === null) return creator;",
        by: "if (creator !== '' || dataSet.item === null) return creator;",
        why: 'A private element without a creator of its own is taken for another maker’s, and kept.',
      },
      {
        name: 'creators-answer-themselves',
        replace: 'if (isPrivateCreator(tag)) continue;',
        by: '',
        why: 'A creator whose block is empty stays.',
        excused: 'A creator’s own creator tag is (gggg,0000), which no creator has: it is never asked for.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/decide.ts`,
    [`${TESTS}/decide/decide.test.ts`, `${TESTS}/decide/ruleOrder.test.ts`],
    [
      {
        name: 'decide-hidden-items',
        replace: 'refuseHiddenItems(element);',
        by: '{}',
        why: 'What lies in a sequence that says it is something else goes out, unseen by any rule.',
      },
      {
        name: 'decide-unread-sequence',
        replace: "return readAs.vr === 'SQ' ? { element, action: REMOVE, rule, readAs } : null;",
        by: 'return null;',
        why: 'A sequence that could not be read stays with all that is in it.',
      },
      {
        name: 'decide-of-no-data-set',
        replace:
          "isOfNoDataSet(element.tag) && plan.housekeeping.fileMeta === 'follow' ? removed(element) : null",
        by: 'null',
        why: 'A sender in group 0002 that stands in the data set goes out.',
      },
      {
        name: 'decide-private-otherwise',
        replace: 'const action = isPrivate(element.tag) ? otherwise.private : otherwise.public;',
        by: 'const action = otherwise.public;',
        why: 'Private attributes that no rule is about stay.',
      },
      {
        name: 'decide-read-by',
        replace: "element.vr === 'UN' &&\n    element.items === null",
        by: 'element.items === null',
        why: 'A private value is read by the VR of a rule though the file says another.',
      },
      {
        name: 'decide-birth-date',
        replace: "decision.element.tag === PATIENT_BIRTH_DATE &&\n    decision.action.kind === 'keep'",
        by: 'false',
        why: 'A birth date that tells an age over 89 stays.',
        tests: [`${TESTS}/actions/capAge.test.ts`],
      },
      {
        name: 'decide-type',
        replace: 'return type === 1 ? action.type1 : type === 2 ? action.type2 : action.type3;',
        by: 'return type === 1 ? action.type1 : action.type3;',
        why: 'X/Z/D removes what an IOD wants to be there, if empty.',
      },
      {
        name: 'decide-texts-of-uids',
        replace:
          "return decidesAll && decision.action.kind === 'keep' ? withoutText(instance, decision) : decision;",
        by: 'return decision;',
        why: 'A name that stands where a UID should goes out.',
        tests: [`${TESTS}/decide/uidTexts.test.ts`],
      },
      {
        name: 'decide-planes',
        replace: "if (plan.planes !== 'whole' || !isRepeatingGroup(tag)) return null;",
        by: 'return null;',
        why: 'What describes an overlay that went stays.',
        tests: [`${TESTS}/decide/planes.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/planes.ts`,
    [`${TESTS}/decide/planes.test.ts`, `${TESTS}/actions/cleanGraphics.test.ts`],
    [
      {
        name: 'planes-twice',
        replace: 'if (onlyOne(data.dataSet, data.tag) === null) return false;',
        by: '',
        why: 'A drawing stays beside a mask of the same tag.',
      },
      {
        name: 'planes-kind-twice',
        replace:
          'return dataSet.elements.every((other) => other === first || other.tag !== tag) ? first : null;',
        by: 'return first;',
        why: 'An overlay that says R and then G is taken for a mask.',
      },
      {
        name: 'planes-vr',
        replace: "if (data.vr !== 'OB' && data.vr !== 'OW') return false;",
        by: '',
        why: 'A text in the place of a mask stays.',
      },
      {
        name: 'planes-code-vr',
        replace:
          "const isCode = element.vr === 'CS' && (element.vrAsRead === null || element.vrAsRead === 'CS');",
        by: 'const isCode = true;',
        why: 'A type in another VR than a code string is believed.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/screen.ts`,
    [`${TESTS}/decide/screen.test.ts`],
    [
      {
        name: 'screen-burned-in-case',
        replace: "rootText(instance, BURNED_IN_ANNOTATION).toUpperCase() === 'YES'",
        by: "rootText(instance, BURNED_IN_ANNOTATION) === 'YES'",
        why: 'An instance that says Yes goes out with the name in its pixels.',
      },
      {
        name: 'screen-document-by-content',
        replace: 'isEncapsulatedDocumentClass(sopClass) || has(ENCAPSULATED_DOCUMENT)',
        by: 'isEncapsulatedDocumentClass(sopClass)',
        why: 'A document in an instance of another class goes out.',
      },
      {
        name: 'screen-voices',
        replace: 'isAudioClass(sopClass) ||',
        by: '',
        why: 'The recording of a voice goes out.',
      },
      {
        name: 'screen-directory-by-content',
        replace:
          'isDirectoryClass(mediaClass) || isDirectoryClass(sopClass) || has(DIRECTORY_RECORD_SEQUENCE)',
        by: 'isDirectoryClass(mediaClass)',
        why: 'A directory of patients that does not say so goes out.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/fragmentReads.ts`,
    [`${TESTS}/decide/fragmentReads.test.ts`],
    [
      {
        name: 'fragments-wanted',
        replace: "(element.fragmentsSkipped && action.kind !== 'remove') ||",
        by: '',
        why: 'A hash of fragments of which some were not looked at.',
      },
      {
        name: 'fragments-table-gone',
        replace: '|| EXTENDED_TABLES.has(element.tag)',
        by: '',
        why: 'An output whose table is gone cannot be indexed again.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/decide/datePairs.ts`,
    [
      `${TESTS}/decide/datePairs.test.ts`,
      `${TESTS}/actions/shiftIntervals.test.ts`,
      `${TESTS}/actions/shift.test.ts`,
    ],
    [
      {
        name: 'pairs-same-amount',
        replace: 'return one.by === other.by || canonicalJson(one.by) === canonicalJson(other.by);',
        by: 'return true;',
        why: 'A date is carried over midnight by a time that moves otherwise.',
      },
      {
        name: 'pairs-own-data-set',
        replace: 'const moving = movingTimesIn(date.dataSet, plan, instance).get(time);',
        by: 'const moving = movingTimesIn(instance.dataSet, plan, instance).get(time);',
        why: 'A date in an item is carried over midnight by the root’s time.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/rewrite/rewrite.ts`,
    [
      `${TESTS}/certify/stamped.test.ts`,
      `${TESTS}/rewrite/stamps.test.ts`,
      `${TESTS}/certify/certify.test.ts`,
    ],
    [
      {
        name: 'stamps-at-depth',
        replace:
          'if (element.items !== null) return element.items.some((item) => isSpoilt(instance, item, draft, gone));',
        by: 'if (element.items !== null) return false;',
        why: 'A name within an item of an earlier tool’s stamp goes out.',
      },
      {
        name: 'stamps-unread',
        replace: 'return !isLoaded(instance, element) || holdsAny(instance, element, gone);',
        by: 'return isLoaded(instance, element) && holdsAny(instance, element, gone);',
        why: 'What could not be searched in an earlier tool’s stamp goes out.',
      },
      {
        name: 'stamps-spoilt-method',
        replace: "const before = isSpoiltText ? '' : withoutTrailingPadding",
        by: 'const before = withoutTrailingPadding',
        why: 'An earlier tool’s method that names the patient stays; the instance is quarantined.',
      },
      {
        name: 'stamps-second-copies',
        replace: "if (seen.has(tag)) draft.edit(element, { kind: 'remove' });",
        by: '',
        why: 'A reader takes the second copy of a stamp, in which anything may stand.',
      },
      {
        name: 'stamps-escape',
        replace: "const end = before.includes('\\x1b') ? TO_ASCII : '';",
        by: "const end = '';",
        why: 'Our method behind a text in Japanese is read as Japanese.',
      },
      {
        name: 'stamps-present-codes',
        replace:
          'const missing = codes.filter(({ value, scheme }) => !present.includes(`${scheme}\\\\${value}`));',
        by: 'const missing = codes;',
        why: 'Each run adds its codes again: the second output is another one.',
      },
      {
        name: 'stamps-empty-sequence',
        replace: "else if (sequence !== undefined) draft.edit(sequence, { kind: 'remove' });",
        by: '',
        why: 'An empty code sequence stays, which the standard does not allow.',
      },
      {
        name: 'meta-kept',
        replace:
          "if (!META_KEPT.has(element.tag) || seen.has(element.tag)) draft.edit(element, { kind: 'remove' });",
        by: "if (seen.has(element.tag)) draft.edit(element, { kind: 'remove' });",
        why: 'The sender’s AE title and private information go out.',
      },
      {
        name: 'meta-second-copies',
        replace:
          "if (!META_KEPT.has(element.tag) || seen.has(element.tag)) draft.edit(element, { kind: 'remove' });",
        by: "if (!META_KEPT.has(element.tag)) draft.edit(element, { kind: 'remove' });",
        why: 'The old SOP Instance UID goes out as a second copy.',
      },
      {
        name: 'meta-sop-instance',
        replace: 'draft.put(fileMeta, MEDIA_STORAGE_SOP_INSTANCE_UID,',
        by: 'if (!hasPreamble) draft.put(fileMeta, MEDIA_STORAGE_SOP_INSTANCE_UID,',
        why: 'The old SOP Instance UID goes out in file meta information.',
      },
      {
        name: 'group-lengths-stale',
        replace: "if (plan.housekeeping.groupLengths === 'keep') dropStaleGroupLengths(instance, draft);",
        by: '',
        why: 'A group length that is wrong goes out.',
        tests: ['test/cases/cases.test.ts', `${TESTS}/rewrite/groupLengths.test.ts`],
      },
      {
        name: 'group-lengths-of-items',
        replace: 'for (const item of element.items ?? []) if (visit(item)) isTouched = true;',
        by: 'for (const item of element.items ?? []) visit(item);',
        why: 'As above, where only something in an item changed.',
        tests: ['test/cases/cases.test.ts', `${TESTS}/rewrite/groupLengths.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/deidentify.ts`,
    [`${TESTS}/deidentify.test.ts`],
    [
      {
        name: 'line-record-before-store',
        replace: 'if (CAME_OUT.has(record.outcome)) await settle(services, names, source);',
        by: 'await settle(services, names, source);',
        why: 'What is quarantined is settled at once, so that nobody looks at it.',
        tests: [`${TESTS}/deidentify.test.ts`, 'test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-not-closed',
        replace: '  } finally {\n    await source.close();\n  }\n}\n\n/** The outcome stands',
        by: '  } finally {\n  }\n}\n\n/** The outcome stands',
        why: 'Every instance leaves a file open.',
      },
      {
        name: 'line-conflict-thrown',
        replace:
          'if (error instanceof OutputConflictError) return quarantine(ref, source, names, services, error.reason);',
        by: '',
        why: 'A conflict comes again for ever, and ends in dead letters.',
      },
      {
        name: 'line-quarantine-name',
        replace: 'await services.store.quarantine(names.version,',
        by: 'await services.store.quarantine(names.source,',
        why: 'What was kept of an older version is overwritten by the newer one’s.',
        tests: [`${TESTS}/deidentify.test.ts`, 'test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-hold-name',
        replace: 'await store.hold(names.version,',
        by: 'await store.hold(names.source,',
        why: 'As above, for held ones.',
        tests: [`${TESTS}/deidentify.test.ts`, 'test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-doubt-released',
        replace: 'inValues.some((finding, at) => holds[at] === true && isDoubtful(finding));',
        by: 'false;',
        why: 'What a person must look at is released.',
        tests: ['test/layers/engine/outcomes.test.ts', `${TESTS}/actions/review.test.ts`],
      },
      {
        name: 'line-doubt-by-attribute',
        replace: "holds.push(doubtfulTextOf(plan, readAs.tag) !== 'release');",
        by: "holds.push(plan.doubtfulText !== 'release');",
        why: 'An attribute whose doubts should hold the instance lets it go.',
        tests: [`${TESTS}/actions/textPolicy.test.ts`],
      },
      {
        name: 'line-doubtful-pixels-released',
        replace: 'inPixels.some(isDoubtful) ||',
        by: '',
        why: 'As above, of pixels that may show a name.',
        tests: [`${TESTS}/look/blanking.test.ts`],
      },
      {
        name: 'line-notes-hold',
        replace: 'holds[at] === true && isDoubtful(finding)',
        by: 'holds[at] === true',
        why: 'Every instance with an old date is held.',
        tests: ['test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-originals-before-certificate',
        replace: "if (plan.reidentification === 'on') await keepOriginals(instance, resolutions, services);",
        by: '',
        why: 'What rules promise to keep for re-identification is lost.',
        tests: [`${TESTS}/originals/reidentify.test.ts`],
      },
      {
        name: 'line-validate-input',
        replace: "if (rules.validate.input) requireValid(instance, 'before');",
        by: '',
        why: 'Invalid values reach the rules though these forbid it.',
        tests: [`${TESTS}/certify/requireValid.test.ts`],
      },
      {
        name: 'line-validate-output',
        replace: "if (plan.validate.output) requireValid(certificate.instance, 'after');",
        by: '',
        why: 'Invalid values go out though the rules forbid it.',
        tests: [`${TESTS}/certify/requireValid.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/audit/recordOf.ts`,
    [`${TESTS}/deidentify.test.ts`],
    [
      {
        name: 'line-source-key-told',
        replace: 'if (!store.namesSourceByPath) return { key: names.source };',
        by: '',
        why: 'The key of the source, which may be a name, is in the audit.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/phi.ts`,
    [`${TESTS}/deidentify.test.ts`],
    [
      {
        name: 'phi-inspect',
        replace: "  [INSPECT](): string {\n    return '[PHI]';",
        by: '  [INSPECT](): string {\n    return this.#value;',
        why: 'An original is printed with whatever holds it.',
      },
      {
        name: 'phi-json',
        replace: "  toJSON(): string {\n    return '[PHI]';",
        by: '  toJSON(): string {\n    return this.#value;',
        why: 'An original is written to the log.',
      },
    ],
  ),
];
