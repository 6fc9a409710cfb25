// The one entry behind `npm start`, `npm test` and the others. Works on a fresh clone: nothing it needs is installed.
// This file imports nothing statically, so that a Node too old for the rest still gets its sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Stoa needs Node 20.19 or newer; this is ${process.version}. Install a newer one: https://nodejs.org`,
  );
  process.exitCode = 1;
} else {
  void import('./run/verbs.mjs').then((verbs) => verbs.main(process.argv.slice(2)));
}
