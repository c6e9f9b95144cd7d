import { eventOf, type Message } from './sandbox.ts';

/** The handler of the function that is named, in a process of its own, which its parent kills: one batch, by the parent's message. */
const [, , name = 'ingest'] = process.argv;
const { handler } = await import(`../../functions/${name}/handler.ts`);
process.once('message', (messages: readonly Message[]) => handler(eventOf(messages)));
