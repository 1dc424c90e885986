//! The rules of ConnectRouterInterface, and their order: the uppermost of those that are broken refuses.

use xconnect_model::id::AccessPointId;
use xconnect_model::router_interface::{BusinessStatus, Link, Opposite, Role, Spec, Status};
use xconnect_model::{
    AccountId, RegionId, RouterInterface, RouterInterfaceId, RouterRef, RouterType, VirtualBorderRouter,
};

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{ABROAD, BEIJING, HANGZHOU, HANGZHOU_POINT, OWN, PARTNER, STRANGER};

const CONNECT: &str = "ConnectRouterInterface";
const REJECTED: &str = "The opposite RouterInterface does not set this RouterInterface as an OppositeRouterInterface. \
    Maybe it was wrongly set. Please check the configuration of the opposite RouterInterface.";

/// A rule, as the row that it refuses with and a way to break it.
pub(crate) struct Rule {
    http: u16,
    code: &'static str,
    template: &'static str,
    /// The attribute that the message names, where the template leaves room for it.
    attribute: Option<&'static str>,
    breach: fn(&mut Scene),
}

/// Two interfaces that can be connected, and what is around them: the initiating one on a virtual border
/// router of the first account in Hangzhou, the accepting one on a VPC's router of the partner in Beijing.
pub(crate) struct Scene {
    region: &'static str,
    interface: RouterInterfaceId,
    initiator: RouterInterface,
    acceptor: Option<RouterInterface>,
    others: Vec<RouterInterface>,
    router_owner: AccountId,
}

