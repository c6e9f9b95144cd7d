import type { RiskFacts } from '../cohort/row.ts';

/**
 * Disclosure risk as k-anonymity (Sweeney 2002; ISO/IEC 20889 11.4): patients that share everything that somebody outside can know form a class, and k is the
 * size of the smallest. It says how many a patient hides among in this release, and nothing of the population: that model is left to the reader.
 */

/** A patient of the release, by pseudonym, with what all instances together say. */
export interface RiskRow {
  readonly patient: string;
  readonly facts: RiskFacts;
}

export interface RiskClassing {
  /** What was done to the facts first. */
  readonly name: string;
  /** 0: there are no patients. */
  readonly k: number;
  readonly classes: number;
  /** Patients in a class of one. */
  readonly alone: number;
  /** Patients in classes smaller than the k that was asked for. */
  readonly below: number;
}

export interface Risk {
  readonly patients: number;
  readonly asked: number;
  readonly asItStands: RiskClassing;
  /** Pseudonyms of those that are alone in their class as it stands, in their order. */
  readonly alone: readonly string[];
  /** What each generalisation would leave. */
  readonly generalised: readonly RiskClassing[];
}

/** How a fact is said, and how coarsely; an empty fact stays empty: it tells nobody anything. */
type Coarsening = (facts: RiskFacts) => RiskFacts;

const toMonth: Coarsening = (facts) => ({ ...facts, studyDay: facts.studyDay.slice(0, 6) });
const toYear: Coarsening = (facts) => ({ ...facts, studyDay: facts.studyDay.slice(0, 4) });
const ageToFiveYears: Coarsening = (facts) => ({ ...facts, age: stepped(yearsOf(facts.age), 5) });
const weightToTenKilograms: Coarsening = (facts) => ({
  ...facts,
  weight: stepped(numberOf(facts.weight), 10),
});
const sizeToTenCentimetres: Coarsening = (facts) => {
  const metres = numberOf(facts.size);
  return { ...facts, size: stepped(metres === null ? null : metres * 100, 10) };
};
const withoutDevice: Coarsening = (facts) => ({ ...facts, device: '' });

/** Study dates count by their month, unless something else is said: outsiders seldom know the day. */
const GENERALISATIONS: readonly (readonly [name: string, steps: readonly Coarsening[]])[] = [
  ['study dates by the day', []],
  ['study dates by the year', [toYear]],
  ['age to five years', [toMonth, ageToFiveYears]],
  ['weight to 10 kg', [toMonth, weightToTenKilograms]],
  ['size to 10 cm', [toMonth, sizeToTenCentimetres]],
  ['without the device', [toMonth, withoutDevice]],
  [
    'age to five years, weight to 10 kg, size to 10 cm',
    [toMonth, ageToFiveYears, weightToTenKilograms, sizeToTenCentimetres],
  ],
  [
    'all of these, study dates by the year, without the device',
    [toYear, ageToFiveYears, weightToTenKilograms, sizeToTenCentimetres, withoutDevice],
  ],
];
export const AS_IT_STANDS = 'as it stands, study dates by the month';

/** `rows`: of every instance, in any order. `asked`: the k of the gate. */
export function riskOf(rows: Iterable<RiskRow>, asked: number): Risk {
  const coarsened: {
    readonly name: string;
    readonly steps: readonly Coarsening[];
    readonly said: Map<string, Set<string>[]>;
  }[] = [
    { name: AS_IT_STANDS, steps: [toMonth], said: new Map() },
    ...GENERALISATIONS.map(([name, steps]) => ({ name, steps, said: new Map() })),
  ];
  // Most instances of a patient say the same: what was said once is not coarsened again.
  const known = new Set<string>();
  for (const { patient, facts } of rows) {
    const key = `${patient}\n${FACTS.map((fact) => facts[fact]).join('\n')}`;
    if (known.has(key)) continue;
    known.add(key);
    for (const { steps, said } of coarsened) {
      const coarse = steps.reduce((before, step) => step(before), facts);
      const sets = said.get(patient) ?? FACTS.map(() => new Set<string>());
      said.set(patient, sets);
      for (const [at, fact] of FACTS.entries())
        if (coarse[fact] !== '') (sets[at] as Set<string>).add(coarse[fact]);
    }
  }
  const [first, ...others] = coarsened.map(({ name, said }) => classed(name, said, asked));
  const { alone, ...asItStands } = first as Classed;
  return {
    patients: (coarsened[0] as (typeof coarsened)[number]).said.size,
    asked,
    asItStands: { ...asItStands, alone: alone.length },
    alone,
    generalised: others.map(({ alone: lonely, ...rest }) => ({ ...rest, alone: lonely.length })),
  };
}

const FACTS = ['sex', 'age', 'ethnicGroup', 'size', 'weight', 'studyDay', 'device', 'bodyPart'] as const;

interface Classed extends Omit<RiskClassing, 'alone'> {
  readonly alone: readonly string[];
}

function classed(name: string, said: ReadonlyMap<string, readonly Set<string>[]>, asked: number): Classed {
  const classes = new Map<string, string[]>();
  for (const [patient, sets] of said) {
    const key = sets.map((set) => [...set].sort().join('\u0001')).join('\u0002');
    const same = classes.get(key);
    if (same === undefined) classes.set(key, [patient]);
    else same.push(patient);
  }
  let [k, below] = [Number.POSITIVE_INFINITY, 0];
  const alone: string[] = [];
  for (const patients of classes.values()) {
    k = Math.min(k, patients.length);
    if (patients.length < asked) below += patients.length;
    if (patients.length === 1) alone.push(patients[0] as string);
  }
  return { name, k: classes.size === 0 ? 0 : k, classes: classes.size, alone: alone.sort(), below };
}

/** Years of an AS (PS3.5 6.2); null: it is not one. */
function yearsOf(age: string): number | null {
  const [, digits, unit] = /^(\d{1,3})([DWMY])$/.exec(age.trim()) ?? [];
  if (digits === undefined) return null;
  const years = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 }[unit as 'D' | 'W' | 'M' | 'Y'];
  return Number(digits) * years;
}

function numberOf(text: string): number | null {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) ? number : null;
}

/** `30 to 35`, the upper end not included; empty: there is no number. */
function stepped(value: number | null, step: number): string {
  if (value === null) return '';
  // What decimals make of a whole step belongs to that step.
  const low = Math.floor(value / step + 1e-9) * step;
  return `${low} to ${low + step}`;
}
