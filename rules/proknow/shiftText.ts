/** The seconds of a global shift `sDDDDDHHMMSS`: a sign or none, and days, hours, minutes and seconds, each padded with zeros. Undefined: no shift. */
export function readShiftSeconds(text: string): number | undefined {
  const parts = /^([+-]?)(\d{5})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(2).map(Number) as [number, number, number, number];
  const amount = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return parts[1] === '-' && amount > 0 ? -amount : amount;
}
