//! One connection's work on routers of its own: write until the server dies, and see afterwards that all is
//! there.
//!
//! A lane sends one request after the other, so that at most one is open when the server dies.

use std::collections::BTreeSet;

use crate::book::{Book, Interface, Interfaces};
use crate::campaign::Tally;
use crate::client::{Answer, Client, sign};
use crate::random::Random;
use crate::write::{Create, Write};

/// Answered requests of a server's life that are sent again to the next one; and of all lives before.
const REPEATED: usize = 40;
/// Tokens that are used again.
const TOKENS: usize = 3;
/// A refusal with one of these would be the test's own mistake.
const MISTAKES: [&str; 4] =
    ["SignatureDoesNotMatch", "IllegalTimestamp", "InvalidParameter", "IdempotentParameterMismatch"];
/// What a request is told whose nonce was used.
const NONCE_USED: &str = "SignatureNonceUsed";

pub(crate) struct Lane {
    name: String,
    random: Random,
    routers: Vec<String>,
    book: Book,
    /// Names given so far.
    names: u32,
    /// What has been sent and not answered.
    open: Option<Sent>,
    /// Queries that were answered, of the latest life and of those before.
    answered: Vec<String>,
    answered_before: Vec<String>,
    /// What tokens were acknowledged for, and the ids that were answered.
    tokens: Vec<(Create, String)>,
    pub(crate) tally: Tally,
}

/// A write and its signed query.
struct Sent {
    write: Write,
    query: String,
}

