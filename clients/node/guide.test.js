'use strict';

// The lines for Node that the server prints when it starts work as they are.

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const { describe, test } = require('node:test');
const { promisify } = require('node:util');

const { withServer } = require('./server');

/** Runs a script as if it had been pasted into a file here. */
async function run(script, env = {}) {
  const options = { cwd: __dirname, timeout: 30_000, env: { ...process.env, ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], options);
  return stdout;
}

describe('the printed lines', () => withServer((server) => {
  const lines = () => server().guide.match(/^Node \(.*\n((?: {4}.*\n)+)/m)[1];

  test('work as pasted', async () => {
    assert.match(await run(lines()), /TotalCount: 0/);
  });

  test('work over HTTPS with what the guide says about it', async () => {
    const { http, https, authority, guide } = server();
    assert.ok(guide.includes(`NODE_EXTRA_CA_CERTS=${authority}, endpoint 'https://${https}'`));
    const secure = lines().replace(`http://${http}`, `https://${https}`);
    assert.match(await run(secure, { NODE_EXTRA_CA_CERTS: authority }), /TotalCount: 0/);
  });
}));
