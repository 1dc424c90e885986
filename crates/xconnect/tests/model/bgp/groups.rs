//! BGP groups.

use super::{
    CLOUD, Group, NAMES, TRAFFIC, WRONG_STATE, about_group, about_vbr, check_active, check_vbr_lock,
    has_ipv6, no_group, no_vbr, own_group, own_vbr,
};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, STEP, check_region, check_texts};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};
use serde_json::json;

pub(super) fn is_local_asn(asn: u64) -> bool {
    asn == CLOUD
        || (64_512..=65_534).contains(&asn) && asn != 65_025
        || (4_200_000_000..=4_294_967_294).contains(&asn)
}

pub(super) fn is_peer_asn(asn: u64, local: u64) -> bool {
    asn <= 4_294_967_294 && ![0, 23_456, 65_535, CLOUD, local].contains(&asn)
}

/// Notes what is wrong with numbers, key, and quota of a group.
pub(super) fn check_settings(rows: &mut Rows, ask: &Ask, peer: u64, local: u64) {
    rows.when(!is_local_asn(local), 400, "InvalidParameter");
    rows.when(!is_peer_asn(peer, local), 400, "InvalidPeerAsn.Malformed");
    let key = ask.text("AuthKey");
    let plain = key.len() <= 80 && key.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    rows.when(!plain, 400, "InvalidBgpAuthkey.Malformed");
    rows.when(
        ask.number("RouteQuota").is_some_and(|quota| quota == 0 || quota > 110),
        400,
        "InvalidParameter",
    );
}

pub(super) fn with_settings(ask: Ask, random: &mut Random) -> Ask {
    ask.sometimes(random, 20, "Name", &["one", "two", "1x"])
        .sometimes(random, 10, "Description", &["a group", "x"])
        .sometimes(random, 20, "LocalAsn", &["45104", "64512", "65025", "1", "4200000000"])
        .sometimes(random, 15, "AuthKey", &["secret", "中文"])
        .sometimes(random, 10, "IsFakeAsn", &["true", "false"])
        .sometimes(random, 8, "RouteQuota", &["1", "110", "111", "0"])
}

pub(super) fn ask_create_group(random: &mut Random, model: &Model) -> Ask {
    let ask = about_vbr(random, model, "CreateBgpGroup");
    let asn = random.one(&["65001", "65001", "1", "64512", "45104", "23456", "4294967295"]);
    with_settings(ask.with("PeerAsn", asn), random)
        .sometimes(random, 10, "IpVersion", &["IPv4", "ipv6", "x"])
        .sometimes(random, 4, "ClientToken", &["t1", "t2"])
}

pub(super) fn create_group(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! RouterId! Name Description PeerAsn!:l LocalAsn:l AuthKey IsFakeAsn:b IpVersion \
         RouteQuota:n ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, ("Description", "InvalidBgpDescription.Malformed"));
    let (peer, local) = (ask.number("PeerAsn").unwrap_or(0), ask.number("LocalAsn").unwrap_or(CLOUD));
    check_settings(&mut rows, ask, peer, local);
    rows.when(!model.has_traffic(ask.account, ask.text("RegionId")), 400, TRAFFIC);
    let version = ask.given("IpVersion").unwrap_or("IPv4").to_ascii_lowercase();
    rows.when(!["ipv4", "ipv6"].contains(&version.as_str()), 400, "InvalidParameter");
    let Some(vbr) = own_vbr(model, ask) else { return Err(rows.and(400, no_vbr(ask))) };
    rows.when(version == "ipv6" && !has_ipv6(vbr), 400, "InvalidParameter");
    check_vbr_lock(&mut rows, model, &vbr.id);
    check_active(&mut rows, model, &vbr.id);
    let standing = model.bgp_groups.iter().filter(|group| group.vbr == vbr.id && group.status != "Deleting");
    rows.when(standing.count() >= 2, 400, "QuotaExceeded.Bgp");
    rows.none()?;
    let group = Group {
        account: ask.account,
        region: vbr.region.clone(),
        vbr: vbr.id.clone(),
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        peer_asn: peer,
        local_asn: local,
        key: ask.text("AuthKey").to_owned(),
        is_fake: ask.is_on("IsFakeAsn"),
        is_v6: version == "ipv6",
        ..Group::default()
    };
    Done::write(move |model, answer| {
        let id = answer["BgpGroupId"].as_str().unwrap_or_default().to_owned();
        model.bgp_groups.push(Group { id: id.clone(), ..group });
        move_group(model, &id, "Pending");
    })
}

