import { handler } from '../../functions/ingest/handler.ts';
import { eventOf, type Message } from './sandbox.ts';

/** The handler in a process of its own, which its parent kills: one batch, by the parent's message. */
process.once('message', (messages: readonly Message[]) => handler(eventOf(messages)));
