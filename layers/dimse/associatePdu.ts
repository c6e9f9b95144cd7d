import { PduError } from './errors.ts';
import { Reader } from './reader.ts';
import { decodeUserInformation, encodeUserInformation, type UserInformation } from './userInformation.ts';
import { item, u8, u16 } from './writing.ts';

/** PS3.7 Annex A.2.1: the one application context name of DICOM. */
export const DICOM_APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** A-ASSOCIATE-RQ (PS3.8 9.3.2). */
export interface AssociateRq extends AssociateHead {
  readonly contexts: readonly ProposedContext[];
}

/** A-ASSOCIATE-AC (PS3.8 9.3.3). */
export interface AssociateAc extends AssociateHead {
  readonly contexts: readonly ContextResult[];
}

interface AssociateHead {
  /** Bit 0: version 1, the only one. */
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly user: UserInformation;
}

/** A presentation context as it is proposed (PS3.8 9.3.2.2). */
export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** A presentation context as it is answered (PS3.8 9.3.3.2). */
export interface ContextResult {
  readonly id: number;
  readonly result: ContextResultCode;
  /** Of no significance where the result is not acceptance. */
  readonly transferSyntax: string;
}

/** 0: acceptance, 1: user-rejection, 2: no-reason, 3: abstract-syntax-not-supported, 4: transfer-syntaxes-not-supported. */
export type ContextResultCode = 0 | 1 | 2 | 3 | 4;

/** Presentation contexts that odd ids have room for (PS3.8 9.3.2.2). */
export const MOST_CONTEXTS = 128;

const APPLICATION_CONTEXT = 0x10;
const PRESENTATION_CONTEXT_RQ = 0x20;
const PRESENTATION_CONTEXT_AC = 0x21;
const ABSTRACT_SYNTAX = 0x30;
const TRANSFER_SYNTAX = 0x40;
const USER_INFORMATION = 0x50;

export function encodeAssociateRq(request: AssociateRq): Uint8Array {
  const contexts = request.contexts.map(({ id, abstractSyntax, transferSyntaxes }) =>
    item(PRESENTATION_CONTEXT_RQ, [
      u8(id, 0, 0, 0),
      item(ABSTRACT_SYNTAX, [ascii(abstractSyntax)]),
      ...transferSyntaxes.map((syntax) => item(TRANSFER_SYNTAX, [ascii(syntax)])),
    ]),
  );
  return encodeAssociate(request, contexts);
}

export function encodeAssociateAc(answer: AssociateAc): Uint8Array {
  const contexts = answer.contexts.map(({ id, result, transferSyntax }) =>
    item(PRESENTATION_CONTEXT_AC, [u8(id, 0, result, 0), item(TRANSFER_SYNTAX, [ascii(transferSyntax)])]),
  );
  return encodeAssociate(answer, contexts);
}

function encodeAssociate(head: AssociateHead, contexts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([
    u16(head.protocolVersion, 0),
    aeTitle(head.calledAeTitle),
    aeTitle(head.callingAeTitle),
    new Uint8Array(32),
    item(APPLICATION_CONTEXT, [ascii(head.applicationContext)]),
    ...contexts,
    item(USER_INFORMATION, [encodeUserInformation(head.user)]),
  ]);
}

/** What follows the header of an A-ASSOCIATE-RQ. Throws `PduError`. */
export function decodeAssociateRq(body: Uint8Array): AssociateRq {
  const contexts: ProposedContext[] = [];
  const head = decodeAssociate(body, PRESENTATION_CONTEXT_RQ, (reader) =>
    contexts.push(decodeProposed(reader)),
  );
  expectOneOfEach(contexts);
  return { ...head, contexts };
}

/** What follows the header of an A-ASSOCIATE-AC. Throws `PduError`. */
export function decodeAssociateAc(body: Uint8Array): AssociateAc {
  const contexts: ContextResult[] = [];
  const head = decodeAssociate(body, PRESENTATION_CONTEXT_AC, (reader) =>
    contexts.push(decodeResult(reader)),
  );
  expectOneOfEach(contexts);
  return { ...head, contexts };
}

