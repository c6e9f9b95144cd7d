import type { Vr } from '../../layers/dicom/vr.ts';

/** What an element of a rules file can say. */
export type Property = 'name' | 'tag' | 'vr' | 'rule' | 'value' | 'privateCreator';

/** ProKnow's eight rules. */
export type RuleName =
  | 'keep'
  | 'remove'
  | 'clear'
  | 'fixed'
  | 'generateUid'
  | 'generatePatient'
  | 'nameFromId'
  | 'shift';

/** Names without case, spaces, hyphens and underscores. The article names four rules; what it calls the others is not public. */
export const PROPERTIES: ReadonlyMap<string, Property> = new Map([
  ['name', 'name'],
  ['tag', 'tag'],
  ['vr', 'vr'],
  ['rule', 'rule'],
  ['value', 'value'],
  ['privatecreator', 'privateCreator'],
  ['creator', 'privateCreator'],
]);

export const RULE_NAMES: ReadonlyMap<string, RuleName> = new Map<string, RuleName>([
  ...['preserve', 'keep', 'none', 'nochange', 'ignore'].map((word) => [word, 'keep'] as const),
  ...['remove', 'delete'].map((word) => [word, 'remove'] as const),
  ...['clear', 'empty', 'blank', 'zero'].map((word) => [word, 'clear'] as const),
  ['fixed', 'fixed'],
  ['generateuid', 'generateUid'],
  ['generatepatient', 'generatePatient'],
  ...['copypatientid', 'usepatientid', 'patientid', 'copyid'].map((word) => [word, 'nameFromId'] as const),
  ['shift', 'shift'],
]);

/** For hints: each rule by the first of its names. */
export const RULE_WORDS = [
  'Keep',
  'Remove',
  'Clear',
  'Fixed',
  'GenerateUid',
  'GeneratePatient',
  'CopyPatientId',
  'Shift',
] as const;

/** The VRs that a rule can have (the article's Table 2); the others can have any. */
export const VRS_OF_RULE: Partial<Record<RuleName, ReadonlySet<Vr>>> = {
  fixed: new Set<Vr>([
    'AE',
    'AS',
    'CS',
    'DA',
    'DS',
    'DT',
    'IS',
    'LO',
    'LT',
    'PN',
    'SH',
    'ST',
    'TM',
    'UC',
    'UI',
    'UR',
    'UT',
  ]),
  generateUid: new Set<Vr>(['UI']),
  shift: new Set<Vr>(['DA', 'DT', 'TM']),
};

/** How names are compared. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
