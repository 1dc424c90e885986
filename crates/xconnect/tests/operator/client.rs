//! Requests to the operator interface, each answer held against the document.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::World;
use crate::support::client::{Answer, Connection};

/// A user of the operator interface who has read its document.
pub(crate) struct Operator<'w> {
    world: &'w World,
    document: Value,
    /// The operations that have been answered with a success.
    driven: RefCell<BTreeSet<String>>,
}

impl<'w> Operator<'w> {
    pub(crate) fn of(world: &'w World) -> Self {
        let document = send(world, "GET", "/openapi.json", &[], "").success();
        Self { world, document, driven: RefCell::default() }
    }

    /// The answer to a request, which has to be what the document says of it.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let answer = send(self.world, method, path, &[], body);
        let (template, operation) = self.operation(method, path);
        let documented = &operation["responses"][answer.status.to_string()];
        assert!(documented.is_object(), "{method} {template} may not answer {answer:?}");
        match &documented["content"]["application/json"]["schema"] {
            // What is documented in another form than JSON is not looked into.
            Value::Null if documented["content"].is_object() => {}
            Value::Null => assert_eq!(answer.body, "", "{method} {template}"),
            schema => self.hold(schema, &answer.json(), &format!("{method} {template}")),
        }
        if answer.status < 300 {
            let asked = &operation["requestBody"];
            if body.is_empty() {
                assert_ne!(asked["required"], true, "{method} {template} wants a body");
            } else {
                let asked = &asked["content"]["application/json"]["schema"];
                self.hold(asked, &serde_json::from_str(body).unwrap(), &format!("to {method} {template}"));
            }
            self.driven.borrow_mut().insert(operation["operationId"].as_str().unwrap().to_owned());
        }
        answer
    }

    /// A request that has to succeed.
    pub(crate) fn ok(&self, method: &str, path: &str, body: &str) -> Value {
        let answer = self.ask(method, path, body);
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// Status and code of a request that has to be refused.
    pub(crate) fn refused(&self, method: &str, path: &str, body: &str) -> String {
        let answer = self.ask(method, path, body);
        format!("{} {}", answer.status, answer.text("code"))
    }

    /// The operations of the document that have not been answered with a success.
    pub(crate) fn left(&self) -> Vec<String> {
        let paths = self.document["paths"].as_object().unwrap().values();
        let operations = paths.flat_map(|methods| methods.as_object().unwrap().values());
        let ids = operations.map(|operation| operation["operationId"].as_str().unwrap().to_owned());
        ids.filter(|id| !self.driven.borrow().contains(id)).collect()
    }

    /// The document's operation for a path, and the path's template.
    fn operation(&self, method: &str, path: &str) -> (&str, &Value) {
        let path = path.split('?').next().unwrap();
        let fits = |template: &str| {
            let (mut template, mut path) = (template.split('/'), path.split('/'));
            template.by_ref().zip(path.by_ref()).all(|(part, given)| part.starts_with('{') || part == given)
                && template.next().is_none()
                && path.next().is_none()
        };
        let same_length = |template: &&String| template.split('/').count() == path.split('/').count();
        let paths = self.document["paths"].as_object().unwrap();
        let template = paths.keys().filter(same_length).find(|template| fits(template));
        let template = template.unwrap_or_else(|| panic!("the document does not have {path}"));
        (template, &paths[template][method.to_ascii_lowercase()])
    }

    /// Holds a value against a schema of the document.
    fn hold(&self, schema: &Value, value: &Value, what: &str) {
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        let validator = jsonschema::validator_for(&whole).unwrap();
        let errors: Vec<_> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {value}");
    }
}

/// Sends a request as it is.
pub(crate) fn send(
    world: &World,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut connection = Connection::open(world.server.addresses().operator.unwrap());
    let mut text = format!("{method} {target} HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text.push_str("Host: localhost\r\n");
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    connection.write(text.as_bytes());
    connection.receive().unwrap()
}
