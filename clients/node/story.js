'use strict';

// The story of the routers, told once for every client: two accounts connect them, with everything that can be done
// and go wrong on the way.

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { Interface, Network, Refused, ids, listed } = require('./network');
const { OWN, PARTNER, withServer } = require('./server');

const HANGZHOU = 'cn-hangzhou';
const BEIJING = 'cn-beijing';
// An interface that nothing else is known of.
const SPARE = { Role: 'InitiatingSide', Spec: 'Small.1', OppositeRegionId: BEIJING };
// An interface that nobody has.
const NOBODYS = 'ri-bp1nobodyhasthisone00';

/** Tells the story by means of `connect(server, key, region, { https })`, which makes a client as in network.js. */
function tell(name, connect) {
  tellChapters(name, connect, CHAPTERS);
}

/** Tells a story's chapters, each with a new server that has these options. */
function tellChapters(name, connect, chapters, options) {
  describe(name, () => withServer((server, restart) => {
    for (const [title, chapter] of Object.entries(chapters)) {
      test(title, () => chapter(new Stage(server, restart, connect)));
    }
  }, options));
}

/** What a chapter has at hand: the clients of both accounts, and a network of each. */
class Stage {
  constructor(server, restart, connect) {
    Object.assign(this, { server, restart, connect });
  }

  /** The first account's client. */
  own(region = HANGZHOU, options = {}) {
    return this.connect(this.server(), OWN, region, options);
  }

  /** The second account's client. */
  partner(region = BEIJING) {
    return this.connect(this.server(), PARTNER, region, {});
  }

  /** The first account's network. */
  here() {
    return Network.make(this.own(), '10.1.0.0/16');
  }

  /** The second account's network. */
  there() {
    return Network.make(this.partner(), '10.2.0.0/16');
  }
}

