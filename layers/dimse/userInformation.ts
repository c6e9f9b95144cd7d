import type { Reader } from './reader.ts';
import { item, lengthFirst, u8, u32 } from './writing.ts';

/** What the two sides tell each other of themselves (PS3.7 Annex D.3.3, PS3.8 Annex D.1). */
export interface UserInformation {
  /** Bytes of a P-DATA-TF that the side is ready to receive; 0: as many as the other likes. */
  readonly maxPduBytes: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly roles: readonly RoleSelection[];
  /** Asked with the request (PS3.7 D.3.3.7.1). */
  readonly identity?: UserIdentity;
  /** Answered with the acceptance, where that was asked for (PS3.7 D.3.3.7.2). */
  readonly serverResponse?: Uint8Array;
}

/** SCP/SCU Role Selection (PS3.7 D.3.3.4): the roles of whoever asks for the association. */
export interface RoleSelection {
  readonly abstractSyntax: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

/** User Identity (PS3.7 D.3.3.7): never logged, never in an error. */
export interface UserIdentity {
  readonly kind: UserIdentityKind;
  /** The name, the Kerberos ticket, the SAML assertion or the JSON Web Token. */
  readonly primary: Uint8Array;
  /** The passcode of `username-passcode`; else empty. */
  readonly secondary: Uint8Array;
  readonly wantsResponse: boolean;
}

/** User-Identity-Type 1 to 5 (PS3.7 Table D.3-14), in their order. */
export const USER_IDENTITY_KINDS = ['username', 'username-passcode', 'kerberos', 'saml', 'jwt'] as const;
export type UserIdentityKind = (typeof USER_IDENTITY_KINDS)[number];

const MAXIMUM_LENGTH = 0x51;
const IMPLEMENTATION_CLASS_UID = 0x52;
const ROLE_SELECTION = 0x54;
const IMPLEMENTATION_VERSION_NAME = 0x55;
const USER_IDENTITY_RQ = 0x58;
const USER_IDENTITY_AC = 0x59;

/** The asynchronous operations window (0x53) is never offered: a scanner was seen to drop the connection where it was (PS3.7 D.3.3.3). */
export function encodeUserInformation(user: UserInformation): Uint8Array {
  const { identity, serverResponse } = user;
  return Buffer.concat([
    item(MAXIMUM_LENGTH, [u32(user.maxPduBytes)]),
    item(IMPLEMENTATION_CLASS_UID, [ascii(user.implementationClassUid)]),
    ...user.roles.map(({ abstractSyntax, scu, scp }) =>
      item(ROLE_SELECTION, [lengthFirst(ascii(abstractSyntax)), u8(Number(scu), Number(scp))]),
    ),
    item(IMPLEMENTATION_VERSION_NAME, [ascii(user.implementationVersionName)]),
    ...(identity === undefined ? [] : [encodeIdentity(identity)]),
    ...(serverResponse === undefined ? [] : [item(USER_IDENTITY_AC, [lengthFirst(serverResponse)])]),
  ]);
}

function encodeIdentity({ kind, primary, secondary, wantsResponse }: UserIdentity): Uint8Array {
  return item(USER_IDENTITY_RQ, [
    u8(USER_IDENTITY_KINDS.indexOf(kind) + 1, Number(wantsResponse)),
    lengthFirst(primary),
    lengthFirst(secondary),
  ]);
}

/** The sub-items of a User Information Item. Others (window, extended negotiation) are passed over, which declines them. Throws `PduError`. */
export function decodeUserInformation(reader: Reader): UserInformation {
  let user: UserInformation = {
    maxPduBytes: 0,
    implementationClassUid: '',
    implementationVersionName: '',
    roles: [],
  };
  const roles: RoleSelection[] = [];
  while (reader.remaining > 0) {
    const type = reader.u8();
    reader.skip(1);
    const value = reader.sub(reader.u16());
    if (type === MAXIMUM_LENGTH) user = { ...user, maxPduBytes: value.u32() };
    else if (type === IMPLEMENTATION_CLASS_UID)
      user = { ...user, implementationClassUid: printable(value.text(value.remaining)) };
    else if (type === IMPLEMENTATION_VERSION_NAME)
      user = { ...user, implementationVersionName: printable(value.text(value.remaining)) };
    else if (type === ROLE_SELECTION) roles.push(decodeRole(value));
    else if (type === USER_IDENTITY_RQ) user = { ...user, ...decodeIdentity(value) };
    else if (type === USER_IDENTITY_AC) user = { ...user, serverResponse: value.take(value.u16()) };
  }
  return { ...user, roles };
}

function decodeRole(reader: Reader): RoleSelection {
  const abstractSyntax = reader.text(reader.u16());
  return { abstractSyntax, scu: reader.u8() === 1, scp: reader.u8() === 1 };
}

/** An identity of a kind that PS3.7 does not list is as if there were none. */
function decodeIdentity(reader: Reader): { identity?: UserIdentity } {
  const kind = USER_IDENTITY_KINDS[reader.u8() - 1];
  const wantsResponse = reader.u8() === 1;
  const primary = reader.take(reader.u16());
  const secondary = reader.take(reader.u16());
  reader.expectEmpty('the User Identity Sub-Item');
  return kind === undefined ? {} : { identity: { kind, primary, secondary, wantsResponse } };
}

/** Names of implementations are said in logs. */
function printable(text: string): string {
  return text.slice(0, 64).replace(/[^\x20-\x7e]/g, '?');
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
