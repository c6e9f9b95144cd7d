import { RULE_DIALECTS, type RuleDialect } from '../../../rules/dialects.ts';
import type { Fields } from '../../../rules/lethe/object.ts';
import { list, oneOrMore, word } from '../../../rules/lethe/shape.ts';
import {
  AE_PATTERN,
  type ConfigShape,
  type Context,
  FOLDER_PREFIX,
  matchesAe,
  settings,
  TEXT,
} from './shapes.ts';

/** Which instances it is about: the first route that fits both AE titles is taken. */
export interface Route {
  readonly calling: readonly string[];
  readonly called: readonly string[];
  /** `cloud`: originals go to the ingest bucket, and the rules live there. */
  readonly deidentify: 'here' | 'cloud';
  /** Absent where the rules live in the cloud. */
  readonly rules?: string;
  readonly dialect?: RuleDialect;
  readonly keyScope: string;
  readonly cleanPrefix: string;
  /** The names of its deliveries. */
  readonly deliveries: readonly string[];
}

const DIALECTS = Object.fromEntries(RULE_DIALECTS.map((dialect) => [dialect, dialect])) as Record<
  RuleDialect,
  string
>;

export const DIALECT = word<RuleDialect, Context>(DIALECTS);
export const ANY_AE: readonly string[] = ['*'];

/** Whose associations something is about. */
export const AE_FIELDS: Fields<Pick<Route, 'calling' | 'called'>, Context> = {
  calling: {
    shape: oneOrMore(AE_PATTERN),
    doc: 'AE titles of peers; * stands for any characters, ? for one',
    absent: { is: ANY_AE },
  },
  called: { shape: oneOrMore(AE_PATTERN), doc: 'own AE titles that they call', absent: { is: ANY_AE } },
};

export const ROUTE_FIELDS: Fields<Route, Context> = {
  ...AE_FIELDS,
  deidentify: {
    shape: word<Route['deidentify'], Context>({
      here: 'by the rules of this route, before anything is delivered',
      cloud: 'by the rules of the deployment whose ingest bucket gets the originals',
    }),
    doc: 'where instances are de-identified',
    absent: { is: 'here' },
  },
  rules: {
    shape: TEXT,
    doc: 'the rule file, from the folder of this file; "basic" for the Basic Profile',
    absent: 'nothing',
  },
  dialect: { shape: DIALECT, doc: 'where it is not recognised by its content', absent: 'nothing' },
  keyScope: {
    shape: { ...TEXT, schema: { type: 'string' } },
    doc: 'routes with different ones give the same patient unlinkable identities',
    absent: { is: '' },
  },
  cleanPrefix: {
    shape: FOLDER_PREFIX,
    doc: 'goes before the clean keys in folders and buckets',
    absent: { is: '' },
  },
  deliveries: { shape: list(TEXT), doc: 'the names of its deliveries', absent: 'error' },
};

export const ROUTES: ConfigShape<readonly Route[]> = list(settings(ROUTE_FIELDS));

/** Whether something is about an association of these AE titles. */
export function fits(
  { calling, called }: Pick<Route, 'calling' | 'called'>,
  callingAeTitle: string,
  calledAeTitle: string,
): boolean {
  return matchesAe(calling, callingAeTitle) && matchesAe(called, calledAeTitle);
}

/** The first that fits, which is the one that is taken; undefined: none does. */
export function routeFor<T extends Pick<Route, 'calling' | 'called'>>(
  routes: readonly T[],
  callingAeTitle: string,
  calledAeTitle: string,
): T | undefined {
  return routes.find((route) => fits(route, callingAeTitle, calledAeTitle));
}
