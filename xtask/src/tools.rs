//! What the client tests need beyond Rust, installed once and out of the way.
//!
//! Interpreters come from the system, and are added to it only where that is plainly wanted: a Debian system, run as
//! root, that lacks them. Libraries never touch the system: Python's go into a virtual environment under `.tools`,
//! Node's next to the tests that use them. Each installation leaves a stamp with the list that it installed; as long
//! as the list says the same, nothing is done.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{capture, command, run, works};
use crate::workspace::Workspace;

/// The interpreter of a virtual environment that holds exactly `clients/python/requirements.txt`.
pub(crate) fn python(workspace: &Workspace) -> Result<PathBuf, String> {
    let list = workspace.top().join("clients/python/requirements.txt");
    environment(workspace, &list, &workspace.tools().join("venv"))
}

/// The interpreter of the virtual environment `venv`, which holds exactly what `list` names.
pub(crate) fn environment(workspace: &Workspace, list: &Path, venv: &Path) -> Result<PathBuf, String> {
    let interpreter = venv.join("bin/python");
    let stamp = Stamp::new(venv.join("installed-requirements.txt"), list)?;
    if !stamp.is_current() {
        require(&PYTHON)?;
        // A half-made or outdated environment is not worth repairing.
        remove(venv)?;
        let venv_path = venv.to_string_lossy();
        run(command("python3", workspace.top(), &["-m", "venv", &venv_path]))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        let mut install = command(&interpreter, workspace.top(), &install);
        install.arg(list);
        run(install)?;
        stamp.set()?;
    }
    Ok(interpreter)
}

/// Puts the packages that `clients/node/package-lock.json` names where the Node tests find them.
pub(crate) fn node(workspace: &Workspace) -> Result<(), String> {
    require(&NODE)?;
    let folder = workspace.top().join("clients/node");
    let stamp =
        Stamp::new(folder.join("node_modules/.installed-lock.json"), &folder.join("package-lock.json"))?;
    if stamp.is_current() {
        return Ok(());
    }
    // The packages are plain JavaScript: none needs to run a program of its own on installation.
    run(command("npm", &folder, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    stamp.set()
}

/// What builds libFuzzer, which is C++.
pub(crate) fn fuzzer() -> Result<(), String> {
    require(&CXX)
}

/// Programs that must be there, a way to see whether they are, and the Debian packages that bring them.
struct Requirement {
    name: &'static str,
    probes: &'static [&'static [&'static str]],
    packages: &'static [&'static str],
}

const PYTHON: Requirement = Requirement {
    name: "Python 3 with venv",
    probes: &[&["python3", "-c", "import venv, ensurepip"]],
    packages: &["python3", "python3-venv"],
};

const NODE: Requirement = Requirement {
    name: "Node.js with npm",
    probes: &[&["node", "--version"], &["npm", "--version"]],
    packages: &["nodejs", "npm"],
};

const CXX: Requirement =
    Requirement { name: "a C++ compiler", probes: &[&["c++", "--version"]], packages: &["g++"] };

fn require(requirement: &Requirement) -> Result<(), String> {
    let present = || requirement.probes.iter().all(|probe| works(probe));
    if present() {
        return Ok(());
    }
    let packages = requirement.packages.join(" ");
    if !works(&["apt-get", "--version"]) || !is_root() {
        return Err(format!("{} is missing; on Debian, `apt-get install {packages}`", requirement.name));
    }
    let here = Path::new("/");
    run(command("apt-get", here, &["update", "--quiet"]))?;
    let mut install = command("apt-get", here, &["install", "--yes", "--quiet", "--no-install-recommends"]);
    install.args(requirement.packages).env("DEBIAN_FRONTEND", "noninteractive");
    run(install)?;
    if present() {
        Ok(())
    } else {
        Err(format!("{} is missing although {packages} are installed", requirement.name))
    }
}

fn is_root() -> bool {
    capture(command("id", Path::new("/"), &["-u"])).is_ok_and(|id| id.trim() == "0")
}

/// A copy of the list that was installed, kept beside the installation.
struct Stamp {
    path: PathBuf,
    wanted: String,
}

impl Stamp {
    fn new(path: PathBuf, list: &Path) -> Result<Self, String> {
        let wanted = fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
        Ok(Self { path, wanted })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|installed| installed == self.wanted)
    }

    fn set(&self) -> Result<(), String> {
        fs::write(&self.path, &self.wanted).map_err(|error| format!("{}: {error}", self.path.display()))
    }
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_the_list_changes() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        remove(&folder).unwrap();
        fs::create_dir_all(&folder).unwrap();
        let (list, path) = (folder.join("list"), folder.join("stamp"));
        assert!(Stamp::new(path.clone(), &list).is_err());

        fs::write(&list, "a==1\n").unwrap();
        let stamp = Stamp::new(path.clone(), &list).unwrap();
        assert!(!stamp.is_current());
        stamp.set().unwrap();
        assert!(stamp.is_current());

        fs::write(&list, "a==2\n").unwrap();
        assert!(!Stamp::new(path, &list).unwrap().is_current());
        remove(&folder).unwrap();
    }
}
