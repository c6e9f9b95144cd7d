import { instanceLimits } from '../../functions/ingest/instanceLimits.ts';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../layers/dicom/parse.ts';
import { el, instance } from '../support/build.ts';

describe('what an instance may cost a function', () => {
  it('is what its memory can carry, and never more than at a desk', () => {
    const small = instanceLimits(512);
    const usual = instanceLimits(1769);
    for (const key of ['maxElements', 'maxLoadedBytes', 'maxInflatedBytes'] as const) {
      expect(small[key]).toBeLessThan(usual[key]);
      expect(instanceLimits(10_240)[key]).toBe(DEFAULT_LIMITS[key]);
    }
    expect(small.maxElements * 1_200).toBeLessThan(512 * 1024 * 1024);
    // Fifty thousand frames of some twenty elements still go through the function as it is deployed.
    expect(usual.maxElements).toBeGreaterThan(1_000_000);
  });

  it('refuses with a code what is dearer', async () => {
    const limits = { ...instanceLimits(256), maxElements: 8 };
    const bytes = instance({
      elements: Array.from({ length: 9 }, (_, index) => el(0x00280010 + index, 'US', [1])),
    });
    await expect(parseInstance(memorySource(bytes), limits)).rejects.toMatchObject({
      code: 'TOO_MANY_ELEMENTS',
    });
  });
});
