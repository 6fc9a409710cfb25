import { repeatFaults } from './repeat.ts';

repeatFaults(1, 2);