function decodeAssociate(
  body: Uint8Array,
  contextType: number,
  onContext: (reader: Reader) => void,
): AssociateHead {
  const reader = new Reader(body);
  const protocolVersion = reader.u16();
  reader.skip(2);
  const calledAeTitle = aeTitleOf(reader);
  const callingAeTitle = aeTitleOf(reader);
  reader.skip(32);
  let applicationContext: string | null = null;
  let user: UserInformation | null = null;
  while (reader.remaining > 0) {
    const type = reader.u8();
    reader.skip(1);
    const value = reader.sub(reader.u16());
    if (type === APPLICATION_CONTEXT) applicationContext = value.text(value.remaining);
    else if (type === contextType) onContext(value);
    else if (type === USER_INFORMATION) user = decodeUserInformation(value);
    // What a later edition adds says nothing to us (PS3.8 9.3.1).
  }
  if (applicationContext === null) throw missing('Application Context Item');
  if (user === null) throw missing('User Information Item');
  return { protocolVersion, calledAeTitle, callingAeTitle, applicationContext, user };
}

function decodeProposed(reader: Reader): ProposedContext {
  const id = contextId(reader.u8());
  reader.skip(3);
  let abstractSyntax: string | null = null;
  const transferSyntaxes: string[] = [];
  while (reader.remaining > 0) {
    const [type, uid] = syntax(reader);
    if (type === ABSTRACT_SYNTAX) abstractSyntax = uid;
    else if (type === TRANSFER_SYNTAX) transferSyntaxes.push(uid);
  }
  if (abstractSyntax === null) throw missing('Abstract Syntax Sub-Item');
  if (transferSyntaxes.length === 0) throw missing('Transfer Syntax Sub-Item');
  return { id, abstractSyntax, transferSyntaxes };
}

function decodeResult(reader: Reader): ContextResult {
  const id = contextId(reader.u8());
  reader.skip(1);
  const result = reader.u8();
  reader.skip(1);
  let transferSyntax = '';
  while (reader.remaining > 0) {
    const [type, uid] = syntax(reader);
    if (type === TRANSFER_SYNTAX) transferSyntax = uid;
  }
  // Only 0 accepts, whatever a later edition adds.
  return { id, result: (result > 4 ? 2 : result) as ContextResultCode, transferSyntax };
}

function syntax(reader: Reader): [type: number, uid: string] {
  const type = reader.u8();
  reader.skip(1);
  const length = reader.u16();
  return [type, reader.text(length)];
}

function contextId(id: number): number {
  if (id % 2 === 0)
    throw new PduError('invalid-pdu-parameter-value', 'the id of a presentation context is even');
  return id;
}

function expectOneOfEach(contexts: readonly { readonly id: number }[]): void {
  if (new Set(contexts.map(({ id }) => id)).size !== contexts.length)
    throw new PduError('invalid-pdu-parameter-value', 'two presentation contexts have one id');
}

/** AE titles are said in logs: nothing but the characters that PS3.5 6.2 lets them have. */
function aeTitleOf(reader: Reader): string {
  const title = reader.text(16);
  if (!/^[\x20-\x5b\x5d-\x7e]*$/.test(title))
    throw new PduError('invalid-pdu-parameter-value', 'an AE title has characters that it may not have');
  return title;
}

function aeTitle(title: string): Uint8Array {
  return ascii(title.padEnd(16).slice(0, 16));
}

export function isAeTitle(title: string): boolean {
  return title.length <= 16 && /^[\x20-\x5b\x5d-\x7e]+$/.test(title) && title.trim() !== '';
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function missing(what: string): PduError {
  return new PduError('invalid-pdu-parameter-value', `the ${what} is missing`);
}
