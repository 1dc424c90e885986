'use strict';

// The story of what the other stories leave out of each family, so that every client drives every action: an account
// changes what it has, looks at it from the other side, and takes back what it gave.

const assert = require('node:assert/strict');

const { ACCESS_POINT, BorderRouter, Cen, Line, addresses } = require('./lines');
const { Network, waitUntil } = require('./network');
const { HERE, THERE, Table, connectVpcs, makeSession } = require('./reference-network');
const { PARTNER } = require('./server');
const { HANGZHOU, refuses, tellChapters } = require('./story');

const BEIJING = 'cn-beijing';
// A route entry and a resource group that nobody has.
const NOBODYS_ENTRY = 'rte-bp1nobodyhasthisone00';
const NOBODYS_GROUP = 'rg-nobodyhasthisone';
const RENAMED = { Name: 'renamed', Description: 'told again' };

/** Tells the story by means of `connect(server, key, region, { https })`, which makes a client as in network.js. */
function tellOfFamilies(name, connect) {
  tellChapters(`${name}, the rest of the families`, connect, CHAPTERS, { timing: 'instant', operator: true });
  const manual = { timing: 'instant', operator: true, provider: 'manual' };
  tellChapters(`${name}, an order by hand`, connect, BY_HAND, manual);
}

/** The only item of the list at a path in an answer, which counts one. */
async function only(client, action, path, parameters) {
  const found = await client.call(action, parameters);
  const items = path.reduce((part, name) => part[name], found);
  assert.deepEqual([found.TotalCount, items.length], [1, 1]);
  return items[0];
}

const CHAPTERS = {
  async 'networks are changed, and their tables listed'(stage) {
    const { client, vpc, vswitch, router } = await stage.here();
    await client.call('ModifyVpcAttribute', { VpcId: vpc, VpcName: 'renamed', Description: 'told again' });
    const { VpcName, Description } = await client.call('DescribeVpcAttribute', { VpcId: vpc });
    assert.deepEqual([VpcName, Description], ['renamed', 'told again']);
    await client.call('ModifyVSwitchAttribute', { VSwitchId: vswitch, VSwitchName: 'renamed' });
    const { VSwitchName, VpcId } = await client.call('DescribeVSwitchAttributes', { VSwitchId: vswitch });
    assert.deepEqual([VSwitchName, VpcId], ['renamed', vpc]);

    const table = (await Table.ofVpc({ client, vpc })).id;
    const ofRouter = { VRouterId: router };
    const itself = await only(client, 'DescribeVRouters', ['VRouters', 'VRouter'], ofRouter);
    assert.deepEqual([itself.VpcId, itself.RouteTableIds.RouteTableId], [vpc, [table]]);
    const inList = ['RouterTableList', 'RouterTableListType'];
    const listed = await only(client, 'DescribeRouteTableList', inList, { VpcId: vpc });
    assert.deepEqual([listed.RouteTableId, listed.RouterId], [table, router]);
    assert.deepEqual([listed.RouteTableType, listed.RouterType], ['System', 'VRouter']);
    const shown = await only(client, 'DescribeRouteTables', ['RouteTables', 'RouteTable'], ofRouter);
    assert.deepEqual([shown.RouteTableId, shown.RouteTableType], [table, 'System']);
    assert.ok(shown.RouteEntrys.RouteEntry.some((entry) => entry.DestinationCidrBlock === HERE));
  },

  async 'a route is renamed'(stage) {
    const here = await stage.here();
    const there = await Network.make(stage.own(BEIJING), THERE);
    const [fromHere] = await connectVpcs(here, there);
    const table = await Table.ofVpc(here);
    const RouteEntryId = await table.addOver(THERE, fromHere.id);
    const renamed = { RouteEntryName: 'renamed', Description: 'told again' };
    await here.client.call('ModifyRouteEntry', { RouteEntryId, ...renamed });
    const [{ RouteEntryName, Description }] = await table.entries({ RouteEntryId });
    assert.deepEqual({ RouteEntryName, Description }, renamed);
    const missing = here.client.call('ModifyRouteEntry', { RouteEntryId: NOBODYS_ENTRY, ...renamed });
    await refuses(missing, 'InvalidRouteEntry.NotFound');
  },

  async 'a network moves between resource groups'(stage) {
    const { client, vpc } = await stage.here();
    const group = async () => (await client.call('DescribeVpcAttribute', { VpcId: vpc })).ResourceGroupId;
    const moving = (NewResourceGroupId) =>
      client.call('ChangeResourceGroup', { ResourceType: 'VPC', ResourceId: vpc, NewResourceGroupId });
    const before = await group();
    await moving(before);
    assert.equal(await group(), before);
    await refuses(moving(NOBODYS_GROUP), 'InvalidResourceGroup.NotFound', { status: 404 });
  },

  async 'a border router has a second line for a while'(stage) {
    const owner = stage.own();
    const [first, second] = [await Line.enabled(owner), await Line.enabled(owner)];
    const router = await BorderRouter.make(first, 60);
    const others = async () => {
      const lines = (await router.shown()).AssociatedPhysicalConnections.AssociatedPhysicalConnection;
      return lines.map((line) => [line.PhysicalConnectionId, String(line.VlanId)]);
    };
    const onFirst = () => {
      const path = ['Set', 'Type'].map((end) => `VirtualBorderRouterForPhysicalConnection${end}`);
      const about = { PhysicalConnectionId: first.id };
      return only(owner, 'DescribeVirtualBorderRoutersForPhysicalConnection', path, about);
    };
    const limiting = (Bandwidth) =>
      owner.call('UpdateVirtualBorderBandwidth', { VirtualBorderRouterId: router.id, Bandwidth });

    const alone = await others();
    const further = { PhysicalConnectionId: second.id, VlanId: '61', ...addresses(61) };
    await router.call('AssociatePhysicalConnectionToVirtualBorderRouter', further);
    const added = (await others()).filter(([line]) => alone.every(([known]) => known !== line));
    assert.deepEqual(added, [[second.id, '61']]);
    const { Success, Code } = await limiting(200);
    assert.deepEqual([Success, Code], [true, '200']);
    const seen = await onFirst();
    assert.deepEqual([seen.VbrId, seen.Status, String(seen.Bandwidth)], [router.id, 'Active', '200']);
    await refuses(limiting(102400), 'InvalidParameter');
    const noLonger = { PhysicalConnectionId: second.id };
    await router.call('UnassociatePhysicalConnectionFromVirtualBorderRouter', noLonger);
    assert.deepEqual(await others(), alone);
  },

  async 'a session is changed'(stage) {
    const owner = stage.own();
    const router = await BorderRouter.make(await Line.enabled(owner), 70);
    const { group: BgpGroupId, peer: BgpPeerId } = await makeSession(router, addresses(70).PeerGatewayIp);
    const group = () => only(owner, 'DescribeBgpGroups', ['BgpGroups', 'BgpGroup'], { BgpGroupId });
    const peer = () => only(owner, 'DescribeBgpPeers', ['BgpPeers', 'BgpPeer'], { BgpPeerId });

    await owner.call('ModifyBgpGroupAttribute', { BgpGroupId, ...RENAMED, PeerAsn: 65002 });
    await waitUntil(async () => (await group()).Status === 'Available', `${BgpGroupId} is Available`);
    const { Name, Description, PeerAsn } = await group();
    assert.deepEqual([Name, Description, String(PeerAsn)], [...Object.values(RENAMED), '65002']);
    assert.equal((await peer()).EnableBfd, true);
    await owner.call('ModifyBgpPeerAttribute', { BgpPeerId, EnableBfd: false });
    await waitUntil(async () => (await peer()).Status === 'Available', `${BgpPeerId} is Available`);
    assert.equal((await peer()).EnableBfd, false);
  },

  async 'a network is opened to a CEN instance, and closed again'(stage) {
    const { client, vpc } = await stage.here();
    const cen = await Cen.make(stage.partner(HANGZHOU));
    const own = { InstanceId: vpc, InstanceType: 'VPC' };
    const granted = { ...own, CenId: cen.id, CenOwnerId: Number(PARTNER.account) };
    await client.call('GrantInstanceToCen', granted);
    const rule = await only(client, 'DescribeGrantRulesToCen', ['CenGrantRules', 'CbnGrantRule'], own);
    // Some clients make a BigNumber of an account.
    assert.deepEqual([rule.CenInstanceId, String(rule.CenOwnerId)], [cen.id, PARTNER.account]);
    await client.call('RevokeInstanceFromCen', granted);
    assert.equal((await client.call('DescribeGrantRulesToCen', own)).TotalCount, 0);
  },
};

