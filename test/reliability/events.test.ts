import { EVENTS } from './cases/events.ts';
import { hold } from './faultCase.ts';

hold(EVENTS);
