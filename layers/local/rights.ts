/** Rights of the group and of others (POSIX sys/stat.h). */
export const OF_GROUP_AND_OTHERS = 0o077;
/** That of others to read. */
export const OF_OTHERS_TO_READ = 0o004;

/** Whether a file or folder has some of these rights. Windows has no such bits, and Node makes up some that say nothing: there nobody is told of them. */
export function isOpenTo(
  rights: number,
  mode: number,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== 'win32' && (mode & rights) !== 0;
}
