import { AUDIT, IDENTITIES, KEYS, RULES } from './cases/services.ts';
import { hold } from './faultCase.ts';

for (const group of [KEYS, IDENTITIES, AUDIT, RULES]) hold(group);
