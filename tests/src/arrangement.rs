//! The two arrangements: all services in one process, and six processes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use tempfile::TempDir;

use crate::SERVICES;
use crate::process::{Process, Starting};
use crate::tools::postgres;

/// All services in one process.
pub struct Together {
    /// The process.
    pub process: Process,
    data: TempDir,
}

impl Together {
    /// `yearbook serve` with an empty folder, and these flags besides.
    #[must_use]
    pub fn start(flags: &[&str]) -> Self {
        Self::over(tempfile::tempdir().expect("a folder"), flags)
    }

    /// `yearbook serve` over a folder that is there.
    #[must_use]
    pub fn over(data: TempDir, flags: &[&str]) -> Self {
        let folder = data.path().to_str().expect("a path in UTF-8").to_owned();
        let arguments = [&["serve", "--data-dir", &folder], flags].concat();
        Self { process: Process::start("yearbook", &arguments), data }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.process.address()
    }

    /// The folder of its databases.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.data.path()
    }

    /// Stops it orderly, and gives what is left: its folder.
    #[must_use]
    pub fn stop(self) -> TempDir {
        self.process.stop();
        self.data
    }

    /// Ends it as a power cut would, and gives what is left: its folder.
    #[must_use]
    pub fn kill(self) -> TempDir {
        self.process.kill();
        self.data
    }
}

/// A process for each service, and one for the gateway, by the small binaries.
pub struct Apart {
    services: BTreeMap<&'static str, Process>,
    gateway: Option<Process>,
    addresses: BTreeMap<&'static str, SocketAddr>,
    asked: BTreeMap<&'static str, SocketAddr>,
    flags: Vec<String>,
    data: TempDir,
    /// The URLs of their databases, where those are in PostgreSQL.
    databases: BTreeMap<&'static str, String>,
}

impl Apart {
    /// Six processes with empty folders and these flags.
    #[must_use]
    pub fn start(flags: &[&str]) -> Self {
        let mut apart = Self::services(flags);
        apart.start_gateway(&[]);
        apart
    }

    /// Six processes, each with an empty database in PostgreSQL; nothing where there is no server.
    #[must_use]
    pub fn in_postgresql() -> Option<Self> {
        let names = SERVICES.into_iter().chain(["gateway"]);
        let databases: Option<_> = names.map(|name| Some((name, postgres::database()?))).collect();
        let mut apart = Self::over(databases?, &[]);
        apart.start_gateway(&[]);
        Some(apart)
    }

    /// The five services with empty folders and these flags, without a gateway.
    #[must_use]
    pub fn services(flags: &[&str]) -> Self {
        Self::over(BTreeMap::new(), flags)
    }

    fn over(databases: BTreeMap<&'static str, String>, flags: &[&str]) -> Self {
        let mut apart = Self {
            services: BTreeMap::new(),
            gateway: None,
            addresses: BTreeMap::new(),
            asked: BTreeMap::new(),
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            data: tempfile::tempdir().expect("a folder"),
            databases,
        };
        // `results` asks `connectivity` and must know its address.
        let first = apart.begin("connectivity").ready();
        apart.serves("connectivity", first);
        let others: Vec<_> = SERVICES.into_iter().skip(1).map(|name| (name, apart.begin(name))).collect();
        for (name, starting) in others {
            apart.serves(name, starting.ready());
        }
        apart
    }

    fn serves(&mut self, name: &'static str, process: Process) {
        self.addresses.insert(name, process.address());
        self.services.insert(name, process);
    }

    /// The flag that says where a service keeps its records.
    fn records(&self, name: &str) -> [String; 2] {
        let folder = || ["--data-dir".to_owned(), self.data.path().join(name).display().to_string()];
        self.databases.get(name).map_or_else(folder, |url| ["--database-url".to_owned(), url.clone()])
    }

    /// Starts a service, where it was before if it was.
    fn begin(&self, name: &'static str) -> Starting {
        let mut flags = self.records(name).to_vec();
        if let Some(address) = self.addresses.get(name) {
            flags.extend(["--listen".to_owned(), address.to_string()]);
        }
        if let Some(connectivity) = self.addresses.get("connectivity").filter(|_| name == "results") {
            flags.extend(["--service".to_owned(), format!("connectivity=http://{connectivity}")]);
        }
        flags.extend(self.flags.iter().cloned());
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        Process::begin(&format!("yearbook-{name}"), &flags)
    }

    /// Has the gateway ask a service at another address: a proxy's. Counts from its next start.
    pub fn ask_at(&mut self, service: &'static str, address: SocketAddr) {
        self.asked.insert(service, address);
    }

    /// Starts the gateway, at the same address as before, with these flags besides.
    pub fn start_gateway(&mut self, flags: &[&str]) {
        let records = self.records("gateway");
        let address = self.addresses.get("gateway").map_or("127.0.0.1:0".to_owned(), ToString::to_string);
        let services = SERVICES.iter().flat_map(|name| {
            let at = self.asked.get(name).or_else(|| self.addresses.get(name)).expect("it was started");
            ["--service".to_owned(), format!("{name}=http://{at}")]
        });
        let services: Vec<String> = services.collect();
        let mut arguments = vec![&*records[0], &records[1], "--listen", &address];
        arguments.extend(services.iter().chain(&self.flags).map(String::as_str));
        arguments.extend(flags);
        let gateway = Process::start("yearbook-gateway", &arguments);
        self.addresses.insert("gateway", gateway.address());
        self.gateway = Some(gateway);
    }

    /// Stops the gateway.
    pub fn stop_gateway(&mut self) {
        self.gateway.take().expect("it runs").stop();
    }

    /// Where the gateway listens.
    #[must_use]
    pub fn gateway(&self) -> SocketAddr {
        self.address("gateway")
    }

    /// The process ids of the services.
    #[must_use]
    pub fn service_ids(&self) -> Vec<u32> {
        self.services.values().map(Process::id).collect()
    }

    /// A service's process.
    #[must_use]
    pub fn process(&self, name: &str) -> &Process {
        self.services.get(name).unwrap_or_else(|| panic!("{name} does not run"))
    }

    /// The gateway's process.
    #[must_use]
    pub fn gateway_process(&self) -> &Process {
        self.gateway.as_ref().expect("it runs")
    }

    /// The process id of the gateway.
    #[must_use]
    pub fn gateway_id(&self) -> u32 {
        self.gateway.as_ref().expect("it runs").id()
    }

    /// Where a service listens, or the gateway.
    #[must_use]
    pub fn address(&self, name: &str) -> SocketAddr {
        self.addresses.get(name).copied().unwrap_or_else(|| panic!("{name} was not started"))
    }

    /// Stops a service.
    pub fn stop(&mut self, service: &str) {
        self.services.remove(service).expect("it runs").stop();
    }

    /// Ends a service as a power cut would.
    pub fn kill(&mut self, service: &str) {
        self.services.remove(service).expect("it runs").kill();
    }

    /// Starts a service again, where it was.
    pub fn restart(&mut self, service: &'static str) {
        let process = self.begin(service).ready();
        self.services.insert(service, process);
    }
}
