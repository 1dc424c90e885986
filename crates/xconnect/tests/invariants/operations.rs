//! What an operator does, with the guards of the operator interface.

use std::net::IpAddr;
use std::sync::Arc;

use xconnect_model::account::Secret;
use xconnect_model::order::Term;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{Account, BgpPeer, CustomerRouter, NextHopTarget, PhysicalConnection};
use xconnect_state::steps::session::Facing;
use xconnect_state::steps::{StepError, billing, line};
use xconnect_state::{Draft, State, rows};

use crate::calls::routing::{ASN, KEY};
use crate::calls::{ACCOUNTS, REGION, picked};
use crate::step::{Address, Lock, Operation, Pick};

/// What customers announce: blocks beside each other, one in another, and one of the cloud's own.
const PREFIXES: [&str; 5] =
    ["192.168.0.0/16", "192.168.1.0/24", "172.16.0.0/12", "10.0.1.0/24", "192.168.2.0/24"];

/// Lets an operator do something.
pub(crate) fn operate(state: &State, draft: &mut Draft<'_>, operation: &Operation) -> Result<(), StepError> {
    let line = |pick: Pick| {
        let found = picked(&state.physical_connections, pick).filter(|line| line.exists());
        found.ok_or_else(nothing)
    };
    let order = |pick: Pick| picked(&state.orders, pick).ok_or_else(nothing);
    let edit = |draft: &mut Draft<'_>, pick, change: &dyn Fn(&mut PhysicalConnection)| {
        let mut next = PhysicalConnection::clone(line(pick)?);
        change(&mut next);
        draft.put(next);
        Ok(())
    };
    match operation {
        Operation::Line(pick, step) => {
            // What is left to do about a deleted line is to forget it.
            let found = picked(&state.physical_connections, *pick).ok_or_else(nothing)?;
            line::apply(state, draft, found, step)
        }
        Operation::Pay(pick) => billing::pay(state, draft, order(*pick)?),
        Operation::Void(pick) => billing::void(state, draft, order(*pick)?),
        Operation::Lock(pick, lock) => {
            let status = match lock {
                Lock::None => BusinessStatus::Normal,
                Lock::Bills => BusinessStatus::FinancialLocked,
                Lock::Security => BusinessStatus::SecurityLocked,
            };
            edit(draft, *pick, &|line| line.business_status = status)
        }
        Operation::Cut(pick, cut) => edit(draft, *pick, &|line| line.cut = *cut),
        Operation::Expire(pick) => billing::expire_line(draft, line(*pick)?),
        Operation::Renew(pick) => {
            billing::renew_line(state, draft, line(*pick)?, Term { months: 1 }, 500_000)
        }
        Operation::CloseTraffic(account) => {
            let mut next = Account::clone(state.account(ACCOUNTS[*account]).ok_or_else(nothing)?);
            next.outbound_traffic.insert(REGION.into(), false);
            draft.put(next);
            Ok(())
        }
        Operation::Balance(account, balance) => {
            let account = state.account(ACCOUNTS[*account]).ok_or_else(nothing)?;
            draft.put(Account { balance: *balance, ..Account::clone(account) });
            Ok(())
        }
        Operation::Describe { vbr, address, apt, announces } => {
            describe(state, draft, *vbr, *address, *apt, *announces)
        }
        Operation::Announce { router, from, count } => edit_router(state, draft, *router, |router| {
            router.announces = prefixes(*from, *count);
        }),
        Operation::Power { router, on } => edit_router(state, draft, *router, |router| router.on = *on),
        Operation::Forget(router) => {
            draft.delete(picked(&state.customer_routers, *router).ok_or_else(nothing)?.as_ref());
            Ok(())
        }
        Operation::CutSession(peer, cut) => {
            let peer = picked(&state.bgp_peers, *peer).ok_or_else(nothing)?;
            draft.put(BgpPeer { cut: *cut, ..BgpPeer::clone(peer) });
            Ok(())
        }
        Operation::Register { vpc, kind, ready } => register(state, draft, *vpc, kind, *ready),
        Operation::Unregister(target) => {
            let target = picked(&state.next_hop_targets, *target).ok_or_else(nothing)?;
            if state.route_entries.count(rows::route::via(&target.id)) > 0 {
                return Err(StepError::Unfit("routes lead to it".to_owned()));
            }
            draft.delete(target.as_ref());
            Ok(())
        }
    }
}

fn describe(
    state: &State,
    draft: &mut Draft<'_>,
    vbr: Pick,
    address: Address,
    apt: bool,
    announces: usize,
) -> Result<(), StepError> {
    let vbr = picked(&state.virtual_border_routers, vbr).filter(|vbr| vbr.exists_for_others());
    let vbr = vbr.ok_or_else(nothing)?;
    let address: IpAddr = [10, 0, address.0, address.1].into();
    let mut present = state.customer_routers.iter();
    let present = present.find(|router| router.vbr == vbr.id && router.address == address);
    if Facing::of(vbr, address).is_none() {
        return Err(StepError::Unfit("it faces no line".to_owned()));
    }
    let seq = present.map_or_else(|| draft.seq(), |present| present.seq);
    draft.put(CustomerRouter {
        seq,
        id: format!("{}-{address}", vbr.id).as_str().into(),
        vbr: vbr.id.clone(),
        address,
        asn: if apt { ASN } else { ASN + 1 },
        auth_key: Secret::new(KEY),
        announces: prefixes(0, announces),
        bfd: apt,
        ..CustomerRouter::default()
    });
    Ok(())
}

/// So many of the prefixes from one on, the first of them twice: a router may say so.
fn prefixes(from: usize, count: usize) -> Vec<ipnet::IpNet> {
    let all = PREFIXES.iter().cycle().skip(from).take(count);
    let all = all.chain(PREFIXES.iter().cycle().skip(from).take(count.min(1)));
    all.map(|text| text.parse().unwrap()).collect()
}

fn edit_router(
    state: &State,
    draft: &mut Draft<'_>,
    pick: Pick,
    change: impl FnOnce(&mut CustomerRouter),
) -> Result<(), StepError> {
    let mut router = CustomerRouter::clone(picked(&state.customer_routers, pick).ok_or_else(nothing)?);
    change(&mut router);
    draft.put(router);
    Ok(())
}

fn register(
    state: &State,
    draft: &mut Draft<'_>,
    vpc: Pick,
    kind: &str,
    ready: bool,
) -> Result<(), StepError> {
    let vpc = picked(&state.vpcs, vpc).ok_or_else(nothing)?;
    let id = format!("{kind}-{}", vpc.id);
    let present: Option<&Arc<NextHopTarget>> = state.next_hop_target(&id);
    let seq = present.map_or_else(|| draft.seq(), |present| present.seq);
    draft.put(NextHopTarget {
        seq,
        id: id.as_str().into(),
        kind: kind.into(),
        account: vpc.account,
        region: vpc.region.clone(),
        vpc: vpc.id.clone(),
        ready,
        created_at: draft.now(),
        ..NextHopTarget::default()
    });
    Ok(())
}

fn nothing() -> StepError {
    StepError::Unfit("there is none".to_owned())
}
