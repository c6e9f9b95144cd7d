import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { readFileMeta } from '../../../layers/dicom/fileMeta.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { el, instance, TRANSFER_SYNTAX } from '../../support/build.ts';

const ELEMENTS = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.7'),
  el(0x00100010, 'PN', 'Doe^J'),
];

describe('the file meta information of a file', () => {
  it.each(Object.entries(TRANSFER_SYNTAX))('is read in %s', async (_name, transferSyntax) => {
    const bytes = instance({ transferSyntax, elements: ELEMENTS });
    const { bodyStart } = await parseInstance(memorySource(bytes));
    expect(await readFileMeta(memorySource(bytes))).toEqual({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
      sopInstanceUid: '2.25.7',
      transferSyntaxUid: transferSyntax,
      bodyStart,
    });
  });

  it('is read without the data set, also where it is long', async () => {
    const meta = [el(0x00020100, 'UI', '2.25.1'), el(0x00020102, 'OB', new Uint8Array(20_000))];
    const bytes = instance({
      elements: [...ELEMENTS, el(0x7fe00010, 'OW', new Uint8Array(1_000_000))],
      meta,
    });
    let lastByte = 0;
    const source = memorySource(bytes);
    const watched = {
      ...source,
      read: (start: number, end: number) => {
        lastByte = Math.max(lastByte, end);
        return source.read(start, end);
      },
    };
    expect(await readFileMeta(watched)).toMatchObject({ sopInstanceUid: '2.25.7' });
    expect(lastByte).toBeLessThan(60_000);
  });

  it('has nothing where an element is missing', async () => {
    const bytes = instance({ elements: [], metaWithout: [0x00020002, 0x00020003, 0x00020010] });
    expect(await readFileMeta(memorySource(bytes))).toMatchObject({ sopClassUid: '', transferSyntaxUid: '' });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['something short', new Uint8Array(131)],
    ['a data set without a preamble', instance({ elements: ELEMENTS, preamble: 'none', meta: 'none' })],
  ])('refuses %s', async (_what, bytes) => {
    await expect(readFileMeta(memorySource(bytes))).rejects.toMatchObject({ code: 'NOT_DICOM' });
  });

  it('refuses what claims to be longer than it is', async () => {
    const bytes = Buffer.from(instance({ elements: ELEMENTS }));
    await expect(readFileMeta(memorySource(bytes.subarray(0, 200)))).rejects.toMatchObject({
      code: expect.stringMatching(/^(LENGTH_OVERRUN|TRUNCATED)$/),
    });
  });
});
