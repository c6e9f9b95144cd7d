import type { Action } from '../../../../rules/plan.ts';
import { el, type Node } from '../../../support/build.ts';
import { cleanBytes, refusal, testKeys } from '../harness.ts';
import { instanceWith, type On, planOf, textsOf } from './shiftPlan.ts';

const PSEUDONYM: Action = { kind: 'pseudonym' };
const WITH_DUMMY: Action = { kind: 'pseudonym', whenEmpty: 'dummy' };
const ID = 0x00100020;
const ACCESSION = 0x00080050;

async function texts(
  nodes: readonly Node[],
  ...rules: readonly (readonly [on: On, action: Action])[]
): Promise<Readonly<Record<string, string>>> {
  return textsOf(await cleanBytes(instanceWith(nodes), { plan: planOf(...rules) }));
}

it('is one for a value of an attribute, and another for the same value of another one', async () => {
  const rules = [
    [ID, PSEUDONYM],
    [ACCESSION, PSEUDONYM],
  ] as const;
  const one = await texts([el(ACCESSION, 'SH', 'KH-1'), el(ID, 'LO', 'KH-1')], ...rules);
  expect(one['(0010,0020)']).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(one['(0010,0020)']).not.toBe(one['(0008,0050)']);
  expect(await texts([el(ACCESSION, 'SH', 'KH-1'), el(ID, 'LO', 'KH-1')], ...rules)).toEqual(one);
});

it('is none for an empty value: nobody becomes somebody', async () => {
  expect((await texts([el(ID, 'LO', '')], [ID, PSEUDONYM]))['(0010,0020)']).toBe('');
});

it('where there must be one, it is of the study, and a dummy where nobody says which', async () => {
  const of = async (study: string) =>
    (await texts([el(ACCESSION, 'SH', ''), el(0x0020000d, 'UI', study)], [ACCESSION, WITH_DUMMY]))[
      '(0008,0050)'
    ];
  const [one, other] = [await of('1.2.3'), await of('1.2.4')];
  expect([one, other].every((text) => /^[0-9A-Z]{16}$/.test(text ?? ''))).toBe(true);
  expect(one).not.toBe(other);
  expect(await of('')).toBe('DEIDENTIFIED');
});

it('is another with another key, and in a project', async () => {
  const of = async (options: Parameters<typeof cleanBytes>[1]) =>
    (
      await textsOf(
        await cleanBytes(instanceWith([el(ID, 'LO', 'KH-1')]), { plan: planOf([ID, PSEUDONYM]), ...options }),
      )
    )['(0010,0020)'];
  const all = [await of({}), await of({ keys: testKeys('another') }), await of({ keyScope: 'trial' })];
  expect(new Set(all).size).toBe(3);
});

it('stands for a value alone: items in its place refuse the instance', async () => {
  const object = instanceWith([{ kind: 'sequence', tag: ID, items: [[]] }]);
  expect(await refusal(object, { plan: planOf([ID, PSEUDONYM]) })).toBe('ACTION_NOT_FOR_VR');
});
