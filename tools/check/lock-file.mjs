// npm silently drops optional packages that it could not look up (the binaries for other systems) from the lock file;
// the install then works here and fails on another machine.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { locate } from './licences.mjs';

/**
 * @param {import('./licences.mjs').Lock} lock
 * @returns {string[]} one sentence for each package whose optional parts are missing
 */
export function missingOptionalPackages(lock) {
  return Object.entries(lock).flatMap(([path, entry]) => {
    const wanted = Object.keys(entry.optionalDependencies ?? {});
    const missing = wanted.filter((name) => !locate(lock, path, name));
    if (missing.length === 0) return [];
    const name = path.replace(/^.*node_modules\//, '') || 'the root';
    return [
      `${name}@${entry.version} lacks ${missing.length} of ${wanted.length} optional packages in the lock file: ${missing.join(', ')}`,
    ];
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const findings = missingOptionalPackages(lock);
  for (const finding of findings) console.log(finding);
  if (findings.length > 0) {
    console.log(
      'Pin an earlier release of that package, whose binaries are all in the registry, and install again.',
    );
    process.exitCode = 1;
  }
}
