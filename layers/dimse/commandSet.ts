import { violated } from './errors.ts';

/**
 * A command set (PS3.7 6.3, Annex E): names are the standard's keywords, those of UIDs and AE titles are text, the rest are numbers; tags are 0xGGGGEEEE.
 * Command Group Length is made when it is written.
 */
export interface CommandSet {
  readonly affectedSopClassUid?: string;
  readonly requestedSopClassUid?: string;
  readonly commandField: number;
  readonly messageId?: number;
  readonly messageIdBeingRespondedTo?: number;
  readonly moveDestination?: string;
  readonly priority?: number;
  /** 0x0101: no data set follows (`NO_DATA_SET`). */
  readonly commandDataSetType: number;
  readonly status?: number;
  readonly offendingElement?: readonly number[];
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly affectedSopInstanceUid?: string;
  readonly requestedSopInstanceUid?: string;
  readonly eventTypeId?: number;
  readonly attributeIdentifierList?: readonly number[];
  readonly actionTypeId?: number;
  readonly numberOfRemainingSuboperations?: number;
  readonly numberOfCompletedSuboperations?: number;
  readonly numberOfFailedSuboperations?: number;
  readonly numberOfWarningSuboperations?: number;
  readonly moveOriginatorApplicationEntityTitle?: string;
  readonly moveOriginatorMessageId?: number;
}

/** Command Data Set Type of a message without a data set (PS3.7 E.1). */
export const NO_DATA_SET = 0x0101;
/** Any other value says that there is one. */
export const DATA_SET = 0x0000;

/** Command Field (PS3.7 E.1); a response has its request's, and bit 15. */
export const COMMAND = {
  cStoreRq: 0x0001,
  cGetRq: 0x0010,
  cFindRq: 0x0020,
  cMoveRq: 0x0021,
  cEchoRq: 0x0030,
  nEventReportRq: 0x0100,
  nGetRq: 0x0110,
  nSetRq: 0x0120,
  nActionRq: 0x0130,
  nCreateRq: 0x0140,
  nDeleteRq: 0x0150,
  cCancelRq: 0x0fff,
} as const;
export const RESPONSE_BIT = 0x8000;

type Vr = 'UI' | 'AE' | 'LO' | 'US' | 'AT';

/** In the order of their tags; the group is 0000. */
const ELEMENTS: readonly (readonly [element: number, name: keyof CommandSet, vr: Vr])[] = [
  [0x0002, 'affectedSopClassUid', 'UI'],
  [0x0003, 'requestedSopClassUid', 'UI'],
  [0x0100, 'commandField', 'US'],
  [0x0110, 'messageId', 'US'],
  [0x0120, 'messageIdBeingRespondedTo', 'US'],
  [0x0600, 'moveDestination', 'AE'],
  [0x0700, 'priority', 'US'],
  [0x0800, 'commandDataSetType', 'US'],
  [0x0900, 'status', 'US'],
  [0x0901, 'offendingElement', 'AT'],
  [0x0902, 'errorComment', 'LO'],
  [0x0903, 'errorId', 'US'],
  [0x1000, 'affectedSopInstanceUid', 'UI'],
  [0x1001, 'requestedSopInstanceUid', 'UI'],
  [0x1002, 'eventTypeId', 'US'],
  [0x1005, 'attributeIdentifierList', 'AT'],
  [0x1008, 'actionTypeId', 'US'],
  [0x1020, 'numberOfRemainingSuboperations', 'US'],
  [0x1021, 'numberOfCompletedSuboperations', 'US'],
  [0x1022, 'numberOfFailedSuboperations', 'US'],
  [0x1023, 'numberOfWarningSuboperations', 'US'],
  [0x1030, 'moveOriginatorApplicationEntityTitle', 'AE'],
  [0x1031, 'moveOriginatorMessageId', 'US'],
];
const BY_ELEMENT = new Map(ELEMENTS.map((row) => [row[0], row]));

