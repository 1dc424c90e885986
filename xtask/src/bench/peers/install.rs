//! Gets the peers from their package registries, once, pinned, and out of the way. What is there already is not
//! fetched again.
//!
//! All of it lies in `peers` under cargo's target directory. They are run as programs of their own, unchanged; nothing
//! of them becomes part of the product.

use std::path::PathBuf;

use crate::shell::{capture, command, run};
use crate::tools::{self, remove};
use crate::workspace::Workspace;

/// The version of fakecloud that is compared; those of the Python peers are in their lists.
pub(super) const FAKECLOUD: &str = "0.51.0";

/// Building fakecloud takes most of an hour on two cores. This many seconds are enough, or something is wrong.
const FAKECLOUD_SECONDS: &str = "7200";

/// moto's server.
pub(super) fn moto(workspace: &Workspace) -> Result<PathBuf, String> {
    python_program(workspace, "moto", "moto_server")
}

/// ministack.
pub(super) fn ministack(workspace: &Workspace) -> Result<PathBuf, String> {
    python_program(workspace, "ministack", "ministack")
}

/// A program of the packages that the list `name` beside this file pins.
fn python_program(workspace: &Workspace, name: &str, program: &str) -> Result<PathBuf, String> {
    let list = workspace.top().join("xtask/src/bench/peers").join(format!("{name}.txt"));
    let venv = workspace.peers().join(name);
    tools::environment(workspace, &list, &venv)?;
    Ok(venv.join("bin").join(program))
}

/// fakecloud, which comes as source only. It is built with little claim to the processors, and what is left of an
/// interrupted build is used by the next one.
pub(super) fn fakecloud(workspace: &Workspace) -> Result<PathBuf, String> {
    let (root, build) = (workspace.peers().join("fakecloud"), workspace.peers().join("build"));
    let program = root.join("bin/fakecloud");
    let version = capture(command(&program, workspace.top(), &["--version"]));
    if version.is_ok_and(|version| version.split_whitespace().last() == Some(FAKECLOUD)) {
        return Ok(program);
    }
    let exactly = format!("={FAKECLOUD}");
    let install = [FAKECLOUD_SECONDS, "nice", "-n", "19", env!("CARGO"), "install", "fakecloud"];
    let mut install = command("timeout", workspace.top(), &install);
    install.args(["--version", &exactly, "--locked", "--force"]);
    install.arg("--root").arg(&root).arg("--target-dir").arg(&build);
    run(install)?;
    remove(&build)?;
    Ok(program)
}
