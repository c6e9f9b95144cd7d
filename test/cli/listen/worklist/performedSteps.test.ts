import type { StepServices } from '../../../../cli/listen/worklist/performedSteps.ts';
import { isValidUid } from '../../../../layers/dicom/standard/uid.ts';
import type { Association } from '../../../../layers/dimse/association.ts';
import { FaultError } from '../../../../layers/engine/faults.ts';
import { byPatient, planOf, shiftBy } from '../../../layers/engine/actions/shiftPlan.ts';
import {
  bare,
  createElements,
  ID,
  NEEDLES,
  SYNTAXES,
  services,
  setElements,
  textsOf,
  WORKLIST_PLAN,
} from '../../../layers/engine/identifier/worklist.ts';
import { el, type Node } from '../../../support/build.ts';
import {
  closeAll,
  failureIn,
  hex,
  lethe,
  MPPS,
  memory,
  modality,
  type Serves,
  saying,
  serverOf,
  type Through,
} from './rig.ts';

afterEach(closeAll);

const STEP = '1.2.826.0.1.3680043.9.1234.77';
const CLEANS: Partial<StepServices> = { keys: services(WORKLIST_PLAN) };

type Message = { readonly kind: 'create' | 'set'; readonly uid?: string; readonly elements: readonly Node[] };

async function send(
  { port }: Pick<Through, 'port'>,
  { kind, uid, elements }: Message,
  syntax = '1.2.840.10008.1.2.1',
) {
  const { association, context } = await modality(port, MPPS, [syntax]);
  const { bytes: data } = bare(elements, context.transferSyntax);
  const sopClassUid = MPPS;
  const about: { readonly sopInstanceUid?: string } = uid === undefined ? {} : { sopInstanceUid: uid };
  const reply =
    kind === 'create'
      ? await association.nCreate({ context, sopClassUid, ...about, data })
      : await (association as Association).nSet({ context, sopClassUid, sopInstanceUid: uid ?? '', data });
  await association.release();
  return reply;
}

describe('a performed step through Lethe', () => {
  test.each(SYNTAXES)(
    'in %s: the UIDs of the command set are other ones on the way there, and the modality’s own on the way back',
    async (syntax) => {
      const ris = await serverOf(saying({ status: 0 }));
      const through = await lethe(ris, CLEANS);
      const created = await send(through, { kind: 'create', uid: STEP, elements: createElements() }, syntax);
      const ended = await send(through, { kind: 'set', uid: STEP, elements: setElements() }, syntax);
      for (const { status, command, data } of [created, ended]) {
        expect(status).toBe(0);
        expect(command).toMatchObject({ affectedSopClassUid: MPPS, affectedSopInstanceUid: STEP });
        expect(data).toBeNull();
      }
      const [create, set] = ris.heard;
      expect(create?.command.affectedSopInstanceUid).toMatch(/^2\.25\.\d+$/);
      expect(set?.command.requestedSopInstanceUid).toBe(create?.command.affectedSopInstanceUid);
      const said = await Promise.all(
        ris.heard.map(({ data, transferSyntax }) =>
          textsOf({ bytes: data, transferSyntaxUid: transferSyntax }),
        ),
      );
      const text = JSON.stringify([said, ris.heard.map(({ command }) => command), through.events]);
      for (const needle of [...NEEDLES, STEP])
        expect([needle, text.includes(needle)]).toEqual([needle, false]);
      expect(said).toMatchObject([{ '(0040,0252)': 'IN PROGRESS' }, { '(0040,0252)': 'COMPLETED' }]);
      expect(Object.keys({ ...said[0], ...said[1] }).filter((path) => path.startsWith('(0012,'))).toEqual([]);
      expect(through.events.map(({ kind, status }) => [kind, status])).toEqual([
        ['create', 0],
        ['set', 0],
      ]);
    },
  );

  test('a step that the modality gives no UID gets one, by which it can be ended', async () => {
    const ris = await serverOf(saying({ status: 0, fields: { affectedSopInstanceUid: '1.2.3.999' } }));
    const through = await lethe(ris, CLEANS);
    const created = await send(through, { kind: 'create', elements: createElements() });
    const uid = created.command.affectedSopInstanceUid ?? '';
    expect(isValidUid(uid)).toBe(true);
    await send(through, { kind: 'set', uid, elements: setElements() });
    const [create, set] = ris.heard;
    expect(create?.command.affectedSopInstanceUid).not.toBe(uid);
    expect(set?.command.requestedSopInstanceUid).toBe(create?.command.affectedSopInstanceUid);
  });

  test('whose it is is remembered from its beginning to its end', async () => {
    const steps = memory();
    const through = await lethe(await serverOf(saying({ status: 0 })), { ...CLEANS, steps });
    await send(through, { kind: 'create', uid: STEP, elements: createElements() });
    expect([...steps.steps.keys()]).toEqual([STEP]);
  });

  test('a second beginning changes whose it is only where the server takes it', async () => {
    const steps = memory();
    const other = createElements().map((node) =>
      'tag' in node && node.tag === 0x00100020 ? el(0x00100020, 'LO', 'PAT-2') : node,
    );
    const idOf = () =>
      steps.steps
        .get(STEP)
        ?.find(({ tag }) => tag === 0x00100020)
        ?.value.reveal();
    const taking = await lethe(await serverOf(saying({ status: 0 })), { ...CLEANS, steps });
    const refusing = await lethe(await serverOf(saying({ status: 0x0111 })), { ...CLEANS, steps });
    await send(taking, { kind: 'create', uid: STEP, elements: createElements() });
    await send(refusing, { kind: 'create', uid: STEP, elements: other });
    expect(idOf()).toBe(ID);
    await send(taking, { kind: 'create', uid: STEP, elements: other });
    expect(idOf()).toBe('PAT-2');
  });

  test('what the server says beside its status goes no further', async () => {
    const answers: Serves = async function* ({ context }) {
      yield {
        status: 0x0107,
        errorComment: 'of Zwieback',
        data: bare(createElements(), context.transferSyntax).bytes,
      };
    };
    const reply = await send(await lethe(await serverOf(answers), CLEANS), {
      kind: 'create',
      uid: STEP,
      elements: createElements(),
    });
    expect([hex(reply.status), reply.data, reply.command.errorComment]).toEqual(['0107', null, undefined]);
  });
});

