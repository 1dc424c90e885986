'use strict';

// The server under test: the binary that XCONNECT_BIN names, on free ports, with a data folder of its own.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { afterEach, beforeEach } = require('node:test');

// A start reads a log and makes a certificate, a stop answers what is under way: fractions of a second.
const START_MS = 20_000;
const STOP_MS = 10_000;
// What an operator asks for is answered at once.
const ANSWER_MS = 10_000;
// The last thing that the server prints when it starts.
const GUIDE_ENDS_WITH = '    Terraform  SSL_CERT_FILE=';

// The two accounts that a server has without any configuration.
const OWN = { id: 'testid', secret: 'testsecret', account: '1234567890123456' };
const PARTNER = { id: 'partnerid', secret: 'partnersecret', account: '6543210987654321' };

/**
 * Runs `tests` with a new server for each test that they register: nothing is in it but the two accounts. They get a
 * function that returns the current server, and one that kills it and starts another on what it left. The options are
 * those of the server.
 */
function withServer(tests, options = {}) {
  let server;
  let data;
  beforeEach(async () => {
    data = fs.mkdtempSync(path.join(os.tmpdir(), 'xconnect-node-'));
    server = await Server.start(data, options);
  });
  afterEach(async () => {
    const code = await server.stop();
    fs.rmSync(data, { recursive: true });
    assert.equal(code, 0, 'the server did not stop cleanly');
  });
  const restart = async () => {
    await server.kill();
    server = await Server.start(data, options);
  };
  tests(() => server, restart);
}

/**
 * A server that answers.
 *
 * `http` and `https` are where it listens, as host:port; `authority` is the file to trust for HTTPS; `guide` is what
 * it printed; `operator` is its operator interface, if it is to have one. Timing and provider are what the command
 * line calls so.
 */
class Server {
  static async start(data, { timing = 'fast', provider = 'auto', operator = false } = {}) {
    const anywhere = '127.0.0.1:0';
    const options = ['--timing', timing, '--provider', provider];
    options.push('--api', anywhere, '--api-tls', anywhere, '--operator', operator ? anywhere : 'off');
    const child = spawn(process.env.XCONNECT_BIN, ['serve', '--data', data, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const server = new Server(child, await readGuide(child));
    for (const known of ['http', 'https', 'authority', ...(operator ? ['operator'] : [])]) {
      if (!server[known]) {
        child.kill('SIGKILL');
        throw new Error(`the server did not say where it listens, but: ${server.guide}`);
      }
    }
    return server;
  }

  constructor(child, guide) {
    this.child = child;
    this.guide = guide;
    this.http = guide.match(/ http:\/\/(\S+)/)?.[1];
    this.https = guide.match(/ https:\/\/(\S+)/)?.[1];
    this.authority = guide.match(/\(trust (\S+)\)/)?.[1];
    const operator = guide.match(/operator +(http:\/\/[^/\s]+)/)?.[1];
    this.operator = operator && new Operator(operator);
  }

  /** Asks the server to stop, and returns its exit code. */
  async stop() {
    const patience = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    const code = await this.#end('SIGTERM');
    clearTimeout(patience);
    return code;
  }

  /** Ends the server without giving it a chance to do anything. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async #end(signal) {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }
}

/** The operator interface of a server: JSON in, JSON out; a refusal is an error. */
class Operator {
  constructor(address) {
    this.address = address;
  }

  /** Asks for what is at a path. */
  get(path) {
    return this.#send('GET', path);
  }

  /** Has something done, and returns what has become of it. */
  post(path, body = {}) {
    return this.#send('POST', path, body);
  }

  /** Describes what is to be at a path, and returns what it is now. */
  put(path, body) {
    return this.#send('PUT', path, body);
  }

  /** Changes what is at a path, and returns what it is now. */
  patch(path, body) {
    return this.#send('PATCH', path, body);
  }

  /** Runs the service clock until whatever is left waits for somebody. */
  async settle() {
    assert.ok((await this.post('/v1/clock/run-dry')).settled);
  }

  async #send(method, path, body) {
    const answer = await fetch(this.address + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const content = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${content}`);
    return JSON.parse(content);
  }
}

async function readGuide(child) {
  const lines = [];
  // A server that never gets there is ended, which ends its output and with it the loop.
  const patience = setTimeout(() => child.kill('SIGKILL'), START_MS);
  for await (const line of readline.createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith(GUIDE_ENDS_WITH)) break;
  }
  clearTimeout(patience);
  return lines.join('\n');
}

module.exports = { OWN, PARTNER, withServer };
