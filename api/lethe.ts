/** The library `lethe`: what a program calls that de-identifies by itself. docs/library.md shows it. */
export type { ByteSource } from '../layers/dicom/byteSource.ts';
export { FaultError } from '../layers/engine/faults.ts';
export type { IdentityMap, KeyRing } from '../layers/engine/ports.ts';
export type { Finding, Reason } from '../layers/engine/reason.ts';
export { ENGINE_VERSION } from '../layers/engine/version.ts';
export type { RuleDialect } from '../rules/compile.ts';
export type { RulePlan } from '../rules/plan.ts';
export type { RuleProblem } from '../rules/source.ts';
export { basicProfile, type CompileSettings, compile, type Rules, RulesError } from './compile.ts';
export { type Deidentified, type DeidentifySettings, deidentify } from './deidentify.ts';
export { keysOf, openIdentities, openKeyFile } from './keys.ts';
export { type NamedInstance, type Verified, type VerifyFinding, verify } from './verify.ts';
