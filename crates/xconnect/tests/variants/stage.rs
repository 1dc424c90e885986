//! Where the variants of an action are tried: a server whose State is put back after each that has changed it.

use std::collections::{BTreeMap, BTreeSet};

use xconnect_actions::declare::Run;
use xconnect_state::State;

use crate::exceptions::Exception;
use crate::scenes::Play;
use crate::support::World;
use crate::support::call::Request;
use crate::support::client::{Answer, Connection};
use crate::variant::{Law, Variant};
use crate::{Outcome, baseline, exceptions, generate, laws, restore};

/// Sends requests on one connection, as long as the server keeps it open.
struct Stage {
    world: World,
    connection: Connection,
    nonce: usize,
}

/// Tries all variants of an action.
pub(crate) fn run(play: &Play) -> Outcome {
    let world = play.setup().start();
    let scene = (play.scene)(&world);
    world.rest();
    let variants = generate::variants(play.entry, &scene);
    let mut stage = Stage { connection: world.connect(), world, nonce: 0 };
    let (mut outcomes, mut problems) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
    let (mut nothing, mut seen_in_xml) = (Vec::new(), BTreeSet::new());
    for variant in &variants {
        let (answer, mut found) = stage.try_out(play, variant, &mut seen_in_xml);
        let outcome = laws::outcome(&answer);
        if variant.law == Law::Nothing {
            nothing.push(outcome.clone());
        }
        let broken = laws::broken(play.entry, variant.law, &outcome, &nothing);
        match exceptions::reason(&play.name(), &variant.name) {
            Exception::None => found.extend(broken.map(|problem| format!("{problem}: {}", answer.body))),
            Exception::Of(reason) if broken.is_none() => {
                found.push(format!("an exception that is none any more: {reason}"));
            }
            Exception::Of(_) | Exception::General => {}
        }
        let is_told = |id: &str| scene.good(id).is_some_and(|good| answer.body.contains(&good));
        if variant.law == Law::LikeNothing && answer.status == 200 && scene.ids.iter().any(|id| is_told(id)) {
            found.push(format!("another account is told: {}", answer.body));
        }
        outcomes.push((variant.name.clone(), outcome));
        if !found.is_empty() {
            problems.entry(variant.name.clone()).or_default().extend(found);
        }
    }
    for (name, difference) in baseline::differences(play.entry, &outcomes) {
        problems.entry(name).or_default().push(difference);
    }
    stage.world.stop();
    let generated = variants.len();
    let failed = problems.len().min(generated);
    let told = problems
        .into_iter()
        .flat_map(|(name, found)| found.into_iter().map(move |problem| format!("{name}: {problem}")));
    Outcome { generated, failed, problems: told.collect() }
}

impl Stage {
    /// The answer to a variant, and what is wrong with it by itself. Afterwards the State is as it was.
    fn try_out(
        &mut self,
        play: &Play,
        variant: &Variant,
        seen_in_xml: &mut BTreeSet<String>,
    ) -> (Answer, Vec<String>) {
        let mut problems = Vec::new();
        let before = self.world.state();
        let request = variant.request(self.next());
        let answer = self.exchange(request);
        problems.extend((!is_xml(&answer)).then(|| laws::wrong(play.entry, &answer)).flatten());
        let changed = self.world.state() != before;
        if changed && (answer.status != 200 || matches!(play.entry.run, Run::Read(_))) {
            problems.push("the State has changed".to_owned());
        }
        if changed {
            self.put_back(&before);
        }
        // A refusal says the same whatever it is about, so that one of each kind is enough.
        if !is_xml(&answer) && (answer.status == 200 || seen_in_xml.insert(laws::outcome(&answer))) {
            let before = self.world.state();
            let request = variant.in_xml(self.next());
            let repeated = self.exchange(request);
            if self.world.state() != before {
                self.put_back(&before);
            }
            // ACS3 has no XML.
            if is_xml(&repeated) {
                problems.extend(laws::differing(play.entry, &answer, &repeated));
            }
        }
        (answer, problems)
    }

    fn next(&mut self) -> usize {
        self.nonce += 1;
        self.nonce
    }

    /// Sends a request; on a new connection where the server has had enough of the old one.
    fn exchange(&mut self, request: Request) -> Answer {
        self.connection.write(&request.bytes());
        self.connection.receive().unwrap_or_else(|| {
            self.connection = self.world.connect();
            self.connection.exchange(&request)
        })
    }

    /// Makes the State what it was, with all that follows from it by itself.
    fn put_back(&self, was: &State) {
        self.world.rest();
        restore::to(&self.world, was);
        self.world.rest();
    }
}

fn is_xml(answer: &Answer) -> bool {
    answer.body.starts_with('<')
}
