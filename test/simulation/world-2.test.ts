import { simulate } from './suite.ts';

simulate(501, 500);
