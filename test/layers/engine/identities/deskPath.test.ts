import { deskPath, slashed } from '../../../../layers/engine/identities/deskPath.ts';

describe('the path of a file at a desk', () => {
  it('is one text, whichever of its folders it was found from', () => {
    expect(deskPath('/data', 'ct/1.dcm')).toBe('/data/ct/1.dcm');
    expect(deskPath('/data/ct', '1.dcm')).toBe('/data/ct/1.dcm');
    expect(deskPath('/', 'data/ct/1.dcm')).toBe('/data/ct/1.dcm');
  });

  it('is so on Windows, with the drive in either case, and on a share', () => {
    for (const [folder, key] of [
      ['C:\\data', 'ct/1.dcm'],
      ['c:\\data\\ct', '1.dcm'],
      ['C:\\', 'data/ct/1.dcm'],
    ] as const)
      expect(deskPath(folder, key)).toBe('C:/data/ct/1.dcm');
    expect(deskPath('\\\\server\\share\\ct', '1.dcm')).toBe('//server/share/ct/1.dcm');
  });

  it('keeps a backslash that is part of a name elsewhere', () => {
    expect(slashed('/data/a\\b')).toBe('/data/a\\b');
  });
});
