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
