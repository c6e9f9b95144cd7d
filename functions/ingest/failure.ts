import { FaultError } from '../../layers/engine/faults.ts';
import { EnvironmentError } from '../environment.ts';
import { EventError } from './events.ts';

/** Why a message went back, as far as a log may know. */
export interface Failure {
  /** Of our own errors; `UNEXPECTED`: a bug, or something below that nobody translated. */
  readonly code: string;
  /** The whole message of one of our own errors, which never holds a value; absent for any other error. */
  readonly message?: string;
  /** The class of the error, or of its cause where the error is our own. */
  readonly error?: string;
  /** Where it was thrown, for `UNEXPECTED`. */
  readonly frames?: readonly string[];
}

/** Frames of the stack that are logged. */
const FRAMES = 8;

/** Says what an error may say in a log. Messages of errors that are not ours can quote a value: only where they came from is kept. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof FaultError || error instanceof EventError || error instanceof EnvironmentError)
    return { code: error.code, message: error.message, ...className(error.cause) };
  return { code: 'UNEXPECTED', ...className(error), frames: error instanceof Error ? framesOf(error) : [] };
}

/** An SDK error's name is its service's error code; anything that does not look like a name is left out. */
function className(error: unknown): { readonly error?: string } {
  return error instanceof Error && /^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(error.name)
    ? { error: error.name }
    : {};
}

/** The lines of the stack below the message. None where the message cannot be told from the frames. */
function framesOf(error: Error): readonly string[] {
  const { stack = '', message } = error;
  const afterMessage = message === '' ? 0 : stack.indexOf(message) + message.length;
  if (message !== '' && !stack.includes(message)) return [];
  return stack
    .slice(afterMessage)
    .split('\n')
    .filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}
