//! Every write about lines, border routers, and failover groups beside CreateRouterInterface.
//!
//! Rounds follow lines, letters, shared lines, routers, and groups through their lives, so that every action finds
//! its subjects in the state that it wants. Interfaces are created before and after each of them: a rate is compared
//! with its neighbours', whatever else the machine is doing. The service's clock stands still while calls are made:
//! what an action leaves to be finished later (an opening, a removal) is finished between the runs, because nobody's
//! answer waits for it.

use std::path::{Path, PathBuf};

use super::site::{LINES_AT_A_POINT, NEAR, Site, TENANT, owner, read, tenant};
use crate::bench::report::{Row, Unit};
use crate::bench::{Bench, Call, Load, median};

/// Of the rate of CreateRouterInterface: a write may take at most half as long again.
const SHARE_OF_CREATE: f64 = 1.0 / 1.5;

/// The writes that are measured.
const ACTIONS: u64 = 27;

/// Access points whose lines get letters, with their regions: there is room for a few lines at each.
const FAR: [(&str, &str); 14] = [
    ("ap-cn-hangzhou-yh-ts-A", "cn-hangzhou"),
    ("ap-cn-beijing-ft-A", "cn-beijing"),
    ("ap-cn-beijing-cy-B", "cn-beijing"),
    ("ap-cn-shanghai-nt-aligroup-C", "cn-shanghai"),
    ("ap-cn-shanghai-pd-A", "cn-shanghai"),
    ("ap-cn-qingdao-ls-A", "cn-qingdao"),
    ("ap-cn-qingdao-ls-B", "cn-qingdao"),
    ("ap-cn-shenzhen-lg-A", "cn-shenzhen"),
    ("ap-cn-shenzhen-ft-B", "cn-shenzhen"),
    ("ap-cn-hongkong-kc-A", "cn-hongkong"),
    ("ap-sg-singpore-A", "ap-southeast-1"),
    ("ap-jp-tokyo-A", "ap-northeast-1"),
    ("ap-us-virginia-A", "us-east-1"),
    ("ap-de-frankfurt-A", "eu-central-1"),
];

const ADDRESSES: &str = "LocalGatewayIp=10.0.0.1 PeerGatewayIp=10.0.0.2 PeeringSubnetMask=255.255.255.252";

/// What the rounds act on.
struct Writes<'b, 'w> {
    site: Site<'b, 'w>,
    /// Calls of each action in a round.
    count: u64,
    /// VPC routers for the interfaces.
    vpc_routers: PathBuf,
    /// Dedicated lines: below shared lines, below border routers, and for their associations.
    below: [PathBuf; 3],
    /// Lines that get letters, with their regions.
    lettered: PathBuf,
    /// Pairs of border routers in one CEN instance.
    pairs: PathBuf,
    /// The rates of creation in this round: one before each action, and one in the end.
    creations: Vec<f64>,
    /// The rates of the actions in this round.
    rates: Vec<(String, f64)>,
}

pub(super) fn run(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let (count, rounds) = (bench.choose(2_000, 500), 5);
    let mut writes = prepare(bench, count, rounds)?;
    let (mut created, mut compared) = (Vec::new(), Vec::<Compared>::new());
    for round in 1..=rounds {
        writes.round(round)?;
        let (creations, rates) = (std::mem::take(&mut writes.creations), std::mem::take(&mut writes.rates));
        for ((action, rate), around) in rates.into_iter().zip(creations.windows(2)) {
            let creation = around.iter().map(|rate| 1.0 / rate).sum::<f64>() / 2.0;
            match compared.iter_mut().find(|known| known.action == action) {
                Some(known) => known.add(rate, creation),
                None => compared.push(Compared { action, own: 1.0 / rate, creation }),
            }
        }
        created.extend(creations);
    }
    let mut rows = vec![Row::plain("CreateRouterInterface among lines", median(created), Unit::PerSecond)];
    rows.extend(compared.into_iter().map(|Compared { action, own, creation }| {
        let measure = format!("{action} beside CreateRouterInterface");
        Row::at_least(measure, creation / own, Unit::Ratio, SHARE_OF_CREATE)
    }));
    Ok(rows)
}

