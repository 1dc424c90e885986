'use strict';

// The stories told by @alicloud/vpc20160428, which signs with ACS3-HMAC-SHA256.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { describe, test } = require('node:test');

const {
  $OpenApiUtil, AlibabaCloudError, ClientError, OpenApiUtil, ServerError, ThrottlingError,
} = require('@alicloud/openapi-core');
const vpc = require('@alicloud/vpc20160428');
const { RetryOptions, RuntimeOptions, cast } = require('@darabonba/typescript');

const { tellOfFamilies } = require('./family-story');
const { tellOfFaults } = require('./fault-story');
const { tellOfLines } = require('./line-story');
const { Refused } = require('./network');
const { tellOfReference } = require('./reference-story');
const { OWN, withServer } = require('./server');
const { HANGZHOU, NOBODYS, tell } = require('./story');

/** The SDK's client, pointed at a server. */
function sdk(server, key = OWN, { https = false, ...further } = {}) {
  const config = new $OpenApiUtil.Config({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    endpoint: https ? server.https : server.http,
    protocol: https ? 'https' : 'http',
    ca: https ? fs.readFileSync(server.authority, 'utf8') : undefined,
    ...further,
  });
  return new vpc.default(config);
}

/** What the SDK's core needs to know of an action of CEN, which this SDK has no class for. */
function ofCbn(action) {
  return new $OpenApiUtil.Params({
    action,
    version: '2017-09-12',
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
}

/** The SDK's typed requests and responses, read from and written to the API's own names. */
class Acs3Client {
  constructor(server, key, region, options) {
    Object.assign(this, { key, region, client: sdk(server, key, options) });
  }

  call(action, parameters = {}) {
    return answered(typed(this.client, action, { RegionId: this.region, ...parameters }));
  }

  async callCbn(action, parameters = {}) {
    const request = new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query(parameters) });
    return (await answered(this.client.callApi(ofCbn(action), request, new RuntimeOptions({})))).body;
  }
}

/** The fields of the typed answer to a typed request. */
async function typed(client, action, parameters) {
  const request = cast(parameters, new vpc[`${action}Request`]());
  const method = action[0].toLowerCase() + action.slice(1);
  return (await client[method](request)).body.toMap();
}

/** The answer to a call, or what the client's own error tells about it. */
async function answered(call) {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AlibabaCloudError)) throw error;
    const { code, statusCode: status, message, requestId } = error;
    throw new Refused({ code, status, message, requestId }, error);
  }
}

const connect = (...where) => new Acs3Client(...where);
tell('@alicloud/vpc20160428', connect);
tellOfLines('@alicloud/vpc20160428', connect);
tellOfReference('@alicloud/vpc20160428', connect);
tellOfFamilies('@alicloud/vpc20160428', connect);

/** Three tries of what is refused with a code. */
function retries(code) {
  const condition = { maxAttempts: 3, errorCode: [code], exception: [ServerError.name] };
  return new RetryOptions({ retryable: true, retryCondition: [condition] });
}

tellOfFaults('@alicloud/vpc20160428', {
  ask(server, action, parameters, { readMs, retrying }) {
    const further = { readTimeout: readMs, retryOptions: retrying && retries(retrying) };
    return typed(sdk(server, OWN, further), action, parameters);
  },
  expect(error, { code, status, text }) {
    const throttled = code.startsWith('Throttling');
    const kind = status < 500 ? ClientError : ServerError;
    assert.equal(error.constructor, throttled ? ThrottlingError : kind);
    assert.deepEqual([error.code, error.statusCode, error.retryAfter > 0], [code, status, throttled]);
    assert.equal(error.message, `${code}: code: ${status}, ${text} request id: ${error.requestId}`);
    return error.requestId;
  },
  tries: 3,
});

describe('@alicloud/vpc20160428 as such', () => withServer((server) => {
  test('errors are its own', async () => {
    const missing = new vpc.ConnectRouterInterfaceRequest({ regionId: HANGZHOU, routerInterfaceId: NOBODYS });
    await assert.rejects(sdk(server()).connectRouterInterface(missing), (error) => {
      assert.ok(error instanceof ClientError);
      assert.deepEqual([error.code, error.statusCode], ['InvalidRouterInterfaceId.NotFound', 404]);
      assert.equal(
        error.message,
        'InvalidRouterInterfaceId.NotFound: code: 404, '
          + `The specified RouterInterfaceId does not exist in our record. request id: ${error.requestId}`,
      );
      return true;
    });
  });

  test('responses are typed', async () => {
    const client = sdk(server());
    const wanted = new vpc.CreateVpcRequest({ regionId: HANGZHOU, cidrBlock: '10.0.0.0/8' });
    const created = await client.createVpc(wanted);
    assert.equal(created.statusCode, 200);
    assert.equal(created.headers['x-acs-request-id'], created.body.requestId);
    const { body } = await client.describeVpcs(new vpc.DescribeVpcsRequest({ regionId: HANGZHOU }));
    const [found] = body.vpcs.vpc;
    assert.ok(found instanceof vpc.DescribeVpcsResponseBodyVpcsVpc);
    assert.deepEqual([found.vpcId, found.isDefault], [created.body.vpcId, false]);
    assert.equal(found.ownerId, Number(OWN.account));
  });
}));
