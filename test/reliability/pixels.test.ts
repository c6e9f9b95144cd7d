import { PIXELS } from './cases/pixels.ts';
import { hold } from './faultCase.ts';

hold(PIXELS);
