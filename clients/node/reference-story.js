'use strict';

// The story of the reference network, told once for every client: what the loss of a line costs, when it is noticed,
// and how it is got over. The service clock stands still but where a test moves it, so that every time is exact.

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');

const { waitUntil } = require('./network');
const {
  DATA_CENTRE, HALVES, HERE, HOST_HERE, HOST_THERE, ReferenceNetwork, THERE, Table, attachVpc, borderRouters,
} = require('./reference-network');
const { refuses, tellChapters } = require('./story');

const BEIJING = 'cn-beijing';
// What the network's BFD and probes make of a line that is silent.
const BFD_NOTICES_MS = 3_000;
const PROBES_NOTICE_MS = 16_000;
// All that is seen of a way that works, and of one whose line is cut once that has been noticed. No life cycle is
// touched, and a peer that is in use stays `Connect`, whether somebody answers or not.
const WORKING = {
  line: ['Enabled', 'Normal', 'Enabled', false],
  router: 'active',
  interfaces: ['Active', 'Active'],
  health: 'Normal',
  peer: ['Available', 'Connect'],
  session: 'established',
  counts: [2, 2, 2],
  learned: HALVES,
  custom: [HERE, THERE],
  announced: [`${HERE} Available`, `${THERE} Available`],
};
const CUT = {
  ...WORKING,
  line: ['Enabled', 'Normal', 'Enabled', true],
  health: 'Abnormal',
  session: 'down',
  counts: [0, 0, 0],
  learned: [],
};
const UNNOTICED = { ...WORKING, line: CUT.line };
const TRACE_MS = 10_000;

/** Tells the story by means of `connect(server, key, region, { https })`, which makes a client as in network.js. */
function tellOfReference(name, connect) {
  tellChapters(`${name}, the reference network`, connect, CHAPTERS, { timing: 'instant', operator: true });
}

/** The reference network, on a clock that stands still. */
async function built(stage) {
  const { operator } = stage.server();
  await operator.post('/v1/clock/freeze');
  return ReferenceNetwork.make(operator, stage.own(), stage.own(BEIJING));
}

/** A service clock that stands still. */
class Clock {
  constructor(operator) {
    this.operator = operator;
  }

  /** What it shows, in milliseconds. */
  async now() {
    return Date.parse((await this.operator.get('/v1/clock')).service_time);
  }

  /** Moves it to when something happens by itself next, sees that done, and returns what it shows then. */
  async step() {
    const { steps, clock } = await this.operator.post('/v1/clock/run-dry', { limit: 1 });
    assert.equal(steps, 1);
    return Date.parse(clock.service_time);
  }

  /** Nothing may be left that happens by itself. */
  async checkSettled() {
    const { settled, steps } = await this.operator.post('/v1/clock/run-dry');
    assert.deepEqual([settled, steps], [true, 0]);
  }
}

