//! Letters of authorisation, and orders for lines.

use xconnect_model::physical_connection::{Loa, LoaStatus, Status, VpconnStatus};
use xconnect_state::steps::line::LineStep;

use super::Scenes;
use crate::list::List;
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN};

pub(super) const SCENES: Scenes = &[
    ("ApplyPhysicalConnectionLOA", apply),
    ("CompletePhysicalConnectionLOA", complete),
    ("DescribePhysicalConnectionLOA", describe),
    ("CreatePhysicalConnectionOccupancyOrder", occupy),
    ("CreatePhysicalConnectionSetupOrder", set_up),
];

/// The people that a letter names.
fn engineers() -> List {
    let person = |place: usize| {
        vec![
            ("PMName", format!("Li Si {place}")),
            ("PMCertificateType", "Passport".to_owned()),
            ("PMCertificateNo", format!("E1234567{place}")),
            ("PMGender", "Male".to_owned()),
            ("PMContactInfo", "13900001111".to_owned()),
        ]
    };
    List::new("PMInfo", 16, person).required()
}

fn apply(world: &World) -> Scene {
    let line = world.line_in(Status::Allocated);
    Scene::of(world.letter_for(&line))
        .ids(&["InstanceId"])
        .option("Bandwidth", 100)
        .option("PeerLocation", "Wensan Road 1")
        .refused("ConstructionTime: a day alone", &[("ConstructionTime", "2026-12-28")])
        .refused("ConstructionTime: no such day", &[("ConstructionTime", "2026-02-30T16:00:00Z")])
        .list(engineers())
}

/// A line with a letter that has been issued.
fn with_letter(world: &World) -> String {
    let line = world.line_in(Status::Allocated);
    let letter = world.letter_for(&line);
    world.send(&letter.with("PMInfo.1.PMCertificateType", "IDCard")).success();
    world.operate(&line, LineStep::AcceptLoa);
    world.operate(&line, LineStep::IssueLoa("公司".into()));
    line
}

fn complete(world: &World) -> Scene {
    let line = with_letter(world);
    Scene::of(world.on_letter("CompletePhysicalConnectionLOA", &line))
        .ids(&["InstanceId"])
        .option("LineCode", "code-1")
        .option("LineLabel", "label-1")
        .option("LineServiceProvider", "carrier")
        .option("LineSPContactInfo", "13900001111")
        .option("FinishWork", "false")
}

fn describe(world: &World) -> Scene {
    let line = with_letter(world);
    let said = world.on_letter("CompletePhysicalConnectionLOA", &line);
    let said = said.with("LineCode", "code-1").with("LineLabel", "label-1");
    world.send(&said.with("LineServiceProvider", "carrier").with("LineSPContactInfo", "139")).success();
    let scene = Scene::of(world.on_letter("DescribePhysicalConnectionLOA", &line))
        .ids(&["InstanceId"])
        .option("ClientToken", "a-token");
    LoaStatus::ALL.into_iter().fold(scene, |scene, status| {
        let line = world.bare_line(OWN);
        world.edit_line(&line, move |line| {
            line.loa = Some(Loa { status, reason: "no such company".into(), ..Loa::default() });
        });
        scene.accepted(&format!("{} letter", status.as_str()), &[("InstanceId", &line)])
    })
}

fn occupy(world: &World) -> Scene {
    let line = world.line_in(Status::Allocated);
    let shared = super::physical_connection::rented(world);
    world.edit_line(&shared, |line| {
        line.status = Status::Allocated;
        if let Some(shared) = &mut line.shared {
            shared.status = VpconnStatus::Confirmed;
        }
    });
    Scene::of(world.on_line("CreatePhysicalConnectionOccupancyOrder", &line))
        .ids(&["PhysicalConnectionId"])
        .option("Period", 1)
        .option("InstanceChargeType", "PrePaid")
        .option("AutoPay", "true")
        .option("PricingCycle", "Month")
        .option("AutoRenew", "true")
        .option("AutoRenewDuration", 1)
        .refused("Period: 10 months", &[("Period", "10")])
        .refused("Period: 6 years", &[("Period", "6"), ("PricingCycle", "Year")])
        .refused("InstanceChargeType: PostPaid", &[("InstanceChargeType", "PostPaid")])
        .accepted("Period: 9 months", &[("Period", "9")])
        .accepted("Period: 5 years", &[("Period", "5"), ("PricingCycle", "Year")])
        .accepted("for a shared line", &[("PhysicalConnectionId", &shared)])
}

fn set_up(world: &World) -> Scene {
    let other = world.line_in(Status::Enabled);
    let params = [("RegionId", HANGZHOU), ("AccessPointId", HANGZHOU_POINT), ("LineOperator", "CT")];
    Scene::of(world.call("CreatePhysicalConnectionSetupOrder", &params))
        .option("PortType", "1000Base-LX")
        .option("RedundantPhysicalConnectionId", other)
        .option("AutoPay", "true")
}