/// What calls of an action took in all rounds, and what creations took around them. Sums, and not middles: now and
/// then the log folds in what was written ahead, and whichever action is being measured just then waits for it.
struct Compared {
    action: String,
    own: f64,
    creation: f64,
}

impl Compared {
    fn add(&mut self, rate: f64, creation: f64) {
        self.own += 1.0 / rate;
        self.creation += creation;
    }
}

/// Makes what the rounds act on; from then on the provider waits to be told.
fn prepare<'b, 'w>(bench: &'b mut Bench<'w>, count: u64, rounds: u64) -> Result<Writes<'b, 'w>, String> {
    let mut site = Site::waiting(bench, "writes")?;
    let vpc_routers = site.bench.routers(&site.server, "writes", count * rounds * (ACTIONS + 1))?;
    let [shared, first, second] = NEAR;
    let below = [
        site.dedicated(shared, LINES_AT_A_POINT)?,
        site.dedicated(first, LINES_AT_A_POINT)?,
        site.dedicated(second, LINES_AT_A_POINT)?,
    ];
    let places = FAR.iter().cycle().take(count as usize);
    let places = site.write("places", places.map(|(point, region)| format!("{point} {region}")))?;
    let create = owner("CreatePhysicalConnection LineOperator=CT AccessPointId={1} RegionId={2}");
    let (_, far) = site.make(&create, "PhysicalConnectionId", Some(&places), count)?;
    site.settle()?;
    let regions = FAR.iter().cycle().take(count as usize);
    let regions = site.write("regions", regions.map(|(_, region)| (*region).to_owned()))?;
    let lettered = site.beside(&far, &regions, "lettered")?;
    let pairs = pairs(&mut site, &below, count)?;
    site.provide("manual")?;
    let (creations, rates) = (Vec::new(), Vec::new());
    Ok(Writes { site, count, vpc_routers, below, lettered, pairs, creations, rates })
}

/// Border routers on lines at two access points, attached to one CEN instance.
fn pairs(site: &mut Site<'_, '_>, below: &[PathBuf; 3], count: u64) -> Result<PathBuf, String> {
    let (_, cen) = site.make(&owner("CreateCen Version=2017-09-12"), "CenId", None, 1)?;
    let cen = read(&cen)?;
    site.settle()?;
    let attach = owner(&format!(
        "AttachCenChildInstance Version=2017-09-12 CenId={cen} ChildInstanceId={{1}} ChildInstanceType=VBR \
         ChildInstanceRegionId=cn-hangzhou"
    ));
    let create = format!("CreateVirtualBorderRouter PhysicalConnectionId={{1}} VlanId={{2}} {ADDRESSES}");
    let mut routers = Vec::new();
    for lines in &below[1..] {
        let slots = slots(site, lines, count, 2_000)?;
        let (_, made) = site.make(&owner(&create), "VbrId", Some(&slots), count)?;
        site.run(&attach, Some(&made), count)?;
        routers.push(made);
    }
    site.settle()?;
    site.beside(&routers[0], &routers[1], "pairs")
}

/// Free VLANs, each with its line: those from `first` on, line by line and then the next VLAN of each.
fn slots(site: &Site<'_, '_>, lines: &Path, count: u64, first: u64) -> Result<PathBuf, String> {
    let lines = read(lines)?;
    let lines: Vec<&str> = lines.lines().collect();
    let slot = |index: u64| {
        let (turn, line) = (index / lines.len() as u64, index % lines.len() as u64);
        format!("{} {}", lines[line as usize], first + turn)
    };
    site.write(&format!("slots-{}", site.bench.runs.len()), (0..count).map(slot))
}

impl Writes<'_, '_> {
    /// Every action once, with creations around each.
    fn round(&mut self, round: u64) -> Result<(), String> {
        self.applications()?;
        self.letters()?;
        self.shared_lines(round)?;
        self.border_routers(round)?;
        self.conversions(round)?;
        self.groups()?;
        self.create_interfaces()
    }

