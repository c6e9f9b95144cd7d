import { SOURCES } from './cases/sources.ts';
import { hold } from './faultCase.ts';

hold(SOURCES);
