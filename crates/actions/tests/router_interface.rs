//! Router interfaces as pure functions: a first pair.

mod support;

use support::World;

#[test]
fn an_interface_needs_a_router() {
    let mut world = World::new();
    let refused = world.refused(
        "CreateRouterInterface",
        &[
            ("RegionId", "cn-hangzhou"),
            ("OppositeRegionId", "cn-beijing"),
            ("Role", "InitiatingSide"),
            ("Spec", "Large.2"),
            ("RouterType", "VRouter"),
            ("RouterId", "vrt-none"),
        ],
    );
    assert_eq!(refused, "404 InvalidRouterId.NotFound");
}
