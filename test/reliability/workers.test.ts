import { WORKERS } from './cases/workers.ts';
import { hold } from './faultCase.ts';

hold(WORKERS);
