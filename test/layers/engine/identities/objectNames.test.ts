import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../../layers/dicom/parse.ts';
import { cleanKeyOf } from '../../../../layers/engine/identities/cleanKey.ts';
import { isHashedName, namesOf } from '../../../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
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
