//! What is asked of each: to create a thing, and to describe one of a few by its id.

use std::fs;
use std::path::PathBuf;

use super::contender::{Contender, Started};
use crate::bench::{Bench, Call, Figures, Load};

/// How many things there are to be described: the same for all.
const DESCRIBED: u64 = 128;

/// How long a run should take, in seconds. Slow servers are asked for less, never for less than [`LEAST`].
const SECONDS: f64 = 3.0;
const LEAST: u64 = 200;

/// Access points with room for 192 lines each, and their regions. The first one's lines are described.
const POINTS: [(&str, &str); 17] = [
    ("ap-cn-hangzhou-yh-B", "cn-hangzhou"),
    ("ap-cn-hangzhou-yh-C", "cn-hangzhou"),
    ("ap-cn-hangzhou-jg-B", "cn-hangzhou"),
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

/// Lines that the access points beside the first one have room for, less those of the run that sets the pace.
const MOST_CONNECTIONS: u64 = 16 * 170;

/// What is created and described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Connection,
    Vpc,
}

/// What the creations and the descriptions of a thing came to.
pub(super) struct Measured {
    pub(super) create: Figures,
    pub(super) describe: Figures,
}

/// The two calls, in the load generator's terms.
struct Pair {
    mode: &'static str,
    create: Call,
    describe: Call,
}

impl Thing {
    pub(super) const ALL: [Thing; 2] = [Thing::Connection, Thing::Vpc];

    /// Creates and describes on a server that has none of these things; nothing where it knows no such thing.
    pub(super) fn measure(
        self,
        bench: &mut Bench<'_>,
        contender: Contender,
        started: &Started,
        tag: &str,
    ) -> Result<Option<Measured>, String> {
        let Some(mut pair) = self.calls(contender) else { return Ok(None) };
        pair.create.key.clone_from(&started.key);
        pair.describe.key.clone_from(&started.key);
        let ids = bench.folder.join(format!("{tag}-{self:?}.txt"));
        let [near, far] = self.places(bench, contender)?;
        let (near, far) = (near.as_deref(), far.as_deref());
        let load = |call, requests| Load { call: Some(call), ..Load::new(pair.mode, requests) };
        let server = &started.server;

        let first = Load { subjects: near, collect: Some(&ids), ..load(&pair.create, DESCRIBED) };
        bench.load(server, &first)?;
        let pace = bench.load(server, &Load { subjects: Some(&ids), ..load(&pair.describe, LEAST) })?;
        let most = bench.choose(100_000, 20_000);
        let describe = Load { subjects: Some(&ids), ..load(&pair.describe, bounded(pace, most)) };
        let describe = bench.load(server, &describe)?;

        let pace = bench.load(server, &Load { subjects: far, ..load(&pair.create, LEAST) })?;
        let most = match self {
            Thing::Connection => MOST_CONNECTIONS,
            Thing::Vpc => bench.choose(20_000, 5_000),
        };
        let create =
            bench.load(server, &Load { subjects: far, ..load(&pair.create, bounded(pace, most)) })?;
        Ok(Some(Measured { create, describe }))
    }

    fn calls(self, contender: Contender) -> Option<Pair> {
        let pair = |mode, create, describe| Some(Pair { mode, create, describe });
        match (contender, self) {
            (Contender::Xconnect, Thing::Connection) => pair(
                "call",
                call(
                    "CreatePhysicalConnection LineOperator=CT AccessPointId={1} RegionId={2}",
                    "PhysicalConnectionId",
                ),
                call(
                    "DescribePhysicalConnections Filter.1.Key=PhysicalConnectionId Filter.1.Value.1={1}",
                    "PhysicalConnectionId",
                ),
            ),
            (Contender::Xconnect, Thing::Vpc) => {
                pair("call", call("CreateVpc", "VpcId"), call("DescribeVpcs VpcId={1}", "VpcId"))
            }
            // moto makes an id of the name and the second.
            (Contender::Moto, Thing::Connection) => pair(
                "direct-connect",
                call(
                    "CreateConnection location=EqDC2 bandwidth=10Gbps connectionName=bench-{n}",
                    "connectionId",
                ),
                call("DescribeConnections connectionId={1}", "connectionId"),
            ),
            (Contender::Bare, _) | (_, Thing::Connection) => None,
            (_, Thing::Vpc) => pair(
                "ec2",
                call("CreateVpc CidrBlock=10.0.0.0/16", "vpcId"),
                call("DescribeVpcs VpcId.1={1}", "vpcId"),
            ),
        }
    }

    /// Files of where the things to be described are created, and of where all others are, if that matters.
    fn places(self, bench: &Bench<'_>, contender: Contender) -> Result<[Option<PathBuf>; 2], String> {
        if (contender, self) != (Contender::Xconnect, Thing::Connection) {
            return Ok([None, None]);
        }
        let write = |name: &str, points: &[(&str, &str)]| {
            let file = bench.folder.join(name);
            let lines: Vec<String> =
                points.iter().map(|(point, region)| format!("{point} {region}")).collect();
            fs::write(&file, lines.join("\n")).map_err(|error| format!("{}: {error}", file.display()))?;
            Ok::<_, String>(Some(file))
        };
        let (near, far) = POINTS.split_at(1);
        Ok([write("near.txt", near)?, write("far.txt", far)?])
    }
}

/// How many requests a server of this pace gets.
fn bounded(pace: Figures, most: u64) -> u64 {
    // A pace is positive, and `most` is far below what a float counts exactly.
    ((pace.rps * SECONDS) as u64).clamp(LEAST, most)
}

/// The action, then `name=value` for each parameter; the member or element that its answer must have.
fn call(text: &str, evidence: &'static str) -> Call {
    let parameters = format!("Action={text}").split(' ').map(ToOwned::to_owned).collect();
    Call { parameters, evidence, key: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_servers_are_asked_for_less() {
        let pace = |rps| Figures { rps, p50_us: 1.0, p99_us: 1.0 };
        assert_eq!(bounded(pace(1_000.0), 20_000), 3_000);
        assert_eq!(bounded(pace(1.0), 20_000), LEAST);
        assert_eq!(bounded(pace(1e6), 20_000), 20_000);
    }

    #[test]
    fn every_peer_knows_vpcs_and_moto_connections_too() {
        for peer in Contender::PEERS {
            assert!(Thing::Vpc.calls(peer).is_some());
            assert_eq!(Thing::Connection.calls(peer).is_some(), peer == Contender::Moto);
        }
        assert!(Thing::ALL.iter().all(|thing| thing.calls(Contender::Bare).is_none()));
        assert!(Thing::ALL.iter().all(|thing| thing.calls(Contender::Xconnect).is_some()));
    }
}
