import type { ContextValue } from './context.ts';

/**
 * Whose the performed steps are, from their N-CREATE to their N-SET. Duties: what was remembered outlives a crash, for as long as an examination may take;
 * nothing of it can be read without the key. Both reject with `FaultError`.
 */
export interface StepMemory {
  remember(sopInstanceUid: string, whose: readonly ContextValue[]): Promise<void>;
  /** Nothing where nobody knows. */
  recall(sopInstanceUid: string): Promise<readonly ContextValue[]>;
}
