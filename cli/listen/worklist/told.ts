import { statusKind } from '../../../layers/dimse/statuses.ts';
import type { Log, LogLevel } from '../log.ts';
import type { WorklistEvent } from './service.ts';

/** One line for each query and each message about a step. AE titles, counts, statuses, codes and places are in it, and nothing of a data set. */
export function sayWorklist(log: Log, event: WorklistEvent): void {
  const { worklist, callingAeTitle, failure } = event;
  const status = event.status.toString(16).toUpperCase().padStart(4, '0');
  const told = { worklist, from: callingAeTitle, status };
  const why =
    failure === null
      ? {}
      : { code: failure.code, ...(failure.path === undefined ? {} : { path: failure.path }) };
  const level = levelOf(event);
  if (event.kind === 'find')
    log.say(level, 'worklist', { ...told, answers: event.answers, leftOut: event.leftOut, ...why });
  else log.say(level, event.kind === 'create' ? 'step begun' : 'step changed', { ...told, ...why });
}

function levelOf({ failure, status }: WorklistEvent): LogLevel {
  if (failure?.kind === 'defect') return 'error';
  return failure !== null || statusKind(status) === 'failure' ? 'warning' : 'info';
}
