//! CEN instances, what is attached to them, and who may attach it.

use super::Scenes;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[
    ("CreateCen (Cbn)", create),
    ("DescribeCens (Cbn)", list),
    ("DeleteCen (Cbn)", delete),
    ("AttachCenChildInstance (Cbn)", attach),
    ("DescribeCenAttachedChildInstanceAttribute (Cbn)", describe_attached),
    ("DetachCenChildInstance (Cbn)", detach),
    ("GrantInstanceToCen", grant),
    ("RevokeInstanceFromCen", revoke),
    ("DescribeGrantRulesToCen", list_grants),
];

fn cbn(world: &World, action: &str, params: &[(&str, &str)]) -> Call {
    world.call(action, params).with("Version", "2017-09-12")
}

fn create(world: &World) -> Scene {
    Scene::of(cbn(world, "CreateCen", &[]))
        .option("Name", "office")
        .option("Description", "all offices")
        .option("ProtectionLevel", "REDUCED")
}

fn list(world: &World) -> Scene {
    let call = cbn(world, "CreateCen", &[("Name", "office"), ("Description", "all offices")]);
    let cen = world.send(&call.with("Tag.1.Key", "team").with("Tag.1.Value", "network")).text("CenId");
    world.settle();
    Scene::of(cbn(world, "DescribeCens", &[])).pages().option("ResourceGroupId", "rg-none").filters(&[
        ("CenId", &cen),
        ("Name", "office"),
        ("CenId", "cen-none"),
    ])
}

fn delete(world: &World) -> Scene {
    Scene::of(cbn(world, "DeleteCen", &[("CenId", &world.active_cen(OWN))])).ids(&["CenId"])
}

fn attach(world: &World) -> Scene {
    Scene::of(world.attachment(&world.active_cen(OWN), &world.vbr()))
        .ids(&["CenId", "ChildInstanceId"])
        .option("ChildInstanceOwnerId", OWN)
}

/// An instance with a router that is attached to it.
fn attached(world: &World, action: &str) -> Call {
    let (cen, vbr) = (world.active_cen(OWN), world.vbr());
    world.send(&world.attachment(&cen, &vbr)).success();
    world.settle();
    world.on_cen(action, &cen, &vbr)
}

fn describe_attached(world: &World) -> Scene {
    Scene::of(attached(world, "DescribeCenAttachedChildInstanceAttribute")).ids(&["CenId", "ChildInstanceId"])
}

fn detach(world: &World) -> Scene {
    Scene::of(attached(world, "DetachCenChildInstance"))
        .ids(&["CenId", "ChildInstanceId"])
        .option("CenOwnerId", OWN)
        .option("ChildInstanceOwnerId", OWN)
}

/// A call about the permission of the partner's instance to attach a router.
fn permission(world: &World, action: &str, vbr: &str, cen: &str) -> Call {
    world
        .call(action, &[("RegionId", HANGZHOU), ("InstanceId", vbr), ("InstanceType", "VBR")])
        .with("CenId", cen)
        .with("CenOwnerId", &PARTNER.to_string())
}

fn grant(world: &World) -> Scene {
    Scene::of(permission(world, "GrantInstanceToCen", &world.vbr(), &world.active_cen(PARTNER)))
        .ids(&["InstanceId"])
}

/// A router that the partner may attach to an instance.
fn granted(world: &World) -> (String, String) {
    let (vbr, cen) = (world.vbr(), world.active_cen(PARTNER));
    world.send(&permission(world, "GrantInstanceToCen", &vbr, &cen)).success();
    (vbr, cen)
}

fn revoke(world: &World) -> Scene {
    let (vbr, cen) = granted(world);
    Scene::of(permission(world, "RevokeInstanceFromCen", &vbr, &cen)).ids(&["InstanceId"])
}

fn list_grants(world: &World) -> Scene {
    let (vbr, _) = granted(world);
    let params = [("RegionId", HANGZHOU), ("InstanceId", vbr.as_str()), ("InstanceType", "VBR")];
    Scene::of(world.call("DescribeGrantRulesToCen", &params))
        .ids(&["InstanceId"])
        .option("ResourceGroupId", "rg-none")
        .pages()
}
