import { pick } from './random.ts';

/** How numbers and addresses stand in free text: `{d}` date, `{t}` telephone, `{m}` record number, `{s}` social security number, `{e}` mail, `{u}` web address, `{i}` address of a network, `{a}` street. */
export const NUMBER_PATTERNS = `
seen {d} for follow up
CT chest {d}
DOB {d}
compare {d} and prior
call {t} with results
tel {t}
MRN {m}, knee
knee left {m}
SSN {s}
{s} left shoulder
mail {e} when done
report at {u}
sent from {i}
lives {a}, supine
`
  .trim()
  .split('\n');

const MONTHS = 'January February April June July September November December'.split(' ');
const SEPARATED = ['-', '/', '.'] as const;

/** A value of a kind, made from random numbers. */
export function numberOf(kind: string, random: () => number): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => 1 + Math.floor(random() * 9)).join('');
  const below = (most: number) => 1 + Math.floor(random() * most);
  const two = (value: number) => `${value}`.padStart(2, '0');
  switch (kind) {
    case 'd': {
      const [year, month, day] = [1950 + below(70), below(12), below(28)];
      const separator = pick(SEPARATED, random);
      return pick(
        [
          `${day} ${pick(MONTHS, random)} ${year}`,
          `${year}-${two(month)}-${two(day)}`,
          [two(month), two(day), year].join(separator),
          `${year}${two(month)}${two(day)}`,
        ],
        random,
      );
    }
    case 't':
      return pick(
        [
          `${digits(3)}-${digits(3)}-${digits(4)}`,
          `+49 6221 ${digits(7)}`,
          `(${digits(3)}) ${digits(3)}-${digits(4)}`,
        ],
        random,
      );
    case 'm':
      return digits(7);
    case 's':
      return `${digits(3)}-${digits(2)}-${digits(4)}`;
    case 'e':
      return `reading.room${digits(2)}@northgate.org`;
    case 'u':
      return `https://pacs.northgate.org/view?acc=${digits(6)}`;
    case 'i':
      return `10.${below(250)}.${below(250)}.${below(250)}`;
    case 'a':
      return `${digits(3)} ${pick(['Maple', 'Thornbury', 'Lakeview'], random)} ${pick(['Street', 'Avenue', 'Road'], random)}`;
    default:
      throw new Error(`no such number: ${kind}`);
  }
}