impl Lane {
    /// A lane on these routers, of which there must be two at least.
    pub(crate) fn new(name: String, random: Random, routers: Vec<String>) -> Self {
        Self {
            name,
            random,
            routers,
            book: Book::default(),
            names: 0,
            open: None,
            answered: Vec::new(),
            answered_before: Vec::new(),
            tokens: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Writes until the server dies.
    pub(crate) async fn work(&mut self, client: &mut Client) {
        loop {
            let write = self.choose();
            if !self.send(client, write).await {
                return;
            }
        }
    }

    /// Makes so many commits that leave little behind.
    pub(crate) async fn fill(&mut self, client: &mut Client, commits: usize) {
        for _ in 0..commits {
            let write = self.rename().unwrap_or_else(|| self.acceptor());
            assert!(self.send(client, write).await, "the server died by itself");
        }
    }

    /// Compares what is found on the lane's routers with what must be there: what was acknowledged, and all
    /// or nothing of the write that was open. Says whether that one was done.
    pub(crate) fn check(&mut self, found: &Interfaces) -> bool {
        let own = |one: &Interface| self.routers.contains(&one.router_id);
        let found: Interfaces =
            found.iter().filter(|(_, one)| own(one)).map(|(id, one)| (id.clone(), one.clone())).collect();
        self.book.learn(&found);
        if self.book.expected() == found {
            return false;
        }
        let without = self.differences(&found);
        let Some(Sent { write, .. }) = &self.open else {
            panic!("{}: what was acknowledged is not what is there\n{without}", self.name)
        };
        let made = match write {
            Write::Create(create) => found.values().find(|one| one.name == create.name),
            _ => None,
        };
        let made = made.map(|one| one.router_interface_id.clone()).unwrap_or_default();
        if matches!(write, Write::Create(_)) && made.is_empty() {
            panic!("{}: {write:?} was open, and is not what is missing\n{without}", self.name);
        }
        self.book.note(write, &made);
        self.book.learn(&found);
        let with = self.differences(&found);
        assert!(
            with.is_empty(),
            "{}: {write:?} was open\nwithout it:\n{without}\nwith it:\n{with}",
            self.name
        );
        true
    }

    /// Asks again for what is over: used nonces are refused, tokens answer what they did, and the open write
    /// is done now unless it `is_done`.
    pub(crate) async fn repeat(&mut self, client: &mut Client, is_done: bool) {
        self.repeat_answered(client).await;
        self.repeat_open(client, is_done).await;
        self.repeat_tokens(client).await;
    }

    /// Ids that were given out since this was last asked.
    pub(crate) fn take_given_out(&mut self) -> Vec<String> {
        self.book.take_given_out()
    }

    /// Sends a write; false when the server died before it answered.
    async fn send(&mut self, client: &mut Client, write: Write) -> bool {
        let query = sign(write.action(), write.params(), self.random.nonce());
        self.open = Some(Sent { write, query: query.clone() });
        let Some(answer) = client.send(&query).await else { return false };
        self.close(answer);
        true
    }

    /// Notes the answer to the open write.
    fn close(&mut self, answer: Answer) {
        let Some(Sent { write, query }) = self.open.take() else { return };
        match answer {
            Answer::Done(body) => {
                let made = body["RouterInterfaceId"].as_str().unwrap_or_default();
                self.book.note(&write, made);
                self.remember_token(&write, made);
                self.tally.acknowledged += 1;
            }
            Answer::Refused(code) => {
                assert!(!MISTAKES.contains(&code.as_str()), "{write:?} is refused with {code}");
                self.tally.refused += 1;
            }
        }
        self.answered.push(query);
    }

    fn remember_token(&mut self, write: &Write, made: &str) {
        if let Write::Create(create) = write
            && create.token.is_some()
        {
            self.tokens.push((create.clone(), made.to_owned()));
        }
    }

    async fn repeat_answered(&mut self, client: &mut Client) {
        let mut queries = std::mem::take(&mut self.answered);
        let newest = queries.split_off(queries.len().saturating_sub(REPEATED));
        for query in newest.iter().chain(&self.answered_before) {
            let Answer::Refused(code) = client.ask(query).await else {
                panic!("{}: a nonce was used twice: {query}", self.name)
            };
            assert_eq!(code, NONCE_USED, "{query}");
        }
        self.tally.nonces += newest.len() + self.answered_before.len();
        self.answered_before.extend(newest);
        while self.answered_before.len() > REPEATED {
            let oldest_or_any = usize::try_from(self.random.within(0..REPEATED as u64)).unwrap_or(0);
            self.answered_before.swap_remove(oldest_or_any);
        }
    }

    /// The same bytes again, as a client does that heard nothing.
    async fn repeat_open(&mut self, client: &mut Client, is_done: bool) {
        let Some(Sent { write, query }) = &self.open else { return };
        let answer = client.ask(query).await;
        if !is_done {
            self.tally.unanswered_and_not_done += 1;
            return self.close(answer);
        }
        self.tally.unanswered_and_done += 1;
        assert!(
            matches!(&answer, Answer::Refused(code) if code == NONCE_USED),
            "{}: {write:?} was done, and then {answer:?}",
            self.name
        );
        if let Write::Create(create) = write
            && let Some(made) = self.book.named(&create.name)
        {
            let (write, made) = (write.clone(), made.router_interface_id.clone());
            self.remember_token(&write, &made);
        }
        self.open = None;
    }

    async fn repeat_tokens(&mut self, client: &mut Client) {
        let mut chosen: Vec<_> = self.tokens.last().cloned().into_iter().collect();
        chosen.extend((1..TOKENS).filter_map(|_| self.random.pick(&self.tokens).cloned()));
        for (create, made) in chosen {
            let write = Write::Create(create);
            let query = sign(write.action(), write.params(), self.random.nonce());
            let Answer::Done(body) = client.ask(&query).await else { panic!("{write:?} is refused") };
            assert_eq!(body["RouterInterfaceId"], made, "{}: another answer to {write:?}", self.name);
            self.tally.tokens += 1;
        }
    }

    fn differences(&self, found: &Interfaces) -> String {
        let expected = self.book.expected();
        let ids: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
        let different = ids.into_iter().filter(|id| expected.get(*id) != found.get(*id));
        let show = |id| format!("expected {:?}\nfound    {:?}\n", expected.get(id), found.get(id));
        different.map(show).collect()
    }
}

/// What to write next.
impl Lane {
    fn choose(&mut self) -> Write {
        let write = match self.random.within(0..14) {
            0 => None,
            1 | 2 => self.initiator(),
            3 | 4 => self.introduction(),
            5 | 6 => self.connection(),
            7 => Some(self.fast_link()),
            8 | 9 => self.rename(),
            10 | 11 => self.of_those(&["Active"], |id| Write::Deactivate { id }),
            12 => self.of_those(&["Inactive"], |id| Write::Activate { id }),
            _ => self.of_those(&["Idle", "Inactive"], |id| Write::Delete { id }),
        };
        write.unwrap_or_else(|| self.acceptor())
    }

    fn acceptor(&mut self) -> Write {
        let (router, opposite_router) = self.two_routers();
        self.create(Create { initiator: false, opposite: None, ..self.blank(router, opposite_router) })
    }

    fn initiator(&mut self) -> Option<Write> {
        let acceptor = (*self.random.pick(&self.book.open_acceptors())?).clone();
        let blank = self.blank(acceptor.opposite_router_id, acceptor.router_id);
        Some(self.create(Create { opposite: Some(acceptor.router_interface_id), ..blank }))
    }

    fn fast_link(&mut self) -> Write {
        let (router, opposite_router) = self.two_routers();
        self.create(Create { fast_link: true, ..self.blank(router, opposite_router) })
    }

    fn introduction(&mut self) -> Option<Write> {
        let (initiator, acceptor) = *self.random.pick(&self.book.couples(false))?;
        let (id, other) = (acceptor.router_interface_id.clone(), initiator.router_interface_id.clone());
        Some(Write::Introduce { id, other })
    }

    fn connection(&mut self) -> Option<Write> {
        let (initiator, _) = *self.random.pick(&self.book.couples(true))?;
        Some(Write::Connect { id: initiator.router_interface_id.clone() })
    }

    fn rename(&mut self) -> Option<Write> {
        let id = self.one_of(&["Idle", "Active", "Inactive"])?;
        Some(Write::Rename { id, name: self.name() })
    }

    fn of_those(&mut self, statuses: &[&str], write: fn(String) -> Write) -> Option<Write> {
        self.one_of(statuses).map(write)
    }

    fn one_of(&mut self, statuses: &[&str]) -> Option<String> {
        let one = self.random.pick(&self.book.in_status(statuses)).copied();
        one.map(|one| one.router_interface_id.clone())
    }

    /// An initiator between two routers, yet without a name.
    fn blank(&self, router: String, opposite_router: String) -> Create {
        Create {
            name: String::new(),
            initiator: true,
            router,
            opposite_router,
            opposite: None,
            fast_link: false,
            token: None,
        }
    }

    fn create(&mut self, blank: Create) -> Write {
        let name = self.name();
        let token = self.random.one_in(2).then(|| format!("token-{name}"));
        Write::Create(Create { name, token, ..blank })
    }

    fn two_routers(&mut self) -> (String, String) {
        let one = self.random.pick(&self.routers).cloned().unwrap_or_default();
        let others: Vec<_> = self.routers.iter().filter(|other| **other != one).cloned().collect();
        (one, self.random.pick(&others).cloned().unwrap_or_default())
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("{}-{}", self.name, self.names)
    }
}
