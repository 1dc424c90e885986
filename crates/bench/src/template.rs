//! A call of any action, with blanks for what it is about.

/// The parameters of a call. In their values `{1}`, `{2}`, and `{3}` stand for the words of the subject that the call
/// is about, `{n}` for the number of the call in its run, and `{turn}` for how often its subject has had its turn;
/// both count from 1.
#[derive(Debug, Clone, Default)]
pub struct Template {
    parameters: Vec<(String, String)>,
}

impl Template {
    /// A template of `name=value` texts, the action among them; a text without `=` has a blank value.
    pub fn new<'a>(parameters: impl IntoIterator<Item = &'a str>) -> Self {
        let pair = |text: &str| {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_owned(), value.to_owned())
        };
        Self { parameters: parameters.into_iter().map(pair).collect() }
    }

    /// The name of the action.
    pub fn action(&self) -> &str {
        let action = self.parameters.iter().find(|(name, _)| name == "Action");
        action.map_or("", |(_, value)| value)
    }

    /// Whether the action changes nothing, which its name tells.
    pub fn reads(&self) -> bool {
        ["Describe", "List", "Get"].iter().any(|verb| self.action().starts_with(verb))
    }

    /// The parameters of call `number` of a run, which is its subject's turn `turn`.
    pub fn filled(&self, subject: &str, number: u64, turn: u64) -> Vec<(String, String)> {
        let fill = |value: &String| {
            if !value.contains('{') {
                return value.clone();
            }
            let value = value.replace("{n}", &number.to_string()).replace("{turn}", &turn.to_string());
            let words = subject.split_whitespace().zip(["{1}", "{2}", "{3}"]);
            words.fold(value, |value, (word, blank)| value.replace(blank, word))
        };
        self.parameters.iter().map(|(name, value)| (name.clone(), fill(value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_with_the_subject_s_words_and_the_numbers() {
        let template =
            Template::new(["Action=Modify", "Id={1}", "At={2}", "Name=no-{n}", "Vlan=1{turn}", "X"]);
        let filled = template.filled("pc-1 ap-a", 7, 2);
        let filled: Vec<_> = filled.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(filled, ["Action=Modify", "Id=pc-1", "At=ap-a", "Name=no-7", "Vlan=12", "X="]);
    }

    #[test]
    fn an_action_s_name_tells_whether_it_reads() {
        assert!(Template::new(["Action=DescribeVbrHa"]).reads());
        assert!(!Template::new(["Action=DeleteVbrHa"]).reads() && !Template::default().reads());
    }
}
