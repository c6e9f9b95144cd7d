/** A number and what it counts: `1 output`, `2 outputs`. The noun takes an `s`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
