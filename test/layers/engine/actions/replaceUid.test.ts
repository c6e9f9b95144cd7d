import { asTag, formatTag } from '../../../../layers/dicom/tag.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import { testIdentities, testKeys } from '../harness.ts';
import { cleaned, instanceOf, patient } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

type ReplaceUid = Action & { kind: 'replace-uid' };
const replaceUid = (method: ReplaceUid['method'], oneForAll?: true): ReplaceUid => ({
  kind: 'replace-uid',
  method,
  ...(oneForAll === undefined ? {} : { oneForAll }),
});

const SOP_INSTANCE = '(0008,0018)';
const ORIGINALS = 0x00081155;
const PATH = '(0008,1155)';
/** Hot Iron Color Palette SOP Instance. */
const WELL_KNOWN = '1.2.840.10008.1.5.1';
const all = (action: Action) => planOf(['UI', action]);

/** A UUID of a version under 2.25, as PS3.5 B.2 writes it. */
function versionOf(uid: string): number {
  expect(uid).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
  const hex = BigInt(uid.slice(5)).toString(16).padStart(32, '0');
  expect(hex[16]).toMatch(/[89ab]/);
  return Number.parseInt(hex[12] as string, 16);
}

describe('replace-uid, md5', () => {
  it.each([
    ['1.2.3', '2.25.235153174557024093797895412215599142974'],
    ['1.2.3.4.5', '2.25.59466230175335356186922167257265013605'],
    ['1.2.3.4.5.6', '2.25.168989432077379712351630735773756028042'],
    ['1.2.840.113619.2.1.1', '2.25.131685488108111594045062390647946248240'],
    ['1.2.840.113619.2.1.2', '2.25.330285482832535516085549915162577099134'],
  ])('of %s is dcm4che’s (vectors A2.4 1 to 4)', async (uid, expected) => {
    const out = await cleaned(instanceOf([el(ORIGINALS, 'UI', uid)]), planOf([ORIGINALS, replaceUid('md5')]));
    expect(out[PATH]).toBe(expected);
    expect(versionOf(expected)).toBe(3);
  });
});

