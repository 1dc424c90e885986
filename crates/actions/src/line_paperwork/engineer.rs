//! `PMInfo.N`: the people who come to build a line.

use xconnect_model::physical_connection::Engineer;
use xconnect_wire::public::{invalid_parameter, missing_parameter};
use xconnect_wire::{ApiError, Fields};

use super::text::check_text;
use crate::declare::Parameter;

/// People in one letter.
const MOST: usize = 16;

/// One person, as it was sent; all of it is mandatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineerItem(Engineer);

impl Parameter for EngineerItem {
    const KIND: &'static str = "PMInfo";

    fn read(_: &Fields<'_>, _: &str) -> Result<Option<Self>, ApiError> {
        Ok(None)
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        let mut all = Vec::new();
        for (index, person) in fields.objects(name)? {
            all.push(Self(read(&person, &format!("{name}.{index}"))?));
        }
        Ok(all)
    }
}

fn read(person: &Fields<'_>, prefix: &str) -> Result<Engineer, ApiError> {
    let text = |field: &str| {
        let name = format!("{prefix}.{field}");
        let text = person.get(field).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| missing_parameter(&name))?;
        check_text(text, &name).map(|()| text)
    };
    let one_of = |field: &str, values: [&str; 2]| {
        let given = text(field)?;
        if values.contains(&given) { Ok(given) } else { Err(invalid_parameter(&format!("{prefix}.{field}"))) }
    };
    Ok(Engineer {
        name: text("PMName")?.into(),
        certificate_type: one_of("PMCertificateType", ["IDCard", "Passport"])?.into(),
        certificate_no: text("PMCertificateNo")?.into(),
        gender: one_of("PMGender", ["Male", "Female"])?.into(),
        contact: text("PMContactInfo")?.into(),
    })
}

/// The people of a letter: at least one, at most 16.
pub(super) fn all(items: &[EngineerItem]) -> Result<Vec<Engineer>, ApiError> {
    match items.len() {
        0 => Err(missing_parameter("PMInfo")),
        1..=MOST => Ok(items.iter().map(|item| item.0.clone()).collect()),
        _ => Err(invalid_parameter("PMInfo")),
    }
}
