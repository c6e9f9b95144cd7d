/** The absolute path of what lies under `key` in a folder: one text for one file, whichever of its folders it was found from. */
export function deskPath(folder: string, key: string): string {
  return folder.endsWith('/') ? `${folder}${key}` : `${folder}/${key}`;
}
