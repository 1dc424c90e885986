'use strict';

// Lines, border routers, and what connects them, as the stories about lines need them.

const assert = require('node:assert/strict');

const { waitUntil } = require('./network');

const ACCESS_POINT = 'ap-cn-hangzhou-yh-B';
// The engineers who build a line.
const ENGINEERS = [
  {
    PMName: 'Ada Byron',
    PMCertificateType: 'Passport',
    PMCertificateNo: 'P12345678',
    PMGender: 'Female',
    PMContactInfo: 'ada@example.com',
  },
  {
    PMName: '张三',
    PMCertificateType: 'IDCard',
    PMCertificateNo: '330106198001011234',
    PMGender: 'Male',
    PMContactInfo: '13900000000',
  },
];
// The application for the letter that lets them in.
const LETTER = {
  CompanyName: 'Example Networks 示例',
  LineType: 'FIBRE',
  Si: '杭州施工队',
  ConstructionTime: '2031-03-01T08:00:00Z',
  Bandwidth: 1000,
  PMInfo: ENGINEERS,
};
// A month of a line, paid from the balance at once.
const A_MONTH = { InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, AutoPay: true };

/** A dedicated line, or a shared one, as one of the clients sees it. */
class Line {
  constructor(client, id) {
    Object.assign(this, { client, id });
  }

  /** Applies for a line of 1 Gbit/s. */
  static async apply(client, parameters = {}) {
    const created = await client.call('CreatePhysicalConnection', {
      AccessPointId: ACCESS_POINT,
      LineOperator: 'CT',
      PortType: '1000Base-LX',
      PeerLocation: '杭州市 1 Example Street',
      bandwidth: 1000,
      ...parameters,
    });
    return new Line(client, created.PhysicalConnectionId);
  }

  /** A line in service, by the shortest way there is. */
  static async enabled(client, parameters = {}) {
    const line = await Line.apply(client, parameters);
    await line.waitFor('Allocated');
    await line.call('ConfirmPhysicalConnection');
    await line.call('EnablePhysicalConnection');
    await line.waitFor('Enabled');
    return line;
  }

  /** Shares the line with a tenant, who sees the result. */
  async share(tenant, parameters) {
    const shared = { VpconnAliUid: Number(tenant.key.account), ...parameters };
    const created = await this.call('CreateVirtualPhysicalConnection', shared);
    return new Line(tenant, created.VirtualPhysicalConnection);
  }

  /** The same line, seen by another client. */
  seenBy(client) {
    return new Line(client, this.id);
  }

  /** Calls an action about this line. */
  call(action, parameters = {}) {
    return this.client.call(action, { PhysicalConnectionId: this.id, ...parameters });
  }

  /** Calls an action that knows the line as its InstanceId. */
  callInstance(action, parameters = {}) {
    return this.client.call(action, { InstanceId: this.id, ...parameters });
  }

  /** What DescribePhysicalConnections tells about it. */
  async shown() {
    const Filter = [{ Key: 'PhysicalConnectionId', Value: [this.id] }];
    const answer = await this.client.call('DescribePhysicalConnections', { Filter });
    assert.equal(answer.TotalCount, 1);
    return answer.PhysicalConnectionSet.PhysicalConnectionType[0];
  }

  /** What ListVirtualPhysicalConnections tells a client about this shared line. */
  async listed(client, filters = {}) {
    const wanted = { VirtualPhysicalConnectionIds: [this.id], ...filters };
    const answer = await client.call('ListVirtualPhysicalConnections', wanted);
    assert.deepEqual([answer.Count, answer.TotalCount], [1, 1]);
    return answer.VirtualPhysicalConnections[0];
  }

  /** What DescribePhysicalConnectionLOA tells about its letter of authorisation. */
  async letter() {
    return (await this.callInstance('DescribePhysicalConnectionLOA')).PhysicalConnectionLOAType;
  }

  /** Waits until it is in a state. */
  async waitFor(status) {
    await waitUntil(async () => (await this.shown()).Status === status, `${this.id} is ${status}`);
  }

  /** Waits until its letter is in a state. */
  async waitForLetter(status) {
    const goal = `the letter of ${this.id} is ${status}`;
    await waitUntil(async () => (await this.letter()).Status === status, goal);
  }
}

