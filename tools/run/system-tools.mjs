// The programs that tests need besides Node. Where they are missing and we may, Debian's are installed.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './child.mjs';
import { say, step } from './say.mjs';

/** @typedef {{ programs: string[], variable?: string, debian: string, for: string, projects: string[] }} SystemTool */

/** @type {readonly SystemTool[]} */
export const SYSTEM_TOOLS = [
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    variable: 'CHROMIUM',
    debian: 'chromium',
    for: 'rooms in a real Chromium',
    projects: ['browser', 'wire', 'mutants', 'system'],
  },
  {
    programs: ['firefox-esr'],
    variable: 'FIREFOX',
    debian: 'firefox-esr',
    for: 'rooms in a real Firefox',
    projects: ['browser', 'wire', 'mutants'],
  },
  {
    programs: ['tshark'],
    debian: 'tshark',
    for: 'reading what goes over the wire',
    projects: ['browser', 'wire', 'mutants', 'system'],
  },
  {
    programs: ['pulseaudio'],
    debian: 'pulseaudio',
    for: 'a sound device for Firefox',
    projects: ['browser', 'wire', 'mutants'],
  },
  {
    programs: ['ip'],
    debian: 'iproute2',
    for: 'networks of their own for browsers and hosts',
    projects: ['browser', 'wire', 'mutants', 'system'],
  },
  {
    programs: ['nft'],
    debian: 'nftables',
    for: 'networks that lose and block, and rooms of thousands',
    projects: ['unit', 'browser', 'system'],
  },
  {
    // Where Debian keeps it, beside what is on the PATH.
    programs: ['../lib/postgresql/15/bin/postgres'],
    debian: 'postgresql-15',
    for: 'a database that is killed',
    projects: ['system'],
  },
  {
    programs: ['faketime'],
    debian: 'faketime',
    for: 'clocks that jump',
    projects: ['system'],
  },
  {
    programs: ['nats-server'],
    debian: 'nats-server',
    for: 'relays of many machines',
    projects: ['unit', 'system'],
  },
  {
    programs: ['caddy'],
    debian: 'caddy',
    for: 'what stands in front of a deployment',
    projects: ['unit', 'system'],
  },
  {
    programs: ['turnserver'],
    debian: 'coturn',
    for: 'coturn with our configuration',
    projects: ['browser'],
  },
  {
    programs: ['prometheus'],
    debian: 'prometheus',
    for: 'what operators read',
    projects: ['unit'],
  },
  {
    programs: ['systemd-analyze'],
    debian: 'systemd',
    for: 'the units of a deployment',
    projects: ['unit'],
  },
];

/** @param {SystemTool} tool @returns {string | undefined} its path */
function pathOf(tool) {
  const named = tool.variable && process.env[tool.variable];
  if (named) return isProgram(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/sbin'];
  return tool.programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs what is missing, or says what to install and which tests will fail without it.
 * @returns {Promise<Record<string, string>>} the places of the browsers, for the environment of the tests
 */
export async function ensureSystemTools() {
  const missing = SYSTEM_TOOLS.filter((tool) => !pathOf(tool));
  const packages = missing.map((tool) => tool.debian);
  if (missing.length > 0 && mayInstall()) await installDebian(packages);
  const left = SYSTEM_TOOLS.filter((tool) => !pathOf(tool));
  for (const tool of left) {
    say(
      `${tool.programs[0]} is missing: it is needed for ${tool.for}. The ${tool.projects.join(' and ')} tests that use it will fail.`,
    );
  }
  if (left.length > 0) say(`  On Debian: apt-get install ${left.map((tool) => tool.debian).join(' ')}`);
  if (process.getuid?.() !== 0) {
    say('Not root: the browser and wire tests that put a browser into its own network namespace will fail.');
  }
  const places = SYSTEM_TOOLS.map((tool) => [tool.variable, pathOf(tool)]);
  return Object.fromEntries(places.filter(([variable, path]) => variable && path));
}

const mayInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** @param {string[]} packages */
async function installDebian(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Installing ${packages.join(', ')} (apt-get)`, async () => {
    const update = await capture('apt-get', ['update', '-qq'], { env });
    const install = await capture(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
      { env },
    );
    // The list of packages may be stale and still good enough: only the install decides.
    if (install.code !== 0) say(`apt-get failed:\n${update.output}${install.output}`);
  });
}
