import { type Mutant, mutantsOf } from '../mutant.ts';

/** Bytes: fragments, elements, the splice. */

const DICOM = 'layers/dicom';
const TESTS = 'test/layers/dicom';
/** The quick one first: what it sees the others need not look at. */
const FRAGMENTS = [`${TESTS}/oddFragments.test.ts`, `${TESTS}/fragments.test.ts`, `${TESTS}/walk.test.ts`];

export const DICOM_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(`${DICOM}/fragments.ts`, FRAGMENTS, [
    {
      name: 'fragment-of-undefined-length',
      replace: 'if (tag !== ITEM || length === UNDEFINED_LENGTH)',
      by: 'if (tag !== ITEM)',
      why: 'A fragment of undefined length, which the standard does not have, is taken for one of 4 GB.',
    },
    {
      name: 'fragment-not-an-item',
      replace: 'if (tag !== ITEM || length === UNDEFINED_LENGTH)',
      by: 'if (length === UNDEFINED_LENGTH)',
      why: 'Damaged pixel data are walked on through what they are not.',
    },
    {
      name: 'fragment-beyond',
      replace: 'if (valueStart + length > limit) throw tooFar(value, position);',
      by: '',
      why: 'A fragment that reaches beyond its item takes the elements behind it along, unseen.',
    },
    {
      name: 'table-width',
      replace:
        'if (end === start || (end - start) % width !== 0 || end - start > MAX_TABLE_BYTES) return null;',
      by: 'if (end === start || end - start > MAX_TABLE_BYTES) return null;',
      why: 'A table that is no list of numbers ends the function with an error.',
    },
    {
      name: 'table-too-long',
      replace: '|| end - start > MAX_TABLE_BYTES) return null;',
      by: ') return null;',
      why: 'A hostile table fills the memory.',
    },
    {
      name: 'table-rising',
      replace: 'if (offset <= last || (last === -1 && offset !== 0)) return null;',
      by: 'if (last === -1 && offset !== 0) return null;',
      why: 'A table that goes back is believed.',
    },
    {
      name: 'table-first',
      replace: 'if (offset <= last || (last === -1 && offset !== 0)) return null;',
      by: 'if (offset <= last) return null;',
      why: 'A table whose first frame is not the first is believed.',
    },
    {
      name: 'table-extended-beside-basic',
      replace:
        'const isExtended = frames === tableStart && extended !== undefined && element.tag === PIXEL_DATA;',
      by: 'const isExtended = extended !== undefined && element.tag === PIXEL_DATA;',
      why: 'Of two tables the wrong one is believed.',
    },
    {
      name: 'table-extended-of-others',
      replace: 'extended !== undefined && element.tag === PIXEL_DATA;',
      by: 'extended !== undefined;',
      why: 'The table of the pixels is taken for that of another encapsulated value.',
    },
    {
      name: 'table-beyond',
      replace: 'return last > limits.readCostBytes && frames + last + 8 <= limit ? frames + last : null;',
      by: 'return last > limits.readCostBytes ? frames + last : null;',
      why: 'A table that points beyond the object makes it unreadable.',
      excused:
        'What begins beyond the object is refused at once, and the object is walked as without a table: this saves a throw.',
    },
    {
      name: 'table-wrong-is-fatal',
      replace: 'if (!(error instanceof DicomError)) throw error;',
      by: 'throw error;',
      why: 'An object whose table is wrong, as many are, is refused over a network and accepted at a desk.',
    },
    {
      name: 'table-no-frame',
      replace: 'if (lastFrame.length > 0) {',
      by: 'if (lastFrame.length >= 0) {',
      why: 'A table that points at the end is believed.',
    },
  ]),
  ...mutantsOf(
    `${DICOM}/walk.ts`,
    [`${TESTS}/walk.test.ts`, `${TESTS}/parse.test.ts`],
    [
      {
        name: 'walk-item-beyond',
        replace: 'if (item.limit > frame.limit) throw this.#overrun(frame, position, ITEM);',
        by: '',
        why: 'An item that is longer than its sequence hides elements.',
      },
      {
        name: 'walk-element-beyond',
        replace: 'if (valueEnd > limit) throw this.#overrun(frame, position, tag);\n      const element',
        by: 'const element',
        why: 'An element that is longer than its item hides others.',
      },
      {
        name: 'walk-not-zero',
        replace: 'if (found >= 0) {',
        by: 'if (found > 0) {',
        why: 'What begins with a byte that is not zero passes for padding: it is not searched by anybody.',
      },
      {
        name: 'walk-depth',
        replace: 'if (++this.#depth > this.#limits.maxDepth)',
        by: 'if (++this.#depth > 10_000)',
        why: 'A hostile object nests until the memory is full.',
      },
      {
        name: 'walk-elements',
        replace: 'if (++this.#elements > this.#limits.maxElements)',
        by: 'if (++this.#elements > 1e9)',
        why: 'A hostile object of many elements fills the memory.',
      },
      {
        name: 'walk-fatal',
        replace:
          "error instanceof DicomError && (error.code === 'TOO_DEEP' || error.code === 'TOO_MANY_ELEMENTS');",
        by: 'false;',
        why: 'A bound that is met while a value is tried as a sequence is not met.',
        tests: [`${TESTS}/walk.test.ts`, `${TESTS}/oddFragments.test.ts`],
      },
      {
        name: 'walk-un-implicit',
        replace:
          'const candidates = asRead === null ? [frame.encoding] : [IMPLICIT_LITTLE_ENDIAN, frame.encoding];',
        by: 'const candidates = [frame.encoding];',
        why: 'Sequences that say UN are not read as such: nobody decides what is in them.',
      },
      {
        name: 'walk-un-explicit',
        replace:
          'const candidates = asRead === null ? [frame.encoding] : [IMPLICIT_LITTLE_ENDIAN, frame.encoding];',
        by: 'const candidates = [asRead === null ? frame.encoding : IMPLICIT_LITTLE_ENDIAN];',
        why: 'As above, for writers that left them in explicit VR.',
      },
      {
        name: 'walk-unreadable-sequence',
        replace: 'if (known) throw unreadableSequence(frame, element);\n    element.vr',
        by: 'element.vr',
        why: 'A sequence that cannot be read is taken for a value.',
      },
      {
        name: 'walk-vr-unknown',
        replace: 'if (vrAsRead === null && !(isLetter(first) && isLetter(second)))',
        by: 'if (false)',
        why: 'Damaged headers are walked on through.',
      },
      {
        name: 'walk-undefined-length',
        replace: 'if (undefinedLength)\n        throw',
        by: 'if (false)\n        throw',
        why: 'An undefined length where none may be takes the rest of the object along, unseen.',
      },
      {
        name: 'walk-implicit-in-explicit',
        replace:
          'if (explicitVr) return isLetter(first) && isLetter(second) ? frame.encoding : IMPLICIT_LITTLE_ENDIAN;',
        by: 'if (explicitVr) return frame.encoding;',
        why: 'Objects of some writers are refused.',
      },
      {
        name: 'walk-delimiter',
        replace: 'if (tag === ITEM_DELIMITATION && !frame.definedLength && frame !== base) {',
        by: 'if (tag === ITEM_DELIMITATION && frame !== base) {',
        why: 'A delimiter in an item of defined length ends it early: what follows is taken for something else.',
        tests: [`${TESTS}/walk.test.ts`, `${TESTS}/oddFragments.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    'layers/dicom/longValues.ts',
    [`${TESTS}/window.test.ts`],
    [
      {
        name: 'walk-bulk',
        replace:
          "return known === undefined || known === vr || !['text', 'ascii'].includes(vrFacts(known).content);",
        by: 'return true;',
        why: 'A UID that says that it is binary is not read, and so not replaced.',
      },
      {
        name: 'walk-palettes',
        replace: "if (vrFacts(vr).content !== 'binary' || isPalette(tag)) return false;",
        by: "if (vrFacts(vr).content !== 'binary') return false;",
        why: 'An image of 65,536 colours is looked at as if its indices were greys.',
        tests: ['test/layers/engine/look/palette.test.ts'],
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/parse.ts`,
    [`${TESTS}/parse.test.ts`],
    [
      {
        name: 'parse-inflated-ratio',
        replace: 'const maxBytes = Math.min(maxInflatedBytes, rated);',
        by: 'const maxBytes = maxInflatedBytes;',
        why: 'A small object inflates to half a gigabyte.',
      },
      {
        name: 'parse-no-preamble',
        replace: 'if (!hasPreamble && !((yield* looksLikeDataSet(window)) && limits.acceptsNoPreamble))',
        by: 'if (!hasPreamble && !(yield* looksLikeDataSet(window)))',
        why: 'A data set without file meta information is read though the rules refuse such.',
      },
      {
        name: 'parse-transfer-syntax',
        replace: 'if (transferSyntax === undefined)\n    throw',
        by: 'if (false)\n    throw',
        why: 'An object in an unknown transfer syntax ends the function with an error.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/splice.ts`,
    [`${TESTS}/splice.test.ts`],
    [
      {
        name: 'splice-preamble',
        replace: 'out.own(new Uint8Array(128));\n    out.span(128, PREFIX_END);',
        by: 'out.span(0, PREFIX_END);',
        why: 'The preamble, in which anything may stand, goes out.',
      },
      {
        name: 'splice-padding',
        replace: 'new Splicer(instance.bodyBytes, cursor, out).dataSet(dataSet);\n    if (!dropsPadding)',
        by: 'new Splicer(instance.bodyBytes, cursor, out).dataSet(dataSet);\n    if (true)',
        why: 'What stands behind the last element goes out.',
      },
      {
        name: 'splice-length',
        replace: 'put32(header, header.length - 4, length, littleEndian);',
        by: 'put32(header, header.length - 4, length, true);',
        why: 'Big endian sequences have wrong lengths.',
      },
      {
        name: 'splice-same-memory',
        replace: 'const bytes = new Uint8Array(this.#bytes.view(start, end));',
        by: 'const bytes = this.#bytes.view(start, end);',
        why: 'The source’s own bytes are changed under whoever reads them.',
      },
      {
        name: 'splice-deflated-even',
        replace: 'if (deflated.length % 2 !== 0) out.own(new Uint8Array(1));',
        by: '',
        why: 'Objects of odd length, which the standard forbids.',
      },
      {
        name: 'splice-meta-length',
        replace: 'setUint32(0, rest.length, true);',
        by: 'setUint32(0, fileMeta.end - fileMeta.start, true);',
        why: 'The group length of file meta information is wrong: readers lose their place.',
      },
      {
        name: 'splice-insert-order',
        replace: '.toSorted((a, b) => a.tag - b.tag);',
        by: ';',
        why: 'New elements are out of order.',
      },
      {
        name: 'splice-un-items',
        replace: "(element.vrAsRead === 'UN' ? IMPLICIT_LITTLE_ENDIAN : element.dataSet.encoding);",
        by: 'element.dataSet.encoding;',
        why: 'Items that are added to a sequence that says UN cannot be read.',
      },
      {
        name: 'gather-unread',
        replace: 'maxSpanBytes &&\n        loaded.has(segment.start, segment.end));',
        by: 'maxSpanBytes);',
        why: 'A short span that was not read ends the function with an error.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/encode.ts`,
    [`${TESTS}/encode.test.ts`],
    [
      {
        name: 'encode-too-long',
        replace: 'if (explicitVr && !long && value.length > 0xffff)',
        by: 'if (false)',
        why: 'A new value that is too long for its header makes the output unreadable.',
      },
      {
        name: 'encode-padding',
        replace: 'even[bytes.length] = vrFacts(vr).padding;',
        by: 'even[bytes.length] = 0x20;',
        why: 'UIDs end in a space.',
      },
    ],
  ),
];
