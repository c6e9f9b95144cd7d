/** What a peer may ask of us, and how long it may take. */
export interface AssociationLimits {
  /** Associations at one time that an acceptor has; more are rejected as transient (PS3.8 Table 9-21: local limit exceeded). */
  readonly associations: number;
  /** Bytes of a P-DATA-TF that we are ready to receive, as we offer it (PS3.8 Annex D.1). */
  readonly maxPduBytes: number;
  /** Bytes of an A-ASSOCIATE-RQ or -AC: 128 contexts of 64 transfer syntaxes take 300 KB. */
  readonly associatePduBytes: number;
  /** ARTIM (PS3.8 9.1.5): until an association is asked for, answered, or its connection closed. */
  readonly artimMs: number;
  /** Between messages, where the peer is the one to speak. */
  readonly idleMs: number;
  /** For the next PDU of a message that has begun, and for a peer to take what we send. */
  readonly messageMs: number;
  /** For the answer to a request that was sent whole. */
  readonly replyMs: number;
  /** Bytes of a command set (PS3.7 6.3). */
  readonly commandBytes: number;
  /** Bytes of a data set that is held whole: every one but those of C-STORE requests. */
  readonly identifierBytes: number;
}

export const ASSOCIATION_LIMITS: AssociationLimits = {
  associations: 64,
  maxPduBytes: 131_072,
  associatePduBytes: 524_288,
  artimMs: 10_000,
  idleMs: 300_000,
  messageMs: 20_000,
  replyMs: 120_000,
  commandBytes: 16_384,
  identifierBytes: 4_194_304,
};