/// All rules, in their order.
pub(crate) const RULES: [Rule; 26] = [
    rule(404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records.", |scene| {
        scene.region = "cn-nowhere";
    }),
    rule(
        404,
        "InvalidRouterInterfaceId.NotFound",
        "The specified RouterInterfaceId does not exist in our record.",
        |scene| scene.interface = "ri-none".into(),
    ),
    rule(400, "IllegalParam.InstanceOwner", "The router instance owener error.", |scene| {
        scene.router_owner = STRANGER;
    }),
    rule(
        400,
        "IncorrectRole.NotInitiatingSide",
        "The specified RouterInterface is not InitiatingSide.",
        |scene| scene.initiator.role = Role::AcceptingSide,
    ),
    rule(
        400,
        "IncorrectRIStatus",
        "RouterInterface can be operated by this action only when it's status is Idle.",
        |scene| scene.initiator.status = Status::Inactive,
    ),
    rule(
        400,
        "IncorrectOppositeInterfaceInfo.NotSet",
        "OppositeInterfaceId/OppositeRouterId/OppositeRouterType/OppositeInterfaceOwnerId must be all set.",
        |scene| scene.initiator.opposite.interface = RouterInterfaceId::default(),
    ),
    rule(400, "IncorrectOppositeInterfaceInfo", "Cannot connect on the same router", |scene| {
        scene.initiator.opposite.router = scene.initiator.router.id.clone();
    }),
    rule(400, "Forbidden.OnlyOneConnection", "The Specified routers have a connection already", |scene| {
        scene.others.push(scene.another_between(Status::Active));
    }),
    rule(400, "Forbidden.OnlyOneConnection", "Cannot connect concurrently between same routers", |scene| {
        scene.others.push(scene.another_between(Status::Connecting));
    }),
    rule(
        400,
        "Forbidden.BillsOutstanding",
        "You cannot use this action because you have bills outstanding.",
        |scene| {
            let business_status = BusinessStatus::FinancialLocked;
            let router = RouterRef::default();
            scene.others.push(RouterInterface {
                id: "ri-locked".into(),
                business_status,
                router,
                ..scene.initiator.clone()
            });
        },
    ),
    rule(400, "InvalidAccount.NotFound", "The specified account is not exists.", |scene| {
        scene.initiator.opposite.owner = "42".into();
    }),
    rule(404, "CROSS_BID.FORBIDDEN", "Connect RouterInterface across bid is illegal", |scene| {
        scene.initiator.opposite.owner = ABROAD.to_string().into();
    }),
    mismatch("AttrMismatching.AcceptingSideInstanceId", "OppositeInterfaceId", |scene| scene.acceptor = None),
    mismatch("AttrMismatching.AcceptingSideRole", "Role", |scene| {
        scene.acceptor().role = Role::InitiatingSide;
    }),
    mismatch("AttrMismatching.AcceptingSideRegionNo", "OppositeRegionId", |scene| {
        scene.acceptor().region = RegionId::new("cn-shanghai");
    }),
    mismatch("AttrMismatching.AcceptingSideAliUid", "OppositeInterfaceOwnerId", |scene| {
        scene.acceptor().account = STRANGER;
    }),
    mismatch("AttrMismatching.AcceptingSideRouterId", "OppositeRouterId", |scene| {
        scene.acceptor().router.id = "vrt-another".into();
    }),
    mismatch("AttrMismatching.AcceptingSideRouterType", "OppositeRouterType", |scene| {
        scene.acceptor().router.kind = RouterType::Vbr;
    }),
    rule(
        400,
        "IncorrectOppositeInterfaceInfo",
        "The access point of the virtual border router is not the OppositeAccessPointId of the other side.",
        |scene| scene.acceptor().opposite.access_point = AccessPointId::new("ap-cn-beijing-ft-A"),
    ),
    mismatch("AttrMismatching.AcceptingSideOppositeInterfaceOwnerId", "OppositeInterfaceOwnerId", |scene| {
        scene.acceptor().opposite.owner = STRANGER.to_string().into();
    }),
    mismatch("AttrMismatching.AcceptingSideOppositeRegionNo", "OppositeRegionId", |scene| {
        scene.acceptor().opposite.region = RegionId::new("cn-shanghai");
    }),
    rule(403, "RejectedByOppositeInterface", REJECTED, |scene| {
        scene.acceptor().opposite.interface = RouterInterfaceId::default();
    }),
    mismatch("AttrMismatching.AcceptingSideOppositeInterfaceId", "OppositeInterfaceId", |scene| {
        scene.acceptor().opposite.interface = "ri-another".into();
    }),
    mismatch("AttrMismatching.AcceptingSideOppositeRouterId", "OppositeRouterId", |scene| {
        scene.acceptor().opposite.router = "vbr-another".into();
    }),
    mismatch("AttrMismatching.AcceptingSideOppositeRouterType", "OppositeRouterType", |scene| {
        scene.acceptor().opposite.router_type = Some(RouterType::VRouter);
    }),
    rule(
        400,
        "IncorrectStatus",
        "RouterInterface can be operated by this action only when its status is Idle.",
        |scene| scene.acceptor().status = Status::Inactive,
    ),
];

/// Pairs of rules, counted from 1, that no State can break at once.
const APART: [(std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>, &str); 4] = [
    (7..=7, 8..=9, "a router has no connection to itself"),
    (8..=8, 9..=9, "two routers have one connection at most"),
    (11..=11, 12..=12, "an account that does not exist belongs to no site"),
    (13..=13, 14..=26, "an interface that does not exist has no attributes"),
];

const fn rule(http: u16, code: &'static str, template: &'static str, breach: fn(&mut Scene)) -> Rule {
    Rule { http, code, template, attribute: None, breach }
}

const fn mismatch(code: &'static str, attribute: &'static str, breach: fn(&mut Scene)) -> Rule {
    Rule { http: 400, code, template: "%s", attribute: Some(attribute), breach }
}

impl Rule {
    /// The case that breaks this rule alone.
    pub(crate) fn case(&self) -> Case {
        self.case_of(vec![self.breach])
    }

    /// The case that breaks this rule among others.
    fn case_of(&self, breaches: Vec<fn(&mut Scene)>) -> Case {
        let case = case(CONNECT, self.http, self.code, self.template, move |world| {
            let mut scene = Scene::of(world);
            for breach in &breaches {
                breach(&mut scene);
            }
            scene.stage(world)
        });
        match self.attribute {
            Some(attribute) => case.says(format!("The attribute {attribute} does not match.")),
            None => case,
        }
    }
}