/** A virtual border router, as one of the clients sees it. */
class BorderRouter {
  constructor(client, id) {
    Object.assign(this, { client, id });
  }

  /** Makes one for the line's owner. */
  static async make(line, vlan, parameters = {}) {
    const wanted = { VlanId: vlan, ...addresses(vlan), ...parameters };
    const created = await line.call('CreateVirtualBorderRouter', wanted);
    return new BorderRouter(line.client, created.VbrId);
  }

  /** Makes one for another account, which has to accept it, and sees the result. */
  static async makeFor(tenant, line, vlan) {
    const wanted = { VlanId: vlan, VbrOwnerId: Number(tenant.key.account) };
    const created = await line.call('CreateVirtualBorderRouter', wanted);
    return new BorderRouter(tenant, created.VbrId);
  }

  /** Accepts it, by giving it its addresses. */
  async accept(vlan) {
    await this.call('ModifyVirtualBorderRouterAttribute', addresses(vlan));
    await this.waitFor('active');
  }

  /** The same router, seen by another client. */
  seenBy(client) {
    return new BorderRouter(client, this.id);
  }

  /** Calls an action about this router. */
  call(action, parameters = {}) {
    return this.client.call(action, { VbrId: this.id, ...parameters });
  }

  /** What DescribeVirtualBorderRouters tells about it; nothing when it is gone. */
  async shown() {
    const Filter = [{ Key: 'VbrId', Value: [this.id] }];
    const answer = await this.client.call('DescribeVirtualBorderRouters', { Filter });
    return answer.VirtualBorderRouterSet.VirtualBorderRouterType[0];
  }

  /** Waits until it is in a state. */
  async waitFor(status) {
    await waitUntil(async () => (await this.shown())?.Status === status, `${this.id} is ${status}`);
  }

  /** Deletes it, and waits until it is gone. */
  async remove() {
    await this.call('DeleteVirtualBorderRouter');
    await this.waitFor(undefined);
  }
}

/** A Cloud Enterprise Network instance. */
class Cen {
  constructor(client, id) {
    Object.assign(this, { client, id });
  }

  /** Makes one, and waits until it is there. */
  static async make(client) {
    const cen = new Cen(client, (await client.callCbn('CreateCen', { Name: 'story' })).CenId);
    await cen.#waitFor('Active');
    return cen;
  }

  /** Attaches a border router, and waits until it is. */
  async attach(router) {
    const child = this.#child(router);
    await this.client.callCbn('AttachCenChildInstance', child);
    const attribute = () => this.client.callCbn('DescribeCenAttachedChildInstanceAttribute', child);
    await waitUntil(async () => (await attribute()).Status === 'Attached', `${router.id} is attached`);
    const [{ CenId, CenStatus }] = await attachments(router);
    assert.deepEqual([CenId, CenStatus], [this.id, 'Attached']);
  }

  /** Detaches a border router, and waits until it is. */
  async detach(router) {
    await this.client.callCbn('DetachCenChildInstance', this.#child(router));
    await waitUntil(async () => (await attachments(router)).length === 0, `${router.id} is detached`);
  }

  /** Deletes it, and waits until it is gone. */
  async remove() {
    await this.client.callCbn('DeleteCen', { CenId: this.id });
    await this.#waitFor(undefined);
  }

  async #waitFor(status) {
    const Filter = [{ Key: 'CenId', Value: [this.id] }];
    const reached = async () => {
      const { Cens } = await this.client.callCbn('DescribeCens', { Filter });
      return Cens.Cen[0]?.Status === status;
    };
    await waitUntil(reached, `${this.id} is ${status}`);
  }

  #child(router) {
    return {
      CenId: this.id,
      ChildInstanceId: router.id,
      ChildInstanceType: 'VBR',
      ChildInstanceRegionId: router.client.region,
    };
  }
}

async function attachments(router) {
  return (await router.shown()).AssociatedCens.AssociatedCen;
}

/** Both ends' addresses on a VLAN up to 255. */
function addresses(vlan) {
  return {
    LocalGatewayIp: `10.0.${vlan}.1`,
    PeerGatewayIp: `10.0.${vlan}.2`,
    PeeringSubnetMask: '255.255.255.252',
  };
}

module.exports = { ACCESS_POINT, A_MONTH, BorderRouter, Cen, ENGINEERS, LETTER, Line, addresses };