/** The chapter in which somebody has to act for the provider. */
const BY_HAND = {
  async 'a line is ordered, changed, and withdrawn'(stage) {
    const owner = stage.own();
    const { operator } = stage.server();
    const wanted = { AccessPointId: ACCESS_POINT, LineOperator: 'CT', PortType: '1000Base-LX' };
    const ordered = await owner.call('CreatePhysicalConnectionSetupOrder', { ...wanted, AutoPay: false });
    const line = new Line(owner, ordered.PhysicalConnectionId);
    // Nobody looks at the application before the installation is paid.
    const [order] = (await operator.get(`/v1/orders?line=${line.id}`)).items;
    assert.deepEqual([order.id, order.status], [ordered.OrderId, 'unpaid']);
    assert.equal((await line.shown()).Status, 'Initial');
    await operator.post(`/v1/orders/${ordered.OrderId}/pay`);
    await operator.post(`/v1/lines/${line.id}/approve`);
    assert.equal((await line.shown()).Status, 'Approved');

    await line.call('ModifyPhysicalConnectionAttribute', { ...RENAMED, CircuitCode: 'longtel009' });
    const { Name, Description, CircuitCode } = await line.shown();
    assert.deepEqual({ Name, Description, CircuitCode }, { ...RENAMED, CircuitCode: 'longtel009' });
    await line.call('CancelPhysicalConnection');
    assert.equal((await line.shown()).Status, 'Canceled');
    await refuses(line.call('CancelPhysicalConnection'), 'Forbidden.NotAllowedInState');
  },
};

module.exports = { tellOfFamilies };
