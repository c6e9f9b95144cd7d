import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../layers/dicom/implementation.ts';
import { mac, uidOfBytes } from '../../layers/engine/crypto.ts';
import { purposeLabel } from '../../layers/engine/ports.ts';
import { methodText } from '../../layers/engine/rewrite/rewrite.ts';
import { cleanBytes, testKeys } from '../layers/engine/harness.ts';
import { bytesOf, type Placeholder, readCase } from './caseFile.ts';
import { planOf } from './plans.ts';

const FOLDER = import.meta.dirname;
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.case'))
  .sort();

/** The subkey that UIDs are hashed with under the tests' root key. */
async function uidKey() {
  const label = purposeLabel('uid');
  return (await testKeys().subkeys([label])).get(label) as Parameters<typeof mac>[0];
}

async function placeholders(plan: string): Promise<Placeholder> {
  const key = await uidKey();
  const even = (text: string, padding: string) => (text.length % 2 === 0 ? text : text + padding);
  const values: Readonly<Record<string, (argument: string) => string>> = {
    uid: (uid) => even(uidOfBytes(mac(key, uid)), '\0'),
    method: () => even(methodText(planOf(plan)), ' '),
    class: () => even(IMPLEMENTATION_CLASS_UID, '\0'),
    version: () => even(IMPLEMENTATION_VERSION_NAME, ' '),
  };
  return (name, argument) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing stands for {${name}}`);
    return value(argument);
  };
}

/** Sixteen bytes a line, so that a difference shows where it is. */
function lines(bytes: Uint8Array): string[] {
  return (
    Buffer.from(bytes)
      .toString('hex')
      .match(/.{1,32}/g) ?? []
  );
}

describe('golden scenarios', () => {
  it.each(FILES)('%s', async (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const plan = /^plan: (.*)$/m.exec(text)?.[1] ?? '';
    const scenario = readCase(text, await placeholders(plan));
    expect(scenario.title).not.toBe('');
    expect(lines(await cleanBytes(scenario.before, { plan: planOf(plan) }))).toEqual(lines(scenario.after));
    expect(lines(scenario.after)).not.toEqual(lines(scenario.before));
  });

  it('are as many as there are shapes of files', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(10);
  });
});

describe('the notation', () => {
  const none: Placeholder = () => '';

  it('is bytes, repeated bytes, VRs, text and what stands for bytes; the rest of a line is a comment', () => {
    const text = [`0A FF | 11`, ` 00*3 'LO' "a|b" | "x"`].join('\n');
    expect(Buffer.from(bytesOf(text, none)).toString('hex')).toBe('0aff0000004c4f617c62');
    expect([...bytesOf('{x 1.2} 01', (name, argument) => name + argument)]).toEqual([
      0x78, 0x31, 0x2e, 0x32, 1,
    ]);
    expect(bytesOf('\n  | nothing\n', none)).toHaveLength(0);
  });

  it('says where something is not a byte', () => {
    expect(() => bytesOf('00 0', none)).toThrow('column 4');
    expect(() => bytesOf('00 xy', none)).toThrow('column 4');
  });
});
