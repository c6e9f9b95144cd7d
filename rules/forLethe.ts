/**
 * For which Lethe a file was written. Files that people write for Lethe, rules and configurations, may say it under the key `lethe`. A file that says
 * nothing is read as if it were written for this one.
 */

/** The version that this Lethe's own files are of: its own, without what only mends (SemVer's third number). A test holds it to package.json. */
export const FILE_VERSION = '0.1';
/** Earlier majors whose files this one reads as they were meant, each as the number that it has. */
const ALSO_READ: readonly number[] = [];

export const VERSION_KEY = 'lethe';
/** As a JSON Schema has it, too. */
export const VERSION_PATTERN = '^(0|[1-9]\\d{0,5})(\\.(0|[1-9]\\d{0,5})){0,2}$';
export const VERSION_DOC =
  'the version of Lethe that the file was written for, such as `"0.1"`; left out: this one. Another major, and a later minor, is an error (`OTHER_VERSION`)';
export const OTHER_VERSION = 'OTHER_VERSION';

/** What is wrong with what a file says under `lethe`, and what to do. */
export interface VersionProblem {
  readonly message: string;
  readonly hint: string;
}

/** Null: this Lethe reads the file as it was meant. `own`, `alsoRead`: of this Lethe. */
export function versionProblem(
  said: unknown,
  own: string = FILE_VERSION,
  alsoRead: readonly number[] = ALSO_READ,
): VersionProblem | null {
  if (typeof said !== 'string' || !new RegExp(VERSION_PATTERN).test(said))
    return {
      message: `"${VERSION_KEY}" must be a version, in quotes`,
      hint: `Write "${own}", which is this Lethe’s, or leave it out.`,
    };
  const [major = 0, minor = 0] = said.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = own.split('.').map(Number);
  if (major > ownMajor)
    return {
      message: `This file is for Lethe ${major}, and this is Lethe ${own}`,
      hint: `Use Lethe ${major}, whose CHANGELOG.md says what it changed; or write the file anew for this one (docs/rules.md, "Versions").`,
    };
  if (major === ownMajor && minor > ownMinor)
    return {
      message: `This file is for Lethe ${said} or later, and this is Lethe ${own}`,
      hint: `Use Lethe ${said}; or write "${own}" if the file has nothing that came later (docs/rules.md, "Versions").`,
    };
  if (major === ownMajor || alsoRead.includes(major)) return null;
  return {
    message: `This file is for Lethe ${major}, and this is Lethe ${own}, which reads some of it otherwise`,
    hint: `Read under "Changed" in CHANGELOG.md what became of it since, mend the file, and write "${own}"; or use Lethe ${major} (docs/rules.md, "Versions").`,
  };
}
