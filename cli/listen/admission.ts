import { BlockList, isIPv6 } from 'node:net';
import { transferSyntaxOf } from '../../layers/dicom/standard/transferSyntax.ts';
import { isStorageSopClass } from '../../layers/dicom/standard/uid.ts';
import { VERIFICATION } from '../../layers/dimse/association.ts';
import { REJECTIONS } from '../../layers/dimse/errors.ts';
import type { Admission, AssociationRequest, RequestedContext } from '../../layers/dimse/negotiation.ts';
import type { ListenConfig } from './config/file.ts';
import type { Peer, PeerService } from './config/receiving.ts';
import { fits } from './config/routes.ts';
import { matchesAe, plainFingerprint } from './config/shapes.ts';

/** Modality Worklist Information Model – FIND (PS3.4 Annex K). */
export const MODALITY_WORKLIST = '1.2.840.10008.5.1.4.31';
/** Modality Performed Procedure Step (PS3.4 Annex F). */
export const PERFORMED_PROCEDURE_STEP = '1.2.840.10008.3.1.2.3.3';
/** Storage Commitment Push Model (PS3.4 Annex J). */
export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1';

/** What a service is asked for by, but for storage, whose classes are many. */
export const SERVICE_CLASSES: ReadonlyMap<string, Exclude<PeerService, 'store'>> = new Map([
  [STORAGE_COMMITMENT, 'commit'],
  [MODALITY_WORKLIST, 'worklist'],
  [PERFORMED_PROCEDURE_STEP, 'mpps'],
]);

/** In which data sets of messages are written; instances come in any of PS3.6. */
export const MESSAGE_SYNTAXES: readonly string[] = [
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.1.99',
];

/** Presentation context results (PS3.8 Table 9-18). */
const USER_REJECTION = 1;
const ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
const TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

type Known = Pick<AssociationRequest, 'callingAeTitle' | 'address' | 'certificate'>;

/** Who may associate, and for what. Says nothing of users' identities: they are neither asked for nor believed. */
export class Admissions {
  readonly #config: AdmittedBy;
  readonly #peers: readonly {
    readonly peer: Peer;
    readonly addresses: BlockList | null;
    readonly certificates: ReadonlySet<string>;
  }[];
  readonly #private: ReadonlySet<string>;

  constructor(config: AdmittedBy) {
    this.#config = config;
    this.#private = new Set(config.privateSopClasses);
    this.#peers = config.peers.map((peer) => ({
      peer,
      addresses: peer.addresses.length === 0 ? null : blockList(peer.addresses),
      certificates: new Set(peer.certificates),
    }));
  }

  /** The peer that calls; null: nobody's. The first whose AE title, address and certificate fit. */
  peerOf({ callingAeTitle, address, certificate }: Known): Peer | null {
    const fingerprint = certificate === undefined ? null : plainFingerprint(certificate.fingerprint256);
    const found = this.#peers.find(
      ({ peer, addresses, certificates }) =>
        matchesAe(peer.aet, callingAeTitle) &&
        (addresses === null || addresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) &&
        (certificates.size === 0 || (fingerprint !== null && certificates.has(fingerprint))),
    );
    return found?.peer ?? null;
  }

  /** Whether some peer calls from an address; `asks`: where clients show certificates, by which peers without addresses are known. */
  knows(address: string, asks: boolean): boolean {
    return this.#peers.some(({ addresses }) =>
      addresses === null ? asks : addresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
    );
  }

  /** `open`: the requests of associations that are open. */
  admit(request: AssociationRequest, open: readonly Known[]): Admission {
    const { aet, limits } = this.#config;
    if (!aet.includes(request.calledAeTitle.trim()))
      return { rejects: REJECTIONS.calledAeTitleNotRecognized };
    const peer = this.peerOf(request);
    if (peer === null) return { rejects: REJECTIONS.callingAeTitleNotRecognized };
    if (open.filter((each) => this.peerOf(each) === peer).length >= limits.associationsOfPeer)
      return { rejects: REJECTIONS.localLimitExceeded };
    return {
      accepts: (context) => this.#accepts(context, peer, request),
      // Who calls is served: whatever else it wants to be, it stays SCU (PS3.7 D.3.3.4).
      roles: () => ({ scu: true, scp: false }),
    };
  }

  /** Whether instances of a class are taken at all. */
  isStored(sopClassUid: string): boolean {
    return isStorageSopClass(sopClassUid) || this.#private.has(sopClassUid);
  }

  #accepts(
    { abstractSyntax, transferSyntaxes }: RequestedContext,
    peer: Peer,
    { callingAeTitle, calledAeTitle }: AssociationRequest,
  ): string | 1 | 3 | 4 {
    if (abstractSyntax === VERIFICATION) return syntaxIn(transferSyntaxes, isOfMessages);
    const service = this.isStored(abstractSyntax) ? 'store' : SERVICE_CLASSES.get(abstractSyntax);
    if (service === undefined) return ABSTRACT_SYNTAX_NOT_SUPPORTED;
    const ways = {
      store: this.#config.routes,
      commit: null,
      worklist: this.#config.worklists,
      mpps: this.#config.worklists,
    };
    const leadsOn = ways[service]?.some((way) => fits(way, callingAeTitle, calledAeTitle)) ?? true;
    if (!leadsOn || !peer.may.includes(service)) return USER_REJECTION;
    if (service === 'worklist' || service === 'mpps') return syntaxToPassOn(transferSyntaxes);
    return syntaxIn(transferSyntaxes, service === 'store' ? isOfInstances : isOfMessages);
  }
}

/** For what goes on to another server as it is written: Implicit VR Little Endian, which each must take (PS3.5 10.1), where it is proposed. */
export function syntaxToPassOn(proposed: readonly string[]): string | 4 {
  return proposed.includes(IMPLICIT_LITTLE_ENDIAN)
    ? IMPLICIT_LITTLE_ENDIAN
    : syntaxIn(proposed, isOfMessages);
}

const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';

/** The order is the sender's: what it would rather send is what it has. */
function syntaxIn(proposed: readonly string[], isTaken: (uid: string) => boolean): string | 4 {
  return proposed.find(isTaken) ?? TRANSFER_SYNTAXES_NOT_SUPPORTED;
}

function isOfInstances(uid: string): boolean {
  return transferSyntaxOf(uid) !== undefined;
}

function isOfMessages(uid: string): boolean {
  return MESSAGE_SYNTAXES.includes(uid);
}

/** What of a configuration admission goes by. */
export interface AdmittedBy extends Pick<ListenConfig, 'aet' | 'peers' | 'privateSopClasses'> {
  readonly limits: Pick<ListenConfig['limits'], 'associationsOfPeer'>;
  readonly routes: readonly Ways[];
  readonly worklists: readonly Ways[];
}

interface Ways {
  readonly calling: readonly string[];
  readonly called: readonly string[];
}

/** Ranges were looked at when the configuration was read. */
function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
