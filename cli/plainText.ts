/** A name as one line of a terminal: characters that would move it, or begin another line, as `\\xHH`. */
export function plainText(text: string): string {
  // C0 and C1 controls, DEL, and what turns the direction of writing (Unicode 15 section 23.1, UAX 9).
  return text.replace(
    /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
