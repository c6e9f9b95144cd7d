import { errnoOf, sourceFault, storeFault } from '../../../layers/local/systemErrors.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';

const failed = (code: string) => Object.assign(new Error(`${code}: '/in/${IDENTIFIER}'`), { code });

describe('faults of a file system', () => {
  it.each([
    ['ENOENT', 'SOURCE_GONE', false],
    ['ESTALE', 'SOURCE_GONE', false],
    ['EACCES', 'SOURCE_UNREADABLE', false],
    ['ELOOP', 'SOURCE_UNREADABLE', false],
    ['EIO', 'SOURCE_UNREADABLE', true],
    ['EMFILE', 'SOURCE_UNREADABLE', true],
  ] as const)('%s of a source is %s, transient: %p', async (errno, code, transient) => {
    expect(await faultOf(Promise.reject(sourceFault(failed(errno))))).toEqual({ code, transient });
  });

  it.each([
    ['EACCES', 'STORE_FORBIDDEN', false],
    ['EROFS', 'STORE_FORBIDDEN', false],
    ['ENOENT', 'STORE_UNAVAILABLE', false],
    ['ENAMETOOLONG', 'STORE_UNAVAILABLE', false],
    ['ENOSPC', 'STORE_UNAVAILABLE', true],
    ['EDQUOT', 'STORE_UNAVAILABLE', true],
    ['EIO', 'STORE_UNAVAILABLE', true],
  ] as const)('%s of a store is %s, transient: %p', async (errno, code, transient) => {
    expect(await faultOf(Promise.reject(storeFault(failed(errno))))).toEqual({ code, transient });
  });

  it('takes for an errno only what looks like one', () => {
    expect(errnoOf(failed('ENOENT'))).toBe('ENOENT');
    for (const other of [IDENTIFIER, 42, null, undefined, '', 'enoent'])
      expect(errnoOf({ code: other })).toBe('UNKNOWN');
    for (const odd of [null, undefined, 'text', 7]) expect(errnoOf(odd)).toBe('UNKNOWN');
  });
});
