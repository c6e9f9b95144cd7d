import { openTextFinder } from '../../../../layers/pixels/text/finder.ts';

it('loads', async () => {
  const f = await openTextFinder();
  const found = await f.find(
    {
      width: 64,
      height: 64,
      samplesPerPixel: 1,
      bytesPerSample: 1,
      bytes: new Uint8Array(4096).map((_, i) => i * 37),
    },
    {
      photometric: 'MONOCHROME2',
      bitsStored: 8,
      highBit: 7,
      isSigned: false,
      slope: 1,
      intercept: 0,
      windows: [],
      palette: null,
    },
  );
  expect(found).toEqual([]);
  await f.close();
});
