//! Access points, regions, and next-hop targets.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use http::Method;
use serde_json::{Value, json};

use super::OperatorError;
use super::ask::{Ask, Column, object, text};

const POINTS: &[Column] = &[
    ("ID", "id"),
    ("NAME", "name"),
    ("REGION", "region"),
    ("STATUS", "status"),
    ("TAKES LINES", "takes_lines"),
    ("PORTS", "ports"),
    ("HELD", "ports_held"),
    ("OWN", "own"),
];

const REGIONS: &[Column] = &[
    ("ID", "id"),
    ("CODE", "code"),
    ("NAME", "name_en"),
    ("CHINESE", "name_zh"),
    ("CATALOGUE", "catalogue"),
    ("ZONES", "zones"),
];

const TARGETS: &[Column] = &[
    ("ID", "id"),
    ("KIND", "kind"),
    ("NAME", "name"),
    ("ACCOUNT", "account"),
    ("REGION", "region"),
    ("VPC", "vpc"),
    ("VSWITCH", "vswitch"),
    ("READY", "ready"),
    ("ROUTES", "routes"),
];

/// Which access points are listed.
#[derive(Debug, Args)]
pub(super) struct Points {
    /// In this region
    #[arg(long)]
    region: Option<String>,
}

impl Points {
    pub(super) fn ask(&self) -> Ask {
        Ask::list(&["access-points"], POINTS).with("region", self.region.as_ref())
    }
}

/// An access point, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Point {
    /// The access point's id
    id: String,
    #[command(subcommand)]
    step: Option<PointStep>,
}

#[derive(Debug, Subcommand)]
enum PointStep {
    /// Set it up, or set it up anew
    Put {
        /// The region that it belongs to
        #[arg(long)]
        region: String,
        /// A name for people
        #[arg(long)]
        name: String,
        /// Its devices, each as NAME=PORTS or NAME=PORTS@LOCATION
        #[arg(long = "device", value_name = "NAME=PORTS[@LOCATION]")]
        devices: Vec<String>,
        /// What it can do, each as KEY=VALUE
        #[arg(long = "feature", value_name = "KEY=VALUE")]
        features: Vec<String>,
        /// recommended, hot, full, or disabled
        #[arg(long)]
        status: Option<String>,
        /// Free text
        #[arg(long)]
        description: Option<String>,
        /// The city
        #[arg(long)]
        location: Option<String>,
        /// Who runs the building
        #[arg(long)]
        host_operator: Option<String>,
    },
    /// Set up what a JSON file describes
    Load {
        /// The file
        file: PathBuf,
    },
    /// Say whether it takes new lines
    Status {
        /// recommended, hot, full, or disabled
        status: String,
    },
    /// Take it away; one of the catalogue is as the catalogue has it again
    Delete,
}

impl Point {
    pub(super) fn ask(&self) -> Result<Ask, OperatorError> {
        let one = ["access-points", self.id.as_str()];
        let put = |body| Ask::change(Method::PUT, &one, Some(body));
        Ok(match &self.step {
            None => Ask::get(&one),
            Some(PointStep::Put {
                region,
                name,
                devices,
                features,
                status,
                description,
                location,
                host_operator,
            }) => put(object(vec![
                ("region", text(Some(region))),
                ("name", text(Some(name))),
                ("devices", Some(devices.iter().map(|text| device(text)).collect::<Result<_, _>>()?)),
                ("features", Some(features.iter().map(|text| feature(text)).collect::<Result<_, _>>()?)),
                ("status", text(status.as_ref())),
                ("description", text(description.as_ref())),
                ("location", text(location.as_ref())),
                ("host_operator", text(host_operator.as_ref())),
            ])),
            Some(PointStep::Load { file }) => {
                let unusable =
                    |reason: String| OperatorError::Arguments(format!("{}: {reason}", file.display()));
                let text = std::fs::read_to_string(file).map_err(|error| unusable(error.to_string()))?;
                put(serde_json::from_str(&text).map_err(|error| unusable(error.to_string()))?)
            }
            Some(PointStep::Status { status }) => {
                Ask::change(Method::PATCH, &one, Some(json!({ "status": status })))
            }
            Some(PointStep::Delete) => Ask::change(Method::DELETE, &one, None),
        })
    }
}

fn device(text: &str) -> Result<Value, OperatorError> {
    let parts = text.split_once('=').and_then(|(name, rest)| {
        let (ports, location) = rest.split_once('@').map_or((rest, None), |(ports, at)| (ports, Some(at)));
        Some(json!({ "name": name, "ports": ports.parse::<u32>().ok()?, "location": location }))
    });
    parts.ok_or_else(|| OperatorError::Arguments(format!("{text:?} is no device: NAME=PORTS[@LOCATION]")))
}

