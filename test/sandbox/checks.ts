import type { Check } from './check.ts';
import { COPIED_PARTS, LARGE_COPY } from './checks/copies.ts';
import { EVENTS, EXPIRY, METRIC_LINES, TABLE_KEY } from './checks/instances.ts';
import { BACKFILL, ERROR_NAMES } from './checks/machine.ts';
import {
  ALARMS,
  DEAD_LETTERS,
  DELETION_PROTECTION,
  FAILED_DEPLOYMENT,
  MAC_NAMES_KEY,
  MANY_STREAMS,
} from './checks/operations.ts';

/** What the stack relies on and no emulator shows, in the order in which it is asked. */
export const CHECKS: readonly Check[] = [
  EVENTS,
  METRIC_LINES,
  TABLE_KEY,
  EXPIRY,
  COPIED_PARTS,
  LARGE_COPY,
  BACKFILL,
  ERROR_NAMES,
  ALARMS,
  MANY_STREAMS,
  DELETION_PROTECTION,
  DEAD_LETTERS,
  FAILED_DEPLOYMENT,
  MAC_NAMES_KEY,
];