pub(super) fn move_group(model: &mut Model, id: &str, status: &'static str) {
    model.bgp_groups.iter_mut().filter(|group| group.id == id).for_each(|group| group.status = status);
    let id = id.to_owned();
    model.later(STEP, move |model| {
        if status == "Deleting" {
            return model.bgp_groups.retain(|group| group.id != id);
        }
        model
            .bgp_groups
            .iter_mut()
            .filter(|group| group.id == id)
            .for_each(|group| group.status = "Available");
    });
}

pub(super) fn ask_groups(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("DescribeBgpGroups", account)
        .with("RegionId", region::any(random))
        .sometimes(random, 5, "IsDefault", &["true", "false"])
        .sometimes(random, 20, "PageSize", &["1", "50", "51"]);
    if random.chance(25) {
        ask = ask.with_some("RouterId", random.any(&model.vbrs).map(|vbr| &vbr.id));
    }
    if random.chance(20) {
        ask = ask.with_some("BgpGroupId", random.any(&model.bgp_groups).map(|group| &group.id));
    }
    ask
}

pub(super) fn groups(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterId BgpGroupId IsDefault:b PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let wanted = |group: &&Group| {
        group.account == ask.account
            && group.region == ask.text("RegionId")
            && ask.given("RouterId").is_none_or(|vbr| vbr == group.vbr)
            && ask.given("BgpGroupId").is_none_or(|id| id == group.id)
            && !ask.is_on("IsDefault")
    };
    let view = |group: &Group| {
        json!({
            "BgpGroupId": group.id, "RouterId": group.vbr, "Status": group.status, "Name": group.name,
            "Description": group.description, "PeerAsn": group.peer_asn, "LocalAsn": group.local_asn,
            "AuthKey": group.key, "IsFake": group.is_fake,
            "IpVersion": if group.is_v6 { "IPv6" } else { "IPv4" },
        })
    };
    Done::read(page.answer(
        model.bgp_groups.iter().filter(wanted).map(view).collect(),
        "BgpGroups",
        "BgpGroup",
    ))
}

pub(super) fn ask_modify_group(random: &mut Random, model: &Model) -> Ask {
    let ask = about_group(random, model, "ModifyBgpGroupAttribute");
    with_settings(ask, random).sometimes(random, 20, "PeerAsn", &["65002", "64512", "45104"]).sometimes(
        random,
        10,
        "ClearAuthKey",
        &["true", "false"],
    )
}

pub(super) fn modify_group(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! BgpGroupId! Name Description LocalAsn:l PeerAsn:l AuthKey ClearAuthKey:b IsFakeAsn:b \
         RouteQuota:n ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, ("Description", "InvalidBgpDiscription.Malformed"));
    rows.when(ask.has("AuthKey") && ask.is_on("ClearAuthKey"), 400, "InvalidParameter");
    rows.when(!model.has_traffic(ask.account, ask.text("RegionId")), 400, TRAFFIC);
    let Some(group) = own_group(model, ask, ask.text("BgpGroupId")) else {
        return Err(rows.and(400, no_group(ask)));
    };
    let peer = ask.number("PeerAsn").unwrap_or(group.peer_asn);
    let local = ask.number("LocalAsn").unwrap_or(group.local_asn);
    check_settings(&mut rows, ask, peer, local);
    check_vbr_lock(&mut rows, model, &group.vbr);
    rows.when(group.status != "Available", 400, WRONG_STATE);
    rows.none()?;
    let (ask, id) = (ask.clone(), group.id.clone());
    Done::write(move |model, _| {
        for group in model.bgp_groups.iter_mut().filter(|group| group.id == id) {
            group.name = ask.given("Name").unwrap_or(&group.name).to_owned();
            group.description = ask.given("Description").unwrap_or(&group.description).to_owned();
            (group.peer_asn, group.local_asn) = (peer, local);
            let before = if ask.is_on("ClearAuthKey") { "" } else { &group.key };
            group.key = ask.given("AuthKey").unwrap_or(before).to_owned();
            group.is_fake = ask.flag("IsFakeAsn").unwrap_or(group.is_fake);
        }
        move_group(model, &id, "Modifying");
    })
}

pub(super) fn ask_delete_group(random: &mut Random, model: &Model) -> Ask {
    about_group(random, model, "DeleteBgpGroup")
}

pub(super) fn delete_group(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! BgpGroupId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(group) = own_group(model, ask, ask.text("BgpGroupId")) else {
        return Err(rows.and(400, no_group(ask)));
    };
    check_vbr_lock(&mut rows, model, &group.vbr);
    rows.when(group.status != "Available", 400, WRONG_STATE);
    rows.when(model.bgp_peers.iter().any(|peer| peer.group == group.id), 400, "DependencyViolation.BgpPeer");
    rows.none()?;
    let id = group.id.clone();
    Done::write(move |model, _| move_group(model, &id, "Deleting"))
}
