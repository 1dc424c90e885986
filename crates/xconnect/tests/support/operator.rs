//! The operator interface, and the clock that an operator moves.

use std::time::Duration;

use serde_json::Value;
use xconnect_model::Time;

use super::World;
use super::client::{Answer, Connection};

impl World {
    /// A request to the operator interface, which has to succeed.
    pub(crate) fn ask_operator(&self, method: &str, path: &str, body: &Value) -> Value {
        self.request_operator(method, path, body).success()
    }

    /// A request to the operator interface, whatever is answered.
    pub(crate) fn request_operator(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n");
        let mut connection = Connection::open(self.server.addresses().operator.unwrap());
        connection.write(format!("{head}{body}").as_bytes());
        connection.receive().unwrap()
    }

    /// A step of the operator's that needs no more words, which has to succeed.
    pub(crate) fn order_operator(&self, path: &str) -> Value {
        self.ask_operator("POST", path, &Value::Null)
    }

    /// Waits for all that happens by itself up to now, and moves no clock; tells when the next thing will.
    pub(crate) fn rest(&self) -> Option<Time> {
        self.server.engine().next_step(Duration::from_secs(10)).unwrap()
    }

    /// Service time.
    pub(crate) fn now(&self) -> Time {
        self.server.engine().clock().now()
    }
}
