import { transferSyntaxOf } from '../../layers/dicom/standard/transferSyntax.ts';
import { isStorageSopClass } from '../../layers/dicom/standard/uid.ts';
import type { AcceptorOptions } from '../../layers/dimse/acceptor.ts';
import { REJECTIONS } from '../../layers/dimse/errors.ts';

/** Verification SOP Class (PS3.4 A.4). */
const VERIFICATION = '1.2.840.10008.1.1';
/** Addresses that no other machine has (RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Without a configuration: whoever is on this machine and knows our AE title may store every class of the standard, in the transfer syntax it names first. */
export function admitFromHere(aeTitle: string): AcceptorOptions['admit'] {
  return ({ calledAeTitle, address }) => {
    if (!isLoopback(address)) return { rejects: REJECTIONS.callingAeTitleNotRecognized };
    if (calledAeTitle !== aeTitle) return { rejects: REJECTIONS.calledAeTitleNotRecognized };
    return {
      accepts: ({ abstractSyntax, transferSyntaxes }) => {
        if (abstractSyntax !== VERIFICATION && !isStorageSopClass(abstractSyntax)) return null;
        // 4: transfer-syntaxes-not-supported (PS3.8 Table 9-18).
        return transferSyntaxes.find((uid) => transferSyntaxOf(uid) !== undefined) ?? 4;
      },
    };
  };
}
