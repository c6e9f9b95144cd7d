import type { FaultGroup } from '../faultCase.ts';
import { DESK } from './desk.ts';
import { EVENTS } from './events.ts';
import { GATEWAY } from './gateway.ts';
import { LONG_OBJECTS } from './longObjects.ts';
import { PIXELS } from './pixels.ts';
import { REKOGNITION } from './rekognition.ts';
import { SEALING } from './sealing.ts';
import { AUDIT, IDENTITIES, KEYS, RULES } from './services.ts';
import { SOURCES } from './sources.ts';
import { STORES } from './stores.ts';
import { WORKERS } from './workers.ts';

/** The matrix, in the order of its page. */
export const GROUPS: readonly FaultGroup[] = [
  EVENTS,
  SOURCES,
  STORES,
  LONG_OBJECTS,
  KEYS,
  IDENTITIES,
  AUDIT,
  RULES,
  SEALING,
  WORKERS,
  PIXELS,
  REKOGNITION,
  DESK,
  GATEWAY,
];
