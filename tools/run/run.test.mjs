import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { closingLine } from '../test/closing-line.mjs';
import { cleanEnvironment } from './install.mjs';
import { inRoot } from './paths.mjs';

const RUN = inRoot('tools/run.mjs');

/** @param {string[]} args @param {string[]} [nodeArgs] */
const runSync = (args, nodeArgs = []) =>
  spawnSync(process.execPath, [...nodeArgs, RUN, ...args], { encoding: 'utf8' });

test('an unsupported Node gets one sentence', () => {
  const old =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })";
  const { status, stdout, stderr } = runSync(
    ['start'],
    ['--import', `data:text/javascript,${encodeURIComponent(old)}`],
  );
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^Stoa needs Node 20\.19 or newer; this is v\d+\.\d+\.\d+\. [^\n]*\n$/);
});

test('an unknown verb gets the list of verbs', () => {
  for (const verb of ['', 'deploy', 'constructor']) {
    const { status, stderr } = runSync([verb]);
    expect(status).toBe(2);
    expect(stderr).toContain('npm run check');
  }
});

test("the outer command's npm settings do not reach the install, a way to the registry does", () => {
  const kept = {
    PATH: '/bin',
    npm_config_registry: 'https://registry.example',
    npm_config_cache: '/cache',
    npm_config_userconfig: '/home/.npmrc',
    npm_config_https_proxy: 'http://proxy.example',
    npm_config_cafile: '/ca.pem',
  };
  const dropped = {
    NODE_ENV: 'production',
    INIT_CWD: '/elsewhere',
    npm_config_ignore_scripts: 'true',
    npm_config_omit: 'dev',
    npm_config_global: 'true',
    npm_config_local_prefix: '/elsewhere',
    npm_lifecycle_event: 'start',
    npm_package_json: '/elsewhere/package.json',
    npm_execpath: '/npm-cli.js',
  };
  expect(cleanEnvironment({ ...kept, ...dropped })).toEqual(kept);
});

test('a program that we run gets a signal once, and its clean end is ours', async () => {
  const program = `
    let times = 0;
    process.on('SIGTERM', () => { times += 1; setTimeout(() => { console.log('signals ' + times); process.exit(0); }, 300); });
    console.log('ready'); setInterval(() => {}, 1000);`;
  const outer = `
    import { run } from ${JSON.stringify(inRoot('tools/run/child.mjs'))};
    process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(program)}], { ownGroup: true });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', outer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
    // npm and the shell pass on the same signal: it comes twice.
    if (String(text).includes('ready')) for (const _ of [1, 2]) child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  expect({ code, said }).toEqual({ code: 0, said: 'ready\nsignals 1\n' });
});

test('the exit code of a program that fails is ours', async () => {
  const { run } = await import('./child.mjs');
  expect(await run(process.execPath, ['-e', 'process.exit(7)'])).toBe(7);
  await expect(run('/nowhere/program', [])).rejects.toThrow(/could not be started/);
});

test('the closing line counts all groups and what failed outside of them', () => {
  const projects = { unit: { passed: 3, failed: 1 }, wire: { passed: 2, failed: 0 } };
  expect(closingLine(projects, 0)).toBe('5 passed, 1 failed');
  expect(closingLine({}, 1)).toBe('0 passed, 1 failed');
});
