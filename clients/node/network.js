'use strict';

// The things that the story is about, as thin as can be: a client of some kind, and what is made with it.
//
// A client has a `key`, a `region`, and `call(action, parameters)`, which calls an action in that region and resolves
// to the answer's fields, or rejects with `Refused`. `callCbn` does the same for actions of Cloud Enterprise Network,
// which is an API of its own. Names and values are the API's own: each kind of client turns them into its own requests,
// and its own errors into `Refused`, in its own test file.

const assert = require('node:assert/strict');
const { setTimeout: pause } = require('node:timers/promises');

// Steps take a fifth of a second each; a machine under load may take its time.
const PATIENCE_MS = 10_000;
const PAUSE_MS = 30;

/** The server refused a call; this is what the client's own error tells about it. */
class Refused extends Error {
  constructor({ code, status, message, requestId }, cause) {
    super(message, { cause });
    Object.assign(this, { code, status, requestId });
  }
}

/** Polls, as users of an asynchronous API do, and gives up with the goal's name. */
async function waitUntil(reached, goal) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await reached())) {
    assert.ok(Date.now() < deadline, `not reached in ${PATIENCE_MS} ms: ${goal}`);
    await pause(PAUSE_MS);
  }
}

/** A VPC with one vSwitch, and the router that every VPC has. */
class Network {
  constructor(client, { vpc, vswitch, router }) {
    Object.assign(this, { client, vpc, vswitch, router });
  }

  /** Makes a VPC of this address block, which is also its only vSwitch's, and waits until both are there. */
  static async make(client, block) {
    const { VpcId: vpc } = await client.call('CreateVpc', { CidrBlock: block, VpcName: 'story' });
    const vpcAttribute = () => client.call('DescribeVpcAttribute', { VpcId: vpc });
    await waitUntil(async () => (await vpcAttribute()).Status === 'Available', 'the VPC is Available');

    const zone = (await client.call('DescribeZones')).Zones.Zone[0].ZoneId;
    const wanted = { VpcId: vpc, ZoneId: zone, CidrBlock: block };
    const { VSwitchId: vswitch } = await client.call('CreateVSwitch', wanted);
    const attributes = () => client.call('DescribeVSwitchAttributes', { VSwitchId: vswitch });
    await waitUntil(async () => (await attributes()).Status === 'Available', 'the vSwitch is Available');

    const { VSwitchIds, VRouterId: router } = await vpcAttribute();
    assert.deepEqual(VSwitchIds.VSwitchId, [vswitch]);
    return new Network(client, { vpc, vswitch, router });
  }

  /** The same network, seen by another client. */
  seenBy(client) {
    return new Network(client, this);
  }

  /** Makes a router interface on the VPC's router. */
  async addInterface(parameters) {
    const place = { RouterType: 'VRouter', RouterId: this.router };
    const created = await this.client.call('CreateRouterInterface', { ...place, ...parameters });
    return new Interface(this, created.RouterInterfaceId);
  }

  /** Makes two interfaces for a connection from here to there. Neither knows of the other yet. */
  async addPair(other) {
    const initiator = await this.addInterface({
      Role: 'InitiatingSide',
      Spec: 'Large.2',
      OppositeRegionId: other.client.region,
      Name: 'initiator',
    });
    const acceptor = await other.addInterface({
      Role: 'AcceptingSide',
      Spec: 'Negative',
      OppositeRegionId: this.client.region,
      Name: 'acceptor',
    });
    return [initiator, acceptor];
  }

  /** Deletes the vSwitch and the VPC, and waits until they are gone. */
  async remove() {
    const count = async (action) => (await this.client.call(action, { VpcId: this.vpc })).TotalCount;
    await this.client.call('DeleteVSwitch', { VSwitchId: this.vswitch });
    await waitUntil(async () => (await count('DescribeVSwitches')) === 0, 'the vSwitch is gone');
    await this.client.call('DeleteVpc', { VpcId: this.vpc });
    await waitUntil(async () => (await count('DescribeVpcs')) === 0, 'the VPC is gone');
  }
}

/** A router interface. */
class Interface {
  constructor(network, id) {
    Object.assign(this, { network, id });
  }

  /** Calls an action about this interface. */
  call(action, parameters = {}) {
    return this.network.client.call(action, { RouterInterfaceId: this.id, ...parameters });
  }

  /** What DescribeRouterInterfaceAttribute tells about it. */
  attribute() {
    return this.network.client.call('DescribeRouterInterfaceAttribute', { InstanceId: this.id });
  }

  /** Tells it what it is to be connected to. */
  pointAt(other) {
    return this.call('ModifyRouterInterfaceAttribute', {
      OppositeInterfaceId: other.id,
      OppositeRouterId: other.network.router,
      OppositeRouterType: 'VRouter',
      OppositeInterfaceOwnerId: Number(other.network.client.key.account),
    });
  }

  /** Waits until it is in a state. */
  async waitFor(status) {
    await waitUntil(async () => (await this.attribute()).Status === status, `${this.id} is ${status}`);
  }

  /** Waits until nothing is left of it. */
  async waitUntilGone() {
    await waitUntil(async () => (await this.attribute()).RouterInterfaceId === '', `${this.id} is gone`);
    assert.deepEqual(await listed(this.network.client, 'RouterInterfaceId', this.id), []);
  }
}

/** The ids that DescribeRouterInterfaces finds by a filter. */
async function listed(client, key, ...values) {
  return ids(await client.call('DescribeRouterInterfaces', { Filter: [{ Key: key, Value: values }] }));
}

/** The ids in an answer of DescribeRouterInterfaces. */
function ids(answer) {
  return answer.RouterInterfaceSet.RouterInterfaceType.map((one) => one.RouterInterfaceId);
}

module.exports = { Interface, Network, Refused, ids, listed, waitUntil };
