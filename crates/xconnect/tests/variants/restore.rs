//! A State as it was before, so that the next variant finds what the one before has found.

use xconnect_state::{Draft, Record, State};

use crate::support::World;

/// Puts every record back as it was. No time has passed since.
pub(crate) fn to(world: &World, was: &State) {
    let was = was.clone();
    world.edit(move |now, draft| {
        for record in now.since(0) {
            let Some((kind, seq)) = record.place() else { continue };
            match was.record(kind, seq) {
                None => delete(draft, &record),
                Some(old) if old != record => draft.put(old),
                Some(_) => {}
            }
        }
        for record in was.since(0) {
            if record.place().is_some_and(|(kind, seq)| now.record(kind, seq).is_none()) {
                draft.put(record);
            }
        }
    });
}

macro_rules! delete {
    ($draft:ident, $record:ident, $($kind:ident)*) => {
        match $record {
            $(Record::$kind(row) => $draft.delete(row.as_ref()),)*
            Record::Clock(_) => {}
        }
    };
}

#[rustfmt::skip]
fn delete(draft: &mut Draft<'_>, record: &Record) {
    delete!(draft, record,
        Account AccessKey ResourceGroup Vpc VSwitch RouteTable VirtualBorderRouter RouterInterface Order Token
        AccessPoint OwnRegion PhysicalConnection VbrHa Cen CenAttachment CenGrant NextHopTarget RouteEntry BgpGroup
        BgpPeer BgpNetwork CustomerRouter
    );
}
