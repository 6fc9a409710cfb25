import { settingsInForce } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';

const signs: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  fault: 'FAULT  ',
};

/** Says what is wrong with machine and settings, and how to mend it. The exit code is 1 with any fault. */
export async function doctor({ json = false, offline = false }): Promise<void> {
  const report = await examine(settingsInForce(), { offline });
  if (json) console.log(JSON.stringify(report, undefined, 2));
  else {
    for (const { check, state, says, fix } of report.findings) {
      console.log(`${signs[state]}  ${check.padEnd(11)}  ${says}`);
      if (fix !== undefined) console.log(`${' '.repeat(22)}${fix}`);
    }
    console.log('\nAddresses outside of this machine that this deployment contacts by itself:');
    for (const { address, why } of report.contacts) console.log(`  ${address}  ${why}`);
    if (report.contacts.length === 0) console.log('  none');
    if (report.perhaps.length > 0) {
      console.log('Only once people turn notifications on, the push service of their browser:');
      for (const { address } of report.perhaps) console.log(`  ${address}`);
    }
  }
  if (report.findings.some(({ state }) => state === 'fault')) process.exitCode = 1;
}
