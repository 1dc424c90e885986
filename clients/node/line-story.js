'use strict';

// The story of the lines, told once for every client: how they come into service, are shared, and carry border routers.

const assert = require('node:assert/strict');

const { ACCESS_POINT, A_MONTH, BorderRouter, Cen, ENGINEERS, LETTER, Line, addresses } = require('./lines');
const { waitUntil } = require('./network');
const { OWN, PARTNER } = require('./server');
const { HANGZHOU, refuses, tellChapters } = require('./story');

// A line that nobody has.
const NOBODYS = 'pc-bp1nobodyhasthisone00';
// Shared by one account, paid and used by the other.
const SHARED = { VlanId: 10, Spec: '50M', OrderMode: 'PayByVirtualPhysicalConnectionOwner' };
// Nobody can rely on a VLAN longer than this after its border router has been terminated.
const AFTER_RETENTION = { duration: '8d' };

/** Tells the story by means of `connect(server, key, region, { https })`, which makes a client as in network.js. */
function tellOfLines(name, connect) {
  tellChapters(`${name}, lines step by step`, connect, STEP_BY_STEP);
  tellChapters(`${name}, lines at once`, connect, AT_ONCE, { timing: 'instant', operator: true });
  const manual = { timing: 'instant', operator: true, provider: 'manual' };
  tellChapters(`${name}, lines by hand`, connect, BY_HAND, manual);
}

/** The clients of the account that has the lines, and of the one that they are shared with, in the same region. */
function both(stage) {
  return [stage.own(), stage.partner(HANGZHOU)];
}

/** Downloads a letter of authorisation; what is in it is read by the Python clients. */
async function checkLetter(url) {
  const answer = await fetch(url);
  assert.deepEqual([answer.status, answer.headers.get('Content-Type')], [200, 'application/pdf']);
  const content = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  assert.match(content, /^%PDF-[12]\.\d[^]*%%EOF\s*$/);
}

