#!/usr/bin/env node
'use strict';
// Old JavaScript (CommonJS, see package.json beside it) on purpose: a Node that cannot run the rest of this package
// must still be able to parse this file, and to say in one line what to do, before anything else is loaded.

const fs = require('fs');
const path = require('path');

const NEEDED = 24;
const root = path.resolve(fs.realpathSync(__filename), '..', '..');
const entry = path.join(root, 'src', 'cli', 'main.ts');

function refuse(line) {
  process.stderr.write(line + '\n');
  process.exit(2);
}

function majorOf(version) {
  return Number(String(version).replace(/^v/, '').split('.')[0]);
}

function runsTypeScript() {
  return majorOf(process.versions.node) >= NEEDED && Boolean(process.features.typescript);
}

/** The Node that `npm ci` brings along, or null. */
function localNode() {
  const places = [
    path.join(root, 'node_modules', 'node', 'bin', 'node'),
    path.join(root, 'node_modules', '.bin', 'node'),
    path.join(root, 'node_modules', 'node', 'bin', 'node.exe'),
  ];
  for (let i = 0; i < places.length; i++) {
    if (!fs.existsSync(places[i])) continue;
    const asked = require('child_process').spawnSync(places[i], ['--version'], { encoding: 'utf8' });
    if (asked.status === 0 && majorOf(asked.stdout.trim()) >= NEEDED) return places[i];
  }
  return null;
}

/** Hands over to another Node with the same arguments; this process only passes signals on and takes over the exit code. */
function handOver(node) {
  const child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { PARTNER_PULSE_HANDED_OVER: '1' }),
  });
  // A terminal sends Ctrl-C to both processes: passing it on would make two of it.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  ['SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal);
    });
  });
  child.on('error', (error) => {
    refuse('partner-pulse: ' + node + ' does not start (' + error.code + '). Remedy: run `npm ci` in ' + root + '.');
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (root.split(path.sep).indexOf('node_modules') >= 0) {
  refuse(
    'partner-pulse: Node does not run TypeScript inside node_modules. Remedy: clone the repository, run `npm ci` there, and start it from there (or `npm link` it).',
  );
} else if (runsTypeScript()) {
  if (!fs.existsSync(path.join(root, 'node_modules', 'zod'))) {
    refuse('partner-pulse: its packages are not installed. Remedy: run `npm ci` in ' + root + '.');
  }
  // Keeps what was compiled for the next start: a command answers in half the time.
  const { enableCompileCache } = require('module');

  if (enableCompileCache) enableCompileCache();
  import(require('url').pathToFileURL(entry).href).catch((error) => {
    process.stderr.write(
      'partner-pulse: does not load: ' + (process.env.PULSE_DEBUG ? error.stack : error.message) + '\n',
    );
    process.exit(1);
  });
} else {
  const other = process.env.PARTNER_PULSE_HANDED_OVER ? null : localNode();
  if (other) handOver(other);
  else {
    refuse(
      'partner-pulse: needs Node ' +
        NEEDED +
        ' or later, this is ' +
        process.version +
        '. Remedy: run `npm ci` in ' +
        root +
        ' (it brings Node ' +
        NEEDED +
        ' along), or install it from https://nodejs.org.',
    );
  }
}
