//! The manifests of `deploy/kustomize` as a cluster would get them: rendered by kustomize, read as JSON.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::binaries::root;
use crate::tools::{python, tool};

/// YAML documents in, a JSON list out.
const TO_JSON: &str = "import json, sys, yaml; json.dump(list(yaml.safe_load_all(sys.stdin)), sys.stdout)";

/// A rendering: an overlay with components added to it.
pub struct Rendered {
    /// What was rendered: `separate+tokens`.
    pub name: String,
    /// The manifests, as they are applied.
    pub yaml: String,
}

/// The folders in a folder of `deploy/kustomize`, sorted.
///
/// # Panics
/// When it is not there.
#[must_use]
pub fn folders(of: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join("deploy/kustomize").join(of)).expect("it is there");
    let names = entries.map(|entry| entry.expect("read").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// An overlay with components; `None` where kustomize is not there.
///
/// # Panics
/// When it does not render.
#[must_use]
pub fn render(overlay: &str, components: &[&str]) -> Option<Rendered> {
    let kustomize = tool("kustomize")?;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("it is there");
    let base = upwards(&path).join(root().strip_prefix("/").expect("absolute")).join("deploy/kustomize");
    let list = |kind: &str, names: &[&str]| -> String {
        names.iter().map(|name| format!("  - {}\n", base.join(kind).join(name).display())).collect()
    };
    let mut text = format!("namespace: yearbook\nresources:\n{}", list("overlays", &[overlay]));
    if !components.is_empty() {
        text += &format!("components:\n{}", list("components", components));
    }
    std::fs::write(path.join("kustomization.yaml"), text).expect("written");
    let output = Command::new(kustomize).arg("build").arg(&path).output().expect("kustomize starts");
    let name = [&[overlay], components].concat().join("+");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(Rendered { name, yaml: String::from_utf8(output.stdout).expect("UTF-8") })
}

/// From a folder to the root of the file system: kustomize takes no absolute paths.
fn upwards(folder: &Path) -> PathBuf {
    folder.components().skip(1).map(|_| "..").collect()
}

impl Rendered {
    /// The objects; `None` where there is no Python to read YAML.
    ///
    /// # Panics
    /// When it is no YAML.
    #[must_use]
    pub fn objects(&self) -> Option<Vec<Value>> {
        let mut reader = Command::new(python()?)
            .args(["-c", TO_JSON])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut input = reader.stdin.take().expect("piped");
        input.write_all(self.yaml.as_bytes()).expect("Python reads");
        drop(input);
        let output = reader.wait_with_output().expect("Python ends");
        Some(serde_json::from_slice(&output.stdout).expect("a list of objects"))
    }
}

/// Those of a kind.
pub fn of_kind<'a>(objects: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    objects.iter().filter(move |object| object["kind"] == kind)
}

/// What pods are made from: the template of each workload, with the workload.
pub fn pods(objects: &[Value]) -> impl Iterator<Item = (&Value, &Value)> {
    let workloads = objects.iter().filter(|object| object["spec"]["template"].is_object());
    workloads.map(|workload| (workload, &workload["spec"]["template"]))
}

/// The one container of a pod.
///
/// # Panics
/// When there are more.
#[must_use]
pub fn container(pod: &Value) -> &Value {
    let containers = pod["spec"]["containers"].as_array().expect("a list");
    assert_eq!(containers.len(), 1, "{pod:#}");
    &containers[0]
}

/// A variable of a container.
#[must_use]
pub fn variable<'a>(container: &'a Value, name: &str) -> Option<&'a str> {
    let all = container["env"].as_array()?;
    all.iter().find(|variable| variable["name"] == name)?["value"].as_str()
}

/// A name, for what is said of it.
#[must_use]
pub fn name(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or("?")
}
