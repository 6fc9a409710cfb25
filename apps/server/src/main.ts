import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { Fault } from './fault.ts';

const packageFile = new URL('../package.json', import.meta.url);

/** The `stoa` command. Each verb loads its own code, so that none pays for another. */
async function main(): Promise<void> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  const stoa = new Command('stoa')
    .description('Drop-in audio rooms that nobody in the middle can hear or map')
    .version(version)
    .exitOverride();
  stoa
    .command('serve', { isDefault: true })
    .description('run the server (settings come from the environment, see docs/operators.md)')
    .action(async () => (await import('./commands/serve.ts')).serve());
  stoa
    .command('probe')
    .description('two participants meet in a room there and measure what they hear')
    .argument('<url>', 'address of a server')
    .option('--json', 'one JSON object instead of a table')
    .action(async (url: string, { json }: { json?: boolean }) =>
      (await import('./commands/probe.ts')).runProbe(url, json === true),
    );
  stoa
    .command('bench')
    .description('measure it on this machine (stoa bench --list)')
    .argument('[arguments...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => (await import('./commands/bench.ts')).bench(args));
  await stoa.parseAsync();
}

try {
  await main();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof Fault) {
    console.error(error.message);
    process.exit(1);
  } else throw error;
}
