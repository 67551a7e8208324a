//! A place to run the binary from, and a server to ask.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The bundle on 2024.
pub(crate) fn bundle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024")
}

/// Databases with that bundle, made once for all tests that only read.
pub(crate) fn databases() -> &'static str {
    static LOADED: OnceLock<String> = OnceLock::new();
    LOADED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("yearbook-loaded");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the last run's can be removed");
        }
        let folder = folder.to_str().expect("UTF-8").to_owned();
        let bundle = bundle();
        Desk::new().run(&["import", text(&bundle), "--data-dir", &folder]).succeeds();
        folder
    })
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// It ended well; what it printed.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// It was done and errors were found; what it printed.
    #[track_caller]
    pub(crate) fn finds(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        self.out
    }

    /// It could not be done: one line says why and what to do.
    #[track_caller]
    pub(crate) fn fails(self, parts: &[&str]) {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "nothing was asked for that could be printed");
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("error: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in: {}", self.err);
        }
    }
}

fn ran(output: Output) -> Ran {
    let utf8 = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let ran = Ran { code: output.status.code(), out: utf8(output.stdout), err: utf8(output.stderr) };
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "colour is for terminals: {ran:?}");
    ran
}

/// A run that has begun.
pub(crate) struct Begun(Child);

impl Begun {
    /// Interrupts it, as Ctrl-C does; what came of it.
    pub(crate) fn interrupted(self) -> Ran {
        let asked = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        assert!(asked.expect("kill is there").success(), "it runs no more");
        ran(self.0.wait_with_output().expect("it ends"))
    }
}

/// An empty folder to run the binary in, without settings of the environment.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        self.command_by(Command::new(env!("CARGO_BIN_EXE_yearbook")), args)
    }

    fn command_by(&self, mut command: Command, args: &[&str]) -> Command {
        command.args(args).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command
    }

    /// Runs the binary to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, &[])
    }

    /// Runs the binary with variables.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Ran {
        ran(self.command(args).envs(variables.iter().copied()).output().expect("it runs"))
    }

    /// Runs the binary to its end by somebody who may do only what files allow: root without what makes it root.
    pub(crate) fn run_without_rights(&self, args: &[&str]) -> Ran {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-all", "--inh-caps=-all", env!("CARGO_BIN_EXE_yearbook")]);
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let mut command = if is_root { self.command_by(command, args) } else { self.command(args) };
        ran(command.output().expect("it runs"))
    }

    /// Starts the binary, to be interrupted.
    pub(crate) fn begin(&self, args: &[&str]) -> Begun {
        let mut command = self.command(args);
        Begun(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts"))
    }

    /// Serves on a port that is free, until it is dropped.
    pub(crate) fn serve(&self, args: &[&str]) -> Serving {
        let mut command = self.command(&["serve"]);
        command.args(args).args(["--listen", "127.0.0.1:0", "--log", "error"]).stdout(Stdio::piped());
        // What is tested is what services say, not how soon on a machine that builds and tests other things.
        if args.first().is_none_or(|first| first.starts_with('-') || *first == "gateway") {
            command.args(["--deadline", "60000"]);
        }
        let mut child = command.spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("yearbook is ready at ").expect("its address").to_owned();
        Serving { child, address }
    }

    /// The loaded databases, to be written or served by one test: their folder.
    pub(crate) fn own_databases(&self) -> String {
        let folder = self.path("loaded");
        copy(Path::new(databases()), &folder);
        text(&folder).to_owned()
    }

    /// Serves the loaded databases.
    pub(crate) fn serve_loaded(&self) -> Serving {
        let folder = self.own_databases();
        self.serve(&["--data-dir", &folder])
    }

    /// A copy of the bundle on 2024 to be changed.
    pub(crate) fn copy(&self, name: &str) -> Copy {
        let folder = self.path(name);
        copy(&bundle(), &folder);
        Copy { folder }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copied");
        }
    }
}

/// A bundle of one test.
pub(crate) struct Copy {
    folder: PathBuf,
}

impl Copy {
    pub(crate) fn path(&self) -> &str {
        text(&self.folder)
    }

    /// Replaces the first text of a file that is such.
    #[track_caller]
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.join(file);
        let content = std::fs::read_to_string(&path).expect("a file");
        assert!(content.contains(from), "{file} has no `{from}`");
        std::fs::write(&path, content.replacen(from, to, 1)).expect("written");
    }
}

impl Copy {
    /// Adds to the end of a file, which may be new.
    pub(crate) fn add(&self, file: &str, text: &str) {
        let opened = OpenOptions::new().create(true).append(true).open(self.folder.join(file));
        opened.expect("a file").write_all(text.as_bytes()).expect("written");
    }

    /// Adds a measure and a value of a service that this program does not have.
    pub(crate) fn add_hydrology(&self) {
        self.add(
            "measures.csv",
            "hydrology,gauging-stations,flow,project,none,period,,,,,BDT,Gauging stations,水文站,Stations that report.,报送数据的测站。,,,,\n",
        );
        self.add("stated.csv", "hydrology/gauging-stations?period=2024,731,INF,project,,ar-2024,i,¶1,,,,,\n");
    }
}

/// A server of one test.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself, which the test notices by its answers.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
