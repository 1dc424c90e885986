//! Failover groups of two border routers.

use serde_json::json;

use crate::ask::Ask;
use crate::border_router::Vbr;
use crate::families::Action;
use crate::physical_connection::{Line, check_lock};
use crate::random::Random;
use crate::reference::{Model, STEP, is_description};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateVbrHa", weight: 4, ask: ask_create, judge: create },
    Action { name: "DescribeVbrHa", weight: 2, ask: ask_describe, judge: describe },
    Action { name: "DeleteVbrHa", weight: 1, ask: ask_delete, judge: delete },
];

#[derive(Debug, Clone)]
pub(crate) struct Group {
    id: String,
    account: usize,
    region: String,
    members: [String; 2],
    name: String,
    description: String,
    status: &'static str,
}

impl Group {
    pub(crate) fn has(&self, vbr: &str) -> bool {
        self.members.iter().any(|member| member == vbr)
    }
}

fn cen_of<'m>(model: &'m Model, vbr: &str) -> Option<&'m str> {
    let attachment = model.attachments.iter().find(|one| one.child == vbr && one.status == "Attached");
    attachment.map(|one| one.cen.as_str())
}

/// Where the line of a router, or the one below it, ends.
fn device<'m>(model: &'m Model, vbr: &Vbr) -> Option<(&'m str, &'m str)> {
    let find = |id: &str| model.lines.iter().find(|line| line.id == id);
    let own: &Line = find(&vbr.line)?;
    let line = own.shared.as_ref().map_or(Some(own), |shared| find(&shared.parent))?;
    line.held.as_ref().map(|held| (line.point.as_str(), held.0.as_str()))
}

fn ask_create(random: &mut Random, model: &Model) -> Ask {
    let suits = |vbr: &Vbr| vbr.status == "active" && cen_of(model, &vbr.id).is_some();
    let vbr = random.apt(&model.vbrs, suits);
    let beside = |peer: &Vbr| {
        vbr.is_some_and(|vbr| vbr.account == peer.account && vbr.line != peer.line) && suits(peer)
    };
    let peer = random.apt(&model.vbrs, beside);
    let account = vbr.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |vbr| vbr.account);
    let id = |vbr: Option<&Vbr>| vbr.map_or("vbr-none".to_owned(), |vbr| vbr.id.clone());
    Ask::new("CreateVbrHa", account)
        .with("RegionId", region::mostly(random, vbr.map_or("cn-hangzhou", |vbr| &vbr.region)))
        .with("VbrId", id(vbr))
        .with("PeerVbrId", id(peer))
        .sometimes(random, 20, "Name", &["one", "x"])
        .sometimes(random, 20, "Description", &["a group", "x"])
        .sometimes(random, 8, "DryRun", &["true"])
        .sometimes(random, 4, "ClientToken", &["t1", "t2"])
}

fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId! PeerVbrId! Name Description DryRun:b ClientToken:t")?;
    let mut rows = Rows::default();
    let long = ask.text("Name").chars().count() > 128;
    rows.when(
        long || ask.given("Description").is_some_and(|text| !is_description(text)),
        400,
        "InvalidParameter",
    );
    let find = |name: &str| {
        model.vbrs.iter().find(|vbr| {
            vbr.id == ask.text(name)
                && vbr.region == ask.text("RegionId")
                && vbr.status == "active"
                && (vbr.account == ask.account || vbr.line_account == ask.account)
        })
    };
    let (Some(vbr), Some(peer)) = (find("VbrId"), find("PeerVbrId")) else {
        return Err(rows.and(404, "ResourceNotFound.Vbr"));
    };
    rows.when(vbr.account != peer.account, 400, "OperationFailed.VbrAliUidNotConsistent");
    rows.when(vbr.account == peer.account && vbr.account != ask.account, 404, "ResourceNotFound.Vbr");
    for one in [vbr, peer] {
        let line = model.lines.iter().find(|line| line.id == one.line);
        line.into_iter().for_each(|line| check_lock(&mut rows, line));
        let member = model.groups.iter().any(|group| group.has(&one.id));
        rows.when(member, 400, "OperationFailed.VbrInUsedByOtherHa");
        rows.when(cen_of(model, &one.id).is_none(), 400, "OperationFailed.VbrCenNotRelation");
    }
    let different = cen_of(model, &vbr.id) != cen_of(model, &peer.id);
    rows.when(different, 400, "OperationFailed.VbrCenNotConsistent");
    let devices = (device(model, vbr), device(model, peer));
    let same = vbr.line == peer.line || devices.0.is_some() && devices.0 == devices.1;
    rows.when(same, 400, "OperationFailed.VbrAccessDeviceSame");
    let blind = |one: &crate::bgp::Peer| (one.vbr == vbr.id || one.vbr == peer.id) && !one.has_bfd;
    rows.when(model.bgp_peers.iter().any(blind), 400, "OperationFailed.VbrBgpPeerNotEnableBfd");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let group = Group {
        id: String::new(),
        account: ask.account,
        region: vbr.region.clone(),
        members: [vbr.id.clone(), peer.id.clone()],
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        status: "Creating",
    };
    Done::write(move |model, answer| {
        let id = answer["VbrHaId"].as_str().unwrap_or_default().to_owned();
        model.groups.push(Group { id: id.clone(), ..group });
        model.later(STEP, move |model| {
            model.groups.iter_mut().filter(|group| group.id == id).for_each(|group| group.status = "Active");
        });
    })
}

