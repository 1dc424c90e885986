//! The variants of an action.

use xconnect_actions::declare::{Entry, Mode, Run};

use crate::catalogue::{self, Parameter, Point};
use crate::list::List;
use crate::scene::Scene;
use crate::support::call::Call;
use crate::support::records::{OWN, PARTNER};
use crate::variant::{Law, Variant, with};

/// Everything that is tried of an action, in the order of the baseline.
pub(crate) fn variants(entry: &Entry, scene: &Scene) -> Vec<Variant> {
    let parameters = catalogue::parameters(entry);
    let mut variants = forms(scene);
    variants.extend(encodings(scene));
    variants.extend(owners(scene));
    for parameter in &parameters {
        if parameter.is_list() {
            variants.extend(part_of_list(parameter, scene));
            continue;
        }
        variants.extend(presence(parameter, scene));
        let is_looked_at = entry.params.iter().any(|param| param.name == parameter.name)
            || entry.declaration.token == Some(&parameter.name);
        let values = [limits(parameter, entry.declaration.token, scene), kinds(parameter, scene)].concat();
        let judged = |variant: Variant| if is_looked_at { variant } else { variant.by_baseline() };
        variants.extend(values.into_iter().map(judged));
    }
    variants.extend(entry.declaration.token.into_iter().flat_map(|token| tokens(token, scene)));
    let lists = entry.params.iter().filter(|param| param.mode == Mode::List);
    for param in lists {
        let made_up = is_tags(param.kind).then(|| List::tags(param.name));
        let list = scene.lists.iter().find(|list| list.name == param.name).or(made_up.as_ref());
        let list = list.unwrap_or_else(|| panic!("the scene has no list {}", param.name));
        let is_read = matches!(entry.run, Run::Read(_));
        // Only what is written down has a number of tags that it may not exceed.
        let bounded = !(is_read && is_tags(param.kind));
        variants.extend(list_forms(list, bounded, scene));
        if param.kind == "Filter" {
            variants.extend(filter_values(list, scene));
        }
    }
    variants.extend(dry_runs(entry, scene));
    variants.extend(strangers(scene));
    for (name, pairs) in &scene.accepted {
        variants.push(Variant::new(name.clone(), with(scene.base.clone(), pairs), Law::Accepted));
    }
    for (name, pairs) in &scene.refused {
        variants.push(Variant::new(name.clone(), with(scene.base.clone(), pairs), Law::Refused));
    }
    let mut seen = std::collections::BTreeSet::new();
    variants.retain(|variant| seen.insert(variant.name.clone()));
    variants
}

fn is_tags(kind: &str) -> bool {
    kind == "Tag"
}

/// The call as it is, in every way that it can be sent.
fn forms(scene: &Scene) -> Vec<Variant> {
    let base = || scene.base.clone();
    [
        ("as it is", base()),
        ("by GET", base().method("GET")),
        ("in a form", base().all_in_form()),
        ("as lower-case xml", base().with("Format", "xml")),
        ("without a format", base().with("Format", "")),
        ("by ACS3", base().acs3()),
        ("by ACS3 and GET", base().acs3().method("GET")),
        ("with a parameter that nobody knows", base().with("Nonsense", "1")),
    ]
    .map(|(name, call)| Variant::new(name, call, Law::Accepted))
    .into()
}

/// What is no text at all.
fn encodings(scene: &Scene) -> Vec<Variant> {
    [
        ("with a broken percent sign", "&Broken=%zz"),
        ("with a percent sign at the end", "&Broken=%"),
        ("with bytes that are no UTF-8", "&Broken=%ff%fe"),
        ("with half a character", "&Broken=%E6%9D"),
    ]
    .map(|(name, unsigned)| Variant { unsigned, ..Variant::new(name, scene.base.clone(), Law::Refused) })
    .into()
}

/// On whose behalf it is made.
fn owners(scene: &Scene) -> Vec<Variant> {
    let (own, partner) = (OWN.to_string(), PARTNER.to_string());
    let given = |name: &str, value: &str| scene.base.clone().with(name, value);
    vec![
        Variant::new("OwnerId: one's own", given("OwnerId", &own), Law::Accepted),
        Variant::new("OwnerAccount: one's own", given("OwnerAccount", "test"), Law::Accepted),
        Variant::new("ResourceOwnerId: one's own", given("ResourceOwnerId", &own), Law::Accepted),
        Variant::new("ResourceOwnerAccount: one's own", given("ResourceOwnerAccount", "test"), Law::Accepted),
        Variant::new("OwnerId: another's", given("OwnerId", &partner), Law::Refused),
        Variant::new("OwnerAccount: another's", given("OwnerAccount", "partner"), Law::Refused),
        Variant::new("ResourceOwnerId: another's", given("ResourceOwnerId", &partner), Law::Refused),
        Variant::new("OwnerId: no number", given("OwnerId", "me"), Law::Refused),
        Variant::new(
            "OwnerId and OwnerAccount",
            given("OwnerId", &own).with("OwnerAccount", "test"),
            Law::Refused,
        ),
    ]
}

