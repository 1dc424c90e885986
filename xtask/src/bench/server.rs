//! A server under measurement: started, timed to its first answer, weighed, and always taken down again.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::shell::capture;

/// A server that says nothing for so long will not say anything.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often to try: small beside the shortest start worth telling apart from another.
const PAUSE: Duration = Duration::from_micros(200);

/// A running server. Dropping it kills it, as `kill -9` would.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    api: SocketAddr,
    operator: Option<SocketAddr>,
    started_in: Duration,
}

impl Server {
    /// Starts `program` and waits for its first answer on `api`. What it prints goes to the file `log`.
    pub(crate) fn start(
        program: &Path,
        arguments: &[&str],
        api: SocketAddr,
        log: &Path,
    ) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.args(arguments);
        Self::launch(command, api, log)
    }

    /// The same for a program with a folder or an environment of its own.
    pub(crate) fn launch(mut command: Command, api: SocketAddr, log: &Path) -> Result<Self, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        let output = File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
        let errors = output.try_clone().map_err(|error| error.to_string())?;
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        let began = Instant::now();
        let child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
        let mut server = Self { child, api, operator: None, started_in: Duration::ZERO };
        while !answers(api) {
            if server.child.try_wait().is_ok_and(|status| status.is_some()) || began.elapsed() > PATIENCE {
                let said = fs::read_to_string(log).unwrap_or_default();
                return Err(format!("{program} gives no answer. It said: {said}"));
            }
            std::thread::sleep(PAUSE);
        }
        server.started_in = began.elapsed();
        Ok(server)
    }

    /// The same, with an operator interface.
    pub(crate) fn with_operator(mut self, operator: SocketAddr) -> Self {
        self.operator = Some(operator);
        self
    }

    /// Asks the operator interface, whose answer has to be a success; the answer's body.
    pub(crate) fn operate(&self, method: &str, path: &str, body: &str) -> Result<String, String> {
        let operator = self.operator.ok_or("the server has no operator interface")?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {operator}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = exchange(operator, &[&head, body].concat()).map_err(|error| error.to_string())?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        if head.starts_with("HTTP/1.1 2") {
            Ok(body.to_owned())
        } else {
            Err(format!("{method} {path}: {answer}"))
        }
    }

    /// Where it listens.
    pub(crate) fn api(&self) -> SocketAddr {
        self.api
    }

    /// From before the process was made to the end of its first answer, in milliseconds.
    pub(crate) fn start_ms(&self) -> f64 {
        self.started_in.as_secs_f64() * 1000.0
    }

    /// Resident memory in megabytes (of a million bytes).
    pub(crate) fn resident_mb(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        resident_kib(&status).map(|kib| kib * 1024.0 / 1e6).ok_or_else(|| format!("{path} has no VmRSS"))
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<(), String> {
        let mut terminate = Command::new("kill");
        terminate.args(["-TERM", &self.child.id().to_string()]);
        capture(terminate)?;
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(10)),
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("the server stopped with {status}")),
                Err(error) => return Err(error.to_string()),
            }
        }
        Err("the server does not stop when asked to".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if the process is gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that nobody listens on at this moment.
pub(crate) fn free_address() -> Result<SocketAddr, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(|error| error.to_string())
}

/// Whether a whole answer comes back, however unfriendly: the request is not signed. A server error is no answer, so
/// that a server cannot look started while it is still reading its data.
fn answers(api: SocketAddr) -> bool {
    let request = format!("GET / HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n\r\n");
    exchange(api, &request).is_ok_and(|answer| is_answer(&answer))
}

/// Sends a request that ends its connection; everything that comes back.
fn exchange(address: SocketAddr, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn is_answer(text: &str) -> bool {
    let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse::<u16>().ok());
    status.is_some_and(|status| status < 500)
}

fn resident_kib(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_an_answer_and_a_server_error_is_not() {
        assert!(is_answer("HTTP/1.1 200 OK\r\n\r\n") && is_answer("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assert!(!is_answer("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
        assert!(!is_answer("") && !is_answer("HTTP/1.1 ") && !is_answer("SSH-2.0-x"));
    }

    #[test]
    fn resident_memory_is_one_line_of_many() {
        assert_eq!(resident_kib("VmPeak:\t  900 kB\nVmRSS:\t   12345 kB\nThreads:\t3\n"), Some(12345.0));
        assert_eq!(resident_kib("VmPeak:\t  900 kB\n"), None);
    }
}
