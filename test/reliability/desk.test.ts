import { DESK } from './cases/desk.ts';
import { hold } from './faultCase.ts';

/** Each case starts processes of its own, some of them four times, and the machine may have others. */

hold(DESK);