/** The chapters about the way into service, and how it takes its time. */
const STEP_BY_STEP = {
  async 'a line from application to service'(stage) {
    const owner = stage.own();
    await owner.call('OpenPhysicalConnectionService');
    assert.equal((await owner.call('GetPhysicalConnectionServiceStatus')).Enabled, true);
    const points = (await owner.call('DescribeAccessPoints')).AccessPointSet.AccessPointType;
    const point = points.find((one) => one.AccessPointId === ACCESS_POINT);
    assert.deepEqual([point.AttachedRegionNo, point.Status], [HANGZHOU, 'recommended']);

    const wanted = { AccessPointId: point.AccessPointId, Name: 'story', CircuitCode: 'longtel001' };
    const line = await Line.apply(owner, wanted);
    await line.waitFor('Allocated');
    const allocated = await line.shown();
    assert.ok(allocated.AdLocation.startsWith(point.Name));
    assert.equal(allocated.PortNumber, '1');
    assert.deepEqual([allocated.ProductType, allocated.Bandwidth], ['PhysicalConnection', 1000]);
    assert.deepEqual([allocated.Name, allocated.CircuitCode], ['story', 'longtel001']);

    await line.callInstance('ApplyPhysicalConnectionLOA', LETTER);
    await refuses(line.call('ConfirmPhysicalConnection'), 'Forbidden.NotAllowedInState');
    await line.waitForLetter('Available');
    const available = await line.letter();
    assert.deepEqual(available.PMInfo.PMInfo.map((one) => ({ ...one })), ENGINEERS);
    await checkLetter(available.LoaUrl);

    await line.callInstance('CompletePhysicalConnectionLOA', { LineCode: 'aaa111', LineLabel: 'bbb222' });
    await line.waitForLetter('Complete');
    const complete = await line.letter();
    assert.deepEqual([complete.LineCode, complete.LineLabel], ['aaa111', 'bbb222']);
    const order = await line.call('CreatePhysicalConnectionOccupancyOrder', A_MONTH);
    assert.match(order.Data.OrderId, /^\d+$/);
    // What has been paid for is opened as soon as it is confirmed.
    await line.call('ConfirmPhysicalConnection');
    await line.waitFor('Enabled');
    const enabled = await line.shown();
    assert.ok(enabled.CreationTime <= enabled.EnabledTime && enabled.EnabledTime < enabled.EndTime);
    assert.deepEqual([enabled.LoaStatus, enabled.ChargeType], ['Complete', 'Prepaid']);
  },

  async 'a line is shared, and paid by its tenant'(stage) {
    const [owner, tenant] = both(stage);
    const line = await Line.enabled(owner);
    const shared = await line.share(tenant, { ...SHARED, Name: 'shared' });
    assert.equal((await line.shown()).VirtualPhysicalConnectionCount, 1);
    const seen = await shared.shown();
    assert.deepEqual([seen.ProductType, seen.VpconnStatus], ['VirtualPhysicalConnection', 'UnConfirmed']);
    assert.deepEqual([seen.ParentPhysicalConnectionId, seen.VlanId, seen.Spec], [line.id, '10', '50M']);
    // Some clients make a BigNumber of it.
    assert.equal(String(seen.ParentPhysicalConnectionAliUid), OWN.account);
    for (const client of [owner, tenant]) {
      const listed = await shared.listed(client, { IsConfirmed: false, VlanIds: ['10'] });
      assert.deepEqual([listed.Name, listed.Bandwidth, listed.AliUid], ['shared', 50, PARTNER.account]);
      assert.equal(listed.VirtualPhysicalConnectionStatus, 'UnConfirmed');
    }

    const paying = (client) => shared.seenBy(client).call('CreatePhysicalConnectionOccupancyOrder', A_MONTH);
    await refuses(paying(owner), 'Forbidden.NotAllowedInState');
    await paying(tenant);
    await shared.call('ConfirmPhysicalConnection');
    await shared.waitFor('Enabled');
    const opened = await shared.shown();
    assert.equal(opened.VpconnStatus, 'Confirmed');
    assert.ok(opened.EndTime > opened.EnabledTime);

    const router = await BorderRouter.make(shared, 10);
    assert.equal((await router.shown()).PhysicalConnectionId, shared.id);
    const terminated = async () => {
      await shared.call('TerminatePhysicalConnection');
      await shared.waitFor('Terminated');
    };
    await refuses(terminated(), 'Forbidden.VbrAttached');
    await router.remove();
    await terminated();
    await shared.callInstance('RecoverPhysicalConnection');
    await shared.waitFor('Enabled');
    await terminated();
    await shared.call('DeletePhysicalConnection');
    for (const client of [owner, tenant]) {
      const listed = await shared.listed(client, { VirtualPhysicalConnectionStatuses: ['Deleted'] });
      assert.equal(listed.VirtualPhysicalConnectionStatus, 'Deleted');
    }
  },
};

