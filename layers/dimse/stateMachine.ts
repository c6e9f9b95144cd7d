/**
 * The Upper Layer's state machine, in the standard's own numbers (PS3.8 9.2): so that it can be read beside Table 9-10, and is tested row by row.
 *
 * States: 1 idle; 2 transport open, awaiting A-ASSOCIATE-RQ; 3 awaiting the local answer to it; 4 awaiting the transport; 5 awaiting A-ASSOCIATE-AC or
 * -RJ; 6 established; 7 awaiting A-RELEASE-RP; 8 awaiting the local answer to A-RELEASE-RQ; 9 to 12 release collision (9, 11 requestor; 10, 12 acceptor);
 * 13 awaiting that the transport closes.
 */
export type State = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;

/**
 * Events: 1 A-ASSOCIATE request; 2 transport connected; 3 A-ASSOCIATE-AC; 4 A-ASSOCIATE-RJ; 5 transport indicated; 6 A-ASSOCIATE-RQ; 7 acceptance and
 * 8 rejection by the local user; 9 P-DATA request; 10 P-DATA-TF; 11 A-RELEASE request; 12 A-RELEASE-RQ; 13 A-RELEASE-RP; 14 A-RELEASE response;
 * 15 A-ABORT request; 16 A-ABORT; 17 transport closed; 18 ARTIM expired; 19 unrecognized or invalid PDU.
 */
export type Event = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19;

/** Actions of PS3.8 Tables 9-6 to 9-9. */
export type Action =
  | `AE-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `DT-${1 | 2}`
  | `AR-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`
  | `AA-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

type Row = Readonly<Partial<Record<State, Action>>>;

/** A PDU that an open association may not get, and one that may come while we wait for the transport to close. */
const UNEXPECTED: Row = {
  2: 'AA-1',
  3: 'AA-8',
  5: 'AA-8',
  6: 'AA-8',
  7: 'AA-8',
  8: 'AA-8',
  9: 'AA-8',
  10: 'AA-8',
  11: 'AA-8',
  12: 'AA-8',
  13: 'AA-6',
};

/** What happens in every association, whatever it is about to do. */
function always(action: Action): Row {
  return {
    3: action,
    5: action,
    6: action,
    7: action,
    8: action,
    9: action,
    10: action,
    11: action,
    12: action,
  };
}

/** PS3.8 Table 9-10. What is not there cannot happen. */
export const TRANSITIONS: Readonly<Record<Event, Row>> = {
  1: { 1: 'AE-1' },
  2: { 4: 'AE-2' },
  3: { ...UNEXPECTED, 5: 'AE-3' },
  4: { ...UNEXPECTED, 5: 'AE-4' },
  5: { 1: 'AE-5' },
  6: { ...UNEXPECTED, 2: 'AE-6', 13: 'AA-7' },
  7: { 3: 'AE-7' },
  8: { 3: 'AE-8' },
  9: { 6: 'DT-1', 8: 'AR-7' },
  10: { ...UNEXPECTED, 6: 'DT-2', 7: 'AR-6' },
  11: { 6: 'AR-1' },
  12: { ...UNEXPECTED, 6: 'AR-2', 7: 'AR-8' },
  13: { ...UNEXPECTED, 7: 'AR-3', 10: 'AR-10', 11: 'AR-3' },
  14: { 8: 'AR-4', 9: 'AR-9', 12: 'AR-4' },
  15: { ...always('AA-1'), 4: 'AA-2' },
  16: { ...always('AA-3'), 2: 'AA-2', 13: 'AA-2' },
  17: { ...always('AA-4'), 2: 'AA-5', 4: 'AA-4', 13: 'AR-5' },
  18: { 2: 'AA-2', 13: 'AA-2' },
  19: { ...UNEXPECTED, 13: 'AA-7' },
};

/** The state after each action. AE-6 stays in 13 where the request is rejected; AR-8 leads the acceptor to 10. */
export const NEXT_STATE: Readonly<Record<Action, State>> = {
  'AE-1': 4,
  'AE-2': 5,
  'AE-3': 6,
  'AE-4': 1,
  'AE-5': 2,
  'AE-6': 3,
  'AE-7': 6,
  'AE-8': 13,
  'DT-1': 6,
  'DT-2': 6,
  'AR-1': 7,
  'AR-2': 8,
  'AR-3': 1,
  'AR-4': 13,
  'AR-5': 1,
  'AR-6': 7,
  'AR-7': 8,
  'AR-8': 9,
  'AR-9': 11,
  'AR-10': 12,
  'AA-1': 13,
  'AA-2': 1,
  'AA-3': 1,
  'AA-4': 1,
  'AA-5': 1,
  'AA-6': 13,
  'AA-7': 13,
  'AA-8': 13,
};
