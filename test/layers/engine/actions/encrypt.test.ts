import { createSecretKey } from 'node:crypto';
import { VR_FACTS, type Vr } from '../../../../layers/dicom/vr.ts';
import { purposeLabel } from '../../../../layers/engine/ports.ts';
import { decryptBytes } from '../../../../layers/engine/resolve/valueCipher.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, fragments, pixels, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { cleanBytes, refusal, testKeys } from '../harness.ts';
import { cleaned, fragmentsOf, made, planWith, raw, text, values } from './valuePlan.ts';

const KEY = '0123456789abcdef';
const encrypt: Action = { kind: 'encrypt', key: { from: 'rules', text: KEY }, asciiOnly: false };
const opened = (sealed: Uint8Array, key = createSecretKey(Buffer.from(KEY))) => decryptBytes(sealed, key);
const openedText = (sealed: string) => opened(Buffer.from(sealed, 'base64')).toString('utf8');

const PATIENT_ID = 0x00100020;
const ISSUER = 0x00100021;

describe('values', () => {
  test('are given back by the key, each by itself; empty ones stay in their place', async () => {
    const instance = await cleaned([[PATIENT_ID, encrypt]], [el(PATIENT_ID, 'LO', 'A\\\\ B')]);
    const sealed = values(instance, PATIENT_ID) ?? [];
    expect(sealed.map((value) => (value === '' ? '' : openedText(value)))).toEqual(['A', '', ' B']);
  });

  test('are encrypted in UTF-8, whatever their character set', async () => {
    const object = made([el(0x00080005, 'CS', 'ISO_IR 100'), el(0x00100010, 'PN', 'Müller')], {
      text: (value) => new Uint8Array(Buffer.from(value, 'latin1')),
    });
    const instance = await cleaned([[0x00100010, encrypt]], object);
    expect(openedText(text(instance, 0x00100010) ?? '')).toBe('Müller');
  });

  test('of OB, UN and fragments are bytes, also where the index left them', async () => {
    const small = Uint8Array.of(1, 2, 3, 4);
    const bulk = new Uint8Array(200_000).map((_, index) => index * 31);
    const native = await cleaned(
      [
        [0x7fe00010, encrypt],
        [0x00091001, encrypt],
      ],
      [el(0x00090010, 'LO', 'ACME'), el(0x00091001, 'UN', small), pixels(bulk, 'OB')],
    );
    expect(opened(raw(native, 0x7fe00010))).toEqual(Buffer.from(bulk));
    expect(opened(raw(native, 0x00091001))).toEqual(Buffer.from(small));
    const object = made([fragments([[bulk], [small]], { offsetTable: 'frames' })], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    const [table, ...frames] = fragmentsOf(await cleaned([[0x7fe00010, encrypt]], object), 0x7fe00010);
    expect(table).toHaveLength(0);
    expect(frames.map((frame) => opened(frame))).toEqual([Buffer.from(bulk), Buffer.from(small)]);
  });
});

describe('the initialisation vector', () => {
  const sealedIn = async (elements: Parameters<typeof made>[0]) => {
    const rules = [PATIENT_ID, ISSUER].map((tag) => [tag, encrypt] as const);
    return cleaned(rules, elements);
  };

  test('is the same for the same event, so that the same bytes come out', async () => {
    const object = made([el(PATIENT_ID, 'LO', 'A')]);
    const plan = planWith([[PATIENT_ID, encrypt]]);
    expect(await cleanBytes(object, { plan })).toEqual(await cleanBytes(object, { plan }));
  });

  test('is another in each instance, element, item and position, and for each key', async () => {
    const instance = await sealedIn([
      el(PATIENT_ID, 'LO', 'A\\A'),
      el(ISSUER, 'LO', 'A'),
      sq(0x00081140, [[el(PATIENT_ID, 'LO', 'A')], [el(PATIENT_ID, 'LO', 'A')]]),
    ]);
    const elsewhere = await sealedIn([el(0x00080018, 'UI', '1.2.9'), el(PATIENT_ID, 'LO', 'A')]);
    const otherKey = await cleaned([[PATIENT_ID, encrypt]], [el(PATIENT_ID, 'LO', 'A\\A')], {
      keys: testKeys('another root'),
    });
    const sealed = [
      ...(values(instance, PATIENT_ID) ?? []),
      ...(values(instance, ISSUER) ?? []),
      ...(values(instance, 0x00081140, 0, PATIENT_ID) ?? []),
      ...(values(instance, 0x00081140, 1, PATIENT_ID) ?? []),
      ...(values(elsewhere, PATIENT_ID) ?? []),
      ...(values(otherKey, PATIENT_ID) ?? []),
    ];
    expect(sealed).toHaveLength(8);
    const vectors = sealed.map((value) => Buffer.from(value, 'base64').subarray(0, 16).toString('hex'));
    expect(new Set(vectors).size).toBe(8);
    expect(new Set(sealed.map(openedText))).toEqual(new Set(['A']));
  });
});

test('the key of the ring is AES-256, and opens what it encrypted', async () => {
  const keys = testKeys();
  const label = purposeLabel('value-encryption', 'project');
  const key = (await keys.subkeys([label])).get(label)!;
  const instance = await cleaned(
    [[PATIENT_ID, { ...encrypt, key: { from: 'ring' } } as Action]],
    [el(PATIENT_ID, 'LO', 'A')],
    { keys, keyScope: 'project' },
  );
  expect(key.symmetricKeySize).toBe(32);
  expect(opened(Buffer.from(text(instance, PATIENT_ID) ?? '', 'base64'), key).toString()).toBe('A');
});

test.each(Object.entries(VR_FACTS))('VR %s', async (name, { content }) => {
  const vr = name as Vr;
  const node = vr === 'SQ' ? sq(0x00091001, []) : el(0x00091001, vr, new Uint8Array(8).fill(0x31));
  const code = await refusal(made([el(0x00090010, 'LO', 'ACME'), node]), {
    plan: planWith([[0x00091001, encrypt]]),
  });
  const takes = content === 'text' || content === 'ascii' || vr === 'OB' || vr === 'UN';
  expect(code).toBe(takes ? null : 'ACTION_NOT_FOR_VR');
});
