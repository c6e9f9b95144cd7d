/** What a STOW-RS service says of one instance (PS3.18 10.5.3). */
export interface StoreAnswer {
  /** Of HTTP. */
  readonly status: number;
  /** Failure Reason (0008,1197) of the instance; null: the answer has none for it. */
  readonly failureReason: number | null;
  /** Warning Reason (0008,1196). */
  readonly warningReason: number | null;
  /** Whether the answer lists the instance as stored. */
  readonly isListed: boolean;
  /** A page for people: what stands before the service has answered in its place, such as a page to sign in at. */
  readonly isPage: boolean;
  /** Retry-After (RFC 9110 10.2.3) in milliseconds. */
  readonly retryAfterMs: number | null;
}

const REFERENCED_SOP_INSTANCE_UID = '00081155';
const WARNING_REASON = '00081196';
const FAILURE_REASON = '00081197';
const FAILED_SOP_SEQUENCE = '00081198';
const REFERENCED_SOP_SEQUENCE = '00081199';
/** Of what has no UIDs that could be told (PS3.18 10.5.3.2): with one instance in the request it is that one. */
const OTHER_FAILURES_SEQUENCE = '0008119A';

/** What of the head of an answer counts. */
interface AnswerHeaders {
  readonly 'retry-after'?: string | undefined;
  readonly 'content-type'?: string | undefined;
}

/** Reads the body of an answer, DICOM JSON (PS3.18 F); of any other form nothing is known but the status. */
export function answerOf(
  status: number,
  { 'retry-after': retryAfter, 'content-type': contentType = '' }: AnswerHeaders,
  body: string,
  uid: string,
): StoreAnswer {
  const [dataSet] = [parsed(body)].flat();
  const of = (sequence: string) =>
    itemsOf(dataSet, sequence).find((item) => firstOf(item, REFERENCED_SOP_INSTANCE_UID) === uid);
  const failed = of(FAILED_SOP_SEQUENCE) ?? itemsOf(dataSet, OTHER_FAILURES_SEQUENCE)[0];
  const stored = of(REFERENCED_SOP_SEQUENCE);
  return {
    status,
    // An item of the sequence of failures is one even where it names no reason: 0110, "Processing failure".
    failureReason: failed === undefined ? null : (numberIn(failed, FAILURE_REASON) ?? 0x0110),
    warningReason: stored === undefined ? null : numberIn(stored, WARNING_REASON),
    isListed: stored !== undefined,
    isPage: /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType),
    retryAfterMs: retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : null,
  };
}

type Json = Readonly<Record<string, unknown>>;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function itemsOf(dataSet: unknown, sequence: string): readonly Json[] {
  return valuesOf(dataSet, sequence).filter(
    (item): item is Json => typeof item === 'object' && item !== null,
  );
}

function firstOf(dataSet: unknown, tag: string): unknown {
  return valuesOf(dataSet, tag)[0];
}

function numberIn(dataSet: unknown, tag: string): number | null {
  const value = firstOf(dataSet, tag);
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff ? value : null;
}

function valuesOf(dataSet: unknown, tag: string): readonly unknown[] {
  const element = (dataSet as Json | null)?.[tag] as Json | null | undefined;
  const value = element?.Value;
  return Array.isArray(value) ? value : [];
}
