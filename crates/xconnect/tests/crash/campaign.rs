//! A folder's life: load, kill, perhaps a kill during the recovery, check, and again.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::ops::AddAssign;
use std::time::Duration;

use serde::Deserialize;
use tokio::task::JoinSet;

use crate::book::{Interface, Interfaces};
use crate::client::{Client, sign};
use crate::lane::Lane;
use crate::random::Random;
use crate::server::{Folder, Server};

/// Connections that write at the same time.
const LANES: usize = 8;
/// Routers of a lane. Of two routers, one pair at a time can be connected.
const ROUTERS: usize = 4;
/// Load before a kill, in microseconds.
const LOAD: std::ops::Range<u64> = 2_000..60_000;
/// Recovery before a kill, in microseconds. It may be over by then, too.
const RECOVERY: std::ops::Range<u64> = 0..60_000;
/// How often to look whether everything that was under way is done, and how long to wait in between.
const LOOKS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(10);
/// Interfaces on a page, at most.
const PAGE: usize = 50;

/// What is to be done to one folder.
pub(crate) struct Campaign {
    pub(crate) seed: u64,
    /// How many kills, or a few more.
    pub(crate) kills: usize,
    /// How many commits to make before the first one.
    pub(crate) fill: usize,
}

/// What a campaign has come to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All kills, and those before the server was ready.
    pub(crate) kills: usize,
    pub(crate) recovery_kills: usize,
    /// Writes by what their clients were told.
    pub(crate) acknowledged: usize,
    pub(crate) refused: usize,
    pub(crate) unanswered_and_done: usize,
    pub(crate) unanswered_and_not_done: usize,
    /// Nonces and tokens that were tried again.
    pub(crate) nonces: usize,
    pub(crate) tokens: usize,
    /// Folders that ended with a snapshot.
    pub(crate) snapshots: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.kills += more.kills;
        self.recovery_kills += more.recovery_kills;
        self.acknowledged += more.acknowledged;
        self.refused += more.refused;
        self.unanswered_and_done += more.unanswered_and_done;
        self.unanswered_and_not_done += more.unanswered_and_not_done;
        self.nonces += more.nonces;
        self.tokens += more.tokens;
        self.snapshots += more.snapshots;
    }
}

impl Campaign {
    /// Runs it; a loss is a panic.
    pub(crate) async fn run(self) -> Tally {
        let mut random = Random::new(self.seed);
        let (mut tally, mut ids) = (Tally::default(), HashSet::new());
        let folder = Folder::new();
        let mut server = Server::spawn(&folder);
        let mut address = server.ready(&folder).await;
        let mut lanes = new_lanes(address, &mut random).await;
        if self.fill > 0 {
            lanes = fill(lanes, address, self.fill).await;
        }
        while tally.kills < self.kills {
            lanes = load_and_kill(lanes, address, server, &mut random).await;
            tally.kills += 1;
            while random.one_in(3) {
                let recovering = Server::spawn(&folder);
                pause(&mut random, RECOVERY).await;
                recovering.kill();
                tally.kills += 1;
                tally.recovery_kills += 1;
            }
            server = Server::spawn(&folder);
            address = server.ready(&folder).await;
            lanes = check(lanes, address, &mut ids).await;
        }
        for lane in lanes {
            tally += lane.tally;
        }
        let complaints = folder.complaints();
        assert!(!complaints.contains("panicked"), "{complaints}");
        tally.snapshots += usize::from(folder.has_snapshot());
        tally
    }
}

/// Lanes with routers of their own, which are durable before anything else happens.
async fn new_lanes(address: SocketAddr, random: &mut Random) -> Vec<Lane> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Created {
        v_router_id: String,
    }
    let mut client = connect(address).await;
    let mut lanes = Vec::with_capacity(LANES);
    for lane in 0..LANES {
        let mut routers = Vec::with_capacity(ROUTERS);
        for _ in 0..ROUTERS {
            let query = sign("CreateVpc", Vec::new(), random.nonce());
            routers.push(client.ask(&query).await.done::<Created>().v_router_id);
        }
        lanes.push(Lane::new(format!("lane{lane}"), Random::new(random.next()), routers));
    }
    lanes
}

async fn fill(lanes: Vec<Lane>, address: SocketAddr, commits: usize) -> Vec<Lane> {
    let mut tasks = JoinSet::new();
    for mut lane in lanes {
        tasks.spawn(async move {
            lane.fill(&mut connect(address).await, commits / LANES).await;
            lane
        });
    }
    tasks.join_all().await
}

async fn load_and_kill(
    lanes: Vec<Lane>,
    address: SocketAddr,
    server: Server,
    random: &mut Random,
) -> Vec<Lane> {
    let mut tasks = JoinSet::new();
    for mut lane in lanes {
        tasks.spawn(async move {
            if let Some(mut client) = Client::connect(address).await {
                lane.work(&mut client).await;
            }
            lane
        });
    }
    pause(random, LOAD).await;
    server.kill();
    tasks.join_all().await
}

/// Compares what is there with what must be, lets every lane ask again for what is over, and sees that no id
/// was given out twice.
async fn check(lanes: Vec<Lane>, address: SocketAddr, ids: &mut HashSet<String>) -> Vec<Lane> {
    let found = settled(&mut connect(address).await).await;
    let mut tasks = JoinSet::new();
    for mut lane in lanes {
        let is_done = lane.check(&found);
        tasks.spawn(async move {
            lane.repeat(&mut connect(address).await, is_done).await;
            lane
        });
    }
    let mut lanes = tasks.join_all().await;
    for id in lanes.iter_mut().flat_map(Lane::take_given_out) {
        assert!(ids.insert(id.clone()), "{id} was given out twice");
    }
    lanes
}

/// Everything that is there once nothing is under way.
async fn settled(client: &mut Client) -> Interfaces {
    for _ in 0..LOOKS {
        match list(client).await {
            Some(all) if !all.values().any(Interface::is_under_way) => return all,
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
    panic!("what was under way does not end");
}

/// Every interface; `None` when some went while the pages were turned.
async fn list(client: &mut Client) -> Option<Interfaces> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Page {
        total_count: usize,
        router_interface_set: Set,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Set {
        router_interface_type: Vec<Interface>,
    }
    let (mut all, mut total, mut number) = (Interfaces::new(), None, 1);
    while total.is_none_or(|total| (number - 1) * PAGE < total) {
        let params = vec![("PageNumber", number.to_string()), ("PageSize", PAGE.to_string())];
        // Reads leave nothing behind, and their nonces only have to differ from each other.
        let nonce = format!("list {number} {}", getrandom::u64().unwrap());
        let page: Page = client.ask(&sign("DescribeRouterInterfaces", params, nonce)).await.done();
        if *total.get_or_insert(page.total_count) != page.total_count {
            return None;
        }
        let shown = page.router_interface_set.router_interface_type;
        all.extend(shown.into_iter().map(|one| (one.router_interface_id.clone(), one)));
        number += 1;
    }
    (total == Some(all.len())).then_some(all)
}

async fn connect(address: SocketAddr) -> Client {
    Client::connect(address).await.expect("a ready server listens")
}

async fn pause(random: &mut Random, microseconds: std::ops::Range<u64>) {
    tokio::time::sleep(Duration::from_micros(random.within(microseconds))).await;
}
