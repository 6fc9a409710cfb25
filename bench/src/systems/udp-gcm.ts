import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { media } from '@stoa/protocol';
import { type Child, startChild } from '../process/child.ts';

/** B1: bare UDP and AES-128-GCM under a key per listener, in C where it can be compiled, else in Node. */
export interface UdpGcm {
  readonly name: string;
  readonly what: string;
  readonly versions: Readonly<Record<string, string>>;
  run(listeners: number, seconds: number): Promise<{ packets: number; cpuUs: number }>;
  stop(): Promise<void>;
}

export function prepareUdpGcm(): UdpGcm {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-b1-'));
  const binary = compile(folder);
  const [command, args] = binary ? [binary, []] : [process.execPath, nodeVariant()];
  let child: Child | undefined;
  return {
    name: binary ? 'udp+gcm' : 'udp+gcm (node)',
    what: binary
      ? 'B1: C loop, AES-128-GCM under a key per listener and one sendto each, sockets nobody reads'
      : 'B1 in Node, because no C compiler with OpenSSL headers was found: createCipheriv and dgram, no physical floor',
    versions: { openssl: binary ? compiledVersion() : process.versions.openssl },
    run: async (listeners, seconds) => {
      const values = [listeners, seconds, media.payloadBytes, media.packetsPerSecond].map(String);
      child = await startChild('subject', command, [...args, ...values], ['ignore', 'pipe', 'inherit']);
      return resultOf(child);
    },
    stop: async () => {
      await child?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function compile(folder: string): string | undefined {
  const source = fileURLToPath(new URL('../../reference/udp-gcm.c', import.meta.url));
  const binary = join(folder, 'udp-gcm');
  const run = spawnSync('cc', ['-O2', '-o', binary, source, '-lcrypto'], { stdio: 'ignore' });
  return run.status === 0 ? binary : undefined;
}

function compiledVersion(): string {
  const run = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return run.stdout?.trim().split(' ')[1] ?? 'unknown';
}

function nodeVariant(): string[] {
  return [
    '--import',
    import.meta.resolve('tsx'),
    fileURLToPath(new URL('./udp-gcm-node.ts', import.meta.url)),
  ];
}

async function resultOf(child: Child): Promise<{ packets: number; cpuUs: number }> {
  let text = '';
  child.process.stdout!.on('data', (chunk) => {
    text += String(chunk);
  });
  const code = await new Promise((resolve) => child.process.once('close', resolve));
  if (code !== 0) throw new Error(`the UDP reference ended with ${String(code)}`);
  const result = JSON.parse(text) as { packets: number; cpuUs: number; failed: number };
  if (result.failed > result.packets / 100)
    throw new Error(`the UDP reference failed to send ${result.failed} packets`);
  return result;
}
