'use strict';

// The reference network: a VPC in each of two regions, and one data centre on two lines, with all that makes it survive
// the loss of one of them.
//
// The README has its picture. Everything that belongs to the cloud is made by the client; the customer's routers are
// described through the operator interface.

const assert = require('node:assert/strict');

const { ACCESS_POINT, BorderRouter, Cen, Line } = require('./lines');
const { Interface, Network, waitUntil } = require('./network');

const HERE = '10.1.0.0/16';
const THERE = '10.2.0.0/16';
const DATA_CENTRE = '192.168.0.0/16';
// What each of the customer's routers announces.
const HALVES = ['192.168.0.0/17', '192.168.128.0/17'];
const OTHER_ACCESS_POINT = 'ap-cn-hangzhou-yh-C';
const CUSTOMER_ASN = 65001;
// An address in each VPC and in the data centre.
const HOST_HERE = '10.1.0.5';
const HOST_THERE = '10.2.0.5';
const HOST_OUTSIDE = '192.168.1.9';
// Probes every two seconds, of which eight count: 16 s. BFD at the default intervals: three times 1 s.
const PROBES = { HcRate: 2, HcThreshold: 8 };
const NextHopType = 'RouterInterface';

/** A route table. */
class Table {
  constructor(client, id) {
    Object.assign(this, { client, id });
  }

  /** The system route table of a VPC. */
  static async ofVpc({ client, vpc }) {
    const [shown] = (await client.call('DescribeVpcs', { VpcId: vpc })).Vpcs.Vpc;
    const tables = shown.RouterTableIds.RouterTableIds;
    assert.equal(tables.length, 1);
    return new Table(client, tables[0]);
  }

  /** Adds a custom entry, waits until it is in use, and returns its id. */
  async add(destination, way) {
    const wanted = { RouteTableId: this.id, DestinationCidrBlock: destination, ...way };
    const { RouteEntryId } = await this.client.call('CreateRouteEntry', wanted);
    const inUse = async () => (await this.entries({ RouteEntryId }))[0]?.Status === 'Available';
    await waitUntil(inUse, `${RouteEntryId} is Available`);
    return RouteEntryId;
  }

  /** Adds a custom entry over one router interface. */
  addOver(destination, interfaceId) {
    return this.add(destination, { NextHopId: interfaceId, NextHopType });
  }

  /** What DescribeRouteEntryList finds in it. */
  async entries(filters = {}) {
    const wanted = { RouteTableId: this.id, MaxResult: 100, ...filters };
    const { RouteEntrys, TotalCount } = await this.client.call('DescribeRouteEntryList', wanted);
    assert.equal(TotalCount, RouteEntrys.RouteEntry.length);
    return RouteEntrys.RouteEntry;
  }

  /** The destinations of its entries of a kind, sorted. */
  async destinations(kind) {
    const entries = await this.entries({ RouteEntryType: kind });
    return entries.map((entry) => entry.DestinationCidrBlock).sort();
  }
}

/**
 * One of the ways into the data centre: a line, its border router, the link from there to the VPC, and the session with
 * the customer's router at the far end.
 *
 * `atVpc` is the link's end at the VPC, `customer` the operator's name for the customer's router.
 */
class Way {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Makes the line and everything on it, but for routes into it. */
  static async make(operator, vpc, number, ofLine) {
    const { client } = vpc;
    const line = await Line.enabled(client, ofLine);
    const router = await BorderRouter.make(line, number);
    const { PeerGatewayIp: gateway, RouteTableId } = await router.shown();
    const table = new Table(client, RouteTableId);
    const customer = `dc-${number}`;
    const way = new Way({ operator, line, router, table, customer });
    await way.describeCustomer(HALVES);
    const { atRouter, atVpc } = await link(router, vpc);
    const addresses = { HealthCheckSourceIp: `10.1.255.${number}`, HealthCheckTargetIp: gateway };
    await atVpc.call('ModifyRouterInterfaceAttribute', { ...addresses, ...PROBES });
    Object.assign(way, { atVpc, ...(await makeSession(router, gateway)) });
    for (const block of [HERE, THERE]) {
      await client.call('AddBgpNetwork', { RouterId: router.id, DstCidrBlock: block });
      await table.addOver(block, atRouter);
    }
    return way;
  }

  /** Tells the operator interface of the customer's router. */
  async describeCustomer(announces) {
    const { PeerGatewayIp: address } = await this.router.shown();
    const described = { vbr: this.router.id, address, asn: CUSTOMER_ASN, bfd: true, announces };
    await this.operator.put(`/v1/customer-routers/${this.customer}`, described);
  }

  /** The same way, seen by another client, and by the operator of its server. */
  seenBy(client, operator) {
    const { line, router, table, atVpc } = this;
    const parts = { operator, line: line.seenBy(client), router: router.seenBy(client) };
    const at = new Interface(atVpc.network.seenBy(client), atVpc.id);
    return new Way({ ...this, ...parts, table: new Table(client, table.id), atVpc: at });
  }

