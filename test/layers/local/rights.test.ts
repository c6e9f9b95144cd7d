import { isOpenTo, OF_GROUP_AND_OTHERS, OF_OTHERS_TO_READ } from '../../../layers/local/rights.ts';

it('tells who else may use a file, where the system knows', () => {
  expect(isOpenTo(OF_GROUP_AND_OTHERS, 0o100600, 'linux')).toBe(false);
  expect(isOpenTo(OF_GROUP_AND_OTHERS, 0o100640, 'darwin')).toBe(true);
  expect(isOpenTo(OF_OTHERS_TO_READ, 0o100640, 'linux')).toBe(false);
  expect(isOpenTo(OF_OTHERS_TO_READ, 0o100644, 'linux')).toBe(true);
  // What Node makes up of every file that may be written.
  expect(isOpenTo(OF_GROUP_AND_OTHERS, 0o100666, 'win32')).toBe(false);
});
