//! Whatever is called, in whatever order, by whomever: VLANs and ports are held once, quotas hold, nothing refers to
//! what is gone, a refusal changes nothing, and the log tells it all again.
//!
//! More cases than usual: `PROPTEST_CASES=10000 cargo test -p xconnect --test invariants`.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod calls;
mod laws;
mod operations;
mod random;
mod reach;
mod references;
mod replay;
mod routing;
mod site;
mod step;
mod totals;

use proptest::prelude::*;

use self::reach::Reached;
use self::site::Site;
use self::step::Case;

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4_000, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn nothing_that_anybody_calls_breaks_a_law(case in random::case()) {
        follow(&case);
    }

    #[test]
    fn nothing_about_routes_and_sessions_breaks_a_law(case in random::routing::case()) {
        follow(&case);
    }
}

/// `ProptestConfig::with_cases` would not look at the environment.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

/// Lets a case happen, and says how often each call has succeeded.
fn follow(case: &Case) -> Reached {
    let mut site = Site::new(case);
    for step in &case.steps {
        site.take(step);
    }
    site.run_dry();
    totals::check(&site);
    replay::check(site)
}