  /** Cuts the line. */
  async cut() {
    assert.equal((await this.operator.post(`/v1/lines/${this.line.id}/cut`)).cut, true);
  }

  /** Mends the line. */
  async mend() {
    assert.equal((await this.operator.post(`/v1/lines/${this.line.id}/mend`)).cut, false);
  }

  /** What the operator sees of its peer. */
  operatorsPeer() {
    return this.operator.get(`/v1/bgp-peers/${this.peer}`);
  }

  /** What the operator sees of its session. */
  async session() {
    return (await this.operatorsPeer()).session;
  }

  /** All that clients and the operator can see of whether it works. */
  async seen() {
    const { client } = this.router;
    const ofRouter = { RouterId: this.router.id };
    const line = await this.line.shown();
    const ofOperator = await this.operator.get(`/v1/lines/${this.line.id}`);
    const [peer] = (await client.call('DescribeBgpPeers', ofRouter)).BgpPeers.BgpPeer;
    const operatorsPeer = await this.operatorsPeer();
    const networks = (await client.call('DescribeBgpNetworks', ofRouter)).BgpNetworks.BgpNetwork;
    const here = await this.atVpc.attribute();
    return {
      line: [line.Status, line.BusinessStatus, ofOperator.status, ofOperator.cut],
      router: (await this.router.shown()).Status,
      interfaces: [here.Status, here.OppositeInterfaceStatus],
      health: here.HealthCheckStatus,
      peer: [peer.Status, peer.BgpStatus],
      session: operatorsPeer.session.state,
      counts: [peer.ReceivedRouteCount, peer.AdvertisedRouteCount, operatorsPeer.learned].map(Number),
      learned: await this.table.destinations('BGP'),
      custom: await this.table.destinations('Custom'),
      announced: networks.map((one) => `${one.DstCidrBlock} ${one.Status}`).sort(),
    };
  }
}

/**
 * The whole of it, as its owner and an operator see it: the VPCs `here` and `there`, the ends of the link between them
 * (`fromHere`, `fromThere`), both `ways`, the `cen`, the `failoverGroup`, and the `sharedEntry` that both ways share.
 */
class ReferenceNetwork {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Makes it, and waits until everything is in service. */
  static async make(operator, client, farClient) {
    for (const one of [client, farClient]) await one.call('OpenPhysicalConnectionService');
    const here = await Network.make(client, HERE);
    const there = await Network.make(farClient, THERE);
    const first = await Way.make(operator, here, 1, { AccessPointId: ACCESS_POINT });
    const redundant = { AccessPointId: OTHER_ACCESS_POINT, RedundantPhysicalConnectionId: first.line.id };
    const ways = [first, await Way.make(operator, here, 2, redundant)];
    const [fromHere, fromThere] = await connectVpcs(here, there);

    const [tableHere, tableThere] = [await Table.ofVpc(here), await Table.ofVpc(there)];
    const NextHopList = ways.map((way) => ({ NextHopId: way.atVpc.id, NextHopType, Weight: 100 }));
    const sharedEntry = await tableHere.add(DATA_CENTRE, { NextHopList });
    await tableHere.addOver(THERE, fromHere.id);
    for (const block of [HERE, DATA_CENTRE]) await tableThere.addOver(block, fromThere.id);

    const cen = await Cen.make(client);
    for (const way of ways) await cen.attach(way.router);
    const members = { VbrId: first.router.id, PeerVbrId: ways[1].router.id };
    const { VbrHaId: failoverGroup } = await client.call('CreateVbrHa', members);
    const network = new ReferenceNetwork({
      operator, here, there, fromHere, fromThere, ways, cen, failoverGroup, sharedEntry,
    });
    const grouped = async () => (await network.shownGroup()).Status === 'Active';
    await waitUntil(grouped, `${failoverGroup} is Active`);
    await operator.settle();
    return network;
  }

  /** The same network, seen by other clients, and by the operator of their server. */
  seenBy(operator, client, farClient) {
    const [here, there] = [this.here.seenBy(client), this.there.seenBy(farClient)];
    const ways = this.ways.map((way) => way.seenBy(client, operator));
    return new ReferenceNetwork({ ...this, operator, here, there, ways });
  }

  /** What DescribeVbrHa tells about the failover group. */
  shownGroup() {
    return this.here.client.call('DescribeVbrHa', { VbrHaId: this.failoverGroup });
  }

  /** Whether each of the ways is used by the entry that they share, in their order. */
  async enabled() {
    const table = await Table.ofVpc(this.here);
    const [entry] = await table.entries({ RouteEntryId: this.sharedEntry });
    assert.equal(entry.Status, 'Available');
    const hops = this.ways.map((way) => entry.NextHops.NextHop.find((hop) => hop.NextHopId === way.atVpc.id));
    assert.deepEqual(
      hops.map((hop) => hop.NextHopRelatedInfo.InstanceId),
      this.ways.map((way) => way.router.id),
    );
    return hops.map((hop) => hop.Enabled);
  }

