import { LONG_OBJECTS } from './cases/longObjects.ts';
import { hold } from './faultCase.ts';

hold(LONG_OBJECTS);
