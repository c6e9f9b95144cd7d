import requests from './requests.generated.json' with { type: 'json' };
import times from './times.generated.json' with { type: 'json' };

/** What one instance of a warm function asks of AWS. Written by `npm run bench:power`; the tests of a deployment count the same. */
export interface MeasuredRequests {
  /** Instances that the figures are of, after those that warmed the function. */
  readonly instances: number;
  readonly sourceBytes: number;
  /** Requests an instance, by service and operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** Bytes of bodies an instance. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Bytes an instance of the audit and of the function's own log, which holds its metrics. */
  readonly auditBytes: number;
  readonly logBytes: number;
}

/** CPU time of the handler with its real clients, by size of the instance. Written by `npm run bench:power`. */
export interface MeasuredTime {
  readonly name: string;
  readonly sourceBytes: number;
  readonly headerBytes: number;
  /** Bytes that go through the function, both ways: all of a small object twice, of a large one only what is not copied within S3. */
  readonly movedBytes: number;
  /** User and system, of one instance, on one whole processor. */
  readonly cpuMs: number;
}

export const MEASURED_REQUESTS: MeasuredRequests = requests;
export const MEASURED_TIMES: { readonly machine: string; readonly sizes: readonly MeasuredTime[] } = times;
