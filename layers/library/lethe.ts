/**
 * What a program calls that de-identifies by itself. It writes no audit, keeps nothing that was held or quarantined, and calls nobody over the network.
 *
 * @module lethe
 */

export type { RuleDialect } from '../../rules/compile.ts';
export type { RuleProblem } from '../../rules/source.ts';
export type { ByteSource } from '../dicom/byteSource.ts';
export { FaultError } from '../engine/faults.ts';
export type { IdentityMap, KeyRing } from '../engine/ports.ts';
export type { Finding, Reason } from '../engine/reason.ts';
export { ENGINE_VERSION } from '../engine/version.ts';
export {
  basicProfile,
  type CompileSettings,
  compile,
  type RulePlan,
  type Rules,
  RulesError,
} from './compile.ts';
export { type Deidentified, type DeidentifySettings, deidentify } from './deidentify.ts';
export { keysOf, openIdentities, openKeyFile } from './keys.ts';
export { type NamedInstance, type Verified, type VerifyFinding, verify } from './verify.ts';
