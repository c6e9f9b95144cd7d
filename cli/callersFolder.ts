import { join } from 'node:path';

/** Where this Lethe is. npm starts its scripts there, wherever they were called. */
const HOME = join(import.meta.dirname, '..');
/** What npm calls our own script, and what `npx` started. A script of somebody else's has paths of its own folder. */
const OURS: ReadonlySet<string | undefined> = new Set(['lethe', 'npx']);

/** The folder that relative paths of the call are meant from, where npm started us in another one; null: where we are. */
export function callersFolder(
  { INIT_CWD, npm_lifecycle_event }: Readonly<Record<string, string | undefined>>,
  here: string,
  home = HOME,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (!INIT_CWD || !OURS.has(npm_lifecycle_event)) return null;
  // Shells of Windows write the letter of a drive in two ways, and folders in any.
  const folder = (path: string) => (platform === 'win32' ? path.toLowerCase() : path);
  return folder(here) === folder(home) && folder(INIT_CWD) !== folder(home) ? INIT_CWD : null;
}
