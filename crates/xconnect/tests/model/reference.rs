//! The reference model: everything that there is, in plain lists that are searched from end to end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::bgp;
use crate::border_router::Vbr;
use crate::cen::{Attachment, Cen, Grant};
use crate::failover_group::Group;
use crate::line_paperwork::Order;
use crate::network::{Table, VSwitch, Vpc};
use crate::physical_connection::{Line, Point};
use crate::route::Entry;
use crate::route::target::Target;
use crate::router_interface::Interface;
use crate::verdict::{Done, Rows, Verdict};

/// The regions that calls are about. There are more, which makes no difference.
pub(crate) const REGIONS: [&str; 2] = ["cn-hangzhou", "cn-beijing"];
/// What every step takes that the configuration says nothing else of, in milliseconds.
pub(crate) const STEP: u64 = 200;
/// How long a token is remembered.
const TOKEN_LIFETIME: u64 = 24 * 3_600_000;

/// An account, as far as the rules look at it.
#[derive(Debug, Default)]
pub(crate) struct Person {
    pub(crate) number: u64,
    pub(crate) site: &'static str,
    /// Regions where the outbound-traffic service is closed.
    pub(crate) closed: BTreeSet<String>,
    /// Resource groups, the default one first.
    pub(crate) groups: Vec<String>,
}

/// What an idempotency token stands for.
pub(crate) struct Token {
    pub(crate) params: Vec<(String, String)>,
    pub(crate) answer: Value,
    pub(crate) since: u64,
}

/// Something that will happen.
struct Due {
    at: u64,
    act: Box<dyn FnOnce(&mut Model)>,
}

/// Everything that there is.
#[derive(Default)]
pub(crate) struct Model {
    /// Milliseconds since the start.
    pub(crate) now: u64,
    pub(crate) accounts: Vec<Person>,
    pub(crate) vpcs: Vec<Vpc>,
    pub(crate) vswitches: Vec<VSwitch>,
    pub(crate) tables: Vec<Table>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) targets: Vec<Target>,
    pub(crate) interfaces: Vec<Interface>,
    pub(crate) points: Vec<Point>,
    pub(crate) lines: Vec<Line>,
    pub(crate) orders: Vec<Order>,
    pub(crate) vbrs: Vec<Vbr>,
    pub(crate) groups: Vec<Group>,
    pub(crate) bgp_groups: Vec<bgp::Group>,
    pub(crate) bgp_peers: Vec<bgp::Peer>,
    pub(crate) announced: Vec<bgp::Announced>,
    pub(crate) cens: Vec<Cen>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) tokens: BTreeMap<String, Token>,
    /// Where a list goes on that has just been asked for.
    pub(crate) more: Option<More>,
    /// Calls that tell an id which no answer has told, and what is learned from them.
    pub(crate) questions: Vec<(Ask, Lesson)>,
    due: Vec<Due>,
    turns: u64,
}

/// What is learned from an answer.
pub(crate) type Lesson = Box<dyn FnOnce(&mut Model, &Value)>;

impl Model {
    /// Something that happens after so many milliseconds.
    pub(crate) fn later(&mut self, after: u64, act: impl FnOnce(&mut Self) + 'static) {
        self.due.push(Due { at: self.now + after, act: Box::new(act) });
    }

    /// A number that no other change of state has, to tell later whether there was another one since.
    pub(crate) fn turn(&mut self) -> u64 {
        self.turns += 1;
        self.turns
    }

    /// Lets everything happen that is due until then.
    pub(crate) fn advance(&mut self, to: u64) {
        while let Some(at) = self.due.iter().map(|due| due.at).min().filter(|at| *at <= to) {
            self.now = at;
            let first = self.due.iter().position(|due| due.at == at);
            if let Some(first) = first {
                let due = self.due.remove(first);
                (due.act)(self);
            }
        }
        self.now = to;
        self.tokens.retain(|_, token| token.since + TOKEN_LIFETIME > to);
    }

    /// Whose an account number is.
    pub(crate) fn account_of(&self, number: &str) -> Option<usize> {
        self.accounts.iter().position(|account| account.number.to_string() == number)
    }

    pub(crate) fn number(&self, account: usize) -> u64 {
        self.accounts[account].number
    }

    /// The resource group that a new thing is in. The default one is blank, as it is for whoever names none.
    pub(crate) fn group(&self, rows: &mut Rows, ask: &Ask, code: &'static str) -> String {
        let group = ask.given("ResourceGroupId").unwrap_or(&self.accounts[ask.account].groups[0]).to_owned();
        rows.when(!self.accounts[ask.account].groups.contains(&group), 400, code);
        group
    }

    pub(crate) fn has_traffic(&self, account: usize, region: &str) -> bool {
        !self.accounts[account].closed.contains(region)
    }
}

/// Notes a region that does not exist.
pub(crate) fn check_region(rows: &mut Rows, ask: &Ask, name: &str, http: u16, code: &'static str) {
    rows.when(ask.has(name) && !REGIONS.contains(&ask.text(name)), http, code);
}

/// A page as a number and a size cut it out of a list; beyond the last page, the last one.
pub(crate) struct Page {
    number: usize,
    size: usize,
}

