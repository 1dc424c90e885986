//! What can happen in a case. Things are named by their place among those that there are, so that a shorter case
//! still makes sense.

use std::fmt;
use std::time::Duration;

use xconnect_state::steps::line::LineStep;

/// A whole story.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Whether the service takes the provider's steps, for each account.
    pub(crate) auto: [bool; 3],
    /// How many lines in service each account begins with.
    pub(crate) ready: [usize; 3],
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Call(Who, Action),
    Operate(Operation),
    /// A line takes the next step on its way, whoever has to take it.
    Forward(Pick),
    Pass(Duration),
}

/// Who calls.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    /// Who owns the thing.
    Owner,
    /// Who else has to do with it: the owner of the line below.
    Other,
    /// Whoever this is.
    Account(usize),
}

/// The thing at this place, counted round from the newest; [`Pick::NONE`] names one that does not exist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pick(pub(crate) u8);

impl Pick {
    pub(crate) const NONE: Self = Self(u8::MAX);
}

impl fmt::Debug for Pick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE { f.write_str("none") } else { write!(f, "#{}", self.0) }
    }
}

/// A call of the API.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    OpenService,
    CreateLine { redundant: Option<Pick>, mbps: u32 },
    OrderSetup { auto_pay: bool },
    ConfirmLine(Pick),
    EnableLine(Pick),
    CancelLine(Pick),
    TerminateLine(Pick),
    RecoverLine(Pick),
    DeleteLine(Pick),
    ResizeLine { line: Pick, mbps: u32 },
    RedirectLine { line: Pick, redundant: Pick },
    ApplyForLetter(Pick),
    CompleteLetter(Pick),
    OrderOccupancy { line: Pick, auto_pay: bool },
    Share { line: Pick, tenant: usize, vlan: u16, spec: &'static str, tenant_pays: bool },
    UpdateShared { line: Pick, vlan: u16, spec: Option<&'static str> },
    Convert(Pick),
    AttachConverted { line: Pick, vbr: Pick },
    CreateVbr { line: Pick, vlan: u16, owner: Option<usize>, mbps: Option<u32> },
    AcceptVbr(Pick),
    MoveVbr { vbr: Pick, vlan: u16 },
    LimitVbr { vbr: Pick, mbps: u32 },
    TerminateVbr(Pick),
    RecoverVbr(Pick),
    DeleteVbr(Pick),
    Associate { vbr: Pick, line: Pick, vlan: u16 },
    Unassociate { vbr: Pick, line: Pick },
    CreateGroup { vbr: Pick, peer: Pick },
    DeleteGroup(Pick),
    CreateCen,
    DeleteCen(Pick),
    AttachVbr { cen: Pick, vbr: Pick },
    AttachVpc { cen: Pick, vpc: Pick },
    Detach(Pick),
    Grant { vbr: Pick, cen: Pick },
    Revoke(Pick),
    CreateVpc,
    DeleteVpc(Pick),
    CreateVSwitch { vpc: Pick, number: u8 },
    DeleteVSwitch(Pick),
    CreateInterface { vbr: Pick, vpc: Pick, fast: bool },
    ActivateInterface(Pick),
    DeactivateInterface(Pick),
    DeleteInterface(Pick),
    DeleteBothInterfaces { interface: Pick, force: bool },
    CreateRoute { table: Pick, hop: Pick, to: &'static str },
    CreateSharedRoute { vpc: Pick, weights: [u8; 2], to: &'static str },
    RenameRoute(Pick),
    DeleteRoute { route: Pick, by_id: bool },
    CreateBgpGroup(Pick),
    ChangeBgpGroup { group: Pick, change: GroupChange },
    DeleteBgpGroup(Pick),
    CreatePeer { group: Pick, address: Option<Address>, bfd: bool },
    ChangePeer { peer: Pick, address: Option<Address>, bfd: Option<bool>, group: Option<Pick> },
    DeletePeer(Pick),
    AddNetwork { vbr: Pick, network: &'static str },
    DeleteNetwork(Pick),
    MoveGateway { vbr: Pick, peer: u8 },
}

/// An address at the far end of a router's own line (0), or of a further one (1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Address(pub(crate) u8, pub(crate) u8);

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "10.0.{}.{}", self.0, self.1)
    }
}

/// What is changed of a BGP group.
#[derive(Debug, Clone, Copy)]
pub(crate) enum GroupChange {
    Name,
    /// Another key, or the one that customers know.
    Key(&'static str),
    Asn(u32),
    /// How many routes a peer may announce.
    Limit(u32),
}

/// What an operator does.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Line(Pick, LineStep),
    Pay(Pick),
    Void(Pick),
    Lock(Pick, Lock),
    Cut(Pick, bool),
    Expire(Pick),
    Renew(Pick),
    CloseTraffic(usize),
    /// A customer's router with its first so many of the prefixes; mostly with the key and the number that the cloud
    /// expects.
    Describe {
        vbr: Pick,
        address: Address,
        apt: bool,
        announces: usize,
    },
    /// The router announces so many of the prefixes, from another one on.
    Announce {
        router: Pick,
        from: usize,
        count: usize,
    },
    Power {
        router: Pick,
        on: bool,
    },
    Forget(Pick),
    CutSession(Pick, bool),
    Register {
        vpc: Pick,
        kind: &'static str,
        ready: bool,
    },
    Unregister(Pick),
    Balance(usize, Option<i64>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Lock {
    None,
    Bills,
    Security,
}
