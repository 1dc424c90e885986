//! What changes are meant to lead to: the State once everything has settled that they begin.

use xconnect_model::bgp::{BgpEvent, BgpStatus};
use xconnect_model::border_router::{VbrEvent, VbrStatus};
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::network::NetworkStatus;
use xconnect_model::physical_connection::{Status as LineStatus, Work};
use xconnect_model::route::RouteStatus;
use xconnect_model::router_interface::Status;
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{
    BgpNetwork, CenAttachment, PhysicalConnection, RouteEntry, RouterInterface, VSwitch, VbrHa,
    VirtualBorderRouter, Vpc,
};
use xconnect_state::{Change, Kind, Record, State};

/// The State after changes, with all that they set going at its end: what is being made is there, what is being deleted
/// is gone. Sessions and probes, which others decide about, stay as they are.
pub fn intended(state: &State, changes: &[Change]) -> State {
    let mut state = state.clone();
    state.apply(changes);
    let ends: Vec<Change> = changes.iter().filter_map(end_of).collect();
    state.apply(&ends);
    state
}

fn end_of(change: &Change) -> Option<Change> {
    let Change::Put(record) = change else { return None };
    match record {
        Record::Vpc(vpc) if vpc.status == NetworkStatus::Pending => {
            put(Vpc { status: NetworkStatus::Available, ..Vpc::clone(vpc) })
        }
        Record::VSwitch(vswitch) if vswitch.status == NetworkStatus::Pending => {
            put(VSwitch { status: NetworkStatus::Available, ..VSwitch::clone(vswitch) })
        }
        Record::RouteEntry(entry) => match entry.status {
            RouteStatus::Available => None,
            RouteStatus::Deleting => gone(Kind::RouteEntry, entry.seq),
            RouteStatus::Pending | RouteStatus::Modifying => {
                put(RouteEntry { status: RouteStatus::Available, ..RouteEntry::clone(entry) })
            }
        },
        Record::RouterInterface(interface) => {
            let status = match interface.status {
                Status::Idle | Status::Active | Status::Inactive => return None,
                Status::Deleting => return gone(Kind::RouterInterface, interface.seq),
                Status::Deactivating => Status::Inactive,
                Status::AcceptingConnecting | Status::Connecting | Status::Activating | Status::Modifying => {
                    Status::Active
                }
            };
            put(RouterInterface { status, ..RouterInterface::clone(interface) })
        }
        Record::VirtualBorderRouter(vbr) => {
            let event = match vbr.status {
                VbrStatus::Unconfirmed | VbrStatus::Active | VbrStatus::Terminated => return None,
                VbrStatus::Terminating => VbrEvent::Terminated,
                VbrStatus::Recovering => VbrEvent::Recovered,
                VbrStatus::Deleting => return gone(Kind::VirtualBorderRouter, vbr.seq),
            };
            vbr.status
                .on(event)
                .and_then(|status| put(VirtualBorderRouter { status, ..VirtualBorderRouter::clone(vbr) }))
        }
        Record::PhysicalConnection(line) => {
            let status = match (line.status, line.work) {
                (LineStatus::Terminating, _) => LineStatus::Terminated,
                (_, Some(Work::Enabling(_) | Work::Recovering(_))) => LineStatus::Enabled,
                (_, None) => return None,
            };
            put(PhysicalConnection { status, work: None, ..PhysicalConnection::clone(line) })
        }
        Record::CenAttachment(attachment) => match attachment.status {
            CenAttachmentStatus::Attached => None,
            CenAttachmentStatus::Detaching => gone(Kind::CenAttachment, attachment.seq),
            CenAttachmentStatus::Attaching => {
                let status = CenAttachmentStatus::Attached;
                put(CenAttachment { status, ..CenAttachment::clone(attachment) })
            }
        },
        Record::VbrHa(group) if group.status == VbrHaStatus::Creating => {
            put(VbrHa { status: VbrHaStatus::Active, ..VbrHa::clone(group) })
        }
        Record::BgpNetwork(network) if network.status == BgpStatus::Deleting => {
            gone(Kind::BgpNetwork, network.seq)
        }
        Record::BgpNetwork(network) => network
            .status
            .on(BgpEvent::Done)
            .and_then(|status| put(BgpNetwork { status, ..BgpNetwork::clone(network) })),
        _ => None,
    }
}

fn put(record: impl Into<Record>) -> Option<Change> {
    Some(Change::Put(record.into()))
}

fn gone(kind: Kind, seq: u64) -> Option<Change> {
    Some(Change::Delete { kind, seq, label: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_after(status: RouteStatus) -> Option<RouteStatus> {
        let entry = RouteEntry { seq: 1, id: "rte-1".into(), status, ..RouteEntry::default() };
        let state = intended(&State::default(), &[Change::Put(entry.into())]);
        state.route_entry("rte-1").map(|entry| entry.status)
    }

    #[test]
    fn what_is_made_is_there_and_what_is_deleted_is_gone() {
        assert_eq!(status_after(RouteStatus::Pending), Some(RouteStatus::Available));
        assert_eq!(status_after(RouteStatus::Deleting), None);
        let vbr = VirtualBorderRouter {
            id: "vbr-1".into(),
            status: VbrStatus::Terminating,
            ..VirtualBorderRouter::default()
        };
        let state = intended(&State::default(), &[Change::Put(vbr.into())]);
        assert_eq!(state.virtual_border_router("vbr-1").unwrap().status, VbrStatus::Terminated);
    }
}
