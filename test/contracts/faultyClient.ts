/** What may be done to the calls of a client. Each may throw, or wait. */
export interface Interference {
  /** Before the service has it: the call never happens. */
  before?(name: string, nth: number): void | Promise<void>;
  /** After the service has answered: the answer is lost. */
  after?(name: string, nth: number): void | Promise<void>;
}

/** A client of the AWS SDK whose calls are interfered with. `nth` counts from 1 over the calls of one name. */
export function faultyClient<C extends object>(client: C, { before, after }: Interference): C {
  const counts = new Map<string, number>();
  const target = client as C & { send(command: object): Promise<unknown> };
  return new Proxy(target, {
    get(_target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return async (command: object) => {
        const name = command.constructor.name.replace(/Command$/, '');
        const nth = (counts.get(name) ?? 0) + 1;
        counts.set(name, nth);
        await before?.(name, nth);
        const answer = await target.send(command);
        await after?.(name, nth);
        return answer;
      };
    },
  });
}

/** A connection that broke, as Node words it. */
export function brokenConnection(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
