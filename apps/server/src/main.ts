import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import type { CaptureFlags } from './commands/audit.ts';
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
  const audit = stoa.command('audit').description('say what an observer of the network could learn');
  audit
    .command('capture')
    .description('examine a pcap or pcapng file of any app (docs/observatory.md)')
    .argument('<file>', 'the capture; may be compressed with gzip')
    .option('--canaries <file>', 'what must not be on the wire: ids, names, tokens')
    .option('--fence <countries>', 'countries that may be contacted, such as DE,FR')
    .option('--json [file]', 'the whole report as JSON, to standard output without a file')
    .option('--sarif [file]', 'the findings as SARIF 2.1.0, likewise')
    .option('--html <file>', 'the report as one page')
    .option('--evidence <folder>', 'voices that could be decoded, as WAV files')
    .option('--mmdb <file...>', 'databases of places to use instead of the one that comes along')
    .option('--truth <file>', 'who spoke when and who was in which room: leaks are then measured')
    .option(
      '--keylog <file>',
      'secrets of TLS (SSLKEYLOGFILE): tells end-to-end encryption from that of the hop',
    )
    .option('--inside-relay', 'the capture was taken inside a relay, after the encryption of the hop')
    .option('--reveal', 'show what is masked otherwise')
    .option('--with-sound', 'make voices playable in the page')
    .option('--fail-on <severity>', 'end with 3 from this severity on: info, low, medium, high, critical')
    .action(async (file: string, flags: CaptureFlags) =>
      (await import('./commands/audit.ts')).auditCapture(file, flags),
    );
  const admin = stoa.command('admin').description('what the operator holds; also while the server runs');
  admin
    .command('disclose')
    .description('everything that is stored about somebody, as JSON')
    .argument('<handle>', 'such as @ada')
    .action(async (handle: string) => (await import('./commands/admin.ts')).adminDisclose(handle));
  admin
    .command('figures')
    .description('how many accounts there are, and how many are new')
    .option('--json', 'one JSON object instead of a table')
    .action(async ({ json }: { json?: boolean }) =>
      (await import('./commands/admin.ts')).adminFigures(json === true),
    );
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
