//! The scenes, family by family.

mod bgp;
mod border_router;
mod cen;
mod failover_group;
mod line_paperwork;
mod neighbours;
mod network;
mod physical_connection;
mod region;
mod resource_group;
mod route;
mod router_interface;
mod shared_line;
mod tagging;

use xconnect_actions::declare::Entry;

use crate::catalogue;
use crate::scene::Scene;
use crate::support::{Setup, World};

/// An action with its scene.
pub(crate) struct Play {
    pub(crate) entry: &'static Entry,
    pub(crate) scene: fn(&World) -> Scene,
}

impl Play {
    pub(crate) fn name(&self) -> String {
        catalogue::name_of(self.entry)
    }

    /// A server on which nothing happens by itself.
    pub(crate) fn setup(&self) -> Setup {
        Setup::default().manual()
    }
}

/// The scene of each action of a family.
type Scenes = &'static [(&'static str, fn(&World) -> Scene)];

/// Every action with its scene. A scene that is given for no action is a mistake.
pub(crate) fn all() -> Vec<Play> {
    let families: [Scenes; 14] = [
        router_interface::SCENES,
        physical_connection::SCENES,
        line_paperwork::SCENES,
        shared_line::SCENES,
        border_router::SCENES,
        route::SCENES,
        bgp::SCENES,
        failover_group::SCENES,
        cen::SCENES,
        region::SCENES,
        network::SCENES,
        tagging::SCENES,
        resource_group::SCENES,
        neighbours::SCENES,
    ];
    let entry = |name: &str| {
        let mut entries = xconnect_actions::all();
        entries
            .find(|entry| catalogue::name_of(entry) == name)
            .unwrap_or_else(|| panic!("there is no {name}"))
    };
    let scenes = families.into_iter().flatten();
    scenes.map(|(name, scene)| Play { entry: entry(name), scene: *scene }).collect()
}
