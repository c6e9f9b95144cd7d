import type { Random } from '../../pixels/random.ts';

/** Made-up people and places of a generated set. Nobody is meant. */
export interface Person {
  readonly given: string;
  readonly family: string;
}

export interface Patient extends Person {
  readonly sex: 'F' | 'M';
  readonly id: string;
  /** YYYYMMDD. */
  readonly birthDate: string;
  readonly street: string;
  readonly city: string;
  readonly phone: string;
  readonly email: string;
  readonly socialSecurity: string;
  readonly insurance: string;
  readonly mother: Person;
}

export interface Hospital {
  readonly name: string;
  readonly address: string;
  readonly station: string;
  readonly aeTitle: string;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const FEMALE =
  words(`Amelia Beatrice Carmen Denise Eleanor Francesca Gabriela Harriet Ingrid Josephine Karin Leticia
  Marguerite Natalia Odette Paulina Rosalind Stefania Theresa Ursula Vivian Winifred Yolanda Zofia Akiko Priya Fatima Meiling`);
const MALE =
  words(`Anton Bernard Casimir Dominik Edmund Fabian Gregory Harold Ignacio Julian Konrad Leopold Matthias Norbert
  Orlando Philippe Quentin Roderick Sebastian Tobias Ulrich Vincent Walter Xavier Yusuf Zoltan Hiroshi Arjun`);
const FAMILY =
  words(`Abernathy Bielski Castellano Dworkin Eriksen Fairchild Gonzales Hernandez Ivanova Jankowski Kowalczyk
  Lindstrom McAllister Nakamura Oyelaran Pellegrini Quinones Rasmussen Schumacher Takahashi Underhill Vasquez
  Weatherby Xiong Yamaguchi Zimmermann Andersson Bhattacharya Cunningham Delacroix Fitzgerald Guerrero Hofmann
  Iglesias Jorgensen Krishnan Lefebvre Montgomery Novotny Papadopoulos Richardson Stevenson Thibodeaux Villanueva
  Wojciechowski Ramirez Oconnor Petrosyan Sandoval Henriksen`);
const STREETS = words(
  'Maple Thornbury Lakeview Chestnut Wellington Prospect Sycamore Harrison Orchard Juniper',
);
const ROADS = words('Street Avenue Road Lane Drive');
const CITIES = words(
  'Springfield Cleveland Rochester Burlington Savannah Pittsburgh Tacoma Lexington Albany Fresno',
);
const STATES = words('OH NY VT GA PA WA KY CA IL MA');
const SAINTS = words(
  'Riverside Lakeshore Mercy Westbrook Northgate Fairview Hillcrest Brookdale Summit Harborview',
);
const KINDS = ['General Hospital', 'Medical Center', 'Imaging Center', 'Regional Hospital', 'Clinic'];

export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, (_, at) => random.whole(at === 0 ? 1 : 0, 9)).join('');
}

export function personOf(random: Random, sex: 'F' | 'M' = random.of(['F', 'M'])): Person {
  return { given: random.of(sex === 'F' ? FEMALE : MALE), family: random.of(FAMILY) };
}

const two = (number: number) => String(number).padStart(2, '0');

/** YYYYMMDD, a day that every month has. */
export function dateOf(random: Random, from: number, to: number): string {
  return `${random.whole(from, to)}${two(random.whole(1, 12))}${two(random.whole(1, 28))}`;
}

/** HHMMSS.FFFFFF in working hours. */
export function timeOf(random: Random): string {
  return `${two(random.whole(7, 18))}${two(random.whole(0, 59))}${two(random.whole(0, 59))}.${digits(random, 6)}`;
}

export function patientOf(random: Random, id: string): Patient {
  const sex = random.of<'F' | 'M'>(['F', 'M']);
  const person = personOf(random, sex);
  return {
    ...person,
    sex,
    id,
    birthDate: dateOf(random, 1915, 1996),
    street: `${random.whole(12, 9899)} ${random.of(STREETS)} ${random.of(ROADS)}`,
    city: `${random.of(CITIES)}, ${random.of(STATES)} ${digits(random, 5)}`,
    phone: `(${digits(random, 3)}) ${digits(random, 3)}-${digits(random, 4)}`,
    email: `${person.given}.${person.family}${digits(random, 2)}@example.org`.toLowerCase(),
    socialSecurity: `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 4)}`,
    insurance: `HP${digits(random, 9)}`,
    mother: personOf(random, 'F'),
  };
}

export function hospitalOf(random: Random): Hospital {
  const name = `${random.of(SAINTS)} ${random.of(KINDS)}`;
  const short = name.slice(0, 4).toUpperCase();
  return {
    name,
    address: `${random.whole(12, 9899)} ${random.of(STREETS)} ${random.of(ROADS)}, ${random.of(CITIES)}, ${random.of(STATES)} ${digits(random, 5)}`,
    station: `${short}RM${digits(random, 3)}`,
    aeTitle: `${short}_AE_${digits(random, 3)}`,
  };
}