/// Given and left out, blank, twice, under a name in another letter case.
fn presence(parameter: &Parameter, scene: &Scene) -> Vec<Variant> {
    let name = parameter.name.as_str();
    let mut variants = Vec::new();
    let lacking = if parameter.required && scene.has(name) { Law::Missing } else { Law::Any };
    if scene.has(name) {
        variants.push(Variant::new(format!("{name} left out"), scene.base.clone().left_out(name), lacking));
    } else if let Some(call) = scene.given(name) {
        variants.push(Variant::new(format!("{name} given"), call, Law::Accepted));
    }
    variants.push(Variant::new(format!("{name} blank"), scene.base.clone().with(name, ""), lacking));
    let Some(good) = scene.good(name) else { return variants };
    let call = scene.given(name).unwrap_or_else(|| scene.base.clone());
    let in_other_case = call.clone().left_out(name).with(&other_case(name), &good);
    variants.push(Variant::new(format!("{name} in the wrong case"), in_other_case, lacking));
    let twice = call.with(name, "first").form(name, &good);
    variants.push(Variant::new(format!("{name} in query and form"), twice, Law::Accepted));
    variants
}

/// A name whose first letter has the other case.
fn other_case(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    let first = if first == first.to_uppercase() { first.to_lowercase() } else { first.to_uppercase() };
    first + rest
}

/// At each documented limit, and beyond.
fn limits(parameter: &Parameter, token: Option<&str>, scene: &Scene) -> Vec<Variant> {
    let name = parameter.name.as_str();
    let mut variants = Vec::new();
    for (accepted, what, point) in parameter.points() {
        let law = if accepted { Law::Accepted } else { Law::Refused };
        match point {
            Point::Value(value) => {
                variants.push(Variant::new(format!("{name}: {what}"), scene.with_value(name, &value), law));
            }
            Point::Length(length) => {
                let length = usize::try_from(length).unwrap();
                let latin = scene.with_value(name, &"x".repeat(length));
                variants.push(Variant::new(format!("{name}: {what}"), latin, law));
                // Tokens are ASCII.
                if token != Some(name) {
                    let chinese = scene.with_value(name, &"线".repeat(length));
                    variants.push(Variant::new(format!("{name}: {what}, Chinese"), chinese, law));
                }
            }
            Point::Elements(_) => {}
        }
        if let (true, Some(lower)) = (accepted, lower(&what)) {
            let call = scene.with_value(name, &what).with(name, &lower);
            variants.push(Variant::new(format!("{name}: {lower}"), call, Law::Any));
        }
    }
    variants
}

/// A value in lower case, where that is another one.
fn lower(value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    (lower != value && !value.contains(' ')).then_some(lower)
}

