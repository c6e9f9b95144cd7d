export function holdsIdentifier(text: string, identifiers: readonly string[]): boolean {
  const folded = text.toLowerCase();
  return identifiers.some((each) => each.length > 2 && folded.includes(each.toLowerCase()));
}
