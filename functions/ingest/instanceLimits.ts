import { DEFAULT_LIMITS, type ParseLimits } from '../../layers/dicom/parse.ts';

const MB = 1024 * 1024;
/** Node with the function's code and the SDK, before the first instance. */
const RUNTIME_BYTES = 200 * MB;
/** Measured: an element in the index of an object and in that of its output. */
const ELEMENT_BYTES = 320;

/**
 * What one instance may cost a function of this memory: an object that is made to be dear is refused with its code, instead of the runtime
 * killed with all that it works on. Half of what there is, for instances are worked on side by side and hardly any two are dear at once.
 */
export function instanceLimits(memoryMb: number): ParseLimits {
  const bytes = Math.max(0, memoryMb * MB - RUNTIME_BYTES) / 2;
  return {
    ...DEFAULT_LIMITS,
    maxElements: Math.min(DEFAULT_LIMITS.maxElements, Math.floor(bytes / ELEMENT_BYTES)),
    // Read once and written once.
    maxLoadedBytes: Math.min(DEFAULT_LIMITS.maxLoadedBytes, Math.floor(bytes / 2)),
    // Deflated, inflated and deflated anew.
    maxInflatedBytes: Math.min(DEFAULT_LIMITS.maxInflatedBytes, Math.floor(bytes / 3)),
  };
}
