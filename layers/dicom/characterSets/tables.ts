/**
 * The UTF-16 unit of each of `count` multi-byte codes as the runtime's decoder `label` has it; U+FFFD where it has none, or
 * more than one unit. All codes go through one call, a line feed after each: a line feed is never a trail byte in EUC or GB18030.
 */
export function unitsOfCodes(
  label: string,
  count: number,
  codeAt: (position: number) => readonly number[],
): Uint16Array {
  const width = codeAt(0).length + 1;
  const bytes = new Uint8Array(count * width).fill(0x0a);
  for (let position = 0; position < count; position += 1) bytes.set(codeAt(position), position * width);
  const text = new TextDecoder(label).decode(bytes);
  const units = new Uint16Array(count).fill(0xfffd);
  let start = 0;
  for (let position = 0; position < count; position += 1) {
    const end = text.indexOf('\n', start);
    if (end === start + 1) units[position] = text.charCodeAt(start);
    start = end + 1;
  }
  return units;
}
