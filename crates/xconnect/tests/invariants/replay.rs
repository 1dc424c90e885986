//! The log tells everything again: from its beginning, and from any moment in it.

use xconnect_engine::Commit;
use xconnect_log::Log;
use xconnect_state::{Change, Loader, Rows, State};

use crate::reach::Reached;
use crate::site::{Site, engine};

/// Rows in a piece of a snapshot; odd, so that tables are cut up.
const PIECE: usize = 3;

/// Stops the site, and makes its State again: by a start on its log, and from a snapshot of every tenth moment.
pub(crate) fn check(site: Site) -> Reached {
    let state = site.state();
    let mut log = site.log.clone();
    site.engine.stop();
    let again = engine(&log);
    site.expect(**again.state() == *state, "a start on the log leads to another State");
    again.stop();
    let commits: Vec<Vec<Change>> = log
        .read(0, usize::MAX)
        .unwrap()
        .iter()
        .map(|entry| serde_json::from_slice::<Commit>(&entry.body).unwrap().changes)
        .collect();
    for cut in (0..=commits.len()).step_by(10) {
        let mut moment = State::default();
        commits[..cut].iter().for_each(|changes| moment.apply(changes));
        let mut loader = Loader::default();
        for piece in moment.pieces(PIECE) {
            let written = serde_json::to_string(&piece).unwrap();
            loader.add(serde_json::from_str::<Rows>(&written).unwrap());
        }
        commits[cut..].iter().for_each(|changes| loader.apply(changes.clone()));
        site.expect(loader.finish() == *state, &format!("a snapshot at {cut} leads to another State"));
    }
    site.reached
}
