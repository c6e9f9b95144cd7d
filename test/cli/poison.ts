import { concat, el, instance, type Node, pixels, raw, sq, TRANSFER_SYNTAX } from '../support/build.ts';
import { type Needle, needle } from '../support/search.ts';

export interface Poison {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** The reason that it is refused with. */
  readonly code: string;
  readonly needles: readonly Needle[];
}

/** An object for every code of the parser and of the engine that a file can have, with a name where it breaks. */
export function poisonObjects(): readonly Poison[] {
  let number = 0;
  const made: Poison[] = [];
  /** `make` gets a word that stands nowhere else, of eight letters. */
  const poison = (
    code: string,
    what: string,
    make: (word: string, usual: readonly Node[]) => Uint8Array,
  ): void => {
    const word = `QZ${(number + 0x1000).toString(16).toUpperCase()}XW`;
    const usual = [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', `2.25.${7_000 + number}`),
    ];
    number += 1;
    made.push({ what, code, bytes: make(word, usual), needles: [needle(what, [word])] });
  };
  const latin = (text: string) => Buffer.from(text, 'latin1');
  /** An element header of explicit VR in the long form. */
  const header = (tag: number, vr: string, length: number) =>
    concat([
      new Uint8Array(Uint16Array.of(tag >>> 16, tag & 0xffff).buffer),
      latin(vr),
      new Uint8Array(2),
      new Uint8Array(Uint32Array.of(length).buffer),
    ]);

  poison('NOT_DICOM', 'a letter', (word) => latin(`Dear ${word}, `.repeat(40)));
  poison('NO_PREAMBLE', 'no preamble', (word, usual) =>
    instance({ elements: [...usual, el(0x00100010, 'PN', word)], preamble: 'none', meta: 'none' }),
  );
  poison('TRANSFER_SYNTAX_UNKNOWN', 'a transfer syntax', (word, usual) =>
    instance({ elements: usual, meta: [el(0x00020010, 'UI', word)] }),
  );
  poison('TRANSFER_SYNTAX_MISSING', 'none', (word, usual) =>
    instance({ elements: [...usual, el(0x00100010, 'PN', word)], metaWithout: [0x00020010] }),
  );
  poison('TRUNCATED', 'within a name', (word, usual) =>
    instance({ elements: [...usual, el(0x00100010, 'PN', `${word}^and more`, { length: 200 })] }),
  );
  poison('TRUNCATED', 'a name for a length', (word, usual) =>
    instance({
      elements: [...usual, raw(concat([header(0x00104000, 'UT', 0).subarray(0, 8), latin(word)]))],
    }),
  );
  poison('LENGTH_OVERRUN', 'a name in an item', (word, usual) =>
    instance({
      elements: [
        ...usual,
        sq(0x00081115, [[el(0x00100010, 'PN', word, { length: 60 })]]),
        pixels(new Uint8Array(100)),
      ],
    }),
  );
  poison('VR_UNKNOWN', 'a name for a VR', (word, usual) =>
    instance({
      elements: [
        ...usual,
        raw(concat([Uint8Array.of(0x10, 0, 0x10, 0), latin(word.toLowerCase()), latin(word)])),
      ],
    }),
  );
  poison('ITEM_EXPECTED', 'a name for an item', (word, usual) =>
    instance({ elements: [...usual, raw(concat([header(0x00081115, 'SQ', word.length), latin(word)]))] }),
  );
  poison('ITEM_EXPECTED', 'a name for a fragment', (word, usual) =>
    instance({
      transferSyntax: TRANSFER_SYNTAX.rleLossless,
      elements: [
        ...usual,
        raw(concat([header(0x7fe00010, 'OB', 0xffffffff), latin(word), new Uint8Array(16)])),
      ],
    }),
  );
  poison('UNEXPECTED_DELIMITER', 'a delimiter behind a name', (word, usual) =>
    instance({
      elements: [
        ...usual,
        el(0x00100010, 'PN', word),
        raw(Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0)),
      ],
    }),
  );
  poison('UNDEFINED_LENGTH_NOT_ALLOWED', 'a text without length', (word, usual) =>
    instance({ elements: [...usual, raw(concat([header(0x00104000, 'UT', 0xffffffff), latin(word)]))] }),
  );
  poison('UN_SEQUENCE_UNREADABLE', 'a name for items', (word, usual) =>
    instance({ elements: [...usual, el(0x00081115, 'UN', latin(word))] }),
  );
  poison('TOO_DEEP', 'a name at the bottom', (word, usual) => {
    const nest = (depth: number): Node =>
      depth === 0 ? el(0x00100010, 'PN', word) : sq(0x00081115, [[nest(depth - 1)]]);
    return instance({ elements: [...usual, nest(65)] });
  });
  poison('INFLATE_FAILED', 'a name for a body', (word) =>
    concat([
      instance({ elements: [], transferSyntax: TRANSFER_SYNTAX.deflated }).slice(0, -2),
      latin(`\xff\xff${word}`),
    ]),
  );
  poison('CHARACTER_SET_UNKNOWN', 'a name for a set', (word, usual) =>
    instance({ elements: [el(0x00080005, 'CS', word), ...usual, el(0x00100010, 'PN', word)] }),
  );
  poison('NO_SOP_INSTANCE_UID', 'no UID', (word, usual) =>
    instance({ elements: [...usual.slice(0, 1), el(0x00100010, 'PN', word)] }),
  );
  poison('BURNED_IN_ANNOTATION', 'burned in', (word, usual) =>
    instance({ elements: [...usual, el(0x00100010, 'PN', word), el(0x00280301, 'CS', 'YES')] }),
  );
  poison('ENCAPSULATED_DOCUMENT', 'a document', (word, usual) =>
    instance({ elements: [...usual, el(0x00420011, 'OB', latin(`%PDF ${word}`))] }),
  );
  poison('AUDIO_RECORDING', 'a voice', (word, usual) =>
    instance({ elements: [...usual, el(0x00080060, 'CS', 'AU'), el(0x00100010, 'PN', word)] }),
  );
  poison('DICOMDIR', 'a directory', (word, usual) =>
    instance({ elements: [...usual, sq(0x00041220, [[el(0x00100010, 'PN', word)]])] }),
  );
  poison('ACTION_NOT_FOR_VR', 'items for a UID', (word, usual) =>
    instance({ elements: [...usual, sq(0x0020000d, [[el(0x00100010, 'PN', word)]])] }),
  );
  poison('ACTION_NOT_FOR_VR', 'text for items', (word, usual) =>
    instance({ elements: [...usual, el(0x00081115, 'LO', word)] }),
  );
  poison('VALUE_NOT_READ', 'a set that holds a name and is too long', (word, usual) =>
    instance({
      elements: [
        sq(0x00080005, [[el(0x00100010, 'PN', word), el(0x00420011, 'OB', new Uint8Array(100_000))]]),
        ...usual,
        el(0x00100010, 'PN', word),
      ],
    }),
  );
  poison('RESIDUE_FOUND', 'a name in a text that stays', (word, usual) =>
    instance({ elements: [...usual, el(0x00100010, 'PN', word), el(0x00181210, 'SH', word)] }),
  );
  poison('VALUE_TOO_LONG', 'a method too long to add to', (word, usual) =>
    instance({ elements: [...usual, el(0x00120063, 'UN', latin(word.repeat(8_200)))] }),
  );
  return made;
}