fn ask_describe(random: &mut Random, model: &Model) -> Ask {
    let Some(group) = random.any(&model.groups) else {
        let vbr = random.any(&model.vbrs).map_or("vbr-none", |vbr| &vbr.id);
        return Ask::new("DescribeVbrHa", random.below(3)).with("RegionId", "cn-hangzhou").with("VbrId", vbr);
    };
    let account = if random.chance(8) { random.below(3) } else { group.account };
    let mut ask = Ask::new("DescribeVbrHa", account).with("RegionId", region::mostly(random, &group.region));
    if random.chance(60) {
        ask = ask.with("VbrHaId", &group.id);
    }
    if random.chance(50) {
        let stranger = random.any(&model.vbrs).filter(|_| random.clone().chance(15)).map(|vbr| &vbr.id);
        ask = ask.with("VbrId", stranger.unwrap_or(&group.members[1]));
    }
    ask.sometimes(random, 5, "DryRun", &["true"])
}

fn describe(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId VbrHaId DryRun:b")?;
    let rows = Rows::default();
    let named = ask.has("VbrId") || ask.has("VbrHaId");
    let found = model.groups.iter().filter(|_| named).find(|group| {
        ask.given("VbrHaId").is_none_or(|id| id == group.id)
            && ask.given("VbrId").is_none_or(|vbr| group.has(vbr))
    });
    let found = found.filter(|group| group.account == ask.account && group.region == ask.text("RegionId"));
    let Some(group) = found else { return Err(rows.and(404, "ResourceNotFound.VbrHa")) };
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    Done::read(json!({
        "VbrHaId": group.id, "VbrId": group.members[0], "PeerVbrId": group.members[1],
        "RegionId": group.region,
        "Name": group.name, "Description": group.description, "Status": group.status,
    }))
}

fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    let group = random.any(&model.groups);
    let account = group.filter(|_| !random.clone().chance(15)).map_or(random.below(3), |group| group.account);
    Ask::new("DeleteVbrHa", account)
        .with("RegionId", region::mostly(random, group.map_or("cn-hangzhou", |group| &group.region)))
        .with("InstanceId", group.map_or("vbrha-none", |group| &group.id))
}

fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! ClientToken:t")?;
    let mut rows = Rows::default();
    let found = model.groups.iter().find(|group| {
        group.id == ask.text("InstanceId")
            && group.account == ask.account
            && group.region == ask.text("RegionId")
    });
    let Some(group) = found else { return Err(rows.and(404, "ResourceNotFound.VbrHa")) };
    for vbr in model.vbrs.iter().filter(|vbr| group.has(&vbr.id)) {
        let line = model.lines.iter().find(|line| line.id == vbr.line);
        line.into_iter().for_each(|line| check_lock(&mut rows, line));
    }
    rows.none()?;
    let id = group.id.clone();
    Done::write(move |model, _| model.groups.retain(|group| group.id != id))
}
