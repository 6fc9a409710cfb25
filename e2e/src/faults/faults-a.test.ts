import { repeatFaults } from './repeat.ts';

repeatFaults(0, 2);
