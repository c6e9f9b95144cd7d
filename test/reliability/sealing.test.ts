import { SEALING } from './cases/sealing.ts';
import { hold } from './faultCase.ts';

hold(SEALING);
