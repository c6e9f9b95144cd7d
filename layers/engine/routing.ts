import { EMPTY_PLAN, type RulePlan } from '../../rules/plan.ts';
import type { AuditRecord } from './audit/audit.ts';
import { deidentify, refuse, type Services } from './deidentify.ts';
import type { RulesOrigin } from './keptRun.ts';
import type { ObjectRef } from './ports.ts';
import type { Reason } from './reason.ts';
import type { LookupTable } from './resolve/lookupTable.ts';

/** How the objects under one ingest prefix are treated: a project. */
export interface Route {
  /** Of object keys, or of paths in the ingest folder. */
  readonly prefix: string;
  readonly plan: RulePlan;
  readonly keyScope: string;
  /** Goes before every clean key; `''` or ends with `/`. */
  readonly cleanPrefix: string;
  readonly lookups: ReadonlyMap<string, LookupTable>;
  readonly rules?: RulesOrigin;
}

/** The ports, which all routes share. */
export type Surroundings = Omit<Services, 'plan' | 'keyScope' | 'cleanPrefix' | 'lookups' | 'rules'>;

/** Takes one object the way of its route, the one with the longest prefix of its key; without one it is quarantined. */
export function deidentifyByRoute(
  ref: ObjectRef,
  routes: readonly Route[],
  surroundings: Surroundings,
): Promise<AuditRecord> {
  const route = routeOf(ref, routes);
  if (route === null) return refuse(ref, { ...surroundings, plan: EMPTY_PLAN, keyScope: '' }, NO_ROUTE);
  const { prefix: _prefix, ...ways } = route;
  return deidentify(ref, { ...surroundings, ...ways });
}

/** The route with the longest prefix of an object's key; null: no route covers it. */
export function routeOf(ref: ObjectRef, routes: readonly Route[]): Route | null {
  const key = ref.key.reveal();
  let found: Route | null = null;
  for (const route of routes)
    if (key.startsWith(route.prefix) && (found === null || route.prefix.length > found.prefix.length))
      found = route;
  return found;
}

const NO_ROUTE: Reason = {
  code: 'NO_ROUTE',
  message: 'No route covers this place in the ingest bucket',
  hint: 'Add a route for its prefix (lethe.routes.json), or put the object under a prefix that has one.',
};
