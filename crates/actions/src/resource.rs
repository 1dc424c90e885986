//! Resources of any kind, as tags and resource groups see them: found by type and id, changed in one
//! attribute.

use std::sync::Arc;

use xconnect_model::{AccountId, RegionId, ResourceGroupId, Tag};
use xconnect_state::{Query, Record, Row, State, Table};
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;
use crate::physical_connection::common as physical_connection;
use crate::router_interface::common as router_interface;

/// What `ResourceType` can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResourceType {
    Vpc,
    VSwitch,
    RouteTable,
    RouterInterface,
    VirtualBorderRouter,
    PhysicalConnection,
}

/// A record that has an owner, a place, tags, and a resource group.
pub(crate) trait Resource {
    fn id(&self) -> &str;
    fn account(&self) -> AccountId;
    fn region(&self) -> &RegionId;
    fn tags(&self) -> &[Tag];

    /// The record with other tags.
    fn with_tags(&self, tags: Vec<Tag>) -> Record;

    /// The record in another resource group, spelled as records store it.
    fn in_group(&self, group: ResourceGroupId) -> Record;
}

impl ResourceType {
    /// Every type.
    pub(crate) const ALL: &[Self] = &[
        Self::Vpc,
        Self::VSwitch,
        Self::RouteTable,
        Self::RouterInterface,
        Self::VirtualBorderRouter,
        Self::PhysicalConnection,
    ];

    /// The wire's spelling.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Vpc => "VPC",
            Self::VSwitch => "VSWITCH",
            Self::RouteTable => "ROUTETABLE",
            Self::RouterInterface => "ROUTERINTERFACE",
            Self::VirtualBorderRouter => "VIRTUALBORDERROUTER",
            Self::PhysicalConnection => "PHYSICALCONNECTION",
        }
    }

    /// Reads the wire's spelling in any letter case; only these types are known.
    pub(crate) fn parse(text: &str, known: &[Self]) -> Option<Self> {
        known.iter().copied().find(|kind| kind.as_str().eq_ignore_ascii_case(text))
    }

    /// The caller's resource with this id in this region. Other accounts' resources do not exist for it.
    pub(crate) fn own<'s>(
        self,
        context: &Context<'s>,
        region: &RegionId,
        id: &str,
    ) -> Option<&'s dyn Resource> {
        let found = self.with_id(context.state, id)?;
        (found.account() == context.caller.account && found.region() == region).then_some(found)
    }

    /// The caller's resource, to be changed: it has to be there, and not be locked by risk control.
    pub(crate) fn own_to_change<'s>(
        self,
        context: &Context<'s>,
        region: &RegionId,
        id: &str,
        missing: &'static ErrorSpec,
    ) -> Result<&'s dyn Resource, ApiError> {
        let resource = self.own(context, region, id).ok_or(missing)?;
        let state = context.state;
        match self {
            Self::RouterInterface => {
                state
                    .router_interface(id)
                    .map_or(Ok(()), |one| router_interface::check_security_lock(one))?;
            }
            Self::PhysicalConnection => check_line(state, id)?,
            Self::VirtualBorderRouter => {
                let vbr = state.virtual_border_router(id);
                vbr.map_or(Ok(()), |vbr| check_line(state, vbr.line.as_str()))?;
            }
            Self::Vpc | Self::VSwitch | Self::RouteTable => {}
        }
        Ok(resource)
    }
}

/// Ties the types that have records to their tables and to the function that finds one by its id.
macro_rules! resources {
    ($($kind:ident: $table:ident, $find:ident;)*) => {
        $(impl Resource for xconnect_model::$kind {
            fn id(&self) -> &str {
                self.id.as_str()
            }

            fn account(&self) -> AccountId {
                self.account
            }

            fn region(&self) -> &RegionId {
                &self.region
            }

            fn tags(&self) -> &[Tag] {
                &self.tags
            }

            fn with_tags(&self, tags: Vec<Tag>) -> Record {
                Self { tags, ..self.clone() }.into()
            }

            fn in_group(&self, resource_group: ResourceGroupId) -> Record {
                Self { resource_group, ..self.clone() }.into()
            }
        })*

        impl ResourceType {
            fn with_id<'s>(self, state: &'s State, id: &str) -> Option<&'s dyn Resource> {
                match self {
                    $(Self::$kind => state.$find(id).map(|found| found.as_ref() as &dyn Resource),)*
                }
            }

            /// The resources that a query of this type's table finds: at most `limit` after the first `skip`.
            pub(crate) fn page<'s>(
                self,
                state: &'s State,
                query: &Query,
                skip: usize,
                limit: usize,
            ) -> Vec<&'s dyn Resource> {
                match self {
                    $(Self::$kind => page(&state.$table, query, skip, limit),)*
                }
            }
        }
    };
}

resources! {
    Vpc: vpcs, vpc;
    VSwitch: vswitches, vswitch;
    RouteTable: route_tables, route_table;
    RouterInterface: router_interfaces, router_interface;
    VirtualBorderRouter: virtual_border_routers, virtual_border_router;
    PhysicalConnection: physical_connections, physical_connection;
}

fn check_line(state: &State, line: &str) -> Result<(), ApiError> {
    state.physical_connection(line).map_or(Ok(()), |line| physical_connection::check_security_lock(line))
}

fn page<'s, R: Row + Resource>(
    table: &'s Table<R>,
    query: &Query,
    skip: usize,
    limit: usize,
) -> Vec<&'s dyn Resource> {
    let found = table.page(query, skip, limit).rows.into_iter();
    found.map(|row: &'s Arc<R>| row.as_ref() as &dyn Resource).collect()
}
