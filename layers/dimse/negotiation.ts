import type { AssociateAc, AssociateRq, ContextResult, ContextResultCode } from './associatePdu.ts';
import type { Rejection } from './errors.ts';
import type { AcceptedContext } from './messages.ts';
import type { RoleSelection, UserIdentity } from './userInformation.ts';

/** Who asks for an association, and for what. */
export interface AssociationRequest {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** The peer's IP address. */
  readonly address: string;
  /** Of a peer that showed one that our authorities vouch for. */
  readonly certificate?: PeerCertificate;
  readonly contexts: readonly RequestedContext[];
  readonly implementation: Implementation;
  /** For whoever admits; never logged. */
  readonly userIdentity?: UserIdentity;
}

export interface PeerCertificate {
  /** SHA-256 in hexadecimal with colons. */
  readonly fingerprint256: string;
  /** Its distinguished name, one `key=value` a line. */
  readonly subject: string;
}

/** What a peer says it is made of (PS3.7 D.3.3.2); good for logs, not for trust. */
export interface Implementation {
  readonly classUid: string;
  readonly versionName: string;
}

export interface RequestedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** The roles that the requestor wants (PS3.7 D.3.3.4); absent: SCU. */
  readonly roles?: Roles;
}

export interface Roles {
  readonly scu: boolean;
  readonly scp: boolean;
}

export type Admission =
  | {
      /**
       * The transfer syntax that a context is accepted in, one of those it names; or why it is not (PS3.8 Table 9-18), where null is 3, the abstract
       * syntax is not supported.
       */
      accepts(context: RequestedContext): string | Exclude<ContextResultCode, 0> | null;
      /** The roles that the requestor may have of those it wants; absent: SCU alone. */
      roles?(context: RequestedContext): Roles;
      /** Answered where the requestor wants a response to its identity (PS3.7 D.3.3.7.2); absent: nothing of any length. */
      readonly serverResponse?: Uint8Array;
    }
  | { readonly rejects: Rejection };

/** What an acceptor answers to the contexts of a request. */
export interface Answers {
  readonly results: readonly ContextResult[];
  readonly accepted: readonly AcceptedContext[];
  readonly roles: readonly RoleSelection[];
}

export function requestedContexts({ contexts, user }: AssociateRq): readonly RequestedContext[] {
  const roles = new Map(user.roles.map(({ abstractSyntax, scu, scp }) => [abstractSyntax, { scu, scp }]));
  return contexts.map((context) => {
    const wanted = roles.get(context.abstractSyntax);
    return wanted === undefined ? context : { ...context, roles: wanted };
  });
}

/** Every context that was proposed has its result (PS3.8 9.3.3.2). Throws where `accepts` names a syntax that was not proposed. */
export function answersTo(
  contexts: readonly RequestedContext[],
  admission: Exclude<Admission, { rejects: Rejection }>,
): Answers {
  const results: ContextResult[] = [];
  const accepted: AcceptedContext[] = [];
  const roles = new Map<string, RoleSelection>();
  for (const context of contexts) {
    const { id, abstractSyntax, transferSyntaxes } = context;
    const verdict = admission.accepts(context) ?? 3;
    if (typeof verdict === 'number') {
      // Not significant, but it must be there.
      results.push({ id, result: verdict, transferSyntax: transferSyntaxes[0] ?? '' });
      continue;
    }
    if (!transferSyntaxes.includes(verdict))
      throw new Error('a presentation context is accepted in a transfer syntax that was not proposed');
    results.push({ id, result: 0, transferSyntax: verdict });
    accepted.push({ id, abstractSyntax, transferSyntax: verdict });
    if (context.roles !== undefined) {
      const may = admission.roles?.(context) ?? { scu: true, scp: false };
      const { scu, scp } = context.roles;
      roles.set(abstractSyntax, { abstractSyntax, scu: scu && may.scu, scp: scp && may.scp });
    }
  }
  return { results, accepted, roles: [...roles.values()] };
}

/** What a requestor has of what it proposed. A context in a transfer syntax that was not proposed is none that could be used. */
export function acceptedOf(
  proposed: readonly {
    readonly id: number;
    readonly abstractSyntax: string;
    readonly transferSyntaxes: readonly string[];
  }[],
  answer: AssociateAc,
): readonly AcceptedContext[] {
  return proposed.flatMap(({ id, abstractSyntax, transferSyntaxes }) => {
    const result = answer.contexts.find((each) => each.id === id);
    return result?.result === 0 && transferSyntaxes.includes(result.transferSyntax)
      ? [{ id, abstractSyntax, transferSyntax: result.transferSyntax }]
      : [];
  });
}
