import { DEFAULT_LIMITS, type ParseLimits } from '../../layers/dicom/parse.ts';

const MB = 1024 * 1024;
/** Node with the function's code and the SDK, before the first instance, and something for the others that it works on. */
const RESERVED_BYTES = 300 * MB;
/** Measured with functional groups of 105,000 frames, of which each has UIDs to replace (`npm run bench -- --only large`). */
const ELEMENT_BYTES = 1_200;

/**
 * What one instance may cost a function of this memory: an object that is made to be dear is refused with its code, instead of the runtime
 * killed with all that it works on. Hardly any two are dear at once.
 */
export function instanceLimits(memoryMb: number): ParseLimits {
  // The smallest of functions have a quarter to spare, too.
  const bytes = Math.max((memoryMb * MB) / 4, memoryMb * MB - RESERVED_BYTES);
  return {
    ...DEFAULT_LIMITS,
    maxElements: Math.min(DEFAULT_LIMITS.maxElements, Math.floor(bytes / ELEMENT_BYTES)),
    // Read once and written once.
    maxLoadedBytes: Math.min(DEFAULT_LIMITS.maxLoadedBytes, Math.floor(bytes / 4)),
    // Deflated, inflated and deflated anew.
    maxInflatedBytes: Math.min(DEFAULT_LIMITS.maxInflatedBytes, Math.floor(bytes / 4)),
  };
}
