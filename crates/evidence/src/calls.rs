//! The records that the tests leave behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// One call, as `xconnect serve --record` writes it down.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Call {
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) signature: String,
    pub(crate) format: String,
    pub(crate) client: String,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) status: u16,
    pub(crate) fault: bool,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) fields: BTreeSet<String>,
    pub(crate) states: BTreeMap<String, BTreeSet<String>>,
}

/// How many requests were generated for an action, and how many were answered as they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Variants {
    pub(crate) generated: usize,
    pub(crate) passed: usize,
}

/// Hands over every call in the records of a folder; returns how many there are.
pub(crate) fn each(folder: &Path, mut take: impl FnMut(Call)) -> Result<usize, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut calls = 0;
    for file in listing.flatten().map(|entry| entry.path()).filter(|path| has_ending(path, "jsonl")) {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        for line in BufReader::new(File::open(&file).map_err(|error| told(&error))?).lines() {
            let line = line.map_err(|error| told(&error))?;
            take(serde_json::from_str(&line).map_err(|error| told(&error))?);
            calls += 1;
        }
    }
    Ok(calls)
}

/// What the test of generated requests has counted, by action.
pub(crate) fn variants(folder: &Path) -> Result<BTreeMap<String, Variants>, String> {
    let file = folder.join("variants.json");
    match fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

impl Call {
    /// Whether it was answered as it was meant.
    pub(crate) fn succeeded(&self) -> bool {
        self.status == 200
    }

    /// Its parameters under the names that the catalogue has: `Filter.N.Key` for `Filter.2.Key`.
    pub(crate) fn named(&self) -> BTreeMap<String, Vec<&str>> {
        let mut named = BTreeMap::<String, Vec<&str>>::new();
        for (name, value) in &self.parameters {
            let numbered = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let parts = name.split('.').map(|part| if numbered(part) { "N" } else { part });
            named.entry(parts.collect::<Vec<_>>().join(".")).or_default().push(value);
        }
        named
    }

    /// Which official client made it; `None` for the tests' own.
    pub(crate) fn official_client(&self) -> Option<String> {
        let known = [
            // Generic clients are made to say so; without that they would look like any SDK built on them.
            ("Python/", "generic-call", "", "Python alibabacloud-tea-openapi"),
            ("Node.js/", "generic-call", "RPC", "Node @alicloud/rpc-client"),
            ("Node.js/", "generic-call", "ACS3", "Node @alicloud/openapi-client"),
            ("Python/", "TeaDSL/", "", "Python alibabacloud_vpc20160428"),
            ("Python/", "python-requests/", "", "Python aliyun-python-sdk-vpc"),
            ("Node.js/", "TeaDSL/", "", "Node @alicloud/vpc20160428"),
            ("Node.js/", "Core/", "", "Node @alicloud/pop-core"),
        ];
        let by = |(language, core, signature, _): &&(&str, &str, &str, &str)| {
            self.client.contains(language) && self.client.contains(core) && self.signature.contains(signature)
        };
        known.iter().find(by).map(|(_, _, _, name)| (*name).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_told_by_what_they_say_and_how_they_sign() {
        let client = |agent: &str, signature: &str| {
            let (client, signature) = (agent.to_owned(), signature.to_owned());
            Call { client, signature, ..Call::default() }.official_client()
        };
        let tea = "AlibabaCloud (Linux; x86_64) Python/3.11.7 Core/0.4.3 TeaDSL/2";
        let requests = "AlibabaCloud (Linux 6.1;x86_64) Python/3.11.7 Core/2.16.1 python-requests/2.18.3";
        let node = "AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2";
        let pop = "AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.8.0";
        let [generic, node_generic] = [tea, node].map(|agent| format!("{agent} generic-call"));
        assert_eq!(client(tea, "ACS3").as_deref(), Some("Python alibabacloud_vpc20160428"));
        assert_eq!(client(tea, "RPC").as_deref(), Some("Python alibabacloud_vpc20160428"));
        assert_eq!(client(&generic, "ACS3").as_deref(), Some("Python alibabacloud-tea-openapi"));
        assert_eq!(client(requests, "RPC").as_deref(), Some("Python aliyun-python-sdk-vpc"));
        assert_eq!(client(node, "ACS3").as_deref(), Some("Node @alicloud/vpc20160428"));
        assert_eq!(client(&node_generic, "ACS3").as_deref(), Some("Node @alicloud/openapi-client"));
        assert_eq!(client(&node_generic, "RPC").as_deref(), Some("Node @alicloud/rpc-client"));
        assert_eq!(client(pop, "RPC").as_deref(), Some("Node @alicloud/pop-core"));
        assert_eq!(client("xconnect-tests", "ACS3"), None);
    }

    #[test]
    fn numbers_in_names_stand_for_any() {
        let parameters =
            [("Filter.1.Key", "a"), ("Filter.2.Key", "b"), ("Filter.2.Value.10", "c"), ("Name2", "d")];
        let call = Call {
            parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Call::default()
        };
        let named = call.named();
        assert_eq!(named["Filter.N.Key"], ["a", "b"]);
        assert_eq!(named["Filter.N.Value.N"], ["c"]);
        assert_eq!(named["Name2"], ["d"]);
    }
}