/** The story's chapters. */
const CHAPTERS = {
  async 'all of it is in service'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    for (const way of network.ways) assert.deepEqual(await way.seen(), WORKING);
    assert.deepEqual(await network.enabled(), [1, 1]);
    await checkTraces(network, [true, true]);
    const [one, other] = [await first.line.shown(), await second.line.shown()];
    assert.notEqual(one.AdLocation, other.AdLocation);
    assert.notEqual(one.AccessPointId, other.AccessPointId);
    assert.equal(other.RedundantPhysicalConnectionId, first.line.id);
    const { VbrId, PeerVbrId } = await network.shownGroup();
    assert.deepEqual([VbrId, PeerVbrId], [first.router.id, second.router.id]);

    // The link between the regions crosses no line.
    const between = await network.trace([`${HOST_HERE}@${network.here.vpc}`, HOST_THERE]);
    assert.deepEqual([between.verdict, between.bandwidth_mbps], ['reachable', 2000]);
    // Half of the traffic goes by each way.
    const answer = await network.trace(network.directions()['from there']);
    assert.deepEqual(answer.forward_branches.map((walk) => walk.share), [0.5, 0.5]);
    assert.deepEqual(answer.forward_branches.map(borderRouters), [[first.router.id], [second.router.id]]);
    assert.equal(answer.bandwidth_mbps, 1000);
    const custom = async (vpc) => (await Table.ofVpc(vpc)).destinations('Custom');
    assert.deepEqual(await custom(network.here), [THERE, DATA_CENTRE]);
    assert.deepEqual(await custom(network.there), [HERE, DATA_CENTRE]);
  },

  async 'a cut is noticed by each in its own time'(stage) {
    const network = await built(stage);
    const clock = new Clock(network.operator);
    const [first, second] = network.ways;
    await first.cut();
    const began = await clock.now();
    // Nobody has noticed but the operator, who can also tell when they will.
    assert.deepEqual(await first.seen(), UNNOTICED);
    const silent = await first.session();
    assert.equal(Date.parse(silent.silent_since), began);
    assert.equal(Date.parse(silent.down_at), began + BFD_NOTICES_MS);
    assert.deepEqual(await network.enabled(), [1, 1]);
    const direction = network.directions()['from here'];
    const losing = await network.trace(direction);
    assert.deepEqual([losing.verdict, losing.reason.code], ['partial', 'line-cut']);
    assert.deepEqual(losing.forward_branches.map((walk) => walk.arrived), [false, true]);

    assert.equal(await clock.step(), began + BFD_NOTICES_MS);
    assert.deepEqual(await first.seen(), { ...CUT, health: 'Normal' });
    assert.equal(Date.parse((await first.session()).since), began + BFD_NOTICES_MS);
    // The VPC still sends half of the traffic there; what the border router does not learn any more itself, it has from
    // the other one, through the CEN instance.
    assert.deepEqual(await network.enabled(), [1, 1]);
    checkDetour(network, await network.trace(direction));
    assert.equal(await clock.step(), began + PROBES_NOTICE_MS);
    assert.deepEqual(await first.seen(), CUT);
    assert.deepEqual(await network.enabled(), [0, 1]);
    await checkTraces(network, [false, true]);
    await clock.checkSettled();

    await first.mend();
    const mended = await clock.now();
    await waitUntil(async () => (await first.session()).state === 'established', 'the session is back');
    // The probes have to be answered for as long as they had not been.
    assert.deepEqual(await first.seen(), { ...WORKING, health: 'Abnormal' });
    assert.deepEqual(await network.enabled(), [0, 1]);
    const { forward } = await network.trace(direction);
    const [out] = forward.hops[0].others;
    assert.deepEqual([out.to, out.reason.code], [first.router.id, 'health-check-failed']);
    assert.equal(await clock.step(), mended + PROBES_NOTICE_MS);
    for (const way of [first, second]) assert.deepEqual(await way.seen(), WORKING);
    assert.deepEqual(await network.enabled(), [1, 1]);
    await checkTraces(network, [true, true]);
    await clock.checkSettled();
  },

  async 'a cut that is mended in time costs nothing'(stage) {
    const network = await built(stage);
    const [first] = network.ways;
    const before = await first.session();
    await first.cut();
    await network.operator.post('/v1/clock/advance', { duration: '2999ms' });
    assert.notEqual((await first.session()).silent_since, null);
    await first.mend();
    await network.operator.settle();
    assert.deepEqual(await first.session(), before);
    assert.deepEqual(await first.seen(), WORKING);
    assert.deepEqual(await network.enabled(), [1, 1]);
  },

  async 'each line and then both are cut and mended'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    const steps = [
      [() => first.cut(), [false, true]],
      [() => first.mend(), [true, true]],
      [() => second.cut(), [true, false]],
      [() => first.cut(), [false, false]],
      [() => second.mend(), [false, true]],
      [() => first.mend(), [true, true]],
    ];
    for (const [change, works] of steps) {
      await change();
      await network.operator.settle();
      for (const [nth, one] of works.entries()) {
        assert.deepEqual(await network.ways[nth].seen(), one ? WORKING : CUT);
      }
      assert.deepEqual(await network.enabled(), works.map(Number));
      await checkTraces(network, works);
      await checkCommand(network.operator, network.directions()['from here'], works.includes(true));
    }
  },

  async 'what a failure would do is what it does'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    const lost = network.ways.map((way) => `line:${way.line.id}`);
    const would = [await network.traces(lost[0]), await network.traces(...lost)];
    assert.notDeepEqual(would[0], would[1]);
    checkDetour(network, await network.trace(network.directions()['from here'], `session:${first.peer}`));
    await checkTraces(network, [true, true]);
    for (const [nth, way] of [first, second].entries()) {
      await way.cut();
      await network.operator.settle();
      assert.deepEqual(await network.traces(), would[nth]);
    }
  },

  async 'what one router no longer announces goes over the other'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    await first.describeCustomer(HALVES.slice(0, 1));
    await network.operator.settle();
    assert.deepEqual(await first.seen(), { ...WORKING, counts: [1, 2, 1], learned: HALVES.slice(0, 1) });
    assert.deepEqual(await second.seen(), WORKING);
    assert.deepEqual(await network.enabled(), [1, 1]);
    checkDetour(network, await network.trace([`${HOST_HERE}@${network.here.vpc}`, '192.168.200.9']));
  },

  async 'without a health check traffic goes on towards a dead line'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    await first.atVpc.call('ModifyRouterInterfaceAttribute', { DeleteHealthCheckIp: true });
    await first.cut();
    await network.operator.settle();
    assert.deepEqual(await first.seen(), { ...CUT, health: 'NoHealthCheckConfig' });
    assert.deepEqual(await network.enabled(), [1, 1]);
    const direction = network.directions()['from here'];
    checkDetour(network, await network.trace(direction));
    await network.here.client.call('DeleteVbrHa', { InstanceId: network.failoverGroup });
    await network.cen.detach(first.router);
    const answer = await network.trace(direction);
    assert.deepEqual([answer.verdict, answer.reason.code], ['partial', 'no-route']);
    const arrivals = answer.forward_branches.map((walk) => [...borderRouters(walk), walk.arrived]);
    assert.deepEqual(arrivals, [[first.router.id, false], [second.router.id, true]]);
  },

  async 'the failover group carries by one border router at a time'(stage) {
    const network = await built(stage);
    const [first, second] = network.ways;
    const checkCarrier = async (way) => {
      await network.operator.settle();
      const answer = await network.trace(network.directions()['from there']);
      assert.deepEqual(answer.forward_branches.map(borderRouters), [[way.router.id]]);
      assert.equal(answer.forward.hops[0].matched.kind, 'CEN');
    };
    // What is learned there is narrower than the route through the other VPC.
    await attachVpc(network.cen, network.there);
    await checkCarrier(first);
    await first.cut();
    await checkCarrier(second);
    await first.mend();
    await checkCarrier(first);
    await second.cut();
    await checkCarrier(first);
  },

  async 'a kill before a cut is noticed changes nothing'(stage) {
    const before = await built(stage);
    await before.ways[0].cut();
    const began = await new Clock(before.operator).now();
    await before.operator.post('/v1/clock/advance', { duration: '1s' });
    await stage.restart();

    const network = before.seenBy(stage.server().operator, stage.own(), stage.own(BEIJING));
    const [first, second] = network.ways;
    const clock = new Clock(network.operator);
    assert.equal(await clock.now(), began + 1_000);
    assert.deepEqual(await first.seen(), UNNOTICED);
    const times = [await clock.step(), await clock.step()];
    assert.deepEqual(times, [began + BFD_NOTICES_MS, began + PROBES_NOTICE_MS]);
    assert.deepEqual([await first.seen(), await second.seen()], [CUT, WORKING]);
    await checkTraces(network, [false, true]);
  },

  async 'it is taken down from the outside in'(stage) {
    const network = await built(stage);
    const [first] = network.ways;
    const { client } = network.here;
    await first.atVpc.call('DeactivateRouterInterface');
    await first.atVpc.waitFor('Inactive');
    await refuses(
      first.atVpc.call('DeleteRouterInterface'),
      'DependencyViolation.RouterInterfaceReferedByRouteEntry',
    );
    await refuses(first.line.call('TerminatePhysicalConnection'), 'Forbidden.VbrAttached');
    await removeRoutes(network);
    await client.call('DeleteVbrHa', { InstanceId: network.failoverGroup });
    for (const way of network.ways) await network.cen.detach(way.router);
    await network.cen.remove();
    for (const way of network.ways) await removeWay(way);
    await network.fromHere.call('DeleteExpressConnect', { Force: true });
    for (const end of [network.fromHere, network.fromThere]) await end.waitUntilGone();
    for (const vpc of [network.here, network.there]) await vpc.remove();
    for (const action of ['DescribeVirtualBorderRouters', 'DescribePhysicalConnections', 'DescribeVpcs']) {
      assert.equal((await client.call(action)).TotalCount, 0);
    }
  },
};

