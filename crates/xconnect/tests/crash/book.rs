//! What must be there: the interfaces of one lane once nothing is under way any more, as its client knows
//! them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::write::{Create, Write};

/// An interface, as DescribeRouterInterfaces shows it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Interface {
    pub(crate) router_interface_id: String,
    pub(crate) router_id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) role: String,
    pub(crate) spec: String,
    pub(crate) status: String,
    pub(crate) opposite_router_id: String,
    pub(crate) opposite_interface_id: String,
    /// Blank without a connection.
    pub(crate) opposite_interface_status: String,
    pub(crate) fast_link_mode: bool,
}

/// Interfaces by their ids.
pub(crate) type Interfaces = BTreeMap<String, Interface>;

impl Interface {
    /// Whether it, or the other end, will leave its status by itself: those are called Connecting, Deleting, and so on.
    /// The other end may have stood on a page that was read later, when it had.
    pub(crate) fn is_under_way(&self) -> bool {
        [&self.status, &self.opposite_interface_status].iter().any(|status| status.ends_with("ing"))
    }

    fn is_idle_acceptor(&self) -> bool {
        self.status == "Idle" && self.role == "AcceptingSide"
    }

    /// The other end of a fast link has an id that its creator is not told.
    fn has_known_id(&self) -> bool {
        !self.router_interface_id.starts_with(UNKNOWN)
    }
}

/// What stands for an id until it is known; the initiator's id follows.
const UNKNOWN: &str = "the other end of ";

/// The interfaces, and who is connected with whom. An end stays connected to one that is gone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    interfaces: Interfaces,
    links: BTreeMap<String, String>,
    /// Every id that was ever given out.
    given_out: Vec<String>,
}

impl Book {
    /// What is to be seen.
    pub(crate) fn expected(&self) -> Interfaces {
        let mut expected = self.interfaces.clone();
        for (id, interface) in &mut expected {
            let other = self.links.get(id).map(|other| self.interfaces.get(other));
            interface.opposite_interface_status = match other {
                None => String::new(),
                Some(None) => "Deleted".to_owned(),
                Some(Some(other)) => other.status.clone(),
            };
        }
        expected
    }

    /// Takes the ids that were given out since this was last asked.
    pub(crate) fn take_given_out(&mut self) -> Vec<String> {
        std::mem::take(&mut self.given_out)
    }

    /// The interface with this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Interface> {
        self.interfaces.values().find(|one| one.name == name)
    }

    /// Interfaces in one of these states.
    pub(crate) fn in_status(&self, statuses: &[&str]) -> Vec<&Interface> {
        let fits = |one: &&Interface| one.has_known_id() && statuses.contains(&one.status.as_str());
        self.interfaces.values().filter(fits).collect()
    }

    /// Acceptors that may still be connected.
    pub(crate) fn open_acceptors(&self) -> Vec<&Interface> {
        self.interfaces.values().filter(|one| one.is_idle_acceptor()).collect()
    }

    /// Idle initiators and the idle acceptors that they are for; those that the acceptor knows already, or
    /// those that nobody has told it of.
    pub(crate) fn couples(&self, introduced: bool) -> Vec<(&Interface, &Interface)> {
        let idle =
            self.interfaces.values().filter(|one| one.status == "Idle" && one.role == "InitiatingSide");
        let couple = |one: &Interface| {
            let other = self.interfaces.get(&one.opposite_interface_id)?;
            let expected = if introduced { one.router_interface_id.as_str() } else { "" };
            (other.is_idle_acceptor() && other.opposite_interface_id == expected).then_some(other)
        };
        idle.filter_map(|one| Some((one, couple(one)?))).collect()
    }

    /// Notes a write that was done; `made` is the id that it was answered with, if it made something.
    pub(crate) fn note(&mut self, write: &Write, made: &str) {
        match write {
            Write::Create(create) => self.create(create, made),
            Write::Rename { id, name } => self.at(id).name.clone_from(name),
            Write::Introduce { id, other } => self.at(id).opposite_interface_id.clone_from(other),
            Write::Connect { id } => {
                let other = self.at(id).opposite_interface_id.clone();
                self.connect(id, &other);
            }
            Write::Deactivate { id } => self.at(id).status = "Inactive".to_owned(),
            Write::Activate { id } => self.at(id).status = "Active".to_owned(),
            Write::Delete { id } => {
                self.interfaces.remove(id);
                self.links.remove(id);
            }
        }
    }

    /// Learns the ids of other ends of fast links.
    pub(crate) fn learn(&mut self, found: &Interfaces) {
        let unknown = self.interfaces.values().filter(|one| !one.has_known_id());
        let learnt = unknown.filter_map(|one| {
            let is_it = |other: &&Interface| {
                other.fast_link_mode
                    && other.role == one.role
                    && other.opposite_interface_id == one.opposite_interface_id
            };
            let id = found.values().find(is_it)?.router_interface_id.clone();
            Some((one.router_interface_id.clone(), id))
        });
        for (unknown, id) in learnt.collect::<Vec<_>>() {
            self.replace(&unknown, &id);
            self.given_out.push(id);
        }
    }

    fn at(&mut self, id: &str) -> &mut Interface {
        self.interfaces.get_mut(id).unwrap_or_else(|| panic!("{id} is not in the book"))
    }

    fn create(&mut self, create: &Create, id: &str) {
        let interface = Interface {
            router_interface_id: id.to_owned(),
            router_id: create.router.clone(),
            name: create.name.clone(),
            description: format!("about {}", create.name),
            role: create.role().to_owned(),
            spec: create.spec().to_owned(),
            status: "Idle".to_owned(),
            opposite_router_id: create.opposite_router.clone(),
            opposite_interface_id: create.opposite.clone().unwrap_or_default(),
            opposite_interface_status: String::new(),
            fast_link_mode: create.fast_link,
        };
        self.given_out.push(id.to_owned());
        if create.fast_link {
            let other_id = format!("{UNKNOWN}{id}");
            let other = Interface {
                router_interface_id: other_id.clone(),
                router_id: create.opposite_router.clone(),
                opposite_router_id: create.router.clone(),
                opposite_interface_id: id.to_owned(),
                name: String::new(),
                description: String::new(),
                role: "AcceptingSide".to_owned(),
                spec: "Negative".to_owned(),
                ..interface.clone()
            };
            let interface = Interface { opposite_interface_id: other_id.clone(), ..interface };
            self.interfaces.insert(id.to_owned(), interface);
            self.interfaces.insert(other_id.clone(), other);
            self.connect(id, &other_id);
        } else {
            self.interfaces.insert(id.to_owned(), interface);
        }
    }

    fn connect(&mut self, one: &str, other: &str) {
        for (end, opposite) in [(one, other), (other, one)] {
            self.at(end).status = "Active".to_owned();
            self.links.insert(end.to_owned(), opposite.to_owned());
        }
    }

    fn replace(&mut self, unknown: &str, id: &str) {
        let rename = |text: &mut String| {
            if text == unknown {
                id.clone_into(text);
            }
        };
        let interfaces = std::mem::take(&mut self.interfaces);
        self.interfaces.extend(interfaces.into_values().map(|mut interface| {
            rename(&mut interface.router_interface_id);
            rename(&mut interface.opposite_interface_id);
            (interface.router_interface_id.clone(), interface)
        }));
        let links = std::mem::take(&mut self.links);
        self.links.extend(links.into_iter().map(|(mut end, mut opposite)| {
            rename(&mut end);
            rename(&mut opposite);
            (end, opposite)
        }));
    }
}