/** The story's chapters. */
const CHAPTERS = {
  async 'regions and zones'(stage) {
    const regions = (await stage.own().call('DescribeRegions')).Regions.Region;
    const known = regions.map((region) => region.RegionId);
    assert.ok(known.includes(HANGZHOU) && known.includes(BEIJING));
    const zones = (await stage.own().call('DescribeZones')).Zones.Zone;
    assert.ok(zones.length > 0 && zones.every((zone) => zone.ZoneId.startsWith(HANGZHOU)));
  },

  async 'a connection from first to last'(stage) {
    const networks = await Promise.all([stage.here(), stage.there()]);
    const [initiator, acceptor] = await networks[0].addPair(networks[1]);
    await initiator.pointAt(acceptor);
    await acceptor.pointAt(initiator);
    await initiator.call('ConnectRouterInterface');
    for (const [end, other] of [[initiator, acceptor], [acceptor, initiator]]) {
      await end.waitFor('Active');
      const seen = await end.attribute();
      assert.equal(seen.OppositeInterfaceId, other.id);
      assert.equal(seen.OppositeInterfaceStatus, 'Active');
      assert.equal(seen.OppositeInterfaceOwnerId, other.network.client.key.account);
      assert.notEqual(seen.ConnectedTime, '');
    }
    assert.equal((await initiator.attribute()).Bandwidth, 2000);

    assert.equal((await initiator.call('ModifyRouterInterfaceSpec', { Spec: 'Large.5' })).Spec, 'Large.5');
    await initiator.waitFor('Active');
    assert.equal((await acceptor.attribute()).OppositeBandwidth, 5000);

    await initiator.call('DeactivateRouterInterface');
    await initiator.waitFor('Inactive');
    assert.equal((await acceptor.attribute()).OppositeInterfaceStatus, 'Inactive');
    await initiator.call('ActivateRouterInterface');
    await initiator.waitFor('Active');

    for (const end of [initiator, acceptor]) {
      await end.call('DeactivateRouterInterface');
      await end.waitFor('Inactive');
      await end.call('DeleteRouterInterface');
      await end.waitUntilGone();
    }
    await Promise.all(networks.map((network) => network.remove()));
  },

  async 'lists are filtered and paged'(stage) {
    const network = await stage.here();
    const { client } = network;
    const made = [];
    for (const Name of ['first', 'second', 'third']) {
      made.push((await network.addInterface({ ...SPARE, Name })).id);
    }
    const [first, second, third] = made;
    assert.deepEqual(await listed(client, 'RouterInterfaceId', second), [second]);
    assert.deepEqual(await listed(client, 'Name', 'third'), [third]);
    assert.deepEqual(new Set(await listed(client, 'Name', 'first', 'third')), new Set([first, third]));
    assert.deepEqual(new Set(await listed(client, 'Status', 'Idle', 'Active')), new Set(made));
    assert.deepEqual(await listed(client, 'Status', 'Active'), []);

    const page = async (number) => {
      const answer = await client.call('DescribeRouterInterfaces', { PageNumber: number, PageSize: 2 });
      assert.deepEqual([answer.TotalCount, answer.PageSize], [3, 2]);
      return ids(answer);
    };
    const pages = [await page(1), await page(2)];
    assert.deepEqual(pages.map((one) => one.length), [2, 1]);
    assert.deepEqual(new Set(pages.flat()), new Set(made));
    assert.deepEqual(await page(9), pages[1]);
    await refuses(client.call('DescribeRouterInterfaces', { PageSize: 51 }), 'InvalidParameter');
  },

  async 'tags are put on, found, and taken off'(stage) {
    const network = await stage.here();
    const { client } = network;
    const tags = [{ Key: 'team', Value: 'net work' }, { Key: '成本', Value: "é*~/+&=%!'()" }];
    const { id } = await network.addInterface({ ...SPARE, Tags: [{ Key: 'born', Value: 'with' }] });
    const ofInterface = { ResourceType: 'ROUTERINTERFACE', ResourceId: [id] };
    await client.call('TagResourcesForExpressConnect', { ...ofInterface, Tag: tags });
    await client.call('UntagResourcesForExpressConnect', { ...ofInterface, TagKey: ['born'] });
    const { TagResources } = await client.call('ListTagResourcesForExpressConnect', ofInterface);
    assert.deepEqual(
      new Map(TagResources.TagResource.map((one) => [one.TagKey, one.TagValue])),
      new Map(tags.map((tag) => [tag.Key, tag.Value])),
    );
    assert.deepEqual(ids(await client.call('DescribeRouterInterfaces', { Tags: tags.slice(1) })), [id]);

    const ofVpc = { ResourceType: 'VPC', ResourceId: [network.vpc] };
    const keys = async () => {
      const answer = await client.call('ListTagResources', ofVpc);
      return answer.TagResources.TagResource.map((one) => one.TagKey);
    };
    await client.call('TagResources', { ...ofVpc, Tag: tags.slice(0, 1) });
    assert.deepEqual(await keys(), ['team']);
    await client.call('UnTagResources', { ...ofVpc, All: true });
    assert.deepEqual(await keys(), []);
  },

  async 'a connection is refused until everything fits'(stage) {
    const [ours, theirs] = await Promise.all([stage.here(), stage.there()]);
    const [initiator, acceptor] = await ours.addPair(theirs);
    await refuses(acceptor.call('ConnectRouterInterface'), 'IncorrectRole.NotInitiatingSide', {
      saying: 'is not InitiatingSide',
    });
    const connecting = () => initiator.call('ConnectRouterInterface');
    await refuses(connecting(), 'IncorrectOppositeInterfaceInfo.NotSet');
    await initiator.pointAt(acceptor);
    await refuses(connecting(), 'AttrMismatching.AcceptingSideOppositeInterfaceOwnerId');
    await acceptor.pointAt(initiator);
    await acceptor.call('ModifyRouterInterfaceAttribute', { OppositeRouterId: theirs.router });
    await refuses(connecting(), 'AttrMismatching.AcceptingSideOppositeRouterId', {
      saying: 'OppositeRouterId',
    });
    await acceptor.pointAt(initiator);
    await connecting();
    await initiator.waitFor('Active');
    await refuses(connecting(), 'IncorrectRIStatus', { saying: "only when it's status is Idle" });
    await refuses(initiator.call('DeleteRouterInterface'), 'IncorrectStatus');
    await refuses(ours.client.call('DeleteVpc', { VpcId: ours.vpc }), 'DependencyViolation.VSwitch');
  },

  async 'what belongs to others looks missing'(stage) {
    const [ours, theirs] = await Promise.all([stage.here(), stage.there()]);
    const [, acceptor] = await ours.addPair(theirs);
    for (const missing of [acceptor.id, NOBODYS]) {
      await refuses(
        ours.client.call('ActivateRouterInterface', { RouterInterfaceId: missing }),
        'InvalidRouterInterfaceId.NotFound',
        { status: 404, saying: 'does not exist in our' },
      );
      assert.equal((await new Interface(ours, missing).attribute()).RouterInterfaceId, '');
    }
    assert.equal((await acceptor.attribute()).RouterInterfaceId, acceptor.id);
  },

  async 'keys that do not fit'(stage) {
    const calling = (wrong) =>
      stage.connect(stage.server(), { ...OWN, ...wrong }, HANGZHOU, {}).call('DescribeVpcs');
    await refuses(calling({ secret: 'wrong' }), 'SignatureDoesNotMatch', { saying: 'our calculation' });
    await refuses(calling({ id: 'nobody' }), 'InvalidAccessKeyId.NotFound');
  },

  async 'a token makes a call happen once'(stage) {
    const network = await stage.here();
    const adding = async (Name) => (await network.addInterface({ ...SPARE, ClientToken: 'once', Name })).id;
    const id = await adding('first');
    assert.equal(await adding('first'), id);
    await refuses(adding('other'), 'IdempotentParameterMismatch');
    assert.deepEqual(await listed(network.client, 'Status', 'Idle'), [id]);
  },

  async 'a dry run leaves nothing behind'(stage) {
    const client = stage.own();
    const dry = { CidrBlock: '10.1.0.0/16', DryRun: true };
    await refuses(client.call('CreateVpc', dry), 'DRYRUN.SUCCESS');
    assert.equal((await client.call('DescribeVpcs')).TotalCount, 0);
  },

  async 'a fast link makes both ends, and one call removes them'(stage) {
    const inBeijing = stage.own(BEIJING);
    const [ours, other] = await Promise.all([stage.here(), Network.make(inBeijing, '10.2.0.0/16')]);
    const initiator = await ours.addInterface({
      ...SPARE,
      OppositeRouterType: 'VRouter',
      OppositeRouterId: other.router,
      FastLinkMode: true,
    });
    await initiator.waitFor('Active');
    const { RouterInterfaceSet } = await inBeijing.call('DescribeRouterInterfaces');
    const [acceptor] = RouterInterfaceSet.RouterInterfaceType;
    assert.deepEqual([acceptor.Role, acceptor.Status], ['AcceptingSide', 'Active']);
    assert.deepEqual([acceptor.OppositeInterfaceId, acceptor.FastLinkMode], [initiator.id, true]);

    await refuses(initiator.call('DeleteExpressConnect'), 'IncorrectStatus');
    await initiator.call('DeleteExpressConnect', { Force: true });
    await initiator.waitUntilGone();
    assert.equal((await inBeijing.call('DescribeRouterInterfaces')).TotalCount, 0);
  },

  async 'HTTPS with the authority that the server made'(stage) {
    const { client } = await Network.make(stage.own(HANGZHOU, { https: true }), '10.1.0.0/16');
    const missing = { RouterInterfaceId: NOBODYS };
    await refuses(client.call('ConnectRouterInterface', missing), 'InvalidRouterInterfaceId.NotFound', {
      status: 404,
    });
  },

  async 'a kill loses nothing that was acknowledged'(stage) {
    const before = await Promise.all([stage.here(), stage.there()]);
    const [initiator, acceptor] = await before[0].addPair(before[1]);
    const once = { ...SPARE, ClientToken: 'once' };
    const spare = await before[0].addInterface(once);
    await initiator.pointAt(acceptor);
    await acceptor.pointAt(initiator);
    const vpcs = (networks) =>
      Promise.all(networks.map(async ({ client }) => (await client.call('DescribeVpcs')).Vpcs));
    const vpcsBefore = await vpcs(before);
    await initiator.call('ConnectRouterInterface');
    await stage.restart();

    const after = [before[0].seenBy(stage.own()), before[1].seenBy(stage.partner())];
    assert.deepEqual(await vpcs(after), vpcsBefore);
    await new Interface(after[0], initiator.id).waitFor('Active');
    await new Interface(after[1], acceptor.id).waitFor('Active');
    assert.equal((await after[0].addInterface(once)).id, spare.id);
  },
};

/** A call has to be refused, and the client has to tell why. */
async function refuses(call, code, { status = 400, saying = '' } = {}) {
  await assert.rejects(call, (refused) => {
    assert.ok(refused instanceof Refused, refused);
    assert.deepEqual([refused.code, refused.status], [code, status]);
    assert.ok(refused.message.includes(saying), refused.message);
    assert.match(refused.requestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    return true;
  });
}

module.exports = { HANGZHOU, NOBODYS, refuses, tell, tellChapters };
