'use strict';

// The stories told by @alicloud/pop-core, which signs with HMAC-SHA1 and knows no action by name.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { Agent } = require('node:https');
const { describe, test } = require('node:test');

const { RPCClient } = require('@alicloud/pop-core');

const { tellOfFamilies } = require('./family-story');
const { tellOfFaults } = require('./fault-story');
const { tellOfLines } = require('./line-story');
const { Refused } = require('./network');
const { tellOfReference } = require('./reference-story');
const { OWN, withServer } = require('./server');
const { HANGZHOU, NOBODYS, tell } = require('./story');

/** The SDK's client, pointed at a server. */
function sdk(server, key = OWN, { https = false, apiVersion = '2016-04-28' } = {}) {
  return new RPCClient({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    endpoint: https ? `https://${server.https}` : `http://${server.http}`,
    apiVersion,
    opts: https ? { agent: new Agent({ ca: fs.readFileSync(server.authority) }) } : {},
  });
}

/** The SDK's client for one region; it speaks in the API's own names. */
class RpcClient {
  constructor(server, key, region, options) {
    Object.assign(this, { key, region });
    this.vpc = sdk(server, key, options);
    this.cbn = sdk(server, key, { ...options, apiVersion: '2017-09-12' });
  }

  call(action, parameters = {}) {
    return send(this.vpc, action, { RegionId: this.region, ...parameters });
  }

  callCbn(action, parameters = {}) {
    return send(this.cbn, action, parameters);
  }
}

async function send(client, action, parameters) {
  try {
    return await client.request(action, parameters);
  } catch (error) {
    // Only an error that came as an answer has one.
    if (!error.entry) throw error;
    const { code, message, data, entry } = error;
    const told = { code, message, status: entry.response.statusCode, requestId: data.RequestId };
    throw new Refused(told, error);
  }
}

const connect = (...where) => new RpcClient(...where);
tell('@alicloud/pop-core', connect);
tellOfLines('@alicloud/pop-core', connect);
tellOfReference('@alicloud/pop-core', connect);
tellOfFamilies('@alicloud/pop-core', connect);

tellOfFaults('@alicloud/pop-core', {
  ask(server, action, parameters, { readMs }) {
    return sdk(server).request(action, parameters, readMs === undefined ? {} : { timeout: readMs });
  },
  expect(error, { code, status, text }) {
    assert.equal(error.constructor, Error);
    assert.deepEqual([error.name, error.code], [`${code}Error`, code]);
    assert.equal(error.message, `${text}, URL: ${error.url}`);
    // It does not look at the status itself.
    assert.equal(error.entry.response.statusCode, status);
    return error.data.RequestId;
  },
  // It knows no retries.
  tries: 1,
});

describe('@alicloud/pop-core as such', () => withServer((server) => {
  test('errors are its own', async () => {
    const missing = { RegionId: HANGZHOU, RouterInterfaceId: NOBODYS };
    await assert.rejects(sdk(server()).request('ConnectRouterInterface', missing), (error) => {
      assert.equal(error.name, 'InvalidRouterInterfaceId.NotFoundError');
      assert.equal(error.code, 'InvalidRouterInterfaceId.NotFound');
      assert.equal(
        error.message,
        `The specified RouterInterfaceId does not exist in our record., URL: ${error.url}`,
      );
      assert.equal(error.data.HostId, server().http);
      return true;
    });
  });

  for (const method of ['GET', 'POST']) {
    test(`names in lower case, parameters in a ${method}`, async () => {
      const client = sdk(server());
      const wanted = { regionId: HANGZHOU, cidrBlock: '10.0.0.0/8', description: "all of é*~ /+&=%!'()" };
      const created = await client.request('createVpc', wanted, { method });
      const found = await client.request('describeVpcs', { regionId: HANGZHOU }, { method });
      const [vpc] = found.Vpcs.Vpc;
      assert.deepEqual([vpc.VpcId, vpc.Description], [created.VpcId, wanted.description]);
    });
  }
}));
