//! Announced networks.

use super::groups::ask_groups;
use super::{Announced, WRONG_STATE, about_vbr, check_active, check_vbr_lock, has_ipv6, no_vbr, own_vbr};
use crate::address::Block;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, STEP, check_region};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};
use serde_json::{Value, json};

pub(super) const BLOCKS: [&str; 7] =
    ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/16", "192.168.0.1", "2001:db8::/32", "::ffff:1.2.3.4", "x"];

pub(super) fn ask_add_network(random: &mut Random, model: &Model) -> Ask {
    let ask = about_vbr(random, model, "AddBgpNetwork").with("DstCidrBlock", random.one(&BLOCKS));
    let vpc = random.any(&model.vpcs).filter(|_| random.clone().chance(25)).map(|vpc| &vpc.id);
    ask.with_some("VpcId", vpc).sometimes(random, 4, "ClientToken", &["t1", "t2"])
}

pub(super) fn block(rows: &mut Rows, ask: &Ask) -> Option<Block> {
    let mapped = |block: &Block| block.is_v6 && block.first >> 32 == 0xffff;
    let block = Block::destination(ask.text("DstCidrBlock")).filter(|block| !mapped(block));
    rows.when(block.is_none(), 400, "InvalidIP.Malformed");
    block
}

pub(super) fn add_network(model: &Model, ask: &Ask) -> Verdict {
    ask.read_or("DstCidrBlock! RegionId! RouterId! VpcId ClientToken:t", "InvalidParams.NotNull")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let block = block(&mut rows, ask);
    let is_own = |id: &str| model.vpcs.iter().any(|vpc| vpc.id == id && vpc.account == ask.account);
    rows.when(ask.given("VpcId").is_some_and(|vpc| !is_own(vpc)), 400, "InvalidParams.NotFound");
    let Some(vbr) = own_vbr(model, ask) else { return Err(rows.and(400, no_vbr(ask))) };
    rows.when(block.is_some_and(|block| block.is_v6) && !has_ipv6(vbr), 400, "InvalidIP.Malformed");
    check_vbr_lock(&mut rows, model, &vbr.id);
    check_active(&mut rows, model, &vbr.id);
    let present = || model.announced.iter().filter(|one| one.vbr == vbr.id);
    rows.when(present().any(|one| Some(one.block) == block), 400, "InvalidParams.AlreadyExists");
    rows.when(present().count() >= 2, 400, "QuotaExceeded.BgpNetwork");
    rows.none()?;
    let Some(block) = block else { return Err(Rows::default()) };
    let (account, region, vbr) = (ask.account, vbr.region.clone(), vbr.id.clone());
    let one = Announced { account, region, vbr, block, vpc: ask.text("VpcId").to_owned(), status: "Pending" };
    Done::write(move |model, _| {
        let vbr = one.vbr.clone();
        model.announced.push(one);
        model.later(STEP, move |model| {
            let meant = model.announced.iter_mut().filter(|one| one.vbr == vbr && one.block == block);
            meant.for_each(|one| one.status = "Available");
        });
    })
}

pub(super) fn ask_networks(random: &mut Random, model: &Model) -> Ask {
    let mut ask = ask_groups(random, model);
    ask.action = "DescribeBgpNetworks";
    ask.params.retain(|(name, _)| !["BgpGroupId", "IsDefault"].contains(&name.as_str()));
    ask
}

pub(super) fn networks(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterId PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let wanted = |one: &&Announced| {
        one.account == ask.account
            && one.region == ask.text("RegionId")
            && ask.given("RouterId").is_none_or(|vbr| vbr == one.vbr)
    };
    let view = |one: &Announced| {
        json!({
            "DstCidrBlock": one.block.text(), "RouterId": one.vbr, "VpcId": one.vpc, "Status": one.status,
        })
    };
    let found: Vec<Value> = model.announced.iter().filter(wanted).map(view).collect();
    Done::read(page.answer(found, "BgpNetworks", "BgpNetwork"))
}

pub(super) fn ask_delete_network(random: &mut Random, model: &Model) -> Ask {
    let Some(one) = random.any(&model.announced) else {
        return about_vbr(random, model, "DeleteBgpNetwork").with("DstCidrBlock", random.one(&BLOCKS));
    };
    let account = if random.chance(8) { random.below(3) } else { one.account };
    Ask::new("DeleteBgpNetwork", account)
        .with("RegionId", region::mostly(random, &one.region))
        .with("RouterId", &one.vbr)
        .with(
            "DstCidrBlock",
            if random.chance(10) { random.one(&BLOCKS).to_owned() } else { one.block.text() },
        )
}

pub(super) fn delete_network(model: &Model, ask: &Ask) -> Verdict {
    ask.read("DstCidrBlock! RegionId! RouterId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let block = block(&mut rows, ask);
    let Some(vbr) = own_vbr(model, ask) else { return Err(rows.and(400, no_vbr(ask))) };
    check_vbr_lock(&mut rows, model, &vbr.id);
    let meant = model.announced.iter().find(|one| one.vbr == vbr.id && Some(one.block) == block);
    let Some(one) = meant else { return Err(rows.and(400, "InvalidParams.NotFound")) };
    rows.when(one.status != "Available", 400, WRONG_STATE);
    rows.none()?;
    let (vbr, block) = (vbr.id.clone(), one.block);
    Done::write(move |model, _| {
        let meant = model.announced.iter_mut().filter(|one| one.vbr == vbr && one.block == block);
        meant.for_each(|one| one.status = "Deleting");
        model.later(STEP, move |model| {
            model.announced.retain(|one| one.vbr != vbr || one.block != block);
        });
    })
}
