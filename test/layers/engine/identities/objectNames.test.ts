import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../../layers/dicom/parse.ts';
import { cleanKeyOf } from '../../../../layers/engine/identities/cleanKey.ts';
import { isHashedName, namesOf } from '../../../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import type { ObjectRef } from '../../../../layers/engine/ports.ts';
import { el, instance } from '../../../support/build.ts';
import { testKeys } from '../harness.ts';

const keys = testKeys();
const nameKeys = testKeys('a root of names');
const ref = { container: 'ingest', key: new Phi('Müller^Anna.dcm'), versionId: '1' };

describe('the names of an object', () => {
  it('are made by the key of names where there is one, with what they were before beside them', async () => {
    const alone = await namesOf(ref, { keys });
    const names = await namesOf(ref, { keys, nameKeys });
    expect(alone.former).toBeUndefined();
    expect(names.former).toMatchObject({ source: alone.source, version: alone.version });
    // The role that has the key of names alone finds the same.
    const onlyNames = await namesOf(ref, { keys: nameKeys });
    expect([names.source, names.version]).toEqual([onlyNames.source, onlyNames.version]);
    for (const name of [names.source, names.version, alone.source, alone.version])
      expect(isHashedName(name)).toBe(true);
    expect(new Set([names.source, names.version, alone.source, alone.version]).size).toBe(4);
  });

  it('are those that its run gave, for what was kept', async () => {
    const told = { source: 'a'.repeat(32), version: 'b'.repeat(32) };
    expect(await namesOf({ ...ref, names: told }, { keys, nameKeys })).toBe(told);
  });
});

describe('a clean key', () => {
  const keyOf = async (bytes: Uint8Array, names: object) =>
    cleanKeyOf(await parseInstance(memorySource(bytes)), await namesOf(ref, { keys, ...names }), {
      keys,
      keyScope: '',
    });

  it('is the same for ever, whatever key names objects: also where the instance has no UID, or something else for one', async () => {
    const withoutUid = instance({ elements: [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7')] });
    const withName = instance({
      elements: [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', 'Needlemeyer')],
    });
    for (const bytes of [withoutUid, withName]) {
      const key = await keyOf(bytes, {});
      expect(key).toMatch(/^no-study\/no-series\/[0-9a-f]{32}\.dcm$/);
      expect(await keyOf(bytes, { nameKeys })).toBe(key);
    }
  });
});

const REF: ObjectRef = { container: 'ingest', key: new Phi('Zwieback/1.dcm'), versionId: 'v1' };

async function names(change: Partial<ObjectRef> = {}): Promise<readonly [source: string, version: string]> {
  const { source, version } = await namesOf({ ...REF, ...change }, { keys: testKeys() });
  return [source, version];
}

it('all versions of an object have one name, and each has one of its own', async () => {
  const [one, other] = [await names(), await names({ versionId: 'v2' })];
  expect(one[0]).toBe(other[0]);
  expect(new Set([...one, ...other]).size).toBe(3);
  expect(await names()).toEqual(one);
});

it('an object of another key or bucket has other names', async () => {
  const all = [
    await names(),
    await names({ container: 'other' }),
    await names({ key: new Phi('Zwieback/2.dcm') }),
  ];
  expect(new Set(all.flat()).size).toBe(6);
});

it('where container and key are joined does not matter', async () => {
  expect(await names({ container: 'a/b', key: new Phi('c') })).not.toEqual(
    await names({ container: 'a', key: new Phi('b/c') }),
  );
});

it('at a desk a file has one name, from whichever folder it was found', async () => {
  const path = new Phi('/data/Zwieback/1.dcm');
  const found = await names({ container: '/data', path });
  expect(await names({ container: '/data/Zwieback', key: new Phi('1.dcm'), path })).toEqual(found);
  expect(found).not.toEqual(await names());
});

it('says nothing of the key: 32 hexadecimal digits', async () => {
  for (const name of await names()) expect(name).toMatch(/^[0-9a-f]{32}$/);
});
