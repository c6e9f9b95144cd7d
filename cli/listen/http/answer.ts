/** Failure Reason (0008,1197): PS3.18 Table I.2-2, which has the statuses of C-STORE (PS3.4 B.2.3) and one of its own. */
export const FAILURE = {
  processingFailure: 0x0110,
  sopClassNotSupported: 0x0122,
  outOfResources: 0xa700,
  doesNotMatch: 0xa900,
  cannotUnderstand: 0xc000,
  transferSyntaxNotSupported: 0xc122,
} as const;

/** What became of one instance of a request. Its UIDs are originals: they are told to their sender and to nobody else. */
export interface Outcome {
  /** Null where the part could not be read as an instance. */
  readonly sopClassUid: string | null;
  readonly sopInstanceUid: string | null;
  /** Null: stored. */
  readonly failure: number | null;
}

/** What a request is answered with (PS3.18 10.5.3). */
export interface StoreAnswer {
  readonly status: number;
  /** DICOM JSON (PS3.18 F). */
  readonly body: string;
}

/** PS3.18 Table 10.5.3-1: 200 where all are stored, 202 where some are, 409 where none is; and 503 where none is for want of room, so that they are sent again. */
export function answerTo(outcomes: readonly Outcome[]): StoreAnswer {
  const failed = outcomes.filter(({ failure }) => failure !== null);
  const stored = outcomes.filter(({ failure }) => failure === null);
  const named = failed.filter(({ sopInstanceUid }) => sopInstanceUid !== null);
  const others = failed.filter(({ sopInstanceUid }) => sopInstanceUid === null);
  const dataSet = {
    ...sequence('00081198', named.map(failedItem)),
    ...sequence('00081199', stored.map(referenced)),
    ...sequence(
      '0008119A',
      others.map(({ failure }) => reason(failure)),
    ),
  };
  const isFull = failed.every(({ failure }) => failure === FAILURE.outOfResources);
  const status = failed.length === 0 ? 200 : stored.length > 0 ? 202 : isFull ? 503 : 409;
  return { status, body: JSON.stringify(dataSet) };
}

type Item = Readonly<Record<string, { readonly vr: string; readonly Value: readonly unknown[] }>>;

function sequence(tag: string, items: readonly Item[]): Item {
  return items.length === 0 ? {} : { [tag]: { vr: 'SQ', Value: items } };
}

/** Referenced SOP Class UID (0008,1150) and Instance UID (0008,1155). */
function referenced({ sopClassUid, sopInstanceUid }: Outcome): Item {
  return {
    '00081150': { vr: 'UI', Value: [sopClassUid] },
    '00081155': { vr: 'UI', Value: [sopInstanceUid] },
  };
}

function failedItem(outcome: Outcome): Item {
  return { ...referenced(outcome), ...reason(outcome.failure) };
}

function reason(failure: number | null): Item {
  return { '00081197': { vr: 'US', Value: [failure] } };
}
