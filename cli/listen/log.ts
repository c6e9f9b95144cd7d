import type { Writable } from 'node:stream';
import type { Clock } from '../../layers/engine/ports.ts';

/** What a line says beside its time and event. AE titles and addresses of peers may be among it; nothing of an instance. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export type LogLevel = 'info' | 'warning' | 'error';

/** Lines of a service: JSON for whoever collects them, text on a terminal. */
export class Log {
  readonly #stream: Writable;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #asText: boolean;

  constructor(stream: Writable, clock: Pick<Clock, 'now'>, asText: boolean) {
    this.#stream = stream;
    this.#clock = clock;
    this.#asText = asText;
  }

  say(level: LogLevel, event: string, fields: LogFields = {}): void {
    const time = new Date(this.#clock.now()).toISOString();
    this.#stream.write(
      this.#asText
        ? `${time.slice(11, 19)} ${level === 'info' ? '' : `${level}: `}${event}${textOf(fields)}\n`
        : `${JSON.stringify({ time, level, event, ...fields })}\n`,
    );
  }
}

function textOf(fields: LogFields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`)
    .join('');
}
