import type { DimseResponse } from '../../../../layers/dimse/messages.ts';
import { FaultError } from '../../../../layers/engine/faults.ts';
import { messagePlan } from '../../../../layers/engine/identifier/messagePlan.ts';
import {
  answerElements,
  bare,
  NEEDLES,
  planIn,
  queryElements,
  queryServices,
  SYNTAXES,
  services,
  textsOf,
  WORKLIST_PLAN,
} from '../../../layers/engine/identifier/worklist.ts';
import { el, type Node } from '../../../support/build.ts';
import {
  answering,
  ask,
  closeAll,
  failureIn,
  hex,
  lethe,
  MWL,
  modality,
  type Serves,
  saying,
  serverOf,
} from './rig.ts';

afterEach(closeAll);

const without = (tag: number, elements: readonly Node[]) =>
  elements.filter((node) => !('tag' in node) || node.tag !== tag);
const withKey = (tag: number, node: Node) => queryElements({ [tag]: node });
const FAULT = new FaultError('KEY_UNAVAILABLE', true, 'No key', 'Wait');

/** Nothing that the server said, in whatever the modality and the log got. */
function expectNothingOf(said: unknown): void {
  const text = JSON.stringify(said, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : (value as unknown),
  );
  for (const needle of NEEDLES) expect([needle, text.includes(needle)]).toEqual([needle, false]);
}

describe('a worklist through Lethe', () => {
  test.each(SYNTAXES)(
    'in %s: answers come as the rules leave them, and no more than was asked for',
    async (syntax) => {
      const ris = await serverOf(answering([answerElements(), answerElements()]));
      const through = await lethe(ris);
      const { answers, last } = await ask(through, queryElements(), [syntax]);
      expect(hex(last.status)).toBe('0000');
      expect(answers).toHaveLength(2);
      expectNothingOf([last, through.events]);
      for (const bytes of answers) {
        const said = await textsOf({ bytes, transferSyntaxUid: syntax });
        expectNothingOf(said);
        expect(said).toMatchObject({ '(0010,0020)': 'BDYWSQVR8YEQK732', '(0040,0100)[0](0040,0001)': 'CT1' });
        expect(said).not.toHaveProperty('(0010,0030)');
      }
      expect(ris.heard.map(({ transferSyntax }) => transferSyntax)).toEqual([syntax]);
      expect(through.events).toEqual([
        {
          worklist: 'ris',
          callingAeTitle: 'CT1',
          kind: 'find',
          answers: 2,
          leftOut: 0,
          status: 0,
          failure: null,
        },
      ]);
    },
  );

  test('prefers the transfer syntax that every server takes', async () => {
    const through = await lethe(await serverOf(answering([])));
    expect((await ask(through, queryElements(), [...SYNTAXES].toReversed())).syntax).toBe(
      '1.2.840.10008.1.2',
    );
  });

  test('an answer comes before the next one is asked for', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow: Serves = async function* ({ context }) {
      yield { status: 0xff00, data: bare(answerElements(), context.transferSyntax).bytes };
      await gate;
      yield { status: 0 };
    };
    const through = await lethe(await serverOf(slow));
    const { association, context } = await modality(through.port, MWL, ['1.2.840.10008.1.2']);
    const replies = association.find({
      context,
      identifier: bare(queryElements(), context.transferSyntax).bytes,
    });
    expect((await replies.next()).value?.status).toBe(0xff00);
    goOn();
    expect((await replies.next()).value?.status).toBe(0);
    expect((await replies.next()).done).toBe(true);
    await association.release();
  });

  test('is cancelled at the server when the modality cancels, also while no answer comes', async () => {
    const endless: Serves = async function* (request): AsyncGenerator<DimseResponse> {
      yield { status: 0xff00, data: bare(answerElements(), request.context.transferSyntax).bytes };
      await new Promise<void>((resolve) => request.cancelled.addEventListener('abort', () => resolve()));
      yield { status: 0xfe00 };
    };
    const ris = await serverOf(endless);
    const through = await lethe(ris);
    const { association, context } = await modality(through.port, MWL, ['1.2.840.10008.1.2']);
    const cancel = new AbortController();
    const statuses: number[] = [];
    const identifier = bare(queryElements(), context.transferSyntax).bytes;
    for await (const { status } of association.find({ context, identifier, cancelled: cancel.signal })) {
      statuses.push(status);
      cancel.abort();
    }
    expect(statuses.map(hex)).toEqual(['FF00', 'FE00']);
    expect(ris.cancelled).toHaveLength(1);
    await association.release();
  });

  test('a status of the server goes on, but not its comment', async () => {
    const through = await lethe(
      await serverOf(saying({ status: 0xc123, errorComment: 'no steps of Zwieback' })),
    );
    const { last } = await ask(through, queryElements());
    expect(failureIn(last)).toBe('C123 SERVER_REFUSED');
    expectNothingOf(last);
  });
});

