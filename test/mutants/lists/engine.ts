import { type Mutant, mutantsOf } from '../mutant.ts';

/** What is decided, computed and written. */

const ENGINE = 'layers/engine';
const TESTS = 'test/layers/engine';
const GOLDEN = `${TESTS}/identities/golden.test.ts`;

export const ENGINE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${ENGINE}/identities/cleanKey.ts`,
    [`${TESTS}/identities/cleanKey.test.ts`],
    [
      {
        name: 'clean-key-of-no-uid',
        replace: "uid === '' || isValidUid(uid) ? uid : hashedName(key, uid)",
        by: 'uid',
        why: 'A name that stands where a UID should, and that rules kept, is the name of a clean object.',
      },
      {
        name: 'clean-key-without-uid',
        replace: '|| names.version}.dcm`',
        by: "|| 'no-instance'}.dcm`",
        why: 'All instances without a UID have one key: one of them is left.',
      },
      {
        name: 'clean-key-scope',
        replace: 'await objectNameKey(keys, keyScope)',
        by: "await objectNameKey(keys, '')",
        why: 'Clean keys of two projects can be linked.',
        tests: [`${TESTS}/identities/cleanKey.test.ts`, GOLDEN],
      },
      {
        name: 'clean-key-no-study',
        replace: "|| 'no-study'",
        by: "|| ''",
        why: 'Keys begin with a slash.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/objectNames.ts`,
    [`${TESTS}/identities/objectNames.test.ts`, GOLDEN],
    [
      {
        name: 'names-version-left-out',
        replace: "hashedName(key, `${source}\\x1f${ref.versionId ?? ''}`)",
        by: 'hashedName(key, source)',
        why: 'What was kept of an older version is overwritten by the newer one’s.',
      },
      {
        name: 'names-container-left-out',
        replace: '`${ref.container}\\x1f${ref.key.reveal()}`',
        by: 'ref.key.reveal()',
        why: 'Objects of one key in two buckets or folders are taken for one source.',
      },
      {
        name: 'names-path-ignored',
        replace: 'ref.path?.reveal() ??',
        by: 'false ||',
        why: 'At a desk a file has another name from each folder that it is found from: it conflicts with itself.',
      },
      {
        name: 'names-shorter',
        replace: "toString('hex', 0, 16)",
        by: "toString('hex', 0, 8)",
        why: 'Names of kept and released objects change with an update.',
      },
      {
        name: 'names-another-purpose',
        replace: "purposeLabel('object-name', keyScope)",
        by: "purposeLabel('identity-map', keyScope)",
        why: 'All names of objects change with an update, and share the key of identities.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/identityKey.ts`,
    [GOLDEN],
    [
      {
        name: 'identity-kind-left-out',
        replace: '`${kind}\\x1f${original}`',
        by: 'original',
        why: 'A UID and a patient of one text share a row of the identity map, and all rows are lost with the update.',
      },
      {
        name: 'identity-scope-left-out',
        replace: "return keyScope === '' ? kind : `${kind}/${keyScope}`;",
        by: 'return kind;',
        why: 'Numbers of patients of two projects are one series.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/patientIdentity.ts`,
    [`${TESTS}/actions/patientIdHash.test.ts`, `${TESTS}/actions/allocate.test.ts`],
    [
      {
        name: 'identity-issuer',
        replace: 'return `${id}^^^${namespace}${universal}^${type}`',
        by: 'return `${id}^^^${universal}^${type}`',
        why: 'Two patients of two hospitals with one ID become one.',
      },
      {
        name: 'identity-escapes',
        replace: 'return text.replace(/[\\\\~&^|]/g, (delimiter) => ESCAPES[delimiter] as string);',
        by: 'return text;',
        why: 'An ID that holds a delimiter is taken for another patient’s.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/crypto.ts`,
    [GOLDEN],
    [
      {
        name: 'mac-of-another-text',
        replace: "update(text, 'utf8').digest('binary')",
        by: "update(text, 'latin1').digest('binary')",
        why: 'Identities of texts that are not ASCII change with an update, and differ between adapters.',
      },
      {
        name: 'uuid-version',
        replace: '& 0x0f) | (version << 4)',
        by: '& 0x0f) | (4 << 4)',
        why: 'All UIDs change with an update: studies fall apart.',
      },
      {
        name: 'uuid-variant',
        replace: '& 0x3f) | 0x80',
        by: '& 0x3f) | 0xc0',
        why: 'As above.',
      },
      {
        name: 'uid-root',
        replace: '`2.25.${BigInt(',
        by: '`2.25.1${BigInt(',
        why: 'As above, and the UIDs are no UUIDs.',
      },
      {
        name: 'pseudonym-alphabet',
        replace: "'0123456789ABCDEFGHJKMNPQRSTVWXYZ'",
        by: "'0123456789ABCDEFGHIJKMNPQRSTVWXY'",
        why: 'All pseudonyms change with an update: no patient is found again.',
      },
      {
        name: 'pseudonym-bytes',
        replace: '(bytes[i] as number) & 0x1f',
        by: '(bytes[i] as number) >>> 3',
        why: 'As above.',
      },
      {
        name: 'remembered-one-for-all',
        replace: 'const known = answers.get(text);',
        by: 'const known = answers.values().next().value;',
        why: 'All UIDs become one.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/ports.ts`,
    [GOLDEN],
    [
      {
        name: 'label-version',
        replace: '`lethe/v1/${purpose}',
        by: '`lethe/v2/${purpose}',
        why: 'Every identity changes with an update.',
      },
      {
        name: 'label-scope',
        replace: "${scope === '' ? '' : `/${scope}`}`;",
        by: '`;',
        why: 'Projects that should not be linkable share their keys.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/pseudonym.ts`,
    [GOLDEN],
    [
      {
        name: 'pseudonym-domain',
        replace: '`${domain}\\x1f${original.reveal()}`',
        by: '`${original.reveal()}`',
        why: 'Equal values of two attributes get one pseudonym, and all pseudonyms change.',
      },
      {
        name: 'pseudonym-name',
        replace: '`PATIENT^${text}`',
        by: '`Patient^${text}`',
        why: 'All pseudonymous names change.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/shiftAmount.ts`,
    [GOLDEN],
    [
      {
        name: 'shift-of-patient',
        replace: 'return drawn < count ? -(least + drawn) : least + drawn - count;',
        by: 'return drawn < count ? -(least + drawn) + 1 : least + drawn - count;',
        why: 'Dates of a patient move by another amount than those of last year: intervals are lost. Some do not move at all.',
      },
      {
        name: 'shift-scope-in-hash',
        replace: '`${scope}\\x1f${whose}`',
        by: 'whose',
        why: 'As above, for shifts by study.',
      },
      {
        name: 'shift-uniform',
        replace: 'if (word < limit) return word % count;',
        by: 'return word % count;',
        why: 'Small shifts are likelier than large ones.',
        excused:
          'One word in 4 million and fewer is beyond the limit for the ranges that rules can ask for: no test that is not as long could see it.',
      },
      {
        name: 'shift-seconds-of-day',
        replace: 'return 1 + uniform(key, `time of day\\x1f${whose}`, SECONDS_PER_DAY - 1);',
        by: 'return uniform(key, `time of day\\x1f${whose}`, SECONDS_PER_DAY);',
        why: 'Times of day move by another amount than before, and sometimes by none.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/shift.ts`,
    [
      `${TESTS}/actions/shiftAmounts.test.ts`,
      `${TESTS}/actions/shift.test.ts`,
      `${TESTS}/actions/shiftIntervals.test.ts`,
      `${TESTS}/actions/timeOfDay.test.ts`,
      GOLDEN,
    ],
    [
      {
        name: 'shift-sign-of-day',
        replace: 'return seconds < 0 ? seconds - ofDay : seconds + ofDay;',
        by: 'return seconds + ofDay;',
        why: 'A shift into the past is shorter than was asked for.',
      },
      {
        name: 'shift-amount-shared',
        replace: 'const name = `${request.timeOfDay}\\x1f${whose}`;',
        by: 'const name = whose;',
        why: 'The first rule’s amount is taken for another rule’s.',
      },
      {
        name: 'shift-without-time',
        replace: 'time === null ? null : parseTime(time.reveal())',
        by: 'null',
        why: 'A date is not carried over midnight with its time: intervals are off by a day.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/shiftScope.ts`,
    [`${TESTS}/actions/shift.test.ts`, GOLDEN],
    [
      {
        name: 'scope-issuer',
        replace: '\\x1f${wholeText(instance, ISSUER_OF_PATIENT_ID)}`',
        by: '`',
        why: 'Two patients of two hospitals with one ID move by one amount, and every amount changes.',
      },
      {
        name: 'scope-nobody',
        replace: 'throw new Refusal(',
        by: "return '';\n  throw new Refusal(",
        why: 'All who have no ID move by one amount: whoever knows one knows all.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/fantasy.ts`,
    [GOLDEN],
    [
      {
        name: 'fantasy-salt',
        replace: "birthDate.reveal(), salt].join('\\x1f')",
        by: "birthDate.reveal()].join('\\x1f')",
        why: 'Two trials get one made-up person for a patient, and all of them change.',
      },
      {
        name: 'fantasy-same-day',
        replace: 'return formatDate(drawn >= day ? drawn + 1 : drawn);',
        by: 'return formatDate(drawn);',
        why: 'A birth date may become itself.',
        tests: [`${TESTS}/actions/fantasy.test.ts`, GOLDEN],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/noise.ts`,
    [GOLDEN, `${TESTS}/resolve/noise.test.ts`],
    [
      {
        name: 'noise-place',
        replace: '${place.path}\\x1f${place.index}\\x1f`',
        by: '${place.index}\\x1f`',
        why: 'Two attributes of one value get one noise: their difference tells both.',
      },
      {
        name: 'noise-sop',
        replace: '`${use}\\x1f${place.sopInstanceUid}\\x1f',
        by: '`${use}\\x1f',
        why: 'All instances get one noise and one initialisation vector.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/lookupTable.ts`,
    [`${TESTS}/resolve/lookupTable.test.ts`, GOLDEN],
    [
      {
        name: 'lookup-key-of-another',
        replace: 'if (table.keyId !== keyId || table.keyScope !== keyScope)',
        by: 'if (table.keyId !== keyId)',
        why: 'A table of another project has nothing for anybody, and nobody is told.',
      },
      {
        name: 'lookup-spelling',
        replace: '`lookup\\x1f${compose(original)}`',
        by: '`lookup\\x1f${original}`',
        why: 'Müller in another spelling of Unicode is not in the table.',
        tests: [`${TESTS}/actions/lookup.test.ts`],
      },
      {
        name: 'lookup-kind',
        replace: '`lookup\\x1f${compose(original)}`',
        by: 'compose(original)',
        why: 'Tables that were made before have nothing for anybody.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/requests.ts`,
    [`${TESTS}/resolve/requests.test.ts`],
    [
      {
        name: 'request-domain',
        replace: 'return `pseudonym\\n${request.domain}\\n${request.original.reveal()}`;',
        by: 'return `pseudonym\\n${request.original.reveal()}`;',
        why: 'Equal values of two attributes get one pseudonym.',
      },
      {
        name: 'request-time',
        replace: "\\n${time?.reveal() ?? ''}\\n${whose.reveal()}`",
        by: '\\n${whose.reveal()}`',
        why: 'Two dates of one day with different times are carried over midnight together.',
      },
      {
        name: 'request-place',
        replace: 'return `${path}\\n${index}\\n${originalIdentity(original)}`;',
        by: 'return originalIdentity(original);',
        why: 'Equal values share their noise or their initialisation vector.',
      },
      {
        name: 'request-key',
        replace: "return key.from === 'ring' ? 'ring' : `rules ${key.text}`;",
        by: 'return key.from;',
        why: 'Two rules with keys of their own share one.',
      },
    ],
  ),
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
        replace: 'await services.store.quarantine(names.version, ref,',
        by: 'await services.store.quarantine(names.source, ref,',
        why: 'What was kept of an older version is overwritten by the newer one’s.',
        tests: [`${TESTS}/deidentify.test.ts`, 'test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-hold-name',
        replace: 'await store.hold(names.version, ref,',
        by: 'await store.hold(names.source, ref,',
        why: 'As above, for held ones.',
        tests: [`${TESTS}/deidentify.test.ts`, 'test/layers/engine/outcomes.test.ts'],
      },
      {
        name: 'line-doubt-released',
        replace:
          "const isHeld = plan.doubtfulText === 'hold' && findings.some(({ severity }) => severity === 'doubt');",
        by: 'const isHeld = false;',
        why: 'What a person must look at is released.',
        tests: ['test/layers/engine/outcomes.test.ts', `${TESTS}/actions/review.test.ts`],
      },
      {
        name: 'line-notes-hold',
        replace: "findings.some(({ severity }) => severity === 'doubt')",
        by: 'findings.length > 0',
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
        name: 'line-source-key-told',
        replace: 'if (!store.namesSourceByPath) return { key: names.source };',
        by: '',
        why: 'The key of the source, which may be a name, is in the audit.',
      },
      {
        name: 'line-validate-input',
        replace: "if (plan.validate.input) requireValid(instance, 'before');",
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
