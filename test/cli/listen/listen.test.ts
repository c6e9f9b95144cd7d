import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { el, instance, sq } from '../../support/build.ts';
import { expectPrivate } from '../../support/posix.ts';
import { auditLines, filesBelow, lethe, simple } from '../run.ts';
import {
  type Desk,
  killAll,
  listenTo,
  newDesk,
  removeDesk,
  type Sendable,
  send,
  sendable,
} from './listening.ts';

const NAME = 'Zwieback^Oriane';
const desks: Desk[] = [];
afterAll(() => {
  killAll();
  desks.forEach(removeDesk);
});

function desk(): Desk {
  const made = newDesk();
  desks.push(made);
  return made;
}

const named = (number: number) =>
  simple(number, el(0x00100010, 'PN', NAME), el(0x00100020, 'LO', 'MRN-4711'));
const instances = (count: number): Promise<Sendable[]> =>
  Promise.all(Array.from({ length: count }, (_, number) => sendable(named(number))));

describe('what is sent', () => {
  it('comes out as deid would let it out, with a line each in the audit, and nothing stays in the spool', async () => {
    const at = desk();
    const gateway = listenTo(at);
    const port = await gateway.port();
    expect(await send(port, await instances(5))).toEqual([0, 0, 0, 0, 0]);
    expect(await gateway.stop()).toBe(0);

    const input = join(at.folder, 'in');
    mkdirSync(input);
    for (let number = 0; number < 5; number += 1) writeFileSync(join(input, `${number}.dcm`), named(number));
    await lethe(['deid', input, '--out', join(at.folder, 'other'), '--key', at.key, '--quiet']);
    expect(filesBelow(at.out)).toEqual(filesBelow(join(at.folder, 'other')));
    expect(filesBelow(at.out).size).toBe(5);
    const lines = auditLines(at.audit);
    expect(lines.map(({ outcome }) => outcome)).toEqual(Array(5).fill('released'));
    expect(new Set(lines.map(({ source }) => source.key)).size).toBe(5);
    for (const { source } of lines) expect(source.key).toMatch(/^\d{15}\.dcm$/);
    for (const folder of ['received', 'clean']) expect(readdirSync(join(at.spool, folder))).toEqual([]);
  });

  it('twice comes out once, and with other bytes never', async () => {
    const at = desk();
    const gateway = listenTo(at);
    const port = await gateway.port();
    const [one] = await instances(1);
    const other = await sendable(
      simple(0, el(0x00100010, 'PN', 'Nobody'), el(0x00280010, 'US', Buffer.from([9, 0]))),
    );
    if (one === undefined) throw new Error('no instance');
    await send(port, [one, one]);
    await send(port, [other]);
    expect(await gateway.stop()).toBe(0);
    expect(auditLines(at.audit).map(({ outcome, reason }) => [outcome, reason?.code])).toEqual([
      ['released', undefined],
      ['duplicate', undefined],
      ['quarantined', 'OUTPUT_CONFLICT'],
    ]);
    expect(filesBelow(at.out).size).toBe(1);
    expect(readdirSync(join(at.kept, 'quarantine')).length).toBe(2);
  });

  it('and is refused has its status, and leaves nothing', async () => {
    const at = desk();
    const gateway = listenTo(at);
    const port = await gateway.port();
    const [one, two] = await instances(2);
    if (one === undefined || two === undefined) throw new Error('no instance');
    const broken = { ...one, data: Buffer.from('080005003f3f0000ffffffff', 'hex') };
    expect(await send(port, [{ ...one, sopInstanceUid: two.sopInstanceUid }, broken, two])).toEqual([
      0xa900, 0xc000, 0,
    ]);
    expect(await gateway.stop()).toBe(0);
    expect(filesBelow(at.out).size).toBe(1);
    expect(gateway.log.filter(({ event }) => event === 'refused').map(({ status }) => status)).toEqual([
      'a900',
      'c000',
    ]);
  });

  it('leaves no identifier in logs, audit, names, or state, also from who is said to send', async () => {
    const at = desk();
    const gateway = listenTo(at);
    const port = await gateway.port();
    const whole = await sendable(
      instance({
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
          el(0x00080018, 'UI', '1.2.3.4.5555.1'),
          sq(0x00081140, [
            [el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00081155, 'UI', '1.2.3.4.5555.2')],
          ]),
          el(0x00100010, 'PN', NAME),
          el(0x00100020, 'LO', 'MRN-4711'),
          el(0x0020000d, 'UI', '1.2.3.4.5555.3'),
          el(0x0020000e, 'UI', '1.2.3.4.5555.4'),
        ],
      }),
    );
    const userIdentity = {
      kind: 'username-passcode',
      primary: Buffer.from('dr.zwieback'),
      secondary: Buffer.from('Sesame-4711'),
      wantsResponse: false,
    } as const;
    await send(port, [whole], { userIdentity });
    await send(port, [{ ...whole, sopInstanceUid: '1.2.3.4.5555.9' }], {
      userIdentity,
    });
    await gateway.stop();
    const needles = ['wieback', 'Oriane', 'MRN-4711', '1.2.3.4.5555', 'Sesame'];
    const told = [
      gateway.text,
      auditLines(at.audit)
        .map((line) => JSON.stringify(line))
        .join('\n'),
    ];
    for (const [name, bytes] of filesBelow(at.folder)) {
      told.push(name);
      if (!name.startsWith('in/')) told.push(bytes.toString('latin1'));
    }
    for (const needle of needles) expect(told.filter((text) => text.includes(needle))).toEqual([]);
  });
});

