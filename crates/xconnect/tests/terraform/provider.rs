//! The provider as a client: two dialects, its tokens, and how it waits.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use xconnect_engine::clock::Wall;

use super::answer::{Failure, judge, text};
use crate::support::World;
use crate::support::client::Connection;
use crate::support::records::HANGZHOU;

/// Between two looks at what it waits for, on the service's clock.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);
/// Characters that it leaves of a token.
const TOKEN: usize = 64;
/// How often a call is sent again before it gives up, which takes it minutes.
const RETRIES: usize = 20;

/// The provider, configured for a region with an access key.
pub(crate) struct Provider<'w> {
    pub(crate) world: &'w World,
    connection: RefCell<Connection>,
    pub(crate) region: &'static str,
    key: (&'static str, &'static str),
    version: &'static str,
}

/// What a call has led to.
pub(crate) type Outcome = Result<Value, Failure>;

impl<'w> Provider<'w> {
    /// For the first account, in Hangzhou.
    pub(crate) fn new(world: &'w World) -> Self {
        let connection = RefCell::new(world.connect());
        let key = ("testid", "testsecret");
        Self { world, connection, region: HANGZHOU, key, version: "2016-04-28" }
    }

    /// The same in another region: a second `provider` block with an alias.
    pub(crate) fn in_region(world: &'w World, region: &'static str) -> Self {
        Self { region, ..Self::new(world) }
    }

    /// The same for the partner.
    pub(crate) fn of_partner(world: &'w World) -> Self {
        Self { key: ("partnerid", "partnersecret"), ..Self::new(world) }
    }

    /// The same towards another product.
    pub(crate) fn product(world: &'w World, version: &'static str) -> Self {
        Self { version, ..Self::new(world) }
    }

    /// The newer dialect: system parameters in the query, all others in the form.
    pub(crate) fn tea(&self, action: &str, form: &[(&str, &str)]) -> Outcome {
        self.tea_with(action, &[], form)
    }

    /// The newer dialect with some parameters in the query.
    pub(crate) fn tea_with(&self, action: &str, query: &[(&str, &str)], form: &[(&str, &str)]) -> Outcome {
        let call = self.world.call(action, query).key(self.key.0, self.key.1);
        let call = call.with("Version", self.version).with("Format", "json");
        let call = call.header("x-acs-action", action).header("x-acs-version", self.version);
        let call = call.form("RegionId", self.region);
        let call = form.iter().fold(call, |call, (name, value)| call.form(name, value));
        let answer = self.connection.borrow_mut().exchange(&call.signed());
        judge(answer.status, &answer.body)
    }

    /// The older dialect: everything in the query, a blank `SignatureType` that is signed, and an empty form.
    pub(crate) fn old(&self, action: &str, params: &[(&str, &str)]) -> Outcome {
        let call = self.world.call(action, &[("RegionId", self.region)]).key(self.key.0, self.key.1);
        let call = call.with("Version", self.version).with("SignatureType", "");
        let call = call.header("x-sdk-client", "golang/1.0.0").header("x-sdk-invoke-type", "normal");
        let call = call.header("Content-Type", "application/x-www-form-urlencoded");
        let call = call.header("Accept-Encoding", "identity");
        let call = params.iter().fold(call, |call, (name, value)| call.with(name, value));
        let answer = self.connection.borrow_mut().exchange(&call.signed());
        judge(answer.status, &answer.body)
    }

    /// A call of the newer dialect with a token, which has to succeed. It is sent twice, as after an answer that was
    /// lost: the second answer has to be the first.
    #[track_caller]
    pub(crate) fn create(&self, action: &str, form: &[(&str, &str)]) -> Value {
        let token = self.token(action);
        let form = [form, &[("ClientToken", token.as_str())]].concat();
        let first = self.tea(action, &form).unwrap_or_else(|failure| panic!("{action}: {failure:?}"));
        let again = self.tea(action, &form).unwrap_or_else(|failure| panic!("{action} again: {failure:?}"));
        let without_id = |mut answer: Value| {
            answer["RequestId"].take();
            answer
        };
        assert_eq!(without_id(first.clone()), without_id(again), "{action} with one token");
        first
    }

    /// A call of the newer dialect that has to succeed.
    #[track_caller]
    pub(crate) fn change(&self, action: &str, form: &[(&str, &str)]) -> Value {
        self.tea(action, form).unwrap_or_else(|failure| panic!("{action}: {failure:?}"))
    }

    /// A call of the older dialect that has to succeed.
    #[track_caller]
    pub(crate) fn change_old(&self, action: &str, params: &[(&str, &str)]) -> Value {
        self.old(action, params).unwrap_or_else(|failure| panic!("{action}: {failure:?}"))
    }

    /// A call that is sent again, with the same token, as long as it fails for one of these reasons.
    #[track_caller]
    pub(crate) fn retried(&self, codes: &[&str], mut call: impl FnMut() -> Outcome) -> Outcome {
        for _ in 0..RETRIES {
            match call() {
                Err(failure) if failure.is_one_of(codes) || failure.is_retried_everywhere() => {
                    self.pause(BETWEEN_LOOKS);
                }
                outcome => return outcome,
            }
        }
        panic!("it has given up")
    }

    /// What the provider makes a token of: long names leave nothing of what makes it unique.
    pub(crate) fn token(&self, action: &str) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let seconds = self.world.wall().now().0 / 1_000;
        let next = NEXT.fetch_add(1, Ordering::SeqCst);
        let mut token = format!("TF-{action}-{seconds}-{next:08x}-1d66-4c8f-a6c4-5dcbeea1c6b1");
        token.truncate(TOKEN);
        token
    }

    /// Lets the service's time pass, with what is due by then.
    pub(crate) fn pause(&self, time: Duration) {
        self.world.pass(time);
        self.world.server.engine().next_step(Duration::from_secs(10)).unwrap();
    }

    /// Reads, from time to time, until a field says one of these; for five minutes.
    #[track_caller]
    pub(crate) fn wait(
        &self,
        field: &str,
        targets: &[&str],
        mut read: impl FnMut() -> Option<Value>,
    ) -> Value {
        let mut last = None;
        for _ in 0..100 {
            self.pause(BETWEEN_LOOKS);
            last = read();
            if let Some(value) = &last
                && targets.contains(&text(value, field).as_str())
            {
                return value.clone();
            }
        }
        panic!("waited for {field} to become one of {targets:?}; at last: {last:?}")
    }

    /// Reads, from time to time, until it is gone; for five minutes.
    #[track_caller]
    pub(crate) fn wait_until_gone(&self, mut read: impl FnMut() -> Option<Value>) {
        for _ in 0..100 {
            self.pause(BETWEEN_LOOKS);
            if read().is_none() {
                return;
            }
        }
        panic!("waited for it to be gone; at last: {:?}", read())
    }
}
