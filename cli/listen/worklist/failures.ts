import { DicomError } from '../../../layers/dicom/errors.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import type { DimseResponse } from '../../../layers/dimse/messages.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import type { Reason } from '../../../layers/engine/reason.ts';

/** Why a request is not answered as it was asked: what a log, a metric and the modality are told. No part of it is of a data set but tags and positions. */
export interface Failure {
  readonly code: string;
  /** Of an element, for the log. */
  readonly path?: string;
  readonly service: 'find' | 'step';
  readonly kind: FailureKind;
}

/** Which step failed. docs/network/worklist.md lists the status of each. */
export type FailureKind =
  /** The query has a key that cannot be asked for. */
  | 'key'
  /** The rules do not fit what the modality sent. */
  | 'request'
  /** The rules do not fit what the server answered. */
  | 'answer'
  /** The server is not there, refuses the association, or ends it. */
  | 'server'
  /** Keys or identities cannot be asked. */
  | 'surroundings'
  /** A defect. */
  | 'defect';

/** C-FIND (PS3.4 C.4.1.1.4, K.4.1.1.4): A700 out of resources, A900 identifier does not match, Cxxx unable to process. */
const FIND_STATUS: Readonly<Record<FailureKind, number>> = {
  key: STATUS.dataSetDoesNotMatchSopClass,
  request: 0xc001,
  answer: 0xc002,
  server: 0xc003,
  surroundings: STATUS.outOfResources,
  defect: STATUS.cannotUnderstand,
};

/** N-CREATE and N-SET (PS3.7 10.1.5.1.6, 10.1.3.1.9). */
const STEP_STATUS: Readonly<Record<FailureKind, number>> = {
  key: STATUS.processingFailure,
  request: STATUS.processingFailure,
  answer: STATUS.processingFailure,
  server: STATUS.processingFailure,
  surroundings: STATUS.resourceLimitation,
  defect: STATUS.processingFailure,
};

export const STATUSES = { find: FIND_STATUS, step: STEP_STATUS } as const;

/** A failure on its way to the one place that answers it. */
export class ProxyFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'ProxyFailure';
    this.failure = failure;
  }
}

export function failureOfReason(
  { code, path }: Pick<Reason, 'code' | 'path'>,
  kind: FailureKind,
  service: Failure['service'],
): ProxyFailure {
  return new ProxyFailure({ code, kind, service, ...(path === undefined ? {} : { path }) });
}

/** What was thrown, as a failure: of an error that nobody foresaw only that it was, for its text may hold a value. */
export function failureOf(error: unknown, service: Failure['service']): Failure {
  if (error instanceof ProxyFailure) return error.failure;
  if (error instanceof FaultError) return { code: error.code, kind: 'surroundings', service };
  if (error instanceof DimseError) return { code: error.code, kind: 'server', service };
  if (error instanceof DicomError)
    return {
      code: error.code,
      kind: 'request',
      service,
      ...(error.path === null ? {} : { path: error.path }),
    };
  return { code: 'DEFECT', kind: 'defect', service };
}

/** The last response to a request that failed. The comment names the code and the place (PS3.7 C, Error Comment). */
export function failed({ code, path, kind, service }: Failure): DimseResponse {
  const tag = path === undefined ? null : lastTagOf(path);
  return {
    status: STATUSES[service][kind],
    errorComment: path === undefined ? code : `${code} ${path}`,
    ...(tag === null ? {} : { fields: { offendingElement: [tag] } }),
  };
}

function lastTagOf(path: string): number | null {
  const match = /\(([0-9A-F]{4}),([0-9A-F]{4})\)$/.exec(path);
  return match === null ? null : Number.parseInt(`${match[1]}${match[2]}`, 16);
}
