import { STORES } from './cases/stores.ts';
import { hold } from './faultCase.ts';

hold(STORES);