describe('the spool', () => {
  it('is its owner’s alone', async () => {
    const at = desk();
    const gateway = listenTo(at);
    await gateway.port();
    await gateway.stop();
    for (const folder of ['', 'received', 'clean']) expectPrivate(join(at.spool, folder));
    expectPrivate(join(at.spool, 'receipts.sqlite'));
  });

  it('is worked on where the last process left it', async () => {
    const at = desk();
    const before = listenTo(at);
    await send(await before.port(), await instances(40));
    before.kill('SIGKILL');
    await before.ended;
    const after = listenTo(at);
    await after.port();
    expect(await after.stop()).toBe(0);
    expect(filesBelow(at.out).size).toBe(40);
    expect(readdirSync(join(at.spool, 'received'))).toEqual([]);
  });
});

describe('a call', () => {
  it.each([
    ['without an output folder', ['--port', '0', '--aet', 'LETHE'], 'WRONG_CALL'],
    [
      'for other machines without a configuration',
      ['--port', '0', '--aet', 'LETHE', '--out', 'OUT', '--host', '0.0.0.0'],
      'PEERS_NOT_NAMED',
    ],
    [
      'with a spool among clean instances',
      ['--port', '0', '--aet', 'LETHE', '--out', 'OUT', '--spool', 'OUT/spool'],
      'PLACES_OVERLAP',
    ],
    [
      'with an audit among clean instances',
      ['--port', '0', '--aet', 'LETHE', '--out', 'OUT', '--audit', 'OUT/a'],
      'NOT_IN_THE_CLEAN_FOLDER',
    ],
    ['with a port that is not one', ['--port', 'dicom', '--aet', 'LETHE', '--out', 'OUT'], 'WRONG_CALL'],
  ])('%s is refused', async (_what, args, code) => {
    const at = desk();
    const named = args.map((arg) => arg.replace('OUT', at.out));
    const { status, stderr } = await lethe(['listen', ...named, '--key', at.key]);
    expect([status, stderr.toString()]).toEqual([2, expect.stringMatching(`^lethe: ${code}: `)]);
    expect(filesBelow(at.folder).size).toBe(0);
  });

  it('for a spool that another works on is refused', async () => {
    const at = desk();
    const first = listenTo(at);
    await first.port();
    const second = listenTo(at);
    expect((await second.ended).status).toBe(2);
    expect(second.text).toMatch(/^lethe: SPOOL_IN_USE: /m);
    expect(await first.stop()).toBe(0);
  });
});
