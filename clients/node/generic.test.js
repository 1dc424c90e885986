'use strict';

// The stories told by the generic clients that came between the others: @alicloud/rpc-client, which signs with
// HMAC-SHA1 and puts parameters into query and body alike, and @alicloud/openapi-client, which signs with
// ACS3-HMAC-SHA256.

const assert = require('node:assert/strict');

const openapi = require('@alicloud/openapi-client');
const { default: OpenApiUtil } = require('@alicloud/openapi-util');
const rpc = require('@alicloud/rpc-client');
const { RuntimeOptions } = require('@alicloud/tea-util');

const { tellOfFamilies } = require('./family-story');
const { tellOfFaults } = require('./fault-story');
const { Refused } = require('./network');
const { OWN } = require('./server');

const VPC = '2016-04-28';
const CBN = '2017-09-12';

/** What points either at a server, and sets its calls apart from those of the SDKs that are built like it. */
function pointed(server, key) {
  const keys = { accessKeyId: key.id, accessKeySecret: key.secret };
  return { ...keys, endpoint: server.http, protocol: 'http', userAgent: 'generic-call' };
}

/** Calls an action by @alicloud/rpc-client: where it is in the query, what is wanted of it in the body. */
function askRpc(server, key, version, action, { RegionId, ...parameters }, runtime = {}) {
  const client = new rpc.default(new rpc.Config(pointed(server, key)));
  const query = RegionId ? { RegionId } : {};
  const options = new RuntimeOptions(runtime);
  return client.doRequest(action, 'HTTP', 'POST', version, 'AK', query, parameters, options);
}

/** Calls an action by @alicloud/openapi-client, with everything in the query. */
async function askOpenApi(server, key, version, action, parameters, runtime = {}) {
  const client = new openapi.default(new openapi.Config(pointed(server, key)));
  const how = { protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC' };
  const params = new openapi.Params({ action, version, ...how, reqBodyType: 'formData', bodyType: 'json' });
  const request = new openapi.OpenApiRequest({ query: OpenApiUtil.query(parameters) });
  return (await client.callApi(params, request, new RuntimeOptions(runtime))).body;
}

/** A client for one region, in the API's own names. */
class Generic {
  constructor(ask, server, key, region) {
    Object.assign(this, { ask, server, key, region });
  }

  call(action, parameters = {}) {
    return this.#send(VPC, action, { RegionId: this.region, ...parameters });
  }

  callCbn(action, parameters = {}) {
    return this.#send(CBN, action, parameters);
  }

  async #send(version, action, parameters) {
    try {
      return await this.ask(this.server, this.key, version, action, parameters);
    } catch (error) {
      // Only an error that came as an answer has one.
      if (!error.data) throw error;
      const [, status] = error.message.match(/code: (\d+)/);
      const { Code: code, RequestId: requestId } = error.data;
      throw new Refused({ code, status: Number(status), message: error.message, requestId }, error);
    }
  }
}

/** Tells the stories; `named` is what the client makes of a code, and `withId` of the RequestId. */
function tellBoth(name, ask, { named, withId }) {
  tellOfFamilies(name, (server, key, region) => new Generic(ask, server, key, region));
  tellOfFaults(name, {
    ask(server, action, parameters, { readMs, retrying }) {
      const retries = retrying ? { autoretry: true, maxAttempts: 3 } : {};
      const runtime = readMs === undefined ? retries : { ...retries, readTimeout: readMs };
      return ask(server, OWN, VPC, action, parameters, runtime);
    },
    expect(error, { code, status, text }) {
      assert.equal(error.constructor.name, 'Error');
      assert.equal(error.code, named(code));
      const { RequestId } = error.data;
      assert.equal(error.message, `${named(code)}: code: ${status}, ${text} ${withId}: ${RequestId}`);
      return RequestId;
    },
    // A failure that was answered is none that they try again, whatever they are asked.
    tries: 1,
  });
}

tellBoth('@alicloud/rpc-client', askRpc, { named: (code) => `${code}Error`, withId: 'requestid' });
tellBoth('@alicloud/openapi-client', askOpenApi, { named: (code) => code, withId: 'request id' });
