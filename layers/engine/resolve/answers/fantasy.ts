import { type Day, dateOf, dayOf, formatDate, parseDate } from '../../../dicom/dateTime.ts';
import { mac } from '../../crypto.ts';
import type { Answerer } from '../answerer.ts';
import { FAMILY_BEGINNINGS, FAMILY_ENDINGS, GIVEN_NAMES_F, GIVEN_NAMES_M } from '../fantasyNames.ts';
import type { Request } from '../requests.ts';

type FantasyRequest = Request & { kind: 'fantasy' };

/** Keyed and stateless: the same name, birth date and salt have the same made-up person everywhere and for ever. */
export const answerFantasies: Answerer<FantasyRequest> = async (requests, { subkey }) => {
  const key = await subkey('pseudonym');
  return requests.map((request) => {
    const { part, salt, name, birthDate, original } = request;
    // The unit separator stands in no value; the salt, which may have anything in it, comes last.
    const seed = mac(key, ['fantasy', name.reveal(), birthDate.reveal(), salt].join('\x1f'));
    return part === 'name' ? nameOf(seed, request) : birthDateOf(seed, original.reveal());
  });
};

/** Family, given and middle name: 2^24 of them for either sex. The sex chooses among names and does not go into the hash. */
function nameOf(seed: Buffer, { sex }: FantasyRequest): string {
  const given = sex === 'F' || (sex === null && seed.readUInt8(4) % 2 === 0) ? GIVEN_NAMES_F : GIVEN_NAMES_M;
  const chosen = (names: readonly string[], at: number) => names[seed.readUInt8(at) % names.length] as string;
  return `${chosen(FAMILY_BEGINNINGS, 0)}${chosen(FAMILY_ENDINGS, 1)}^${chosen(given, 2)}^${chosen(given, 3)}`;
}

/** Any other day of the ten years that begin with a year that ends in 0. */
function birthDateOf(seed: Buffer, original: string): string {
  const day = parseDate(original) as Day;
  const decade = dateOf(day).year - (dateOf(day).year % 10);
  const first = dayOf({ year: Math.max(decade, 1), month: 1, day: 1 }) as Day;
  const last = dayOf({ year: decade + 9, month: 12, day: 31 }) as Day;
  // 48 bits over 3,651 days: no day is likelier than another by more than one in 10^10.
  const drawn = first + (seed.readUIntBE(8, 6) % (last - first));
  return formatDate(drawn >= day ? drawn + 1 : drawn);
}