    /// Lines that are applied for and withdrawn.
    fn applications(&mut self) -> Result<(), String> {
        let point = NEAR[0];
        self.measure(&owner("OpenPhysicalConnectionService"), None)?;
        let apply = owner(&format!("CreatePhysicalConnection LineOperator=CT AccessPointId={point}"));
        let lines = self.measure_making(&apply, "PhysicalConnectionId", None)?;
        let order = owner(&format!(
            "CreatePhysicalConnectionSetupOrder LineOperator=CT AccessPointId={point} PortType=1000Base-LX \
             AutoPay=true"
        ));
        let ordered = self.measure_making(&order, "PhysicalConnectionId", None)?;
        let modify = owner("ModifyPhysicalConnectionAttribute PhysicalConnectionId={1} Name=line-{n}");
        self.measure(&modify, Some(&lines))?;
        let cancel = owner("CancelPhysicalConnection PhysicalConnectionId={1}");
        self.measure(&cancel, Some(&lines))?;
        self.measure(&owner("DeletePhysicalConnection PhysicalConnectionId={1}"), Some(&lines))?;
        // Else the provider would look for ports for them as soon as it may.
        self.site.run(&cancel, Some(&ordered), self.count)?;
        Ok(())
    }

    /// Letters of authorisation, which are taken back in the end, so that the lines can have others.
    fn letters(&mut self) -> Result<(), String> {
        let lines = self.lettered.clone();
        let apply = owner(
            "ApplyPhysicalConnectionLOA InstanceId={1} RegionId={2} CompanyName=company LineType=FIBRE \
             Si=contractor ConstructionTime=2099-12-28T16:00:00Z PMInfo.1.PMName=Li \
             PMInfo.1.PMCertificateType=Passport PMInfo.1.PMCertificateNo=E12345678 PMInfo.1.PMGender=Male \
             PMInfo.1.PMContactInfo=13900001111",
        );
        self.measure(&apply, Some(&lines))?;
        self.site.provide("auto")?;
        self.site.provide("manual")?;
        self.measure(&owner("CompletePhysicalConnectionLOA InstanceId={1} RegionId={2}"), Some(&lines))?;
        for line in read(&lines)?.lines().filter_map(|line| line.split(' ').next()) {
            self.site.server.operate("POST", &format!("/v1/lines/{line}/loa/delete"), "{}")?;
        }
        Ok(())
    }

    /// Shared lines, from their making to their end and back.
    fn shared_lines(&mut self, round: u64) -> Result<(), String> {
        let parents = self.below[0].clone();
        let share = owner(&format!(
            "CreateVirtualPhysicalConnection PhysicalConnectionId={{1}} VlanId={{2}} VpconnAliUid={TENANT} \
             Spec=50M OrderMode=PayByVirtualPhysicalConnectionOwner"
        ));
        let first = 100 * round;
        let places = slots(&self.site, &parents, self.count, first)?;
        let lines = self.measure_making(&share, "VirtualPhysicalConnection", Some(&places))?;
        let places = slots(&self.site, &parents, self.count, first + 50)?;
        let (_, ordered) = self.site.make(&share, "VirtualPhysicalConnection", Some(&places), self.count)?;
        let order = tenant("CreatePhysicalConnectionOccupancyOrder PhysicalConnectionId={1} AutoPay=true");
        self.measure(&Call { evidence: "OrderId", ..order }, Some(&ordered))?;

        // The second word of these is the line below, which does not matter, and the third the other VLAN.
        let elsewhere = slots(&self.site, &parents, self.count, 1_000 + first)?;
        let moved = self.site.beside(&lines, &elsewhere, "moved-lines")?;
        self.measure(&owner("UpdateVirtualPhysicalConnection InstanceId={1} VlanId={3}"), Some(&moved))?;
        for action in ["Confirm", "Enable", "Terminate"] {
            let call = format!("{action}PhysicalConnection PhysicalConnectionId={{1}}");
            self.measure(&tenant(&call), Some(&lines))?;
            self.site.settle()?;
        }
        self.measure(&tenant("RecoverPhysicalConnection InstanceId={1}"), Some(&lines))?;
        self.site.settle()
    }

