import type { KeyObject } from 'node:crypto';
import { purposeLabel } from '../../../../layers/engine/ports.ts';
import {
  formatLookup,
  hashLookup,
  type LookupTable,
  loadLookups,
  substituteFor,
} from '../../../../layers/engine/resolve/lookupTable.ts';
import { readLookupCsv } from '../../../../rules/lookupCsv.ts';
import { testKeys } from '../harness.ts';

const CSV = 'original,new\nNeedlemeyer,P-1\nMüller,P-2\n';

const subkeyOf = async (keys = testKeys(), keyScope = '') => {
  const label = purposeLabel('identity-map', keyScope);
  return (await keys.subkeys([label])).get(label) as KeyObject;
};

const hashed = async (keyScope = '') =>
  formatLookup(hashLookup(readLookupCsv(CSV).rows, await subkeyOf(testKeys(), keyScope)), 'test', keyScope);

describe('tables of the user', () => {
  it.each([
    ['as CSV', async () => CSV],
    ['as keyed hashes', hashed],
  ])('answer %s', async (_how, text) => {
    const tables = await loadLookups(new Map([['digest', await text()]]), testKeys(), '');
    const table = tables.get('digest') as LookupTable;
    const key = await subkeyOf();
    expect(
      ['Needlemeyer', 'Müller', 'Mu\u0308ller', 'Nobody', ''].map((id) => substituteFor(table, id, key)),
    ).toEqual(['P-1', 'P-2', 'P-2', undefined, undefined]);
  });

  it('tell a delimiter and a mark behind it from the sign that both compose to', async () => {
    const subkey = await subkeyOf();
    const table = hashLookup(readLookupCsv('Doe≠山,P-1\n').rows, subkey);
    expect(substituteFor(table, 'Doe≠山', subkey)).toBe('P-1');
    expect(substituteFor(table, 'Doe=\u0338山', subkey)).toBeUndefined();
  });

  it('are the same file whatever the order of their rows, without originals', async () => {
    const turned = hashLookup(readLookupCsv('Müller,P-2\nNeedlemeyer,P-1').rows, await subkeyOf());
    expect(formatLookup(turned, 'test', '')).toBe(await hashed());
    expect(await hashed()).not.toMatch(/Needlemeyer|Müller/);
  });

  it.each([
    ['of another project', async () => hashed('trial-7')],
    ['of another key', async () => (await hashed()).replace('"test"', '"other"')],
    ['of another version', async () => (await hashed()).replace('lethe-lookup-v1', 'lethe-lookup-v9')],
    ['cut short', async () => (await hashed()).slice(0, -20)],
    ['with two answers', async () => 'Needlemeyer,1\nNeedlemeyer,2'],
  ])('are refused: %s', async (_what, text) => {
    const loading = loadLookups(new Map([['digest', await text()]]), testKeys(), '');
    await expect(loading).rejects.toMatchObject({ code: 'LOOKUP_UNAVAILABLE', transient: false });
    await expect(loading).rejects.not.toThrow('Needlemeyer');
  });

  it('ask for no key where there are none', async () => {
    const keys = { keyId: 'none', subkeys: () => Promise.reject(new Error('asked')) };
    expect(await loadLookups(new Map(), keys, '')).toEqual(new Map());
  });
});
