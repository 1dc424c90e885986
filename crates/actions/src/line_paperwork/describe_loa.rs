//! DescribePhysicalConnectionLOA: the letter of authorisation of a line.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_model::physical_connection::{Engineer, Loa};
use xconnect_wire::ApiError;

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::physical_connection::common::{self, LINE_NOT_FOUND, REGION_NOT_FOUND};
use crate::request;

/// Shows the letter of a line; of a line without one, blank fields.
pub struct DescribePhysicalConnectionLOA;

request! {
    /// Parameters of DescribePhysicalConnectionLOA.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "InstanceId",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Response<'s> {
    #[serde(rename = "PhysicalConnectionLOAType")]
    letter: View<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    instance_id: &'s str,
    status: &'static str,
    line_type: &'static str,
    company_name: &'s str,
    company_localized_name: &'s str,
    #[serde(rename = "SI")]
    si: &'s str,
    construction_time: &'s str,
    line_code: &'s str,
    line_label: &'s str,
    line_service_provider: &'s str,
    #[serde(rename = "LineSPContactInfo")]
    line_sp_contact_info: &'s str,
    /// Why the letter was refused.
    description: &'s str,
    loa_url: String,
    #[serde(rename = "PMInfo")]
    engineers: Engineers<'s>,
}

/// `PMInfo.PMInfo[]`.
#[derive(Debug, Serialize)]
struct Engineers<'s> {
    #[serde(rename = "PMInfo")]
    all: Vec<EngineerView<'s>>,
}

#[derive(Debug, Serialize)]
struct EngineerView<'s> {
    #[serde(rename = "PMName")]
    name: &'s str,
    #[serde(rename = "PMCertificateType")]
    certificate_type: &'s str,
    #[serde(rename = "PMCertificateNo")]
    certificate_no: &'s str,
    #[serde(rename = "PMGender")]
    gender: &'s str,
    #[serde(rename = "PMContactInfo")]
    contact_info: &'s str,
}

impl ReadAction for DescribePhysicalConnectionLOA {
    const DECLARATION: Declaration = Declaration {
        name: "DescribePhysicalConnectionLOA",
        api: Api::Vpc,
        summary: "Shows the letter of authorisation of a line, and where to download it once it is issued.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&LINE_NOT_FOUND, &REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        let letter = View::of(line.id.as_str(), line.loa.as_ref(), &context.caller.host);
        Ok(Response { letter })
    }
}

impl<'s> View<'s> {
    fn of(line: &'s str, loa: Option<&'s Loa>, host: &str) -> Self {
        let text = |field: fn(&Loa) -> &Text| loa.map_or("", |loa| field(loa).as_str());
        Self {
            instance_id: line,
            status: loa.map_or("", |loa| loa.status.as_str()),
            line_type: loa.map_or("", |loa| loa.line_type.as_str()),
            company_name: text(|loa| &loa.company),
            company_localized_name: text(|loa| &loa.company_localized),
            si: text(|loa| &loa.contractor),
            construction_time: text(|loa| &loa.construction_time),
            line_code: text(|loa| &loa.line_code),
            line_label: text(|loa| &loa.line_label),
            line_service_provider: text(|loa| &loa.service_provider),
            line_sp_contact_info: text(|loa| &loa.service_provider_contact),
            description: text(|loa| &loa.reason),
            loa_url: loa.map(|loa| url(line, loa, host)).unwrap_or_default(),
            engineers: Engineers {
                all: loa.map(|loa| loa.engineers.iter().map(EngineerView::of).collect()).unwrap_or_default(),
            },
        }
    }
}

impl<'s> EngineerView<'s> {
    fn of(engineer: &'s Engineer) -> Self {
        Self {
            name: &engineer.name,
            certificate_type: &engineer.certificate_type,
            certificate_no: &engineer.certificate_no,
            gender: &engineer.gender,
            contact_info: &engineer.contact,
        }
    }
}

/// Where an issued letter can be downloaded by whoever knows the address; blank before. The host is the one that
/// the client reached this service under.
fn url(line: &str, loa: &Loa, host: &str) -> String {
    let key = loa.document_key.reveal();
    if !loa.status.is_issued() || key.is_empty() || host.is_empty() {
        return String::new();
    }
    let host = host.split_once("://").map_or(host, |(_, host)| host);
    format!("http://{host}/loa/{line}/{key}")
}
