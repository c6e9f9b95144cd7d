export function mayStay(text: string, allow: readonly string[]): boolean {
  return allow.some((each) => each.toLowerCase() === text.trim().toLowerCase());
}
