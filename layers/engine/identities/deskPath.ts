/** The absolute path of what lies under `key` in a folder: one text for one file, whichever of its folders it was found from. */
export function deskPath(folder: string, key: string): string {
  const above = slashed(folder);
  return above.endsWith('/') ? `${above}${key}` : `${above}/${key}`;
}

/** An absolute path with `/` between its parts. Of a path of Windows the drive is a capital letter: shells give both. */
export function slashed(path: string): string {
  if (!/^(?:[A-Za-z]:)?\\/.test(path)) return path;
  return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}