describe('replace-uid, random', () => {
  const plan = planOf([ORIGINALS, replaceUid('random')], [0x00080018, replaceUid('random')]);
  const referring = (uids: string) => instanceOf([el(ORIGINALS, 'UI', uids)]);

  it('draws a UUID of version 4, the same for the same original in every instance', async () => {
    const identities = testIdentities();
    const first = await cleaned(referring('1.2.3.4\\1.9'), plan, { identities });
    const [own, other] = (first[PATH] as string).split('\\') as [string, string];
    expect([versionOf(own), versionOf(other)]).toEqual([4, 4]);
    expect(first[SOP_INSTANCE]).toBe(own);
    const second = await cleaned(referring('1.9'), plan, { identities });
    expect(second[PATH]).toBe(other);
    expect(second[SOP_INSTANCE]).toBe(own);
  });

  it('draws others where nothing is recorded: no key gives them', async () => {
    const one = await cleaned(referring('1.9'), plan);
    const two = await cleaned(referring('1.9'), plan);
    expect(two[PATH]).not.toBe(one[PATH]);
  });

  it('claims all UIDs of an instance at once, by keyed hashes', async () => {
    const inner = testIdentities();
    const calls: Parameters<typeof inner.claim>[0][] = [];
    const identities = {
      ...inner,
      claim: async (claims: Parameters<typeof inner.claim>[0]) => {
        calls.push(claims);
        return inner.claim(claims);
      },
    };
    await cleaned(referring('1.2.3.4\\1.9\\1.10'), plan, { identities });
    expect(calls.map((claims) => claims.map(({ scope }) => scope))).toEqual([['uid', 'uid', 'uid']]);
    for (const { key } of calls.flat()) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('replace-uid', () => {
  it('keeps what the standard lists and the order of values, by every method', async () => {
    for (const method of ['keyed', 'random', 'md5'] as const) {
      const out = await cleaned(
        instanceOf([el(ORIGINALS, 'UI', `${WELL_KNOWN}\\1.9\\\\1.9`)]),
        planOf([ORIGINALS, replaceUid(method)]),
      );
      const values = (out[PATH] as string).split('\\');
      expect(values[0]).toBe(WELL_KNOWN);
      expect(values[2]).toBe('');
      expect(values[3]).toBe(values[1]);
      expect(values[1]).toMatch(/^2\.25\./);
    }
  });

  it('takes several values for one original where the rules ask', async () => {
    const out = async (uids: string, action: Action) =>
      (await cleaned(instanceOf([el(ORIGINALS, 'UI', uids)]), planOf([ORIGINALS, action])))[PATH] as string;
    const both = await out('1.8\\1.9', replaceUid('keyed', true));
    expect(both).toMatch(/^2\.25\.\d+$/);
    expect(await out('1.8\\1.9', replaceUid('keyed', true))).toBe(both);
    expect(await out('1.9\\1.8', replaceUid('keyed', true))).not.toBe(both);
    expect(await out('1.9', replaceUid('keyed', true))).toBe(await out('1.9', replaceUid('keyed')));
    expect(await out(WELL_KNOWN, replaceUid('keyed', true))).toBe(WELL_KNOWN);
  });

  const TRANSFER_SYNTAX = '1.2.840.10008.1.2.1';
  const FRAME = '1.2.840.10008.1.4.1.1';
  const CONTEXT_GROUP = '1.2.840.10008.6.1.925';
  it.each([
    ['SOP Instance UID', 0x00080018, WELL_KNOWN, [TRANSFER_SYNTAX, CONTEXT_GROUP]],
    ['Study Instance UID', 0x0020000d, WELL_KNOWN, [TRANSFER_SYNTAX]],
    ['Series Instance UID', 0x0020000e, WELL_KNOWN, ['1.2.840.10008.5.1.4.1.1.2']],
    ['Frame of Reference UID', 0x00200052, FRAME, [TRANSFER_SYNTAX]],
    ['Referenced SOP Instance UID', 0x00081155, WELL_KNOWN, [TRANSFER_SYNTAX]],
    ['Palette Color Lookup Table UID', 0x00281199, WELL_KNOWN, [TRANSFER_SYNTAX]],
    ['SOP Class UID', 0x00080016, '1.2.840.10008.5.1.4.1.1.2', []],
    ['Referenced SOP Class UID', 0x00081150, '1.2.840.10008.5.1.4.1.1.2', []],
    ['Available Transfer Syntax UID', 0x00083002, TRANSFER_SYNTAX, []],
    ['Coding Scheme UID', 0x0008010c, '1.2.840.10008.2.16.4', []],
    ['Context UID', 0x00080117, CONTEXT_GROUP, []],
    ['Context UID, of a later edition', 0x00080117, '1.2.840.10008.6.1.1999', []],
    ['Mapping Resource UID', 0x00080118, '1.2.840.10008.8.1.1', []],
    ['UID of a content item', 0x0040a124, TRANSFER_SYNTAX, []],
    ['a private one', 0x00091001, TRANSFER_SYNTAX, []],
    ['an unknown one', 0x00080999, TRANSFER_SYNTAX, []],
  ])('%s keeps what it may name, and nothing else', async (_name, tag, stays, goes) => {
    const out = async (value: string) => {
      const texts = await cleaned(
        instanceOf([el(0x00090010, 'LO', 'ACME'), el(tag, 'UI', value)]),
        planOf(['UI', replaceUid('keyed')]),
      );
      return texts[formatTag(asTag(tag))];
    };
    for (const value of [stays, `${stays} `, `${stays}\0\0`]) expect(await out(value)).toBe(stays);
    const others = [
      '1.2.840.10008.5.1.4.1.1.2.1700000000.1',
      '1.2.840.10008',
      '1.2.840.10008.01.2',
      '1.2.840.10008.Smith^John',
      '1.2.840.10008.1.2\0SMITH',
      'Smith^John',
    ];
    for (const value of [...others, ...goes]) expect(await out(value)).toMatch(/^2\.25\.\d+$/);
  });

  it.each(['keyed', 'random'] as const)('makes projects unlinkable: %s', async (method) => {
    const identities = testIdentities();
    const scopes = ['', 'trial-7', 'trial-8'];
    const outputs = await Promise.all(
      scopes.map((keyScope) => cleaned(patient('A'), all(replaceUid(method)), { identities, keyScope })),
    );
    for (const path of [SOP_INSTANCE, '(0020,000D)', '(0020,000E)'])
      expect(new Set(outputs.map((out) => out[path])).size).toBe(scopes.length);
    const again = await cleaned(patient('A'), all(replaceUid(method)), { identities, keyScope: 'trial-8' });
    expect(again).toEqual(outputs[2]);
  });

  it('hangs on the key where it is keyed, and only there', async () => {
    const keys = testKeys('another');
    const own = async (method: ReplaceUid['method'], options = {}) =>
      (await cleaned(patient('A'), all(replaceUid(method)), options))[SOP_INSTANCE];
    expect(await own('keyed', { keys })).not.toBe(await own('keyed'));
    expect(await own('md5', { keys })).toBe(await own('md5'));
  });
});
