import { checkConcurrency } from '../../../cli/doctor/checks/concurrency.ts';
import { settingsFrom } from '../../../infra/settings.ts';
import { DEPLOYMENT, fakeAws } from './fakeAws.ts';

function account(inAll: number, unreserved: number) {
  return { AccountLimit: { ConcurrentExecutions: inAll, UnreservedConcurrentExecutions: unreserved } };
}

describe('executions', () => {
  const check = (inAll: number, unreserved: number, most: number, reserved = 0) =>
    checkConcurrency(
      fakeAws({
        GetAccountSettings: account(inAll, unreserved),
        ListEventSourceMappings: { EventSourceMappings: [{ ScalingConfig: { MaximumConcurrency: most } }] },
        GetFunctionConcurrency: reserved === 0 ? {} : { ReservedConcurrentExecutions: reserved },
      }),
      DEPLOYMENT,
    );

  it('are enough in a new account, as the settings are by default', async () => {
    const { maxConcurrency } = settingsFrom(() => undefined);
    expect(await check(10, 10, maxConcurrency)).toMatchObject([{ status: 'ok' }]);
    expect(await check(10, 10, maxConcurrency + 1)).toMatchObject([{ code: 'EXECUTIONS_SHORT' }]);
  });

  it('are few where ingest may take all: it is said what to ask for, and what to set until then', async () => {
    const [{ message = '', todo = '' } = {}] = await check(50, 40, 100);
    expect(message).toMatch(/50 functions at a time, 40 of them not reserved, and ingest may take 100/);
    expect(todo).toMatch(/--quota-code L-B99A9384/);
    expect(todo).toMatch(/set maxConcurrency to 38 or less/);
  });

  it('of ingest alone take none from the others', async () => {
    expect(await check(1000, 100, 900, 900)).toMatchObject([{ status: 'ok' }]);
  });
});
