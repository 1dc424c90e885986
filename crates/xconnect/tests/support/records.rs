//! The things that interfaces need around them, and interfaces in every state.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::id::AccessPointId;
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    Account, AccountId, RegionId, RouteEntry, RouteEntryId, RouterInterface, VRouterId, VirtualBorderRouter,
    VirtualBorderRouterId, Vpc, VpcId,
};

use super::World;
use super::call::Call;

pub(crate) const OWN: AccountId = AccountId(1_234_567_890_123_456);
pub(crate) const PARTNER: AccountId = AccountId(6_543_210_987_654_321);
pub(crate) const STRANGER: AccountId = AccountId(1_111_222_233_334_444);
pub(crate) const ABROAD: AccountId = AccountId(5_555_666_677_778_888);

pub(crate) const HANGZHOU: &str = "cn-hangzhou";
pub(crate) const BEIJING: &str = "cn-beijing";
pub(crate) const HANGZHOU_POINT: &str = "ap-cn-hangzhou-yh-B";

/// Two interfaces that name each other: the first account's in Hangzhou, and the partner's in Beijing.
pub(crate) struct Pair {
    pub(crate) initiator: String,
    pub(crate) acceptor: String,
    /// The initiator's router.
    pub(crate) router: String,
    /// The acceptor's router.
    pub(crate) other_router: String,
}