describe('what fails ends in a failure, and never in what the server said', () => {
  const outcome = async (
    serves: Serves,
    over: Parameters<typeof lethe>[1] = {},
    elements: readonly Node[] = queryElements(),
    options: Parameters<typeof serverOf>[1] = {},
  ) => {
    const ris = await serverOf(serves, options);
    const through = await lethe(ris, over);
    const { answers, last } = await ask(through, elements);
    expectNothingOf([answers, last, through.events]);
    return {
      answers: answers.length,
      failure: failureIn(last),
      asked: ris.heard.length,
      events: through.events,
    };
  };
  const two = answering([answerElements(), answerElements()]);

  test('the rules: an action that an answer does not fit', async () => {
    const plan = planIn(
      '{ "profile": "basic", "rules": [{ "select": "Modality", "action": "shift", "by": { "days": [1, 2] } }, { "select": "ScheduledStationAETitle", "action": "keep" }] }',
    );
    const query = queryElements({}, [el(0x00080060, 'CS', ''), el(0x00400001, 'AE', 'CT1')]);
    expect(await outcome(two, { answers: services(plan) }, query)).toMatchObject({
      answers: 0,
      failure: 'C002 ACTION_NOT_FOR_VR (0040,0100)[0](0008,0060)',
    });
  });

  test('certification: what was removed stands elsewhere', async () => {
    const plan = planIn(
      '{ "profile": "basic", "rules": [{ "select": ["RequestedProcedureDescription", "Modality", "ScheduledStationAETitle", "ScheduledProcedureStepStartDate"], "action": "keep" }] }',
    );
    expect(await outcome(two, { answers: services(plan) })).toMatchObject({
      answers: 0,
      failure: 'C002 RESIDUE_FOUND (0032,1060)',
    });
  });

  test('one answer of three that cannot leave: the others do, and the query fails', async () => {
    const broken = [...without(0x00321060, answerElements()), el(0x00321060, 'LO', 'Zwieback')];
    const plan = planIn(
      '{ "profile": "basic", "rules": [{ "select": ["RequestedProcedureDescription", "Modality", "ScheduledStationAETitle", "ScheduledProcedureStepStartDate"], "action": "keep" }] }',
    );
    const fine = without(0x00321060, answerElements());
    const got = await outcome(answering([fine, broken, fine]), { answers: services(plan) });
    expect(got).toMatchObject({ answers: 2, failure: expect.stringMatching(/^C002 RESIDUE_FOUND/) });
    expect(got.events).toMatchObject([{ answers: 2, leftOut: 1 }]);
  });

  test('the key', async () => {
    const keys = { keyId: 'none', subkeys: () => Promise.reject(FAULT) };
    expect(await outcome(two, { answers: services(WORKLIST_PLAN, { keys }) })).toMatchObject({
      answers: 0,
      failure: 'A700 KEY_UNAVAILABLE',
    });
  });

  test('the identity store, asked for an original', async () => {
    const restorer = {
      restore: () => Promise.reject(new FaultError('IDENTITY_UNAVAILABLE', true, 'x', 'y')),
    };
    const query = withKey(0x00100020, el(0x00100020, 'LO', 'BDYWSQVR8YEQK732'));
    expect(await outcome(two, { restorer }, query)).toMatchObject({
      answers: 0,
      failure: 'A700 IDENTITY_UNAVAILABLE',
      asked: 0,
    });
  });

  test('the identity store, asked for a number', async () => {
    const plan = planIn(
      '{ "profile": "basic", "identities": { "patientId": { "action": "allocate", "template": "P{###}" } }, "rules": [{ "select": ["Modality", "ScheduledStationAETitle", "ScheduledProcedureStepStartDate"], "action": "keep" }] }',
    );
    const answers = services(plan);
    const identities = {
      ...answers.identities,
      allocate: () => Promise.reject(new FaultError('IDENTITY_UNAVAILABLE', true, 'x', 'y')),
    };
    expect(await outcome(two, { answers: { ...answers, identities } })).toMatchObject({
      answers: 0,
      failure: 'A700 IDENTITY_UNAVAILABLE',
    });
  });

  test('a defect: its text is nobody’s', async () => {
    const restorer = { restore: () => Promise.reject(new Error('of Zwieback')) };
    const query = withKey(0x00100020, el(0x00100020, 'LO', 'BDYWSQVR8YEQK732'));
    expect(await outcome(two, { restorer }, query)).toMatchObject({ answers: 0, failure: 'C000 DEFECT' });
  });

  test('a key that cannot be asked for, before the server is asked', async () => {
    expect(await outcome(two, {}, withKey(0x00100010, el(0x00100010, 'PN', 'Zwie*')))).toMatchObject({
      answers: 0,
      failure: 'A900 KEY_NOT_SINGLE (0010,0010)',
      asked: 0,
    });
  });

  test('a server that fails behind an answer', async () => {
    expect(await outcome(answering([answerElements()], 0xa700))).toMatchObject({
      answers: 1,
      failure: 'A700 SERVER_REFUSED',
    });
  });

  test('a server that aborts in the middle', async () => {
    const ris = await serverOf(async function* (request) {
      yield { status: 0xff00, data: bare(answerElements(), request.context.transferSyntax).bytes };
      for (const { association } of ris.associations) association.abort();
      yield { status: 0 };
    });
    const through = await lethe(ris);
    const { last } = await ask(through, queryElements());
    expect(failureIn(last)).toMatch(/^C003 ASSOCIATION_/);
    expectNothingOf([last, through.events]);
  });

  test('an answer without a data set, and one that is damaged', async () => {
    const empty: Serves = async function* () {
      yield { status: 0xff00 };
      yield { status: 0 };
    };
    expect(await outcome(empty)).toMatchObject({ answers: 0, failure: 'C002 ANSWER_EMPTY' });
    const damaged: Serves = async function* ({ context }) {
      const { bytes } = bare(answerElements(), context.transferSyntax);
      yield { status: 0xff00, data: bytes.subarray(0, bytes.length - 2) };
      yield { status: 0 };
    };
    expect(await outcome(damaged)).toMatchObject({
      answers: 0,
      failure: expect.stringMatching(/^C002 TRUNCATED/),
    });
  });

  test('a server that is not there, or does not take the context', async () => {
    const gone = await serverOf(two);
    await gone.close();
    const { last } = await ask(await lethe(gone), queryElements());
    expect(failureIn(last)).toBe('C003 PEER_UNREACHABLE');
    const deaf = await serverOf(two, { admit: () => ({ accepts: () => null }) });
    expect(failureIn((await ask(await lethe(deaf), queryElements())).last)).toBe('C003 CONTEXT_NOT_ACCEPTED');
    const closed = await serverOf(two, { admit: () => ({ rejects: { result: 1, source: 1, reason: 3 } }) });
    expect(failureIn((await ask(await lethe(closed), queryElements())).last)).toBe(
      'C003 ASSOCIATION_REJECTED',
    );
  });

  test('a query that cannot be read', async () => {
    const through = await lethe(await serverOf(two));
    const { association, context } = await modality(through.port, MWL, ['1.2.840.10008.1.2.1']);
    const identifier = bare(queryElements(), context.transferSyntax).bytes.subarray(0, 21);
    for await (const reply of association.find({ context, identifier }))
      expect(failureIn(reply)).toMatch(/^C001 /);
    await association.release();
  });

  test('who fits no worklist is told so, and who asks for what is not served', async () => {
    const ris = await serverOf(two);
    const { last } = await ask(await lethe(ris, {}, { takes: () => false }), queryElements());
    expect(hex(last.status)).toBe('0124');
    const { last: none } = await ask(await lethe(ris, {}, { worklistServer: null }), queryElements());
    expect(hex(none.status)).toBe('0122');
    expect(ris.heard).toEqual([]);
  });
});

test('the plans of a proxy are made once', () => {
  const { answers } = queryServices();
  expect(messagePlan(answers.plan)).toBe(messagePlan(WORKLIST_PLAN));
});
