import { runBench } from './index.ts';

// The same command without the rest of the program: `npx tsx bench/src/cli.ts fanout --listeners 100`.
process.exitCode = await runBench(process.argv.slice(2), (text) => process.stdout.write(text));
