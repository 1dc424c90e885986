//! The engine as its users see it: whole engines over real logs, under a clock that the tests move.

mod audit;
mod clock;
mod commits;
mod connections;
mod faults;
mod golden;
mod health_checks;
mod networks;
mod nodes;
mod orders;
mod recovery;
mod routes;
mod sessions;
mod support;
