import { userInfo } from 'node:os';

/** Who calls, for the lines that say who did something. In a container a user may have a number alone: then that. */
export function callerName(read: () => { readonly username: string } = userInfo): string {
  try {
    return read().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