/** Packets have to take all ways that work, there and back, and no others. */
async function checkTraces(network, works) {
  const carrying = network.ways.filter((_, nth) => works[nth]).map((way) => way.router.id);
  const dead = ['unreachable', [], []];
  const through = carrying.length > 0 ? ['reachable', carrying, carrying] : dead;
  const expected = { 'from here': through, 'from there': through };
  for (const [nth, { customer, router }] of network.ways.entries()) {
    // What is behind a customer's router leaves by that router; answers come back by any.
    const own = works[nth] ? ['reachable', [router.id], carrying] : dead;
    Object.assign(expected, { [`from ${customer} to here`]: own, [`from ${customer} to there`]: own });
  }
  assert.deepEqual(await network.traces(), expected);
}

/** Half of the traffic has to go by the first border router, and through the CEN instance to the second. */
function checkDetour({ ways }, { verdict, forward_branches: walks }) {
  const [first, second] = ways.map((way) => way.router.id);
  assert.equal(verdict, 'reachable');
  assert.deepEqual(walks.map(borderRouters), [[first, second], [second]]);
  assert.deepEqual(walks.map((walk) => walk.share), [0.5, 0.5]);
}

/** The command line has to say the same as the interface that it asks, also by its status. */
async function checkCommand(operator, [from, to], arrives) {
  const where = operator.address.replace('http://', '');
  const words = ['trace', '--operator', where, '--from', from, '--to', to];
  const printed = await new Promise((resolve) => {
    const done = (failure, stdout) => resolve({ status: failure ? failure.code : 0, stdout });
    execFile(process.env.XCONNECT_BIN, words, { timeout: TRACE_MS }, done);
  });
  assert.equal(printed.stdout, (await operator.post('/v1/trace', { from, to })).text);
  assert.equal(printed.status, arrives ? 0 : 1);
}

