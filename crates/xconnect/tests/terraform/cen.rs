//! `alicloud_cen_instance` and `alicloud_cen_instance_attachment`, as far as border routers need them.

use serde_json::Value;

use super::answer::{list, text};
use super::provider::Provider;
use crate::support::World;

const VERSION: &str = "2017-09-12";

fn on<'p>(cen: &'p str, vbr: &'p str) -> [(&'p str, &'p str); 4] {
    [
        ("CenId", cen),
        ("ChildInstanceId", vbr),
        ("ChildInstanceType", "VBR"),
        ("ChildInstanceRegionId", "cn-hangzhou"),
    ]
}

fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let answer = provider.change("DescribeCens", &[("Filter.1.Key", "CenId"), ("Filter.1.Value.1", id)]);
    list(&answer, &["Cens", "Cen"]).into_iter().find(|cen| cen["CenId"] == id)
}

/// An instance that works.
pub(crate) fn create(world: &World) -> String {
    let provider = Provider::product(world, VERSION);
    let id = text(&provider.create("CreateCen", &[("Name", "tf-cen")]), "CenId");
    let cen = provider.wait("Status", &["Active"], || read(&provider, &id));
    list(&cen, &["Tags", "Tag"]);
    id
}

fn read_attachment(provider: &Provider<'_>, cen: &str, vbr: &str) -> Option<Value> {
    match provider.old("DescribeCenAttachedChildInstanceAttribute", &on(cen, vbr)) {
        Ok(attachment) => Some(attachment),
        Err(failure) => {
            let gone =
                failure.is_one_of(&["ParameterInstanceId", "Bid.NotFound"]) || failure.is_not_found_old();
            assert!(gone, "{failure:?}");
            None
        }
    }
}

/// Attaches a border router, and waits.
pub(crate) fn attach(world: &World, cen: &str, vbr: &str) {
    let provider = Provider::product(world, VERSION);
    let codes =
        ["Operation.Blocking", "InvalidOperation.CenInstanceStatus", "InvalidOperation.ChildInstanceStatus"];
    provider.retried(&codes, || provider.old("AttachCenChildInstance", &on(cen, vbr))).unwrap();
    let attached = provider.wait("Status", &["Attached"], || read_attachment(&provider, cen, vbr));
    assert!(attached["ChildInstanceOwnerId"].is_number(), "{attached}");
}

/// Detaches it, and waits until it is gone.
pub(crate) fn detach(world: &World, cen: &str, vbr: &str) {
    let provider = Provider::product(world, VERSION);
    let codes = ["Operation.Blocking", "InvalidOperation.CenInstanceStatus", "InstanceStatus.NotSupport"];
    provider.retried(&codes, || provider.old("DetachCenChildInstance", &on(cen, vbr))).unwrap();
    provider.wait_until_gone(|| read_attachment(&provider, cen, vbr));
}

/// Deletes an instance, and waits until it is gone.
pub(crate) fn delete(world: &World, cen: &str) {
    let provider = Provider::product(world, VERSION);
    let codes = ["Operation.Blocking", "InvalidOperation.CenInstanceStatus"];
    provider.retried(&codes, || provider.tea("DeleteCen", &[("CenId", cen)])).unwrap();
    provider.wait_until_gone(|| read(&provider, cen));
}

#[test]
fn an_instance_and_an_attachment() {
    let world = World::new();
    let (cen, vbr) = (create(&world), world.vbr());
    attach(&world, &cen, &vbr);
    detach(&world, &cen, &vbr);
    delete(&world, &cen);
}
