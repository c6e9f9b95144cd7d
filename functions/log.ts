/** A line of a function's own log: what happened, in words of ours, ids of AWS and codes. Never a key, an event or a value. */
export interface LogLine {
  readonly level: 'info' | 'error';
  readonly event: string;
  readonly [detail: string]: unknown;
}

export type Log = (line: LogLine) => void;

/**
 * Writes one JSON object per line, with its time. Not by `console`: in Lambda that wraps the line in one of its own, and
 * the queries of the log group would have to unwrap it.
 */
export function jsonLog(write: (text: string) => unknown, now: () => number): Log {
  return (line) => {
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...line })}\n`);
  };
}
