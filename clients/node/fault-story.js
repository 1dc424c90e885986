'use strict';

// The story of what goes wrong on the way: what a client makes of failures, and of answers that do not come. The
// operator makes the calls fail, and counts them.

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { setTimeout: pause } = require('node:timers/promises');

const { withServer } = require('./server');
const { HANGZHOU } = require('./story');

const ACTION = 'DescribeVpcs';
const TEXT = 'Told by the operator.';
// An answer that is late by far, and how long a client waits for it.
const LATE = '4s';
const READ_MS = 300;
// How long each of the clients waits when it is told nothing.
const DEFAULT_READ_MS = 3000;
// When a call is surely under way, and surely not answered.
const UNDER_WAY_MS = 500;

const FAILURES = [
  ['ServiceUnavailable', 503],
  ['InternalError', 500],
  ['Throttling', 400],
  ['Throttling.User', 429],
  ['Forbidden.RAM', 403],
];

/** Calls that fail or take long on purpose, because the operator was asked for it. */
class Fault {
  static async make({ operator }, fault) {
    return new Fault(operator, (await operator.post('/v1/faults', { action: ACTION, ...fault })).id);
  }

  constructor(operator, id) {
    Object.assign(this, { operator, id });
  }

  /** How many calls it has met: as many as the client made. */
  async struck() {
    return (await this.operator.get(`/v1/faults/${this.id}`)).struck;
  }
}

/**
 * Tells the story by means of
 * - `ask(server, action, parameters, { readMs, retrying })`, which calls an action with the client's own time-outs and
 *   errors, and, if it knows retries, with up to three tries;
 * - `expect(error, { code, status, text })`, which checks what its error makes of an answer, and returns the RequestId
 *   that it tells;
 * - `tries`, how many requests it makes of a failing call when it is asked for retries.
 */
function tellOfFaults(name, { ask, expect, tries }) {
  describe(`${name}, what goes wrong`, () => withServer((server, restart) => {
    const asking = (options, action = ACTION, parameters = {}) =>
      ask(server(), action, { RegionId: HANGZHOU, ...parameters }, options ?? {});

    for (const [code, status] of FAILURES) {
      test(`${code} is told, and not tried again`, async () => {
        const fault = await Fault.make(server(), { error: { code, http: status, message: TEXT } });
        await assert.rejects(asking(), (error) => {
          const requestId = expect(error, { code, status, text: TEXT });
          assert.match(requestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
          return true;
        });
        assert.equal(await fault.struck(), 1);
      });
    }

    test('retries are made by who knows them', async () => {
      const fault = await Fault.make(server(), { error: { code: 'ServiceUnavailable' } });
      await assert.rejects(asking({ retrying: 'ServiceUnavailable' }), /temporary failure/);
      assert.equal(await fault.struck(), tries);
    });

    for (const [title, readMs] of [['as long as it is told', READ_MS], ['3 s by itself', undefined]]) {
      test(`an answer is waited for ${title}, once`, async () => {
        const fault = await Fault.make(server(), { delay: LATE, calls: 1 });
        const began = Date.now();
        const waited = readMs ?? DEFAULT_READ_MS;
        await assert.rejects(asking({ readMs }), (error) => {
          assert.equal(error.name, 'RequestTimeoutError');
          assert.ok(error.message.startsWith(`ReadTimeout(${waited})`), error.message);
          return true;
        });
        assert.ok(Date.now() - began >= waited - 1);
        assert.equal(await fault.struck(), 1);
      });
    }

    test('a write given up and made again happens once', async () => {
      await Fault.make(server(), { action: 'CreateVpc', delay: LATE, calls: 1 });
      const wanted = { CidrBlock: '10.1.0.0/16', ClientToken: 'once' };
      await assert.rejects(asking({ readMs: READ_MS }, 'CreateVpc', wanted), { name: 'RequestTimeoutError' });
      const again = [await asking({}, 'CreateVpc', wanted), await asking({}, 'CreateVpc', wanted)];
      const { Vpcs } = await asking();
      assert.deepEqual(again.map(({ VpcId }) => VpcId), [Vpcs.Vpc[0].VpcId, Vpcs.Vpc[0].VpcId]);
      assert.equal(Vpcs.Vpc.length, 1);
    });

    test('a server that dies under way', async () => {
      await Fault.make(server(), { delay: LATE });
      const calling = assert.rejects(asking(), { code: 'ECONNRESET' });
      await pause(UNDER_WAY_MS);
      await restart();
      await calling;
    });

    test('a server that is gone', async () => {
      const gone = server();
      await restart();
      const calling = ask(gone, ACTION, { RegionId: HANGZHOU }, {});
      // A connection that was kept from the last call is found to be dead; a new one is not had.
      await assert.rejects(calling, (error) => ['ECONNREFUSED', 'ECONNRESET'].includes(error.code));
    });
  }, { operator: true }));
}

module.exports = { tellOfFaults };
