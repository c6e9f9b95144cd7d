import type { Finding } from '../../../../layers/verify/findings.ts';
import type { RuleBook } from '../../../../layers/verify/ports.ts';
import { random } from '../../../fuzz/mutate.ts';
import { type NamedBytes, type Release, verified } from '../harness.ts';
import { type ByteFault, FAULT_KINDS } from './kinds.ts';
import { spoilable, written } from './tree.ts';

/** A release of synthetic studies, in both ways of dates. */
export interface Honest {
  readonly removed: Release;
  readonly modified: Release;
  readonly rules: { readonly removed: RuleBook; readonly modified: RuleBook };
}

export interface FaultOutcome {
  readonly kind: string;
  readonly seed: number;
  /** Null: it was caught. */
  readonly missed: string | null;
}

export const KINDS: readonly ByteFault[] = FAULT_KINDS;

/** Puts one fault into one output of a release, and looks whether it is found there, by one of its codes. */
export async function outcomeOf(kind: ByteFault, seed: number, honest: Honest): Promise<FaultOutcome> {
  const dice = random(seed);
  const way = kind.dates === 'modified' ? 'modified' : 'removed';
  const { outputs, sources, made } = honest[way];
  const first = dice.below(outputs.length);
  for (let step = 0; step < outputs.length; step++) {
    const at = (first + step) % outputs.length;
    const output = spoilable((outputs[at] as NamedBytes).bytes);
    const fault = {
      output,
      source: spoilable((made[at] as NamedBytes).bytes),
      other: spoilable((outputs[(at + 1) % outputs.length] as NamedBytes).bytes),
      below: dice.below,
    };
    if (!kind.spoil(fault)) continue;
    const whole = written(output);
    const bytes = kind.bytes?.(whole, dice.below) ?? whole;
    const name = kind.rename?.(fault) ?? (outputs[at] as NamedBytes).name;
    const spoiled = outputs.map((each, place) => (place === at ? { name, bytes } : each));
    const { alarms } = await verified(spoiled, sources, honest.rules[way]);
    return { kind: kind.name, seed, missed: missedBy(kind, alarms, at) };
  }
  return { kind: kind.name, seed, missed: 'no output could be spoiled so' };
}

function missedBy({ codes }: ByteFault, alarms: readonly Finding[], at: number): string | null {
  const own = alarms.filter(({ instance }) => instance === `#${at + 1}`);
  // What two instances say of each other is told of the second.
  const either = alarms.filter(({ code }) =>
    [
      'UID_TWO_NEW',
      'UID_TWO_OLD',
      'REFERENCE_BROKEN',
      'DATE_NOT_SAME_SHIFT',
      'PATIENT_TWO_NEW',
      'PATIENT_TWO_OLD',
      'INSTANCE_TWICE',
    ].includes(code),
  );
  if ([...own, ...either].some(({ code }) => codes.includes(code))) return null;
  return own.length === 0
    ? 'nothing was found'
    : `found as ${[...new Set(own.map(({ code }) => code))].join(', ')}`;
}
