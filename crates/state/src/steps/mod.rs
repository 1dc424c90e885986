//! Steps that more than one layer takes: what the provider does to a line whether an operator asks for it or the
//! service goes on by itself, what paying an order leads to, what a new account begins with, and what sessions and
//! health checks see of all that. Each reads a State and stages Changes.

pub mod account;
pub mod billing;
pub mod follow;
pub mod health;
pub mod line;
pub mod session;

use thiserror::Error;

/// Why a step cannot be taken. Nothing has been staged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StepError {
    /// The record is not in a state that the step begins with.
    #[error("{what} is {status}, and {step} is not possible there")]
    WrongState {
        /// The record.
        what: String,
        /// Its state, as on the wire.
        status: String,
        /// The step.
        step: &'static str,
    },
    /// The balance does not cover the order.
    #[error("the balance of account {account} does not cover {amount} fen")]
    NotCovered {
        /// Who was to pay.
        account: xconnect_model::AccountId,
        /// How much, in fen.
        amount: i64,
    },
    /// What the step was told does not fit.
    #[error("{0}")]
    Unfit(String),
}