const ELEMENT_HEADER_BYTES = 8;
/** LO (PS3.5 6.2). */
const MOST_COMMENT_CHARACTERS = 64;

type Value = string | number | readonly number[];

/** Implicit VR little endian, whatever the presentation context (PS3.7 6.3.1). */
export function encodeCommandSet(command: CommandSet): Uint8Array {
  const elements = ELEMENTS.flatMap(([element, name, vr]) => {
    const value = command[name];
    return value === undefined ? [] : [encodeElement(element, ENCODERS[vr](value))];
  });
  const groupLength = Buffer.allocUnsafe(4);
  groupLength.writeUInt32LE(elements.reduce((total, { length }) => total + length, 0));
  return Buffer.concat([encodeElement(0x0000, groupLength), ...elements]);
}

function encodeElement(element: number, value: Uint8Array): Uint8Array {
  const header = Buffer.allocUnsafe(ELEMENT_HEADER_BYTES);
  header.writeUInt16LE(0x0000, 0);
  header.writeUInt16LE(element, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

const ENCODERS: Readonly<Record<Vr, (value: Value) => Uint8Array>> = {
  UI: (value) => evenText(String(value), '\0'),
  AE: (value) => evenText(String(value).slice(0, 16), ' '),
  LO: (value) =>
    evenText(
      String(value)
        .replace(/[^\x20-\x5b\x5d-\x7e]/g, '?')
        .slice(0, MOST_COMMENT_CHARACTERS),
      ' ',
    ),
  US: (value) => {
    const bytes = Buffer.allocUnsafe(2);
    bytes.writeUInt16LE(Number(value));
    return bytes;
  },
  AT: (value) => {
    const tags = Array.isArray(value) ? (value as readonly number[]) : [Number(value)];
    const bytes = Buffer.allocUnsafe(4 * tags.length);
    tags.forEach((tag, index) => {
      bytes.writeUInt16LE(tag >>> 16, 4 * index);
      bytes.writeUInt16LE(tag & 0xffff, 4 * index + 2);
    });
    return bytes;
  },
};

function evenText(text: string, padding: string): Uint8Array {
  return Buffer.from(text.length % 2 === 0 ? text : text + padding, 'latin1');
}

/** Throws a `DimseError` (PROTOCOL_VIOLATED) for what is not a command set. Elements that the standard no longer has are passed over. */
export function decodeCommandSet(bytes: Uint8Array): CommandSet {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: Partial<Record<keyof CommandSet, Value>> = {};
  let at = 0;
  while (at < buffer.length) {
    if (at + ELEMENT_HEADER_BYTES > buffer.length) throw violated('a command set ends within an element');
    const group = buffer.readUInt16LE(at);
    const row = BY_ELEMENT.get(buffer.readUInt16LE(at + 2));
    const length = buffer.readUInt32LE(at + 4);
    at += ELEMENT_HEADER_BYTES;
    if (group !== 0) throw violated('a command set has an element of another group');
    if (length > buffer.length - at)
      throw violated('an element of a command set is longer than what is left');
    if (row !== undefined) found[row[1]] = DECODERS[row[2]](buffer.subarray(at, at + length));
    at += length;
  }
  if (found.commandField === undefined) throw violated('a command set has no Command Field');
  if (found.commandDataSetType === undefined) throw violated('a command set has no Command Data Set Type');
  return found as unknown as CommandSet;
}

const DECODERS: Readonly<Record<Vr, (value: Buffer) => Value>> = {
  UI: text,
  AE: text,
  LO: text,
  US: (value) => {
    if (value.length < 2) throw violated('a number of a command set is too short');
    return value.readUInt16LE(0);
  },
  AT: (value) =>
    Array.from(
      { length: value.length >> 2 },
      (_, index) => ((value.readUInt16LE(4 * index) << 16) | value.readUInt16LE(4 * index + 2)) >>> 0,
    ),
};

function text(value: Buffer): string {
  return value.toString('latin1').replace(/^ +|[ \0]+$/g, '');
}