impl Scene {
    fn of(world: &World) -> Self {
        let border_router = RouterRef { kind: RouterType::Vbr, id: world.border_router().into() };
        let router = RouterRef { kind: RouterType::VRouter, id: world.router(PARTNER, BEIJING).into() };
        let opposite = |to: &RouterRef, region, owner: AccountId, interface: &str| Opposite {
            region: RegionId::new(region),
            interface: interface.into(),
            owner: owner.to_string().into(),
            router_type: Some(to.kind),
            router: to.id.clone(),
            ..Opposite::default()
        };
        let initiator = RouterInterface {
            id: "ri-initiator".into(),
            account: OWN,
            region: RegionId::new(HANGZHOU),
            spec: Spec::Large1,
            access_point: AccessPointId::new(HANGZHOU_POINT),
            opposite: opposite(&router, BEIJING, PARTNER, "ri-acceptor"),
            router: border_router.clone(),
            ..RouterInterface::default()
        };
        let acceptor = RouterInterface {
            id: "ri-acceptor".into(),
            account: PARTNER,
            region: RegionId::new(BEIJING),
            role: Role::AcceptingSide,
            opposite: opposite(&border_router, HANGZHOU, OWN, "ri-initiator"),
            router,
            ..RouterInterface::default()
        };
        Self {
            region: HANGZHOU,
            interface: initiator.id.clone(),
            initiator,
            acceptor: Some(acceptor),
            others: Vec::new(),
            router_owner: OWN,
        }
    }

    /// The acceptor, to be spoilt. No rule that needs one is broken together with the one that takes it away.
    fn acceptor(&mut self) -> &mut RouterInterface {
        self.acceptor.as_mut().unwrap()
    }

    /// One end of another connection between the two routers.
    fn another_between(&self, status: Status) -> RouterInterface {
        let router = self.initiator.opposite.router.clone();
        let link = Some(Box::new(Link { interface: "ri-there".into(), router, gone: false }));
        RouterInterface { id: "ri-here".into(), status, link, ..self.initiator.clone() }
    }

    /// Puts everything in its place, and makes the call.
    fn stage(self, world: &World) -> Call {
        let call =
            world.call(CONNECT, &[("RegionId", self.region), ("RouterInterfaceId", self.interface.as_str())]);
        world.edit(move |state, draft| {
            let vbr = state.virtual_border_router(&self.initiator.router.id).unwrap();
            draft.put(VirtualBorderRouter { account: self.router_owner, ..VirtualBorderRouter::clone(vbr) });
            for interface in [&self.initiator].into_iter().chain(&self.acceptor).chain(&self.others) {
                let (seq, since) = (draft.seq(), draft.now());
                draft.put(RouterInterface { seq, since, ..interface.clone() });
            }
        });
        call
    }
}

#[test]
fn nothing_is_wrong_with_the_scene_itself() {
    let world = World::new();
    let call = Scene::of(&world).stage(&world);
    world.send(&call).success();
}

#[test]
fn of_two_broken_rules_the_upper_one_refuses() {
    let mut problems = Vec::new();
    for (upper, lower) in pairs() {
        // The lower breach comes first, so that the upper one stands even where both touch the same thing.
        let breaches = vec![RULES[lower - 1].breach, RULES[upper - 1].breach];
        let outcome = RULES[upper - 1].case_of(breaches).run();
        problems.extend(outcome.err().map(|problem| format!("{upper} before {lower}: {problem}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// All pairs of rules that can be broken at once.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    let all = (1..=RULES.len()).flat_map(|upper| (upper + 1..=RULES.len()).map(move |lower| (upper, lower)));
    all.filter(|(upper, lower)| {
        !APART.iter().any(|(uppers, lowers, _)| uppers.contains(upper) && lowers.contains(lower))
    })
}
