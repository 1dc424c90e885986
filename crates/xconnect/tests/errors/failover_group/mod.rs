//! The refusals of the three actions on failover groups.

use xconnect_model::physical_connection::Port;

use crate::case::{Case, case};
use crate::cen::{attached, cen};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

const CREATE: &str = "CreateVbrHa";

pub(crate) fn cases() -> Vec<Case> {
    groups().into_iter().chain(routers()).collect()
}

/// Two routers of the first account on lines that end at two devices.
fn pair(world: &World) -> [String; 2] {
    ["device-1", "device-2"].map(|device| {
        let line = world.bare_line(OWN);
        world.edit_line(&line, move |line| {
            line.port = Some(Port { device: device.into(), number: 1, ..Port::default() });
        });
        world.vbr_on(&line, "1")
    })
}

/// Two routers that can be a group.
fn attached_pair(world: &World) -> [String; 2] {
    let (pair, cen) = (pair(world), cen(world));
    for vbr in &pair {
        attached(world, &cen, vbr);
    }
    pair
}

/// The two routers of a group.
pub(crate) fn group(world: &World) -> [String; 2] {
    let pair = attached_pair(world);
    world.send(&create(world, &pair)).success();
    world.settle();
    pair
}

fn create(world: &World, [vbr, peer]: &[String; 2]) -> Call {
    world.call(CREATE, &[("RegionId", HANGZHOU), ("VbrId", vbr), ("PeerVbrId", peer)])
}

fn groups() -> Vec<Case> {
    let no_group = |action: &'static str, parameter: &'static str| {
        case(action, 404, "ResourceNotFound.VbrHa", "The VBR HA resource is not found.", move |world| {
            world.call(action, &[("RegionId", HANGZHOU), (parameter, "vbrha-none")])
        })
    };
    vec![no_group("DescribeVbrHa", "VbrHaId"), no_group("DeleteVbrHa", "InstanceId")]
}

fn routers() -> Vec<Case> {
    vec![
        case(CREATE, 404, "ResourceNotFound.Vbr", "The VBR resource is not found.", |world| {
            create(world, &attached_pair(world)).with("PeerVbrId", "vbr-none")
        }),
        case(
            CREATE,
            400,
            "OperationFailed.VbrAliUidNotConsistent",
            "The VBR and the peer VBR belong to different AliUids.",
            |world| create(world, &[world.vbr(), world.foreign_vbr()]),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrInUsedByOtherHa",
            "The VBR is used by another VBR HA.",
            |world| create(world, &group(world)),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrCenNotRelation",
            "The VBR is not attached to any CEN.",
            |world| create(world, &pair(world)),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrCenNotConsistent",
            "The VBR and the peer VBR are attached to different CENs.",
            |world| {
                let pair = pair(world);
                for vbr in &pair {
                    attached(world, &cen(world), vbr);
                }
                create(world, &pair)
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrAccessDeviceSame",
            "The VBR and the peer VBR are in the same device.",
            |world| {
                let pair = attached_pair(world);
                let line = world.state().virtual_border_router(&pair[1]).unwrap().line.to_string();
                world.edit_line(&line, |line| line.port.as_mut().unwrap().device = "device-1".into());
                create(world, &pair)
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrBgpPeerNotEnableBfd",
            "The VBR BGP has not enabled BFD.",
            |world| {
                let pair = attached_pair(world);
                crate::bgp::peer(world, &crate::bgp::group(world, &pair[1]));
                create(world, &pair)
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.VbrBandWidthExceed",
            "The VBR bandwidth exceeds the limit.",
            |world| {
                let pair = attached_pair(world);
                world.edit_account(OWN, |own| {
                    own.quotas.insert("vbr_ha_bandwidth_mbps".into(), 500);
                });
                create(world, &pair)
            },
        ),
    ]
}