  /** From each VPC into the data centre, and from behind each of its routers to each VPC: [source, destination]. */
  directions() {
    const hosts = { here: [HOST_HERE, this.here.vpc], there: [HOST_THERE, this.there.vpc] };
    const found = {};
    for (const [name, [host, vpc]] of Object.entries(hosts)) {
      found[`from ${name}`] = [`${host}@${vpc}`, HOST_OUTSIDE];
      for (const { customer } of this.ways) {
        found[`from ${customer} to ${name}`] = [`${HOST_OUTSIDE}@${customer}`, host];
      }
    }
    return found;
  }

  /** Where a packet goes, by every way that takes some of the traffic. */
  async trace([from, to], ...fail) {
    return (await this.operator.post('/v1/trace', { from, to, all: true, fail })).answer;
  }

  /** For each direction the verdict, and the border routers that carry the traffic there and back. */
  async traces(...failed) {
    const carriers = (walks = []) => {
      const arriving = walks.filter((walk) => walk.arrived).flatMap(borderRouters);
      return this.ways.map((way) => way.router.id).filter((id) => arriving.includes(id));
    };
    const found = {};
    for (const [name, direction] of Object.entries(this.directions())) {
      const answer = await this.trace(direction, ...failed);
      found[name] = [answer.verdict, carriers(answer.forward_branches), carriers(answer.return_branches)];
    }
    return found;
  }
}

/** Links a border router to a VPC in one call, waits until traffic passes, and returns both ends. */
async function link(router, vpc) {
  const created = await router.client.call('CreateRouterInterface', {
    RouterType: 'VBR',
    RouterId: router.id,
    Role: 'InitiatingSide',
    Spec: 'Large.1',
    OppositeRegionId: vpc.client.region,
    OppositeRouterType: 'VRouter',
    OppositeRouterId: vpc.router,
    FastLinkMode: true,
  });
  const near = new Interface(vpc, created.RouterInterfaceId);
  await near.waitFor('Active');
  const atVpc = new Interface(vpc, (await near.attribute()).OppositeInterfaceId);
  const { Status, OppositeRouterId } = await atVpc.attribute();
  assert.deepEqual([Status, OppositeRouterId], ['Active', router.id]);
  return { atRouter: near.id, atVpc };
}

/** Makes a BGP group and its peer, and waits until both are in use. */
async function makeSession(router, address) {
  const { client } = router;
  const wanted = { RouterId: router.id, PeerAsn: CUSTOMER_ASN };
  const { BgpGroupId: group } = await client.call('CreateBgpGroup', wanted);
  const groups = () => client.call('DescribeBgpGroups', { BgpGroupId: group });
  const groupInUse = async () => (await groups()).BgpGroups.BgpGroup[0].Status === 'Available';
  await waitUntil(groupInUse, `${group} is Available`);
  const peering = { BgpGroupId: group, PeerIpAddress: address, EnableBfd: true };
  const { BgpPeerId: peer } = await client.call('CreateBgpPeer', peering);
  const peers = () => client.call('DescribeBgpPeers', { BgpPeerId: peer });
  const peerInUse = async () => (await peers()).BgpPeers.BgpPeer[0].Status === 'Available';
  await waitUntil(peerInUse, `${peer} is Available`);
  return { group, peer };
}

/** Connects two VPCs, waits until traffic passes, and returns the ends. */
async function connectVpcs(here, there) {
  const [initiator, acceptor] = await here.addPair(there);
  await initiator.pointAt(acceptor);
  await acceptor.pointAt(initiator);
  await initiator.call('ConnectRouterInterface');
  for (const end of [initiator, acceptor]) await end.waitFor('Active');
  return [initiator, acceptor];
}

/** Attaches a VPC to a CEN instance, and waits until it is. */
async function attachVpc(cen, { client, vpc }) {
  const child = {
    CenId: cen.id,
    ChildInstanceId: vpc,
    ChildInstanceType: 'VPC',
    ChildInstanceRegionId: client.region,
  };
  await client.callCbn('AttachCenChildInstance', child);
  const attribute = () => client.callCbn('DescribeCenAttachedChildInstanceAttribute', child);
  await waitUntil(async () => (await attribute()).Status === 'Attached', `${vpc} is attached`);
}

/** The border routers on a way that a packet takes, in order. */
function borderRouters(walk) {
  return walk.hops.filter((hop) => hop.router.kind === 'vbr').map((hop) => hop.router.id);
}

module.exports = {
  DATA_CENTRE, HALVES, HERE, HOST_HERE, HOST_THERE, ReferenceNetwork, THERE, Table, attachVpc, borderRouters,
  connectVpcs, makeSession,
};