    /// Border routers, from their making to their end.
    fn border_routers(&mut self, round: u64) -> Result<(), String> {
        let [_, first, second] = self.below.clone();
        let places = slots(&self.site, &first, self.count, 100 * round)?;
        let create = format!("CreateVirtualBorderRouter PhysicalConnectionId={{1}} VlanId={{2}} {ADDRESSES}");
        let routers = self.measure_making(&owner(&create), "VbrId", Some(&places))?;
        let modify = owner("ModifyVirtualBorderRouterAttribute VbrId={1} Name=router-{n}");
        self.measure(&modify, Some(&routers))?;
        let widen = owner("UpdateVirtualBorderBandwidth VirtualBorderRouterId={1} Bandwidth=10");
        self.measure(&widen, Some(&routers))?;

        let further = slots(&self.site, &second, self.count, 100 * round)?;
        let further = self.site.beside(&routers, &further, "associations")?;
        let associate = owner(&format!(
            "AssociatePhysicalConnectionToVirtualBorderRouter VbrId={{1}} PhysicalConnectionId={{2}} \
             VlanId={{3}} {ADDRESSES}"
        ));
        self.measure(&associate, Some(&further))?;
        let part = "UnassociatePhysicalConnectionFromVirtualBorderRouter VbrId={1} PhysicalConnectionId={2}";
        self.measure(&owner(part), Some(&further))?;
        for action in ["Terminate", "Recover", "Delete"] {
            self.measure(&owner(&format!("{action}VirtualBorderRouter VbrId={{1}}")), Some(&routers))?;
            self.site.settle()?;
        }
        Ok(())
    }

    /// Border routers of the tenant's that become shared lines.
    fn conversions(&mut self, round: u64) -> Result<(), String> {
        let places = slots(&self.site, &self.below[1], self.count, 1_000 + 100 * round)?;
        let create = owner(&format!(
            "CreateVirtualBorderRouter PhysicalConnectionId={{1}} VlanId={{2}} VbrOwnerId={TENANT} Bandwidth=50"
        ));
        let (_, routers) = self.site.make(&create, "VbrId", Some(&places), self.count)?;
        let accept = tenant(&format!("ModifyVirtualBorderRouterAttribute VbrId={{1}} {ADDRESSES}"));
        self.site.run(&accept, Some(&routers), self.count)?;
        let convert = owner("CreateVpconnFromVbr VbrId={1}");
        let lines = self.measure_making(&convert, "VirtualPhysicalConnection", Some(&routers))?;
        let confirm = tenant("ConfirmPhysicalConnection PhysicalConnectionId={1}");
        self.site.run(&confirm, Some(&lines), self.count)?;
        let moves = self.site.beside(&lines, &routers, "conversions")?;
        self.measure(&owner("AttachVbrToVpconn VpconnId={1} VbrId={2}"), Some(&moves))
    }

    /// Failover groups.
    fn groups(&mut self) -> Result<(), String> {
        let pairs = self.pairs.clone();
        let create = owner("CreateVbrHa VbrId={1} PeerVbrId={2}");
        let groups = self.measure_making(&create, "VbrHaId", Some(&pairs))?;
        self.site.settle()?;
        self.measure(&owner("DeleteVbrHa InstanceId={1}"), Some(&groups))
    }

    /// What everything else is compared with.
    fn create_interfaces(&mut self) -> Result<(), String> {
        let create = Load { subjects: Some(&self.vpc_routers), ..Load::new("create", self.count) };
        let figures = self.site.bench.load(&self.site.server, &create)?;
        self.creations.push(figures.rps);
        Ok(())
    }

    fn measure(&mut self, call: &Call, subjects: Option<&Path>) -> Result<(), String> {
        self.create_interfaces()?;
        let figures = self.site.run(call, subjects, self.count)?;
        self.rates.push((call.action().to_owned(), figures.rps));
        self.site.settle()
    }

    fn measure_making(
        &mut self,
        call: &Call,
        member: &'static str,
        subjects: Option<&Path>,
    ) -> Result<PathBuf, String> {
        self.create_interfaces()?;
        let (figures, made) = self.site.make(call, member, subjects, self.count)?;
        self.rates.push((call.action().to_owned(), figures.rps));
        self.site.settle()?;
        Ok(made)
    }
}