impl Page {
    pub(crate) fn of(rows: &mut Rows, ask: &Ask) -> Self {
        let number = ask.number("PageNumber").unwrap_or(1) as usize;
        let size = ask.number("PageSize").unwrap_or(10) as usize;
        rows.when(number == 0 || size == 0 || size > 50, 400, "InvalidParameter");
        Self { number, size }
    }

    /// The answer of a list whose elements stand under two names.
    pub(crate) fn answer(&self, all: Vec<Value>, outer: &str, inner: &str) -> Value {
        let total = all.len();
        let last = total.div_ceil(self.size).max(1);
        let page = self.number.min(last) - 1;
        let shown: Vec<Value> = all.into_iter().skip(page * self.size).take(self.size).collect();
        json!({
            "PageNumber": self.number, "PageSize": self.size, "TotalCount": total, outer: { inner: shown },
        })
    }
}

/// Where a list goes on: the token that an answer has told, and how many elements were shown up to there.
#[derive(Debug, Clone)]
pub(crate) struct More {
    pub(crate) token: String,
    shown: usize,
}

/// A list that is leafed through by tokens.
pub(crate) struct Leaves {
    from: usize,
    size: usize,
}

impl Leaves {
    /// Notes a size that there is not, and a token that no answer has told.
    pub(crate) fn of(rows: &mut Rows, model: &Model, ask: &Ask, sizes: (&str, usize, usize)) -> Self {
        let (name, usual, most) = sizes;
        let size = ask.number(name).unwrap_or(usual as u64) as usize;
        rows.when(size == 0 || size > most, 400, "InvalidParameter");
        let more = model.more.as_ref().filter(|more| ask.given("NextToken") == Some(&more.token));
        rows.when(ask.has("NextToken") && more.is_none(), 400, "InvalidParameter");
        Self { from: more.map_or(0, |more| more.shown), size }
    }

    /// The elements to show.
    pub(crate) fn cut(&self, all: &[Value]) -> Vec<Value> {
        all.iter().skip(self.from).take(self.size).cloned().collect()
    }

    /// The answer, whose token is learned if there is more.
    pub(crate) fn answer(&self, mut answer: Value, total: usize) -> Verdict {
        let shown = self.from + self.size;
        if shown >= total {
            answer["NextToken"] = "".into();
            return Done::read(answer);
        }
        Done::write_and_say(answer, move |model, answer| {
            let token = answer["NextToken"].as_str().unwrap_or_default().to_owned();
            model.more = Some(More { token, shown });
        })
    }
}

/// Tags that a thing is made with: the last value of a key counts.
pub(crate) fn first_tags(rows: &mut Rows, ask: &Ask, name: &str) -> Tags {
    let mut tags = Tags::new();
    for (key, value) in ask.tags(name) {
        let value = value.unwrap_or_default();
        rows.when(key.is_empty() || !is_tag_text(&key) || !is_tag_text(&value), 400, "InvalidParameter");
        put_tag(&mut tags, &key, &value);
    }
    rows.when(tags.len() > 20, 400, "InvalidParameter");
    tags
}

/// Tags in the order in which they were put on.
pub(crate) type Tags = Vec<(String, String)>;

pub(crate) fn put_tag(tags: &mut Tags, key: &str, value: &str) {
    match tags.iter_mut().find(|(known, _)| known == key) {
        Some(tag) => value.clone_into(&mut tag.1),
        None => tags.push((key.to_owned(), value.to_owned())),
    }
}

pub(crate) fn is_tag_text(text: &str) -> bool {
    text.chars().count() <= 128
        && !["aliyun", "acs:", "http://", "https://"].iter().any(|start| text.starts_with(start))
}

/// Whether a thing has all the tags that a list is narrowed by.
pub(crate) fn has_tags(tags: &Tags, wanted: &[(String, Option<String>)]) -> bool {
    wanted.iter().all(|(key, value)| {
        tags.iter().any(|(known, its)| known == key && value.as_ref().is_none_or(|value| value == its))
    })
}

pub(crate) fn tags_view(tags: &Tags) -> Vec<Value> {
    tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect()
}

/// 2 to 128 characters, the first a letter or a Chinese character, then also digits and `.`, `_`, `-`.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |c: char| is_letter(c) || c.is_ascii_digit() || "._-".contains(c);
    (2..=128).contains(&text.chars().count())
        && text.starts_with(is_letter)
        && text.chars().all(plain)
        && !text.starts_with("http://")
        && !text.starts_with("https://")
}

/// 2 to 256 characters, the first a letter or a Chinese character, and not the start of a web address.
pub(crate) fn is_description(text: &str) -> bool {
    (2..=256).contains(&text.chars().count())
        && text.starts_with(is_letter)
        && !text.starts_with("http://")
        && !text.starts_with("https://")
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Notes a name or a description that breaks its rule.
pub(crate) fn check_texts(
    rows: &mut Rows,
    ask: &Ask,
    (name, bad_name): (&str, &'static str),
    (description, bad_description): (&str, &'static str),
) {
    rows.when(ask.given(name).is_some_and(|text| !is_name(text)), 400, bad_name);
    rows.when(ask.given(description).is_some_and(|text| !is_description(text)), 400, bad_description);
}
