//! Golden answers.

use serde::Serialize;
use serde_json::json;

use super::*;
use crate::public::{INVALID_ACTION_OR_VERSION, SERVICE_UNAVAILABLE, THROTTLING, THROTTLING_QUOTA};

const ID: [u8; 16] =
    [0x89, 0x06, 0x58, 0x2e, 0x67, 0x22, 0xf0, 0x9a, 0x06, 0xc4, 0x0e, 0x78, 0x63, 0xb7, 0x33, 0xa5];

fn id() -> RequestId {
    RequestId::from_bytes(ID)
}

fn text(answer: &Answer) -> &str {
    std::str::from_utf8(&answer.body).unwrap()
}

fn xml(body: &serde_json::Value) -> String {
    let answer = success("Do", id(), Format::Xml, body).unwrap();
    let root = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><DoResponse>\
                <RequestId>8906582E-6722-409A-86C4-0E7863B733A5</RequestId>";
    text(&answer).strip_prefix(root).unwrap().strip_suffix("</DoResponse>").unwrap().to_owned()
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Interfaces {
    total_count: u32,
    router_interface_set: Wrapper,
    next_token: Option<&'static str>,
}

#[derive(Serialize)]
struct Wrapper {
    #[serde(rename = "RouterInterfaceType")]
    items: Vec<Item>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    name: &'static str,
    active: bool,
}

fn interfaces() -> Interfaces {
    let items = vec![Item { name: "a<b>&\"c'", active: true }, Item { name: "é", active: false }];
    Interfaces { total_count: 2, router_interface_set: Wrapper { items }, next_token: None }
}

#[test]
fn an_id_is_an_upper_case_random_uuid() {
    assert_eq!(id().to_string(), "8906582E-6722-409A-86C4-0E7863B733A5");
    assert_eq!(RequestId::from_bytes([0; 16]).as_str(), "00000000-0000-4000-8000-000000000000");
    assert_eq!(RequestId::from_bytes([255; 16]).as_str(), "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF");
}

#[test]
fn success_as_json() {
    let answer = success("DescribeRouterInterfaces", id(), Format::Json, &interfaces()).unwrap();
    assert_eq!((answer.status, answer.content_type), (200, "application/json;charset=utf-8"));
    assert_eq!((answer.request_id, answer.retry_after_ms), (id(), None));
    assert_eq!(
        text(&answer),
        concat!(
            r#"{"RequestId":"8906582E-6722-409A-86C4-0E7863B733A5","TotalCount":2,"RouterInterfaceSet":"#,
            r#"{"RouterInterfaceType":[{"Name":"a<b>&\"c'","Active":true},{"Name":"é","Active":false}]},"#,
            r#""NextToken":null}"#,
        )
    );
}

#[test]
fn success_as_xml() {
    let answer = success("DescribeRouterInterfaces", id(), Format::Xml, &interfaces()).unwrap();
    assert_eq!((answer.status, answer.content_type), (200, "text/xml;charset=utf-8"));
    assert_eq!(
        text(&answer),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><DescribeRouterInterfacesResponse>\
         <RequestId>8906582E-6722-409A-86C4-0E7863B733A5</RequestId><TotalCount>2</TotalCount>\
         <RouterInterfaceSet>\
         <RouterInterfaceType><Name>a&lt;b&gt;&amp;&quot;c&apos;</Name><Active>true</Active>\
         </RouterInterfaceType>\
         <RouterInterfaceType><Name>é</Name><Active>false</Active></RouterInterfaceType>\
         </RouterInterfaceSet></DescribeRouterInterfacesResponse>"
    );
}

#[test]
fn an_empty_body_is_an_id_alone() {
    for answer in [
        success("Do", id(), Format::Json, &json!({})).unwrap(),
        success_raw("Do", id(), Format::Json, "{}").unwrap(),
    ] {
        assert_eq!(text(&answer), r#"{"RequestId":"8906582E-6722-409A-86C4-0E7863B733A5"}"#);
    }
    assert_eq!(xml(&json!({})), "");
}

#[test]
fn a_stored_answer_is_given_again_under_a_new_id() {
    let stored = serde_json::to_string(&interfaces()).unwrap();
    for format in [Format::Json, Format::Xml] {
        let first = success("Do", id(), format, &interfaces()).unwrap();
        assert_eq!(success_raw("Do", id(), format, &stored).unwrap(), first);
    }
    let raw = serde_json::value::RawValue::from_string(stored).unwrap();
    let first = success("Do", id(), Format::Xml, &interfaces()).unwrap();
    assert_eq!(success("Do", id(), Format::Xml, &raw).unwrap(), first);
}

#[test]
fn what_is_no_object_is_no_answer() {
    for json in ["[]", "1", "null", "\"{}\"", "", "{"] {
        for format in [Format::Json, Format::Xml] {
            assert!(success_raw("Do", id(), format, json).is_err(), "{json}");
        }
    }
    assert!(matches!(success("Do", id(), Format::Json, &[1]), Err(AnswerError::NotAnObject)));
}

#[test]
fn lists_in_xml() {
    assert_eq!(xml(&json!({"Set": {"Item": []}})), "<Set></Set>");
    assert_eq!(xml(&json!({"Ids": ["a", "b"]})), "<Ids>a</Ids><Ids>b</Ids>");
    assert_eq!(xml(&json!({"Bare": [{"A": 1}, {"A": null}]})), "<Bare><A>1</A></Bare><Bare></Bare>");
}

#[test]
fn scalars_in_xml() {
    let all = json!({"Big": u64::MAX, "Blank": "", "Half": 0.5, "Less": -1, "No": false, "None": null});
    assert_eq!(
        xml(&all),
        "<Big>18446744073709551615</Big><Blank></Blank><Half>0.5</Half><Less>-1</Less><No>false</No>"
    );
}

#[test]
fn xml_never_holds_what_it_cannot() {
    let bad = json!({"A": "tab\tnull\u{0}bell\u{7}\u{fffe}\u{ffff}\u{1f600}"});
    assert_eq!(xml(&bad), "<A>tab\tnull\u{fffd}bell\u{fffd}\u{fffd}\u{fffd}\u{1f600}</A>");
    for name in ["", "1a", "a b", "a>", "é"] {
        assert!(success("Do", id(), Format::Xml, &json!({ name: 1 })).is_err(), "{name}");
    }
}

#[test]
fn failure_as_json() {
    let error = ApiError::new(&INVALID_ACTION_OR_VERSION);
    let answer = failure(&error, id(), "vpc.aliyuncs.com", Format::Json);
    assert_eq!((answer.status, answer.content_type), (400, "application/json;charset=utf-8"));
    assert_eq!(
        text(&answer),
        concat!(
            r#"{"RequestId":"8906582E-6722-409A-86C4-0E7863B733A5","HostId":"vpc.aliyuncs.com","#,
            r#""Code":"InvalidParameter","#,
            r#""Message":"The specified parameter \"Action or Version\" is not valid.","Recommend":""}"#,
        )
    );
}

#[test]
fn failure_as_xml() {
    let error = ApiError::with_message(&INVALID_ACTION_OR_VERSION, "a < b\u{1}");
    let answer = failure(&error, id(), "vpc.aliyuncs.com", Format::Xml);
    assert_eq!((answer.status, answer.content_type), (400, "text/xml;charset=utf-8"));
    assert_eq!(
        text(&answer),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error>\
         <RequestId>8906582E-6722-409A-86C4-0E7863B733A5</RequestId><HostId>vpc.aliyuncs.com</HostId>\
         <Code>InvalidParameter</Code><Message>a &lt; b\u{fffd}</Message></Error>"
    );
}

#[test]
fn only_throttling_asks_to_wait() {
    let wait = |spec| failure(&ApiError::new(spec), id(), "h", Format::Json).retry_after_ms;
    assert_eq!(wait(&THROTTLING), Some(1000));
    assert_eq!(wait(&THROTTLING_QUOTA), Some(1000));
    assert_eq!(wait(&SERVICE_UNAVAILABLE), None);
}

#[test]
fn the_form_that_is_asked_for() {
    for (value, format) in [
        (None, Format::Json),
        (Some(""), Format::Json),
        (Some("None"), Format::Json),
        (Some("json"), Format::Json),
        (Some("JSON"), Format::Json),
        (Some("xml"), Format::Xml),
        (Some("XML"), Format::Xml),
        (Some("Xml"), Format::Xml),
    ] {
        assert_eq!(Format::from_parameter(value), format, "{value:?}");
    }
}