fn feature(text: &str) -> Result<Value, OperatorError> {
    let parts = text.split_once('=').map(|(key, value)| json!({ "key": key, "value": value }));
    parts.ok_or_else(|| OperatorError::Arguments(format!("{text:?} is no feature: KEY=VALUE")))
}

/// All regions.
pub(super) fn regions() -> Ask {
    Ask::list(&["regions"], REGIONS)
}

/// A region, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Region {
    /// The region's id
    id: String,
    #[command(subcommand)]
    step: RegionStep,
}

#[derive(Debug, Subcommand)]
enum RegionStep {
    /// Add it, or change it
    Put {
        /// What ids made there carry: three lower-case letters or digits
        #[arg(long)]
        code: String,
        /// The English name
        #[arg(long)]
        name_en: Option<String>,
        /// The Chinese name
        #[arg(long)]
        name_zh: Option<String>,
        /// The ids of its zones
        #[arg(long = "zone")]
        zones: Vec<String>,
    },
    /// Take it away; nothing must be in it
    Delete,
}

impl Region {
    pub(super) fn ask(&self) -> Ask {
        let one = ["regions", self.id.as_str()];
        match &self.step {
            RegionStep::Put { code, name_en, name_zh, zones } => {
                let body = object(vec![
                    ("code", text(Some(code))),
                    ("name_en", text(name_en.as_ref())),
                    ("name_zh", text(name_zh.as_ref())),
                    ("zones", Some(Value::from(zones.as_slice()))),
                ]);
                Ask::change(Method::PUT, &one, Some(body))
            }
            RegionStep::Delete => Ask::change(Method::DELETE, &one, None),
        }
    }
}

/// Which targets are listed.
#[derive(Debug, Args)]
pub(super) struct Targets {
    /// Of this account
    #[arg(long)]
    account: Option<String>,
    /// In this region
    #[arg(long)]
    region: Option<String>,
    /// In this VPC
    #[arg(long)]
    vpc: Option<String>,
    /// Of this kind, such as HaVip
    #[arg(long)]
    kind: Option<String>,
}

impl Targets {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["targets"], TARGETS)
            .with("account", self.account.as_ref())
            .with("region", self.region.as_ref())
            .with("vpc", self.vpc.as_ref())
            .with("kind", self.kind.as_ref())
    }
}

/// A target, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The target's id, as routes name it
    id: String,
    #[command(subcommand)]
    step: TargetStep,
}

#[derive(Debug, Subcommand)]
enum TargetStep {
    /// Register it, or register it anew
    Put {
        /// What it is, such as HaVip
        #[arg(long)]
        kind: String,
        /// Who owns it
        #[arg(long)]
        account: String,
        /// Where it is
        #[arg(long)]
        region: String,
        /// The VPC that it is in
        #[arg(long)]
        vpc: String,
        /// The vSwitch that it is in
        #[arg(long)]
        vswitch: Option<String>,
        /// A name for people
        #[arg(long)]
        name: Option<String>,
        /// Routes cannot lead to it yet
        #[arg(long)]
        not_ready: bool,
        /// It is its instance's primary network interface
        #[arg(long)]
        primary: bool,
        /// A network interface's IPv6 address; assigned, unless it is assigning or removing
        #[arg(long, value_name = "ADDRESS[=STATUS]")]
        ipv6: Vec<String>,
    },
    /// Take it away; no route must lead to it
    Delete,
}

impl Target {
    pub(super) fn ask(&self) -> Ask {
        let one = ["targets", self.id.as_str()];
        match &self.step {
            TargetStep::Put { kind, account, region, vpc, vswitch, name, not_ready, primary, ipv6 } => {
                let body = object(vec![
                    ("kind", text(Some(kind))),
                    ("account", text(Some(account))),
                    ("region", text(Some(region))),
                    ("vpc", text(Some(vpc))),
                    ("vswitch", text(vswitch.as_ref())),
                    ("name", text(name.as_ref())),
                    ("ready", Some(Value::from(!not_ready))),
                    ("primary", Some(Value::from(*primary))),
                    ("ipv6", Some(ipv6.iter().map(|text| address(text)).collect())),
                ]);
                Ask::change(Method::PUT, &one, Some(body))
            }
            TargetStep::Delete => Ask::change(Method::DELETE, &one, None),
        }
    }
}

/// `ADDRESS`, or `ADDRESS=STATUS`.
fn address(text: &str) -> Value {
    match text.split_once('=') {
        Some((address, status)) => json!({"address": address, "status": status}),
        None => json!({"address": text}),
    }
}
