//! What the lists say, beside what there is.

use serde_json::Value;
use xconnect_model::AccountId;

use crate::calls::{ACCOUNTS, Call, REGION};
use crate::site::Site;

/// Checks that every list of every account has as much in it as there is.
pub(crate) fn check(site: &Site) {
    let state = site.state();
    for account in ACCOUNTS {
        let lines = state.physical_connections.iter().filter(|line| line.account == account && line.exists());
        expect(site, account, "DescribePhysicalConnections", &[], lines.count());
        let shared = state.physical_connections.iter().filter(|line| {
            line.shared.as_ref().is_some_and(|own| line.account == account || own.parent_account == account)
        });
        expect(site, account, "ListVirtualPhysicalConnections", &[], shared.count());
        let routers = state.virtual_border_routers.iter().filter(|vbr| vbr.account == account);
        expect(site, account, "DescribeVirtualBorderRouters", &[], routers.count());
        let foreign = state
            .virtual_border_routers
            .iter()
            .filter(|vbr| vbr.account == account || vbr.line_account == account);
        let all = [("IncludeCrossAccountVbr", "true")];
        expect(site, account, "DescribeVirtualBorderRouters", &all, foreign.count());
        for line in state.physical_connections.iter().filter(|line| line.account == account && line.exists())
        {
            let on_line = state.virtual_border_routers.iter().filter(|vbr| vbr.line == line.id);
            let params = [("PhysicalConnectionId", line.id.as_str())];
            expect(
                site,
                account,
                "DescribeVirtualBorderRoutersForPhysicalConnection",
                &params,
                on_line.count(),
            );
        }
        let groups = state.bgp_groups.iter().filter(|group| group.account == account);
        expect(site, account, "DescribeBgpGroups", &[], groups.count());
        let peers = state.bgp_peers.iter().filter(|peer| peer.account == account);
        expect(site, account, "DescribeBgpPeers", &[], peers.count());
        let networks = state.bgp_networks.iter().filter(|network| network.account == account);
        expect(site, account, "DescribeBgpNetworks", &[], networks.count());
        for table in state.route_tables.iter().filter(|table| table.account == account) {
            let entries = state.route_entries.iter().filter(|entry| entry.table == table.id);
            let expected: Vec<_> = entries.map(|entry| entry.id.to_string()).collect();
            let listed = entries_of(site, account, table.id.as_str());
            site.expect(listed == expected, &format!("{} lists {listed:?}, not {expected:?}", table.id));
        }
        let cens = state.cens.iter().filter(|cen| cen.account == account);
        expect(site, account, "DescribeCens", &[], cens.count());
    }
}

fn expect(
    site: &Site,
    account: AccountId,
    action: &'static str,
    params: &[(&'static str, &str)],
    count: usize,
) {
    let version = if action == "DescribeCens" { "2017-09-12" } else { "2016-04-28" };
    let mut all = vec![("RegionId", REGION.to_owned())];
    all.extend(params.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let call = Call { version, action, params: all, owner: account, other: account };
    let answer = site.perform(account, &call).unwrap_or_else(|error| panic!("{action}: {error}"));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    // The list of shared lines counts in texts.
    let total = &answer["TotalCount"];
    let total = total.as_u64().or_else(|| total.as_str()?.parse().ok());
    site.expect(total == Some(count as u64), &format!("{action} of {account}: {count} and not {answer}"));
}

/// The ids of a table's entries, in batches of two.
fn entries_of(site: &Site, account: AccountId, table: &str) -> Vec<String> {
    let (mut ids, mut token) = (Vec::new(), String::new());
    loop {
        let params = vec![
            ("RegionId", REGION.to_owned()),
            ("RouteTableId", table.to_owned()),
            ("MaxResult", "2".to_owned()),
            ("NextToken", std::mem::take(&mut token)),
        ];
        let version = "2016-04-28";
        let call = Call { version, action: "DescribeRouteEntryList", params, owner: account, other: account };
        let answer = site.perform(account, &call).unwrap_or_else(|error| panic!("{table}: {error}"));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let batch = answer["RouteEntrys"]["RouteEntry"].as_array().unwrap();
        ids.extend(batch.iter().map(|entry| entry["RouteEntryId"].as_str().unwrap().to_owned()));
        match answer["NextToken"].as_str() {
            Some(next) if !next.is_empty() => token = next.to_owned(),
            _ => return ids,
        }
    }
}
