import { ENGINE_VERSION } from '../layers/engine/version.ts';
import { PROFILE_EDITION } from '../rules/ps315/table.ts';
import { ownPackage } from './ownPackage.ts';

/** `lethe --version --json`: what a report of a defect and an inventory want. `commit` is null where sources run, since they may be of none. */
export function versionJson(): string {
  const { version, commit = null } = ownPackage();
  const { node } = process.versions;
  return `${JSON.stringify({ lethe: version, engine: ENGINE_VERSION, edition: PROFILE_EDITION, commit, node }, null, 2)}\n`;
}
