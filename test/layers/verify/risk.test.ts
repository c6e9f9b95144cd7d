import type { RiskFacts } from '../../../layers/verify/cohort/row.ts';
import { AS_IT_STANDS, type RiskRow, riskOf } from '../../../layers/verify/risk/risk.ts';
import { random } from '../../fuzz/mutate.ts';

/** The figures of risk against a reference that was written apart: sorted rows, no maps of sets, each generalisation by hand. */

const PATIENTS = 10_000;
const NOTHING: RiskFacts = {
  sex: '',
  age: '',
  ethnicGroup: '',
  size: '',
  weight: '',
  studyDay: '',
  device: '',
  bodyPart: '',
};

function rowsOf(seed: number): RiskRow[] {
  const dice = random(seed);
  const pick = <T>(list: readonly T[]): T => list[dice.below(list.length)] as T;
  const padded = (number: number, digits: number) => String(number).padStart(digits, '0');
  return Array.from({ length: PATIENTS }, (_, at) => at).flatMap((at) => {
    const sex = pick(['M', 'F', 'F', 'M', 'O', '']);
    const born = dice.below(100);
    const base: RiskFacts = {
      sex,
      age: pick([`${padded(born, 3)}Y`, `${padded(born, 3)}Y`, `${padded(dice.below(30), 3)}M`, '']),
      ethnicGroup: pick(['', '', '', 'A', 'B']),
      size: pick(['', '1.7', '1.83', `1.${dice.below(10)}`]),
      weight: pick(['', '70', String(40 + dice.below(70)), '69.95']),
      studyDay: `20${padded(20 + dice.below(5), 2)}${padded(1 + dice.below(12), 2)}${padded(1 + dice.below(28), 2)}`,
      device: pick(['ACME One', 'ACME Two', 'Otherworks X', '']),
      bodyPart: pick(['HEAD', 'CHEST', '']),
    };
    const more = dice.below(3);
    return [
      { patient: `P${at}`, facts: base },
      // Some have other studies, on other days and devices, and some say the same again.
      ...Array.from({ length: more }, () => ({
        patient: `P${at}`,
        facts:
          dice.below(2) === 0
            ? base
            : {
                ...base,
                bodyPart: pick(['HEAD', 'KNEE']),
                studyDay: `2024${padded(1 + dice.below(12), 2)}03`,
              },
      })),
    ];
  });
}

interface Steps {
  readonly day: number;
  readonly age?: true;
  readonly weight?: true;
  readonly size?: true;
  readonly noDevice?: true;
}

/** Each generalisation of the report, as this test understands it. */
const WANTED: readonly (readonly [name: string, steps: Steps])[] = [
  [AS_IT_STANDS, { day: 6 }],
  ['study dates by the day', { day: 8 }],
  ['study dates by the year', { day: 4 }],
  ['age to five years', { day: 6, age: true }],
  ['weight to 10 kg', { day: 6, weight: true }],
  ['size to 10 cm', { day: 6, size: true }],
  ['without the device', { day: 6, noDevice: true }],
  ['age to five years, weight to 10 kg, size to 10 cm', { day: 6, age: true, weight: true, size: true }],
  [
    'all of these, study dates by the year, without the device',
    { day: 4, age: true, weight: true, size: true, noDevice: true },
  ],
];

function reference(rows: readonly RiskRow[], { day, age, weight, size, noDevice }: Steps, asked: number) {
  const said = (facts: RiskFacts): readonly string[] => {
    const years =
      facts.age === '' ? null : Number(facts.age.slice(0, 3)) / (facts.age.endsWith('M') ? 12 : 1);
    const kilograms = facts.weight === '' ? null : Number(facts.weight);
    const centimetres = facts.size === '' ? null : Math.round(Number(facts.size) * 10_000) / 100;
    const step = (value: number | null, by: number) => (value === null ? '' : String(Math.trunc(value / by)));
    return [
      facts.sex,
      age ? step(years, 5) : facts.age,
      facts.ethnicGroup,
      size ? step(centimetres, 10) : facts.size,
      weight ? step(kilograms, 10) : facts.weight,
      facts.studyDay.slice(0, day),
      noDevice ? '' : facts.device,
      facts.bodyPart,
    ];
  };
  const lines = rows
    .flatMap(({ patient, facts }) =>
      said(facts).flatMap((value, at) => (value === '' ? [] : [`${patient}\t${at}\t${value}`])),
    )
    .concat(rows.map(({ patient }) => `${patient}\t`))
    .sort();
  const texts: { patient: string; text: string }[] = [];
  let last = '';
  for (const line of lines) {
    if (line === last) continue;
    last = line;
    const [patient = '', ...rest] = line.split('\t');
    const open = texts.at(-1);
    if (open?.patient !== patient) texts.push({ patient, text: rest.join(':') });
    else open.text += `|${rest.join(':')}`;
  }
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const groups: string[][] = [];
  for (const [at, { patient, text }] of texts.entries()) {
    if (at > 0 && texts[at - 1]?.text === text) groups.at(-1)?.push(patient);
    else groups.push([patient]);
  }
  const sizes = groups.map((group) => group.length);
  return {
    k: Math.min(...sizes),
    classes: groups.length,
    alone: groups
      .filter((group) => group.length === 1)
      .flat()
      .sort(),
    below: sizes.filter((each) => each < asked).reduce((sum, each) => sum + each, 0),
  };
}

describe('k', () => {
  it.each([1])('of 10,000 patients is the reference’s, to the last patient: seed %i', (seed) => {
    const rows = rowsOf(seed);
    const risk = riskOf(rows, 5);
    expect(risk.patients).toBe(PATIENTS);
    for (const [name, steps] of WANTED) {
      const wanted = reference(rows, steps, 5);
      const given =
        name === AS_IT_STANDS ? risk.asItStands : risk.generalised.find((each) => each.name === name);
      expect([name, given]).toEqual([name, { name, ...wanted, alone: wanted.alone.length }]);
      if (name === AS_IT_STANDS) expect(risk.alone).toEqual(wanted.alone);
    }
    expect(risk.generalised.map(({ name }) => name)).toEqual(WANTED.slice(1).map(([name]) => name));
  });

  it('falls with nothing that outsiders cannot see, and rises with a generalisation', () => {
    const of = (age: string): RiskFacts => ({ ...NOTHING, sex: 'F', age });
    const rows = ['061Y', '062Y', '063Y'].map((age, at) => ({ patient: `P${at}`, facts: of(age) }));
    const risk = riskOf(rows, 2);
    expect([risk.asItStands.k, risk.alone]).toEqual([1, ['P0', 'P1', 'P2']]);
    expect(risk.generalised.find(({ name }) => name === 'age to five years')?.k).toBe(3);
  });

  it('of nobody is 0, and an age in months is one in years', () => {
    expect(riskOf([], 5)).toMatchObject({ patients: 0, asItStands: { k: 0, classes: 0, below: 0 } });
    const rows = ['018M', '001Y'].map((age, at) => ({ patient: `P${at}`, facts: { ...NOTHING, age } }));
    expect(riskOf(rows, 2).generalised.find(({ name }) => name === 'age to five years')?.k).toBe(2);
  });
});
