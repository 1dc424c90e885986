//! The refusals of the actions on CEN instances, of attaching networks, and of permissions.

mod attach;
mod permissions;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

pub(crate) fn cases() -> Vec<Case> {
    [instances(), attach::cases(), permissions::cases()].into_iter().flatten().collect()
}

/// A call to the Cbn API.
fn cbn(world: &World, action: &str, params: &[(&str, &str)]) -> Call {
    world.call(action, params).with("Version", "2017-09-12")
}

/// An instance of the first account that is being made.
fn unfinished_cen(world: &World) -> String {
    world.send(&cbn(world, "CreateCen", &[])).text("CenId")
}

/// An instance of the first account.
pub(crate) fn cen(world: &World) -> String {
    let cen = unfinished_cen(world);
    world.settle();
    cen
}

/// An instance of the partner.
fn foreign_cen(world: &World) -> String {
    let cen = world.send(&cbn(world, "CreateCen", &[]).by_partner()).text("CenId");
    world.settle();
    cen
}

/// A VPC of the first account in Hangzhou that is being made.
fn unfinished_vpc(world: &World) -> Call {
    world.call("CreateVpc", &[("RegionId", HANGZHOU), ("CidrBlock", "10.0.0.0/8")])
}

/// A VPC of the first account in Hangzhou.
fn vpc(world: &World) -> String {
    let vpc = world.send(&unfinished_vpc(world)).text("VpcId");
    world.settle();
    vpc
}

/// A VPC of the partner in Hangzhou.
fn foreign_vpc(world: &World) -> String {
    let vpc = world.send(&unfinished_vpc(world).by_partner()).text("VpcId");
    world.settle();
    vpc
}

/// A call about a network in Hangzhou and an instance, to be varied and sent.
fn between(world: &World, action: &str, cen: &str, child: &str) -> Call {
    let kind = if child.starts_with("vbr-") { "VBR" } else { "VPC" };
    let params = [
        ("CenId", cen),
        ("ChildInstanceId", child),
        ("ChildInstanceType", kind),
        ("ChildInstanceRegionId", HANGZHOU),
    ];
    cbn(world, action, &params)
}

/// A network that is being attached.
fn attaching(world: &World, cen: &str, child: &str) {
    world.send(&between(world, "AttachCenChildInstance", cen, child)).success();
}

/// A network that is attached.
pub(crate) fn attached(world: &World, cen: &str, child: &str) {
    attaching(world, cen, child);
    world.settle();
}

/// Opens a network in Hangzhou to an instance, to be varied and sent.
fn permission(world: &World, action: &str, instance: &str, cen: &str, owner: &str) -> Call {
    let kind = if instance.starts_with("vbr-") { "VBR" } else { "VPC" };
    let params = [
        ("RegionId", HANGZHOU),
        ("InstanceId", instance),
        ("InstanceType", kind),
        ("CenId", cen),
        ("CenOwnerId", owner),
    ];
    world.call(action, &params)
}

fn own() -> String {
    OWN.to_string()
}

fn partner() -> String {
    PARTNER.to_string()
}

fn instances() -> Vec<Case> {
    const DELETE: &str = "DeleteCen";
    let delete = |world: &World, cen: &str| cbn(world, DELETE, &[("CenId", cen)]);
    vec![
        case(
            "CreateCen",
            400,
            "QuotaExceeded.CenCountExceeded",
            "The number of CEN instances exceeds the quota.",
            |world| {
                for _ in 0..10 {
                    unfinished_cen(world);
                }
                cbn(world, "CreateCen", &[])
            },
        ),
        case(
            DELETE,
            400,
            "ParameterCenInstanceId",
            "The parameter of CEN instance id is illegal.",
            move |world| delete(world, &foreign_cen(world)),
        ),
        case(
            DELETE,
            409,
            "InvalidOperation.CenInstanceStatus",
            "The CEN instance is not in a valid state for the operation.",
            move |world| delete(world, &unfinished_cen(world)),
        ),
        case(
            DELETE,
            409,
            "InvalidOperation.AttachedChildInstanceExist",
            "Operation is invalid because child-instances are attached to the CEN instance.",
            move |world| {
                let cen = cen(world);
                attached(world, &cen, &vpc(world));
                delete(world, &cen)
            },
        ),
    ]
}
