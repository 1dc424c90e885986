//! Tables of what every action does in every state, to be read beside the documents.

use crate::support::call::Call;
use crate::support::{Setup, World};

/// Brings a thing into a state.
pub(crate) type Way<T> = fn(&World) -> T;
/// Makes a call about a thing.
pub(crate) type Attempt<T> = fn(&World, &T) -> Call;

/// What a table is made of. `T` is the thing that the actions are about.
pub(crate) struct Matrix<T: 'static> {
    /// The states, each with the way there that a client and an operator would go.
    pub(crate) states: &'static [(&'static str, Way<T>)],
    /// The actions, each with a call that would have something to do.
    pub(crate) actions: &'static [(&'static str, Attempt<T>)],
    /// The state of a thing.
    pub(crate) state: fn(&World, &T) -> String,
}

impl<T> Matrix<T> {
    /// The table with every action in every state, as this one makes the calls.
    pub(crate) fn table(&self, who: fn(Call) -> Call) -> String {
        let mut table = String::new();
        for (state, way) in self.states {
            table.push_str(&format!("{state}\n"));
            for (action, call) in self.actions {
                let world = manual();
                let thing = way(&world);
                assert_eq!((self.state)(&world, &thing), *state);
                let effect = self.effect(&world, &thing, &who(call(&world, &thing)));
                table.push_str(&format!("  {action:<56} {effect}\n"));
            }
        }
        table
    }

    /// What a call does: the refusal, or the state right after it and the one that this ends in.
    fn effect(&self, world: &World, thing: &T, call: &Call) -> String {
        let answer = world.send(call);
        if answer.status != 200 {
            return answer.refusal();
        }
        let at_once = (self.state)(world, thing);
        world.finish();
        let in_the_end = (self.state)(world, thing);
        if at_once == in_the_end { at_once } else { format!("{at_once}, then {in_the_end}") }
    }
}

/// A world in which nothing of the provider's part happens by itself.
pub(crate) fn manual() -> World {
    Setup::default().manual().start()
}

/// The first account's key.
pub(crate) fn by_first(call: Call) -> Call {
    call
}

/// The second account's key.
pub(crate) fn by_second(call: Call) -> Call {
    call.by_partner()
}
