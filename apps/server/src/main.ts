import { Command, CommanderError } from 'commander';
import type { BanFlags } from './commands/admin.ts';
import type { CaptureFlags } from './commands/audit.ts';
import type { LiveFlags } from './commands/audit-live.ts';
import type { NatsConfigFlags } from './commands/nats-config.ts';
import type { ServeFlags } from './commands/serve.ts';
import { Fault } from './fault.ts';
import { programVersion } from './version.ts';

/** The `stoa` command. Each verb loads its own code, so that none pays for another. */
async function main(): Promise<void> {
  const stoa = new Command('stoa')
    .description('Drop-in audio rooms that nobody in the middle can hear or map')
    .version(programVersion())
    .exitOverride();
  stoa
    .command('serve', { isDefault: true })
    .description('run the server (settings: docs/operators.md, stoa config print)')
    .option(
      '--role <roles...>',
      'control, relay, social, web: what this process of a fleet does; all without it',
    )
    .action(async (flags: ServeFlags) => (await import('./commands/serve.ts')).serve(flags));
  stoa
    .command('doctor')
    .description('say what is wrong with this machine and the settings, and how to mend it')
    .option('--json', 'one JSON object instead of lines')
    .option('--offline', 'ask nobody else: neither the database nor NATS nor the public address')
    .action(async (flags: { json?: boolean; offline?: boolean }) =>
      (await import('./commands/doctor.ts')).doctor(flags),
    );
  const config = stoa.command('config').description('the settings (docs/operators.md)');
  config
    .command('print')
    .description('every setting in force and where it came from; secrets are not shown')
    .option('--json', 'one JSON object instead of lines')
    .action(async ({ json }: { json?: boolean }) =>
      (await import('./commands/config.ts')).configPrint(json === true),
    );
  config
    .command('check')
    .description('say every mistake in the settings')
    .action(async () => (await import('./commands/config.ts')).configCheck());
  config
    .command('table')
    .description('what can be set, as a table in Markdown')
    .action(async () => (await import('./commands/config.ts')).configTable());
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
  audit
    .command('live')
    .description('try out on a deployment who can see what (docs/observatory.md)')
    .argument('<url>', 'its address')
    .option(
      '--data <folder>',
      "the server's data folder, on its host: files and embedded database are searched",
    )
    .option('--log <file>', "the server's log")
    .option('--database-url <url>', 'a database of the operator')
    .option(
      '--pid <process>',
      "the server's process on this machine: its memory and its relays' is searched (root)",
    )
    .option('--interface <name>', 'where to capture, instead of the one towards the deployment')
    .option('--alone', 'nobody else speaks on that interface: strangers can be told')
    .option('--no-browser', 'no guest in Chromium, also where it is installed')
    .option('--relay <address...>', 'addresses of relays elsewhere than the host')
    .option('--fence <countries>', 'countries that it may be in, such as DE,FR')
    .option('--seconds <number>', 'seconds of speech of each speaker (8)')
    .option('--html <file>', 'the result as one page')
    .option('--json [file]', 'the result as JSON, to standard output without a file')
    .action(async (url: string, flags: LiveFlags) =>
      (await import('./commands/audit-live.ts')).auditLive(url, flags),
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
  admin
    .command('operator')
    .description('take somebody into the safety team, which sees reports and decides')
    .argument('<handle>', 'such as @ada')
    .option('--off', 'out of it')
    .action(async (handle: string, { off }: { off?: boolean }) =>
      (await import('./commands/admin.ts')).adminOperator(handle, off === true),
    );
  admin
    .command('safety-key')
    .description('make a key of the safety team; its private half is printed this once')
    .action(async () => (await import('./commands/admin.ts')).adminSafetyKey());
  admin
    .command('ban')
    .description('shut somebody out; whatever that person does on a running server ends')
    .argument('<handle>', 'such as @eve')
    .option('--days <number>', 'how long; without it, for good')
    .option('--reason <word>', 'what the person is told', 'other')
    .option('--note <text>', 'words for the person', '')
    .action(async (handle: string, flags: BanFlags) =>
      (await import('./commands/admin.ts')).adminBan(handle, flags),
    );
  admin
    .command('unban')
    .description('lift a ban')
    .argument('<handle>', 'such as @eve')
    .action(async (handle: string) => (await import('./commands/admin.ts')).adminUnban(handle));
  admin
    .command('check-log')
    .description('find out whether somebody changed the moderation logs')
    .action(async () => (await import('./commands/admin.ts')).adminCheckLog());
  admin
    .command('nats-config')
    .description(
      'print a configuration of nats-server for a fleet; secrets are made once, in the data folder',
    )
    .argument('<machines...>', 'each with its roles: fra-1=relay home=control,social,web')
    .option('--listen <address>', 'where NATS listens', '127.0.0.1:4222')
    .option('--store <folder>', 'where NATS keeps who owns which room', '/var/lib/nats')
    .option('--tls-cert <file>', 'its certificate (PEM), needed between machines')
    .option('--tls-key <file>', 'its key (PEM)')
    .action(async (machines: string[], flags: NatsConfigFlags) =>
      (await import('./commands/nats-config.ts')).adminNatsConfig(machines, flags),
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