describe('what fails ends in a failure, and nothing reaches the server', () => {
  const create: Message = { kind: 'create', uid: STEP, elements: createElements() };

  test.each<[string, Partial<StepServices>, string]>([
    [
      'the key',
      {
        keys: services(WORKLIST_PLAN, {
          keys: {
            keyId: '',
            subkeys: () => Promise.reject(new FaultError('KEY_UNAVAILABLE', true, 'x', 'y')),
          },
        }),
      },
      '0213 KEY_UNAVAILABLE',
    ],
    [
      'the rules',
      { keys: services(planOf([0x00400252, shiftBy(byPatient())])) },
      '0110 ACTION_NOT_FOR_VR (0040,0252)',
    ],
    [
      'rules that take the UID',
      { keys: services(planOf([0x00080018, { kind: 'remove' }])) },
      '0110 NO_SOP_INSTANCE_UID (0008,0018)',
    ],
    [
      'the memory of steps',
      {
        ...CLEANS,
        steps: {
          ...memory(),
          remember: () => Promise.reject(new FaultError('IDENTITY_UNAVAILABLE', true, 'x', 'y')),
        },
      },
      '0213 IDENTITY_UNAVAILABLE',
    ],
    ['a defect', { restorer: { restore: () => Promise.reject(new Error('Zwieback')) } }, '0110 DEFECT'],
  ])('%s', async (_what, over, failure) => {
    const ris = await serverOf(saying({ status: 0 }));
    const reply = await send(await lethe(ris, over), create);
    expect(failureIn(reply)).toBe(failure);
    expect(ris.heard).toEqual([]);
  });

  test('certification', async () => {
    const plan = planOf([0x00100010, { kind: 'remove' }], [0x00100020, { kind: 'remove' }]);
    const { digest: _digest, ...draft } = plan;
    const ris = await serverOf(saying({ status: 0 }));
    const through = await lethe(ris, { keys: services({ ...draft, digest: 'x', searchResidue: true }) });
    expect(failureIn(await send(through, create))).toBe('0000');
    expect(failureIn(await send(through, { kind: 'set', uid: STEP, elements: setElements() }))).toBe(
      '0110 RESIDUE_FOUND (0040,0340)[0](0008,103E)',
    );
    expect(ris.heard).toHaveLength(1);
  });

  test('a server that refuses, and one that is not there', async () => {
    const refusing = await serverOf(saying({ status: 0x0111, errorComment: 'Zwieback is there' }));
    expect(failureIn(await send(await lethe(refusing, CLEANS), create))).toBe('0111 SERVER_REFUSED');
    const gone = await serverOf(saying({ status: 0 }));
    await gone.close();
    expect(failureIn(await send(await lethe(gone, CLEANS), create))).toBe('0110 PEER_UNREACHABLE');
  });

  test('an N-SET of no step', async () => {
    const ris = await serverOf(saying({ status: 0 }));
    expect(
      hex((await send(await lethe(ris, CLEANS), { kind: 'set', uid: '', elements: setElements() })).status),
    ).toBe('0117');
    expect(ris.heard).toEqual([]);
  });
});
