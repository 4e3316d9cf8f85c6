import { testWith } from '../support/tool.js';

/** `test` where the programs are installed that commands in pages need. */
export const testedWithTools = testWith(
  { program: 'prometheus', remedy: 'apt-get install prometheus' },
  { program: 'amtool', remedy: 'apt-get install prometheus-alertmanager' },
  { program: 'curl', remedy: 'apt-get install curl' },
);