impl World {
    /// A VPC that is there already; its router's id is what comes back.
    pub(crate) fn router(&self, account: AccountId, region: &str) -> String {
        let number = self.number();
        let vpc = Vpc {
            id: VpcId::new(format!("vpc-test{number}")),
            account,
            region: RegionId::new(region),
            cidr: "10.0.0.0/8".parse().unwrap(),
            vrouter: VRouterId::new(format!("vrt-test{number}")),
            ..Vpc::default()
        };
        let router = vpc.vrouter.to_string();
        self.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(Vpc { seq, ..vpc.clone() });
        });
        router
    }

    /// A virtual border router of the first account in Hangzhou.
    pub(crate) fn border_router(&self) -> String {
        let vbr = VirtualBorderRouter {
            id: VirtualBorderRouterId::new(format!("vbr-test{}", self.number())),
            account: OWN,
            region: RegionId::new(HANGZHOU),
            access_point: AccessPointId::new(HANGZHOU_POINT),
            ..VirtualBorderRouter::default()
        };
        let id = vbr.id.to_string();
        self.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(VirtualBorderRouter { seq, ..vbr.clone() });
        });
        id
    }

    /// A list of the first account's interfaces in Hangzhou, to be varied and sent.
    pub(crate) fn list(&self) -> Call {
        self.call("DescribeRouterInterfaces", &[("RegionId", HANGZHOU)])
    }

    /// The creation of an interface in Hangzhou towards Beijing, to be varied and sent.
    pub(crate) fn creation(&self, router: &str) -> Call {
        let params = [
            ("RegionId", HANGZHOU),
            ("OppositeRegionId", BEIJING),
            ("Role", "InitiatingSide"),
            ("Spec", "Large.1"),
            ("RouterType", "VRouter"),
            ("RouterId", router),
        ];
        self.call("CreateRouterInterface", &params)
    }

    /// An idle interface of the first account in Hangzhou, towards Beijing.
    pub(crate) fn interface(&self, extra: &[(&str, &str)]) -> String {
        self.interface_on(&self.router(OWN, HANGZHOU), extra)
    }

    /// As [`World::interface`], on a router that is there.
    pub(crate) fn interface_on(&self, router: &str, extra: &[(&str, &str)]) -> String {
        let call = self.creation(router);
        let call = extra.iter().fold(call, |call, (name, value)| call.with(name, value));
        self.send(&call).success()["RouterInterfaceId"].as_str().unwrap().to_owned()
    }

    /// Two idle interfaces that name each other, ready to be connected.
    pub(crate) fn pair(&self) -> Pair {
        let (router, other_router) = (self.router(OWN, HANGZHOU), self.router(PARTNER, BEIJING));
        let initiator = self.interface_on(&router, &[]);
        let create = self.call(
            "CreateRouterInterface",
            &[
                ("RegionId", BEIJING),
                ("OppositeRegionId", HANGZHOU),
                ("Role", "AcceptingSide"),
                ("Spec", "Negative"),
                ("RouterType", "VRouter"),
                ("RouterId", &other_router),
                ("OppositeInterfaceId", &initiator),
                ("OppositeRouterId", &router),
                ("OppositeRouterType", "VRouter"),
                ("OppositeInterfaceOwnerId", &OWN.to_string()),
            ],
        );
        let acceptor = self.send(&create.by_partner()).text("RouterInterfaceId");
        self.ok(
            "ModifyRouterInterfaceAttribute",
            &[
                ("RegionId", HANGZHOU),
                ("RouterInterfaceId", &initiator),
                ("OppositeInterfaceId", &acceptor),
                ("OppositeRouterId", &other_router),
                ("OppositeRouterType", "VRouter"),
                ("OppositeInterfaceOwnerId", &PARTNER.to_string()),
            ],
        );
        Pair { initiator, acceptor, router, other_router }
    }

    /// A pair whose connection has been asked for.
    pub(crate) fn connecting(&self) -> Pair {
        let pair = self.pair();
        self.act("ConnectRouterInterface", &pair.initiator);
        pair
    }

    /// A pair that is connected.
    pub(crate) fn connected(&self) -> Pair {
        let pair = self.connecting();
        self.settle();
        pair
    }

    /// An action on one of the first account's interfaces in Hangzhou, which has to succeed.
    pub(crate) fn act(&self, action: &str, interface: &str) {
        self.ok(action, &[("RegionId", HANGZHOU), ("RouterInterfaceId", interface)]);
    }

    /// Everything about one of the first account's interfaces in Hangzhou.
    pub(crate) fn describe(&self, interface: &str) -> serde_json::Value {
        self.ok("DescribeRouterInterfaceAttribute", &[("RegionId", HANGZHOU), ("InstanceId", interface)])
    }

    /// What [`World::describe`] says of one thing.
    pub(crate) fn seen(&self, interface: &str, field: &str) -> String {
        self.describe(interface)[field].as_str().unwrap_or_default().to_owned()
    }

    /// Changes an interface past all rules.
    pub(crate) fn edit_interface(&self, id: &str, change: impl Fn(&mut RouterInterface) + Send + 'static) {
        let id = id.to_owned();
        self.edit(move |state, draft| {
            let mut interface = RouterInterface::clone(state.router_interface(&id).unwrap());
            change(&mut interface);
            draft.put(interface);
        });
    }

    /// Locks an interface.
    pub(crate) fn lock(&self, id: &str, lock: BusinessStatus) {
        self.edit_interface(id, move |interface| interface.business_status = lock);
    }

    /// A custom route, in a table of nobody's, that leads to this interface.
    pub(crate) fn lead_to(&self, interface: &str) {
        let kind = NextHopType::RouterInterface;
        let hop = NextHop { kind, id: interface.into(), weight: 0 };
        let id = RouteEntryId::new(format!("rte-test{}", self.number()));
        self.edit(move |_, draft| {
            let seq = draft.seq();
            let (id, next_hops) = (id.clone(), vec![hop.clone()]);
            draft.put(RouteEntry { seq, id, next_hops, ..RouteEntry::default() });
        });
    }

    /// The partner deletes one of its interfaces in Beijing.
    pub(crate) fn withdraw(&self, interface: &str) {
        for action in ["DeactivateRouterInterface", "DeleteRouterInterface"] {
            let call = self.call(action, &[("RegionId", BEIJING), ("RouterInterfaceId", interface)]);
            self.send(&call.by_partner()).success();
            self.settle();
        }
    }

    /// Cuts a virtual border router from its line.
    pub(crate) fn terminate(&self, router: &str) {
        let router = router.to_owned();
        self.edit(move |state, draft| {
            let vbr = VirtualBorderRouter::clone(state.virtual_border_router(&router).unwrap());
            draft.put(VirtualBorderRouter { status: VbrStatus::Terminated, ..vbr });
        });
    }

    /// Changes an account past all rules.
    pub(crate) fn edit_account(&self, id: AccountId, change: impl Fn(&mut Account) + Send + 'static) {
        self.edit(move |state, draft| {
            let mut account = Account::clone(state.account(id).unwrap());
            change(&mut account);
            draft.put(account);
        });
    }

    /// Gives a VPC with its router to the stranger.
    pub(crate) fn give_away(&self, router: &str) {
        let router = router.to_owned();
        self.edit(move |state, draft| {
            let vpc = Vpc::clone(state.vpc_of_vrouter(&router).unwrap());
            draft.put(Vpc { account: STRANGER, ..vpc });
        });
    }
}