/** The chapters in which the way into service takes no time. */
const AT_ONCE = {
  async 'a redundant line is on another device'(stage) {
    const owner = stage.own();
    const first = await Line.apply(owner);
    await first.waitFor('Allocated');
    const second = await Line.apply(owner, { RedundantPhysicalConnectionId: first.id });
    await second.waitFor('Allocated');
    const shown = await second.shown();
    assert.equal(shown.RedundantPhysicalConnectionId, first.id);
    assert.notEqual(shown.AdLocation, (await first.shown()).AdLocation);
  },

  async 'a larger size is had when it is paid'(stage) {
    const [owner, tenant] = both(stage);
    const { operator } = stage.server();
    const shared = await (await Line.enabled(owner)).share(tenant, SHARED);
    await shared.call('ConfirmPhysicalConnection');
    // From now on the tenant's orders wait for somebody who pays them.
    await operator.patch(`/v1/accounts/${PARTNER.account}`, { provider: 'manual' });
    const wanted = { InstanceId: shared.id, VlanId: 11, ExpectSpec: '100M' };
    assert.equal((await owner.call('UpdateVirtualPhysicalConnection', wanted)).Success, 'true');

    const sizes = async () => {
      await operator.settle();
      const { VlanId, Spec, ExpectSpec } = await shared.shown();
      assert.equal(VlanId, '11');
      return [Spec, ExpectSpec];
    };
    assert.deepEqual(await sizes(), ['50M', '100M']);
    const { items } = await operator.get(`/v1/orders?line=${shared.id}`);
    assert.equal(items.length, 1);
    await operator.post(`/v1/orders/${items[0].id}/pay`);
    assert.deepEqual(await sizes(), ['100M', '']);
    assert.equal((await shared.listed(owner)).Bandwidth, 100);
  },

  async 'a border router for another account becomes a shared line'(stage) {
    const [owner, tenant] = both(stage);
    const line = await Line.enabled(owner);
    const router = await BorderRouter.makeFor(tenant, line, 20);
    const converting = () =>
      owner.call('CreateVpconnFromVbr', { VbrId: router.id, OrderMode: SHARED.OrderMode });
    await refuses(converting(), 'IncorrectStatus.VbrId', { saying: router.id });
    await router.accept(20);
    await tenant.call('OpenPhysicalConnectionService');
    const shared = new Line(tenant, (await converting()).VirtualPhysicalConnection);
    const made = await shared.shown();
    assert.deepEqual([made.VlanId, made.VpconnStatus], ['20', 'UnConfirmed']);

    await shared.call('CreatePhysicalConnectionOccupancyOrder', A_MONTH);
    await shared.call('ConfirmPhysicalConnection');
    await shared.waitFor('Enabled');
    assert.equal((await router.shown()).PhysicalConnectionId, line.id);
    await owner.call('AttachVbrToVpconn', { VbrId: router.id, VpconnId: shared.id });
    const moved = await router.shown();
    assert.deepEqual([moved.PhysicalConnectionId, moved.Status], [shared.id, 'active']);
    assert.deepEqual([moved.VlanId, moved.LocalGatewayIp], [20, addresses(20).LocalGatewayIp]);
  },

  async 'a border router for another account'(stage) {
    const [owner, tenant] = both(stage);
    const line = await Line.enabled(owner);
    const forTenant = { VlanId: 30, VbrOwnerId: Number(PARTNER.account) };
    const ownValues = { ...addresses(30), Name: 'story', Description: 'story' };
    for (const [name, value] of Object.entries(ownValues)) {
      const creating = line.call('CreateVirtualBorderRouter', { ...forTenant, [name]: value });
      await refuses(creating, `Forbidden.${name}NotAllowedByCaller`, { status: 403, saying: name });
    }
    const router = await BorderRouter.makeFor(tenant, line, 30);
    assert.equal((await router.shown()).Status, 'unconfirmed');
    const modifying = (client, values) =>
      router.seenBy(client).call('ModifyVirtualBorderRouterAttribute', values);
    await refuses(modifying(tenant, { VlanId: 31 }), 'Forbidden.VlanIdNotAllowedByCaller', { status: 403 });
    await refuses(modifying(owner, addresses(30)), 'Forbidden.LocalGatewayIpNotAllowedByCaller', {
      status: 403,
    });
    await router.accept(30);
    const kept = await BorderRouter.makeFor(tenant, line, 31);
    await kept.accept(31);

    await refuses(router.call('TerminateVirtualBorderRouter'), 'Forbidden.OperationNotAllowedByUser', {
      status: 403,
    });
    for (const one of [router, kept]) {
      await one.seenBy(owner).call('TerminateVirtualBorderRouter');
      await one.waitFor('terminated');
    }
    await refuses(BorderRouter.make(line, 30), 'InvalidVlanId.Used');
    await stage.server().operator.post('/v1/clock/advance', AFTER_RETENTION);
    const newcomer = await BorderRouter.make(line, 30);
    const recovering = (one) => one.seenBy(owner).call('RecoverVirtualBorderRouter');
    await refuses(recovering(router), 'OperationFailed.VlanIdAlreadyInUse');
    await recovering(kept);
    await kept.waitFor('active');
    const states = [(await router.shown()).Status, (await newcomer.shown()).Status];
    assert.deepEqual(states, ['terminated', 'active']);
  },

  async 'two border routers in a failover group'(stage) {
    const owner = stage.own();
    const first = await Line.enabled(owner);
    const second = await Line.enabled(owner, { RedundantPhysicalConnectionId: first.id });
    const routers = [await BorderRouter.make(first, 40), await BorderRouter.make(second, 41)];
    const members = { VbrId: routers[0].id, PeerVbrId: routers[1].id };
    const grouping = () => owner.call('CreateVbrHa', { ...members, Name: 'story' });
    await refuses(grouping(), 'OperationFailed.VbrCenNotRelation');
    const cen = await Cen.make(owner);
    for (const router of routers) await cen.attach(router);
    await refuses(routers[0].call('DeleteVirtualBorderRouter'), 'OperationUnsupported.VBRAttachedCen');

    const { VbrHaId } = await grouping();
    const shown = () => owner.call('DescribeVbrHa', { VbrHaId });
    await waitUntil(async () => (await shown()).Status === 'Active', `${VbrHaId} is Active`);
    const { VbrId, PeerVbrId } = await shown();
    assert.deepEqual({ VbrId, PeerVbrId }, members);
    await refuses(grouping(), 'OperationFailed.VbrInUsedByOtherHa');
    await owner.call('DeleteVbrHa', { InstanceId: VbrHaId });
    await refuses(shown(), 'ResourceNotFound.VbrHa', { status: 404 });
    for (const router of routers) {
      await cen.detach(router);
      await router.remove();
    }
    await cen.remove();
  },

  async 'what cannot be is refused'(stage) {
    const [owner, tenant] = both(stage);
    const line = await Line.enabled(owner);
    await refuses(
      new Line(owner, NOBODYS).call('EnablePhysicalConnection'),
      'InvalidPhysicalConnectionId.NotFound',
      { status: 404, saying: 'does not exist in our records' },
    );
    await refuses(line.call('EnablePhysicalConnection'), 'Forbidden.NotAllowedInState', {
      saying: 'does not allow in this state',
    });
    for (const VlanId of [3000, -1]) {
      const wrong = { VlanId, ...addresses(50) };
      await refuses(line.call('CreateVirtualBorderRouter', wrong), 'InvalidVlanId.Malformed');
    }
    await BorderRouter.make(line, 50);
    await refuses(BorderRouter.make(line, 50), 'InvalidVlanId.Used');
    await refuses(line.share(tenant, { ...SHARED, VlanId: 50 }), 'InvalidVlanId.Used');

    const hidden = line.seenBy(tenant);
    assert.equal((await tenant.call('DescribePhysicalConnections')).TotalCount, 0);
    await refuses(hidden.call('TerminatePhysicalConnection'), 'InvalidPhysicalConnectionId.NotFound', {
      status: 404,
    });
    await refuses(BorderRouter.make(hidden, 51), 'InvalidPhysicalConnectionId.NotFound');

    // Five may be on their way at a time.
    for (let count = 0; count < 5; count += 1) await Line.apply(owner);
    await refuses(Line.apply(owner), 'QuotaExceeded.freePconnPerAP');
  },
};