/// Values of the wrong type, and of the right one in odd spellings.
fn kinds(parameter: &Parameter, scene: &Scene) -> Vec<Variant> {
    let name = parameter.name.as_str();
    let good = scene.good(name).unwrap_or_else(|| "1".to_owned());
    let variant = |what: &str, value: &str, law| {
        Variant::new(format!("{name}: {what}"), scene.with_value(name, value), law)
    };
    match parameter.kind.as_str() {
        "Integer" | "Long" => vec![
            variant("no number", "abc", Law::Refused),
            variant("negative", "-1", Law::Refused),
            variant("with a sign", &format!("+{good}"), Law::Refused),
            variant("a blank before", &format!(" {good}"), Law::Refused),
            variant("a blank after", &format!("{good} "), Law::Refused),
            variant("a fraction", &format!("{good}.5"), Law::Refused),
            variant("in hexadecimal", "0x10", Law::Refused),
            variant("zero", "0", Law::Any),
            variant("a leading zero", &format!("0{good}"), Law::Any),
            variant("2^32", "4294967296", Law::Any),
            variant("2^64", "18446744073709551616", Law::Refused),
        ],
        "Boolean" => vec![
            variant("true", "true", Law::Any),
            variant("True", "True", Law::Any),
            variant("false", "false", Law::Any),
            variant("False", "False", Law::Any),
            variant("TRUE", "TRUE", Law::Refused),
            variant("yes", "yes", Law::Refused),
            variant("1", "1", Law::Refused),
            variant("a blank before", " true", Law::Refused),
        ],
        _ => vec![
            variant("one character", "x", Law::Any),
            variant("Chinese", "杭州线路", Law::Any),
            variant("an emoji", "🚀🚀", Law::Any),
            variant("a control character", "ab\u{1}c", Law::Any),
            variant("a line break", "ab\ncd", Law::Any),
            variant("markup", "a<b>&\"c'", Law::Any),
            variant("a web address", "http://example.com", Law::Any),
            variant("a blank before", &format!(" {good}"), Law::Any),
            variant("a blank after", &format!("{good} "), Law::Any),
            variant("a number", "42", Law::Any),
            variant("JSON text", r#"["x"]"#, Law::Any),
            variant("2048 characters", &"x".repeat(2_048), Law::Any),
            variant("2049 characters", &"x".repeat(2_049), Law::Refused),
        ],
    }
}

/// The idempotency token.
fn tokens(name: &str, scene: &Scene) -> Vec<Variant> {
    let variant = |what: &str, value: &str, law| {
        Variant::new(format!("{name}: {what}"), scene.base.clone().with(name, value), law)
    };
    vec![
        variant("given", "a-token", Law::Accepted),
        variant("64 characters", &"x".repeat(64), Law::Accepted),
        variant("65 characters", &"x".repeat(65), Law::Refused),
        variant("64 characters, Chinese", &"线".repeat(64), Law::Refused),
        variant("Chinese", "线路", Law::Refused),
        variant("with a blank", "a token", Law::Accepted),
    ]
}

/// The limits and values of what stands in a list.
fn part_of_list(parameter: &Parameter, scene: &Scene) -> Vec<Variant> {
    let name = parameter.name.as_str();
    let Some((stem, part)) = name.split_once(".N") else { return Vec::new() };
    let Some(list) = scene.lists.iter().find(|list| list.name == stem) else {
        panic!("the scene has no list {stem}");
    };
    let in_first = match part.strip_suffix(".N") {
        Some(part) => format!("{stem}.1{part}.1"),
        None => format!("{stem}.1{part}"),
    };
    let one = with(bare(scene, list), &list.of(list.least));
    let mut variants = Vec::new();
    if list.required && parameter.required {
        let without = one.clone().left_out(&in_first);
        variants.push(Variant::new(format!("{name} left out"), without, Law::Missing));
    }
    for (accepted, what, point) in parameter.points() {
        let law = if accepted { Law::Accepted } else { Law::Refused };
        let call = match point {
            Point::Elements(count) => with(bare(scene, list), &list.of(usize::try_from(count).unwrap())),
            Point::Value(value) => with(one.clone().with(&in_first, &value), scene.beside(name, &value)),
            Point::Length(_) => continue,
        };
        variants.push(Variant::new(format!("{name}: {what}"), call, law));
    }
    for (what, value) in [("blank", ""), ("markup", "a<b>&\"c'"), ("an emoji", "🚀🚀")] {
        variants.push(Variant::new(format!("{name}: {what}"), one.clone().with(&in_first, value), Law::Any));
    }
    let long = one.clone().with(&in_first, &"x".repeat(2_049));
    variants.push(Variant::new(format!("{name}: 2049 characters"), long, Law::Any));
    variants
}

/// Every way to write a list.
fn list_forms(list: &List, bounded: bool, scene: &Scene) -> Vec<Variant> {
    let name = list.name;
    let written = |pairs: &[(String, String)]| with(bare(scene, list), pairs);
    let one = list.of(list.least);
    let [twice, gap] = [("2", 1), ("3", 2)]
        .map(|(index, place)| [list.under("1", 1), list.under(index, place), list.needs(2)].concat());
    let crowd = (1..=101).flat_map(|index: usize| list.under(&index.to_string(), 1)).collect::<Vec<_>>();
    let text = |text: &str| [list.needs(list.least), vec![(name.to_owned(), text.to_owned())]].concat();
    let odd_element = if list.has_parts() { format!("{name}.1") } else { format!("{name}.1.Odd") };
    let mut again = written(&one);
    for (part, value) in &one {
        again = again.with(part, "first").form(part, value);
    }
    let none = if list.required { Law::Missing } else { Law::Any };
    let one_more = list.of(list.most + 1);
    [
        ("as few as there may be", written(&one), Law::Accepted),
        ("none", bare(scene, list), none),
        ("as many as there may be", written(&list.of(list.most)), Law::Accepted),
        ("one more", written(&one_more), if bounded { Law::Refused } else { Law::Any }),
        ("with a gap", written(&gap), Law::Accepted),
        ("the same element twice", written(&twice), Law::Any),
        ("the same index twice", again, Law::Accepted),
        ("index 0", written(&list.from("0")), Law::Refused),
        ("index 01", written(&list.from("01")), Law::Refused),
        ("index 1000", written(&list.from("1000")), Law::Accepted),
        ("index 1001", written(&list.from("1001")), Law::Refused),
        ("no index", written(&list.from("x")), Law::Refused),
        ("101 elements", written(&crowd), Law::Refused),
        ("an element of the wrong shape", written(&[(odd_element, "x".to_owned())]), Law::Refused),
        ("as JSON text", written(&text(&list.json())), Law::Accepted),
        ("as broken JSON text", written(&text(&list.json().replace(']', ""))), Law::Refused),
        (
            "as JSON text of the wrong shape",
            written(&text(if list.has_parts() { r#"["x"]"# } else { r#"[{"Odd":1}]"# })),
            Law::Refused,
        ),
        ("as no JSON text", written(&text("x")), none),
        ("as JSON text with none", written(&text("[]")), none),
    ]
    .map(|(what, call, law)| Variant::new(format!("{name}: {what}"), call, law))
    .into()
}

/// The call without any element of a list.
fn bare(scene: &Scene, list: &List) -> Call {
    let stem = format!("{}.", list.name);
    let names: Vec<String> = scene
        .base
        .query()
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| name.starts_with(&stem))
        .collect();
    let instead_of = list.instead_of.iter().copied();
    names.iter().map(String::as_str).chain(instead_of).fold(scene.base.clone(), Call::left_out)
}

/// Values of one filter.
fn filter_values(list: &List, scene: &Scene) -> Vec<Variant> {
    let value = list.of(1).into_iter().find(|(name, _)| name == "Filter.1.Value.1").map(|(_, value)| value);
    let value = value.unwrap_or_default();
    let one = with(bare(scene, list), &list.of(1));
    let of = |count: usize| {
        (1..=count).fold(one.clone(), |call, index| call.with(&format!("Filter.1.Value.{index}"), &value))
    };
    let nothing = one.clone().with("Filter.1.Value.1", "nothing");
    vec![
        Variant::new("Filter.1.Value: 5 values", of(5), Law::Accepted),
        Variant::new("Filter.1.Value: 6 values", of(6), Law::Refused),
        Variant::new("Filter.1.Value: none", one.clone().left_out("Filter.1.Value.1"), Law::Any),
        Variant::new("Filter.1.Value: of nothing", nothing, Law::Any),
    ]
}

/// A write that only wants to know.
fn dry_runs(entry: &Entry, scene: &Scene) -> Vec<Variant> {
    let declared = entry.params.iter().any(|param| param.name == "DryRun");
    if !declared || matches!(entry.run, Run::Read(_)) {
        return Vec::new();
    }
    let call = scene.base.clone().with("DryRun", "true");
    vec![Variant::new("DryRun: passes every check", call, Law::Refused)]
}

/// In no region, about nothing, by somebody else.
fn strangers(scene: &Scene) -> Vec<Variant> {
    let mut variants = Vec::new();
    if scene.has("RegionId") {
        let nowhere = scene.base.clone().with("RegionId", "cn-nowhere");
        variants.push(Variant::new("RegionId: there is no such region", nowhere, Law::Refused));
        let elsewhere = scene.base.clone().with("RegionId", "cn-shanghai");
        variants.push(Variant::new("RegionId: another region", elsewhere, Law::Any));
    }
    for id in &scene.ids {
        let call = scene.given(id).unwrap_or_else(|| scene.base.clone());
        let good = scene.good(id).unwrap_or_else(|| panic!("the scene has no {id}"));
        let prefix = good.split('-').next().unwrap_or_default();
        let nothing = call.clone().with(id, &format!("{prefix}-nothing"));
        variants.push(Variant::new(format!("{id}: there is nothing"), nothing, Law::Nothing));
        let upper = call.with(id, &good.to_uppercase());
        variants.push(Variant::new(format!("{id}: in capitals"), upper, Law::Any));
    }
    let law = if scene.ids.is_empty() { Law::Any } else { Law::LikeNothing };
    variants.push(Variant::new("by another account", scene.base.clone().by_partner(), law));
    variants
}
