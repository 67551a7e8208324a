//! A disk that a test fills while a program writes to it.
//!
//! Where the system lets the test mount, the disk is a small file system in memory that only the program sees (`unshare`), and a file
//! of the test takes its room. Elsewhere the program's files may not grow beyond a limit (`prlimit`), which fails with another error of
//! the system and comes to the same for the program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::process::{Process, command};

/// Room for a loaded database and its log.
const SIZE: &str = "size=24m";

/// A program over a disk of its own.
pub struct OnADisk {
    /// The program.
    pub process: Process,
    folder: TempDir,
    mounted: bool,
}

impl OnADisk {
    /// Starts a program over an empty folder, `--data-dir`, that is all of its disk.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(program: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = may_mount(folder.path());
        let path = folder.path().to_str().expect("UTF-8").to_owned();
        let alone = command(program);
        let mut started = if mounted { within_a_mount(&path) } else { without_signal() };
        for (name, _) in alone.get_envs().filter(|(_, value)| value.is_none()) {
            started.env_remove(name);
        }
        started.arg(alone.get_program()).args(["--data-dir", &path, "--listen", "127.0.0.1:0"]);
        started.args(["--log", "info", "--log-format", "json"]);
        Self { process: Process::spawn(program, started).ready(), folder, mounted }
    }

    /// `yearbook verify` over the folder, beside the program.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn verify(&self) -> Output {
        let verify = command("yearbook");
        let mut within = Command::new("nsenter");
        within
            .args(["--user", "--mount", "--target", &self.process.id().to_string()])
            .arg(verify.get_program());
        let mut asked = if self.mounted { within } else { verify };
        asked.arg("verify").arg(self.folder.path()).output().expect("it starts")
    }

    /// The file that takes the room, as it is seen from outside.
    fn filler(&self) -> PathBuf {
        let path = self.folder.path().strip_prefix("/").expect("an absolute path");
        Path::new("/proc").join(self.process.id().to_string()).join("root").join(path).join("filler")
    }

    /// Takes all room that is left.
    ///
    /// # Panics
    /// When the test may not.
    pub fn fill(&self) {
        if !self.mounted {
            return self.limit("1:");
        }
        let mut file = std::fs::File::create(self.filler()).expect("a file");
        for size in [1 << 16, 1 << 12, 1] {
            // Until nothing fits any more.
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives the room back.
    ///
    /// # Panics
    /// When the test may not.
    pub fn make_room(&self) {
        if self.mounted {
            std::fs::remove_file(self.filler()).expect("it can be removed");
        } else {
            self.limit("unlimited:");
        }
    }

    fn limit(&self, size: &str) {
        let id = self.process.id().to_string();
        let limited = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={size}")]).status();
        assert!(limited.is_ok_and(|status| status.success()), "prlimit (Debian package util-linux)");
    }
}

fn may_mount(folder: &Path) -> bool {
    let tried = within_a_mount(folder.to_str().expect("UTF-8")).arg("true").output();
    tried.is_ok_and(|output| output.status.success())
}

/// What runs a program that alone sees a small disk in place of a folder.
fn within_a_mount(folder: &str) -> Command {
    let mut command = Command::new("unshare");
    let script = format!("mount -t tmpfs -o {SIZE} none \"$0\" && exec \"$@\"");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script, folder]);
    command
}

/// What runs a program that goes on where a file may not grow.
fn without_signal() -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    command
}
