//! Requests to emulators of AWS, framed as AWS's own clients frame them and signed with Signature Version 4.
//!
//! Servers that are compared with `xconnect` get what their users' clients send: a POST with a form for EC2, one with
//! JSON for Direct Connect. The signature is a real one, made before the clock starts; a server that does not look at
//! it saves itself the work.

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use xconnect_wire::sign::{encode, sha256_hex};

use crate::request::AccessKey;

/// An AWS service whose calls are near to the product's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// VPCs; the query protocol, with answers in XML.
    Ec2,
    /// Connections; the JSON protocol, version 1.1.
    DirectConnect,
}

const REGION: &str = "us-east-1";
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

impl Service {
    /// The service's name in the scope of a signature.
    fn name(self) -> &'static str {
        match self {
            Service::Ec2 => "ec2",
            Service::DirectConnect => "directconnect",
        }
    }

    /// A whole HTTP request to `host` with these parameters, `Action` among them.
    pub fn request(
        self,
        host: &str,
        parameters: &[(String, String)],
        key: &AccessKey,
        now: Timestamp,
    ) -> String {
        let (content_type, target, body) = match self {
            Service::Ec2 => ("application/x-www-form-urlencoded; charset=utf-8", None, form(parameters)),
            Service::DirectConnect => {
                let (target, body) = json(parameters);
                ("application/x-amz-json-1.1", Some(target), body)
            }
        };
        let time = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let digest = sha256_hex(body.as_bytes());
        // In the order of their names, as the signature covers them.
        let mut headers = vec![
            ("content-type", content_type),
            ("host", host),
            ("x-amz-content-sha256", &digest),
            ("x-amz-date", &time),
        ];
        headers.extend(target.as_deref().map(|target| ("x-amz-target", target)));
        let authorization = self.authorization(&headers, &digest, &time, key);

        let mut request = "POST / HTTP/1.1\r\n".to_owned();
        for (name, value) in headers.into_iter().chain([("authorization", authorization.as_str())]) {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n", &body]);
        request
    }

    fn authorization(self, headers: &[(&str, &str)], digest: &str, time: &str, key: &AccessKey) -> String {
        let fields: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let canonical = format!("POST\n/\n\n{fields}\n{names}\n{digest}");
        let date = time.get(..8).unwrap_or(time);
        let scope = format!("{date}/{REGION}/{}/aws4_request", self.name());
        let text = format!("{ALGORITHM}\n{time}\n{scope}\n{}", sha256_hex(canonical.as_bytes()));
        let signature = signature(&key.secret, &scope, &text);
        format!("{ALGORITHM} Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", key.id)
    }
}

/// The parameters as a form, with the version of EC2's API.
fn form(parameters: &[(String, String)]) -> String {
    let field = |(name, value): &(String, String)| format!("{}={}&", encode(name), encode(value));
    parameters.iter().map(field).chain(["Version=2016-11-15".to_owned()]).collect()
}

/// The operation's name for `X-Amz-Target`, and the other parameters as an object of texts.
fn json(parameters: &[(String, String)]) -> (String, String) {
    let is_action = |(name, _): &&(String, String)| name == "Action";
    let action = parameters.iter().find(is_action).map_or("", |(_, action)| action);
    let members = parameters.iter().filter(|pair| !is_action(pair));
    let members: serde_json::Map<_, _> =
        members.map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    (format!("OvertureService.{action}"), serde_json::Value::Object(members).to_string())
}

/// The signature of `text` in lower-case hex, with the key that `secret` yields for `scope`.
fn signature(secret: &str, scope: &str, text: &str) -> String {
    let seed = format!("AWS4{secret}").into_bytes();
    let key = scope.split('/').fold(seed, |key, part| code(&key, part));
    code(&key, text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn code(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(service: Service, parameters: &[(&str, &str)]) -> String {
        let key = AccessKey { id: "testid".into(), secret: "testsecret".into() };
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let parameters: Vec<_> = parameters.iter().map(owned).collect();
        service.request("127.0.0.1:8900", &parameters, &key, Timestamp::UNIX_EPOCH)
    }

    /// The worked example of AWS's description of the signature.
    #[test]
    fn the_published_example_comes_out_as_published() {
        let text = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\
                    f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
        let scope = "20150830/us-east-1/iam/aws4_request";
        assert_eq!(
            signature("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope, text),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
        );
    }

    #[test]
    fn ec2_gets_a_form() {
        let request = request(Service::Ec2, &[("Action", "CreateVpc"), ("CidrBlock", "10.0.0.0/16")]);
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "Action=CreateVpc&CidrBlock=10.0.0.0%2F16&Version=2016-11-15");
        assert!(head.starts_with("POST / HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded"));
        assert!(head.contains("Credential=testid/19700101/us-east-1/ec2/aws4_request, SignedHeaders="));
        assert!(head.ends_with(&format!("content-length: {}", body.len())));
    }

    #[test]
    fn direct_connect_gets_json_and_the_operation_in_a_header() {
        let request = request(
            Service::DirectConnect,
            &[("Action", "DescribeConnections"), ("connectionId", "dxcon-1")],
        );
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, r#"{"connectionId":"dxcon-1"}"#);
        assert!(head.contains("\r\nx-amz-target: OvertureService.DescribeConnections\r\n"));
        assert!(head.contains("x-amz-date;x-amz-target, Signature="));
    }
}
