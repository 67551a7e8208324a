//! Images as `deploy/` makes them, without a daemon and without a registry: built by buildah on a base from the Debian archive, kept in a
//! folder that vanishes, and run as their own user on a root that cannot be written.
//!
//! What runs an image here is not a container runtime: a namespace of mounts, the image's root read-only, its user, its variables and its
//! entry point. It shows that the image has what the program needs and that the program needs no more.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::binaries::{binary, root};
use crate::process::{Starting, said};
use crate::tools::{skipped, tool};

/// The time of everything in an image: 2025-01-01.
const EPOCH: &str = "1735689600";
/// The image's base, as the Containerfile's `BASE` names it.
const BASE: &str = "localhost/yearbook-base";
/// Makes a root read-only with one folder that is not, and becomes what follows, as the user given.
const ENTER: &str = r#"
set -eu
root=$1 data=$2 user=$3 group=$4
shift 4
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --bind "$data" "$root/data"
exec unshare --root="$root" --wd=/data --setgid "$group" --setuid "$user" "$@"
"#;

/// Where images are made and kept.
pub struct Workshop {
    folder: TempDir,
    buildah: PathBuf,
}

/// An image.
pub struct Image {
    /// Its id, which is a digest of its configuration and so of its layers.
    pub id: String,
    /// `config` of the OCI image specification.
    pub config: Value,
    /// The sum of its layers, unpacked.
    pub bytes: u64,
}

impl Workshop {
    /// An empty one with the base in it; `None` after saying what is missing: root, buildah or mmdebstrap.
    ///
    /// # Panics
    /// When the base cannot be made; in CI also when something is missing.
    #[must_use]
    pub fn open() -> Option<Self> {
        let (buildah, _) = (tool("buildah")?, tool("mmdebstrap")?);
        if !is_root() {
            return skipped("an image is built and run by root");
        }
        let workshop = Self { folder: tempfile::tempdir().expect("a folder"), buildah };
        workshop.base();
        Some(workshop)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs buildah with its storage in the folder, and gives what it prints.
    fn buildah(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.buildah);
        command.arg("--root").arg(self.path("storage")).arg("--runroot").arg(self.path("run"));
        command.args(["--storage-driver", "vfs"]).args(arguments).stdin(Stdio::null());
        let output = command.output().expect("buildah starts");
        assert!(output.status.success(), "buildah {arguments:?}: {}", said(&output));
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }

    fn base(&self) {
        let tar = self.path("base.tar");
        let mut make = Command::new(root().join("deploy/base.sh"));
        let output = make.arg(&tar).env("SOURCE_DATE_EPOCH", EPOCH).output().expect("bash starts");
        assert!(output.status.success(), "deploy/base.sh: {}", said(&output));
        let container = self.buildah(&["from", "scratch"]);
        self.buildah(&["add", "--quiet", &container, tar.to_str().expect("UTF-8"), "/"]);
        self.buildah(&["commit", "--quiet", "--timestamp", EPOCH, "--rm", &container, BASE]);
    }

    /// Builds the image of a program that the tests have built, without its symbols.
    ///
    /// # Panics
    /// When it does not build.
    #[must_use]
    pub fn build(&self, program: &str, tag: &str) -> Image {
        let context = self.path("context");
        std::fs::create_dir_all(context.join("deploy/data")).expect("made");
        std::fs::copy(root().join("deploy/data/.keep"), context.join("deploy/data/.keep")).expect("copied");
        let mut strip = Command::new("strip");
        let stripped = strip.arg("-o").arg(context.join(program)).arg(binary(program)).status();
        assert!(stripped.expect("binutils are there, as Rust links by them").success());
        let file = root().join("deploy/Containerfile");
        self.buildah(&[
            "build",
            "--quiet",
            "--isolation=chroot",
            "--timestamp",
            EPOCH,
            "--build-arg",
            &format!("BASE={BASE}"),
            "--build-arg",
            &format!("BINARY={program}"),
            "--file",
            file.to_str().expect("UTF-8"),
            "--tag",
            tag,
            context.to_str().expect("UTF-8"),
        ]);
        self.image(tag)
    }

    fn image(&self, tag: &str) -> Image {
        let text = self.buildah(&["inspect", "--type", "image", tag]);
        let inspected: Value = serde_json::from_str(&text).expect("JSON");
        let listed = self.buildah(&["images", "--json", tag]);
        let listed: Value = serde_json::from_str(&listed).expect("JSON");
        let size = listed[0]["size"].as_str().expect("a size").to_owned();
        Image {
            id: inspected["FromImageID"].as_str().expect("an id").to_owned(),
            config: inspected["OCIv1"]["config"].clone(),
            bytes: bytes(&size),
        }
    }

    /// Starts an image with these variables over its own, and with these arguments.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(&self, tag: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Starting {
        let image = self.image(tag);
        let container = self.buildah(&["from", tag]);
        let mounted = self.buildah(&["mount", &container]);
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let user = text(&image.config["User"]);
        let (user, group) = user.split_once(':').expect("user and group");
        let data = self.path("data");
        std::fs::create_dir_all(&data).expect("made");
        let owner = Some(user.parse().expect("a number"));
        std::os::unix::fs::chown(&data, owner, owner).expect("root may");
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", ENTER, "enter", &mounted]);
        command.arg(&data).args([user, group]);
        command.args(image.config["Entrypoint"].as_array().expect("an entry point").iter().map(text));
        command.args(arguments).env_clear().stdin(Stdio::null());
        // For `unshare` and `mount`; the program runs no other.
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        for variable in image.config["Env"].as_array().expect("variables").iter().map(text) {
            let (name, value) = variable.split_once('=').expect("NAME=VALUE");
            command.env(name, value);
        }
        command.envs(variables.iter().copied());
        crate::process::Process::spawn(tag, command)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // With its storage, the folder takes everything away; what is mounted would stay.
        let mut command = Command::new(&self.buildah);
        command.arg("--root").arg(self.path("storage")).arg("--runroot").arg(self.path("run"));
        let ended = command.args(["--storage-driver", "vfs", "rm", "--all"]).output();
        drop(ended);
    }
}

/// A size as buildah prints it: `49.3 MB`.
fn bytes(text: &str) -> u64 {
    let (number, unit) = text.split_once(' ').expect("a number and a unit");
    let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
    let factor = match unit {
        "GB" => 1_000_000_000,
        "MB" => 1_000_000,
        "kB" | "KB" => 1_000,
        other => panic!("no unit: {other}"),
    };
    let parse = |digits: &str| digits.parse::<u64>().expect("digits");
    parse(whole) * factor + parse(tenths.get(..1).unwrap_or("0")) * factor / 10
}

fn is_root() -> bool {
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}