/** Deletes every custom entry. */
async function removeRoutes(network) {
  const ofVpcs = [await Table.ofVpc(network.here), await Table.ofVpc(network.there)];
  for (const table of [...ofVpcs, ...network.ways.map((way) => way.table)]) {
    for (const { RouteEntryId } of await table.entries({ RouteEntryType: 'Custom' })) {
      await table.client.call('DeleteRouteEntry', { RouteEntryId });
      const isGone = async () => (await table.entries({ RouteEntryId })).length === 0;
      await waitUntil(isGone, `${RouteEntryId} is gone`);
    }
  }
}

/** Deletes everything on a line, and the line. */
async function removeWay({ line, router, table, atVpc, group, peer }) {
  const { client } = router;
  const ofRouter = { RouterId: router.id };
  const isGone = async (action) => (await client.call(action, ofRouter)).TotalCount === 0;
  await refuses(router.call('DeleteVirtualBorderRouter'), 'InvalidOperation.RouterInterfaceNotDeleted');
  await atVpc.call('DeleteExpressConnect', { Force: true });
  await atVpc.waitUntilGone();
  await refuses(client.call('DeleteBgpGroup', { BgpGroupId: group }), 'DependencyViolation.BgpPeer');
  await client.call('DeleteBgpPeer', { BgpPeerId: peer });
  await waitUntil(() => isGone('DescribeBgpPeers'), `${peer} is gone`);
  await refuses(router.call('DeleteVirtualBorderRouter'), 'DependencyViolation.BgpGroup');
  await client.call('DeleteBgpGroup', { BgpGroupId: group });
  for (const block of [HERE, THERE]) {
    await client.call('DeleteBgpNetwork', { ...ofRouter, DstCidrBlock: block });
  }
  await waitUntil(() => isGone('DescribeBgpGroups'), `${group} is gone`);
  await waitUntil(() => isGone('DescribeBgpNetworks'), `${router.id} announces nothing`);
  assert.deepEqual(await table.entries(), []);
  await router.remove();
  await line.call('TerminatePhysicalConnection');
  await line.waitFor('Terminated');
  await line.call('DeletePhysicalConnection');
}

module.exports = { tellOfReference };
