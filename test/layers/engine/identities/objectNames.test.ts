import { namesOf } from '../../../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import type { ObjectRef } from '../../../../layers/engine/ports.ts';
import { testKeys } from '../harness.ts';

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
