import { REKOGNITION } from './cases/rekognition.ts';
import { hold } from './faultCase.ts';

hold(REKOGNITION);
