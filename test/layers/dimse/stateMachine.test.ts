import { NEXT_STATE, type State, TRANSITIONS } from '../../../layers/dimse/stateMachine.ts';

/** PS3.8 Table 9-10 as it is printed, an event a line: the action in Sta1 to Sta13, a point where there is none. */
const TABLE_9_10 = `
 1 | AE-1 .    .    .    .    .    .    .    .    .     .    .    .
 2 | .    .    .    AE-2 .    .    .    .    .    .     .    .    .
 3 | .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
 4 | .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
 5 | AE-5 .    .    .    .    .    .    .    .    .     .    .    .
 6 | .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
 7 | .    .    AE-7 .    .    .    .    .    .    .     .    .    .
 8 | .    .    AE-8 .    .    .    .    .    .    .     .    .    .
 9 | .    .    .    .    .    DT-1 .    AR-7 .    .     .    .    .
10 | .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
11 | .    .    .    .    .    AR-1 .    .    .    .     .    .    .
12 | .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
13 | .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
14 | .    .    .    .    .    .    .    AR-4 AR-9 .     .    AR-4 .
15 | .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 .
16 | .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
17 | .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
18 | .    AA-2 .    .    .    .    .    .    .    .     .    .    AA-2
19 | .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7`;

/** PS3.8 Tables 9-6 to 9-9: the next state of each action. */
const TABLES_9_6_TO_9_9 = `
AE-1 4   AE-2 5   AE-3 6   AE-4 1   AE-5 2   AE-6 3   AE-7 6   AE-8 13
DT-1 6   DT-2 6
AR-1 7   AR-2 8   AR-3 1   AR-4 13  AR-5 1   AR-6 7   AR-7 8   AR-8 9   AR-9 11  AR-10 12
AA-1 13  AA-2 1   AA-3 1   AA-4 1   AA-5 1   AA-6 13  AA-7 13  AA-8 13`;

const rows = TABLE_9_10.trim()
  .split('\n')
  .map((line) => {
    const [event = '', actions = ''] = line.split('|');
    return [Number(event), actions.trim().split(/\s+/)] as const;
  });

describe('the state machine of PS3.8 9.2', () => {
  it('has nineteen events and thirteen states', () => {
    expect(rows.map(([event]) => event)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
    for (const [, actions] of rows) expect(actions).toHaveLength(13);
    expect(Object.keys(TRANSITIONS)).toHaveLength(19);
  });

  it.each(rows)('Evt%i has its action in every state', (event, actions) => {
    const row = TRANSITIONS[event as keyof typeof TRANSITIONS];
    expect(actions.map((_, index) => row[(index + 1) as State] ?? '.')).toEqual(actions);
  });

  it('goes on to the state of each action', () => {
    const next = [...TABLES_9_6_TO_9_9.matchAll(/(\S+-\d+) (\d+)/g)].map(([, action, state]) => [
      action,
      Number(state),
    ]);
    expect(Object.entries(NEXT_STATE)).toEqual(next);
  });
});