/** The chapters in which an operator is the provider. */
const BY_HAND = {
  async 'nothing moves without the operator'(stage) {
    const { operator } = stage.server();
    const line = await Line.apply(stage.own());
    const take = (step, body) => operator.post(`/v1/lines/${line.id}/${step}`, body);
    const stays = async (status, letter = '') => {
      await operator.settle();
      const { Status, LoaStatus } = await line.shown();
      assert.deepEqual([Status, LoaStatus], [status, letter]);
    };

    await stays('Initial');
    await take('approve');
    await stays('Approved');
    await take('allocate', { device: `${ACCESS_POINT}-AD2`, port: 7 });
    await take('complete-construction', { circuit_code: 'longtel002' });
    await stays('Allocated');
    const allocated = await line.shown();
    assert.deepEqual([allocated.PortNumber, allocated.CircuitCode], ['7', 'longtel002']);

    await line.callInstance('ApplyPhysicalConnectionLOA', LETTER);
    await stays('Allocated', 'Applying');
    await take('loa/accept');
    await stays('Allocated', 'Accept');
    await take('loa/issue', { company: 'Example Builders' });
    await stays('Allocated', 'Available');
    const { CompanyLocalizedName, LoaUrl } = await line.letter();
    assert.equal(CompanyLocalizedName, 'Example Builders');
    await checkLetter(LoaUrl);
    await line.callInstance('CompletePhysicalConnectionLOA');
    await stays('Allocated', 'Completing');
    await take('loa/complete');
    await stays('Allocated', 'Complete');

    const later = { ...A_MONTH, AutoPay: false };
    const { Data } = await line.call('CreatePhysicalConnectionOccupancyOrder', later);
    await line.call('ConfirmPhysicalConnection');
    await stays('Confirmed', 'Complete');
    assert.equal((await line.shown()).EndTime, '');
    await operator.post(`/v1/orders/${Data.OrderId}/pay`);
    await stays('Enabled', 'Complete');
    const enabled = await line.shown();
    assert.ok(enabled.EndTime > enabled.EnabledTime);
  },
};

module.exports = { tellOfLines };
