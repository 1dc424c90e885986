//! Running other programs.

use std::path::Path;
use std::process::{Command, Stdio};

/// A program to be run in `dir`.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>, dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).args(arguments);
    command
}

/// Runs it in the open: the command line first, then whatever it prints. Anything but success is an error.
pub(crate) fn run(mut command: Command) -> Result<(), String> {
    let line = line(&command);
    println!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}")),
        Err(error) => Err(format!("`{line}` did not start: {error}")),
    }
}

/// Runs it unseen and returns what it wrote to standard output.
pub(crate) fn capture(mut command: Command) -> Result<String, String> {
    let line = line(&command);
    let output = command.output().map_err(|error| format!("`{line}` did not start: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!(
            "`{line}` ended with {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        ))
    }
}

/// Whether it is there and content.
pub(crate) fn works(command: &[&str]) -> bool {
    let Some((program, arguments)) = command.split_first() else { return false };
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_say_what_failed() {
        let here = Path::new(".");
        assert_eq!(capture(command("echo", here, &["a", "b"])).unwrap(), "a b\n");
        let failure = capture(command("sh", here, &["-c", "echo why >&2; exit 3"])).unwrap_err();
        assert!(failure.contains("exit 3") && failure.ends_with("why"), "{failure}");
        assert!(capture(command("/nowhere/at/all", here, &[])).unwrap_err().contains("did not start"));
        assert!(works(&["true"]) && !works(&["false"]) && !works(&["/nowhere/at/all"]) && !works(&[]));
    }
}
