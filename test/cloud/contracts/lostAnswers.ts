import { brokenConnection } from '../../contracts/faultyClient.ts';

interface SomeClient {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: object) => Promise<object>,
        context: { readonly commandName?: string },
      ) => (args: object) => Promise<object>,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/**
 * Loses the answers to `commandName` that `isLost` (from 1) names: the service has done it, and the SDK sees a connection that broke, below its
 * own retries. Answers how many were lost so far.
 */
export function loseAnswers(
  client: object,
  commandName: string,
  isLost: (nth: number) => boolean,
): () => number {
  let given = 0;
  let lost = 0;
  (client as SomeClient).middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context.commandName !== commandName) return answer;
      given += 1;
      if (!isLost(given)) return answer;
      lost += 1;
      throw brokenConnection();
    },
    { step: 'deserialize', priority: 'low', name: `lose ${commandName}` },
  );
  return () => lost;
}
