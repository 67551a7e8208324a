//! What each RPC requires of who calls: said in its proto, read from the encoded descriptors, looked at once before the call.
//!
//! A handler behind it needs no check of its own, and a new RPC that says nothing keeps its service from starting. Given up: rules
//! that depend on what a message holds; a gateway, whose calls may be about any service, looks at those itself ([`check`]).

mod guard;
mod reading;

use std::collections::HashMap;

use prost_reflect::{DescriptorPool, MethodDescriptor, Value};

pub use self::guard::Guarded;
pub(crate) use self::reading::{Open, closed, refused};

use api::figures::v1::Role as Declared;

use crate::caller::{Caller, Role};
use crate::errors::Failure;

/// The extension of `MethodOptions`.
const ACCESS: &str = "yearbook.figures.v1.access";

/// What an RPC requires of who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing.
    Public,
    /// To read what is not released: any role, or none where everyone reads (`--readers`).
    Reader,
    /// Any role, also where everyone reads.
    Staff,
    /// To write the records of the service that answers.
    Contributor,
    /// To write prose, outline, terms and documents.
    Editor,
    /// To clear sections and editions.
    Approver,
    /// To run the service.
    Operator,
}

/// RPCs that do not say what they require of who calls.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} does not say who may call it: give each RPC the option ({ACCESS}), and its service's descriptors to the app", .0.join(", "))]
pub struct Undeclared(pub Vec<String>);

/// What the RPCs of some gRPC services require, by their paths.
#[derive(Clone, Debug, Default)]
pub struct Access(HashMap<String, Requirement>);

impl Requirement {
    /// What an RPC says; none where it says nothing that is understood.
    #[must_use]
    pub fn of(rpc: &MethodDescriptor) -> Option<Self> {
        let extension = rpc.parent_pool().get_extension_by_name(ACCESS)?;
        let options = rpc.options();
        let said = options.get_extension(&extension);
        let role = said.as_message()?.get_field_by_name("role")?;
        match Declared::try_from(Value::as_enum_number(&role)?).unwrap_or_default() {
            Declared::Unspecified => None,
            Declared::Public => Some(Self::Public),
            Declared::Reader => Some(Self::Reader),
            Declared::Staff => Some(Self::Staff),
            Declared::Contributor => Some(Self::Contributor),
            Declared::Editor => Some(Self::Editor),
            Declared::Approver => Some(Self::Approver),
            Declared::Operator => Some(Self::Operator),
        }
    }

    /// The role as a file of tokens writes it for a service; none where none is needed.
    #[must_use]
    pub fn role(self, service: &str) -> Option<String> {
        let name = self.name()?;
        Some(if self == Self::Contributor { format!("{name}:{service}") } else { name.to_owned() })
    }

    /// The role alone; none where none is needed.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::Reader | Self::Staff => Some("reader"),
            Self::Contributor => Some("contributor"),
            Self::Editor => Some("editor"),
            Self::Approver => Some("approver"),
            Self::Operator => Some("operator"),
        }
    }

    /// Whether a caller meets it at a service; at a front, where the service stands in the message, whether they meet it at any.
    fn is_met(self, caller: &Caller, service: &str, front: bool) -> bool {
        let has = |role: &Role| match (self, role) {
            (Self::Public | Self::Reader | Self::Staff, _) | (_, Role::Operator) => true,
            (Self::Contributor, Role::Contributor(own)) => front || own == service,
            // The front's own part is the editors'.
            (Self::Contributor, Role::Editor) => front,
            (Self::Editor, Role::Editor) | (Self::Approver, Role::Approver) => true,
            (
                Self::Contributor | Self::Editor | Self::Approver | Self::Operator,
                Role::Reader | Role::Contributor(_) | Role::Editor | Role::Approver,
            ) => false,
        };
        match self {
            Self::Public => true,
            Self::Reader => caller.may_read(),
            Self::Staff | Self::Contributor | Self::Editor | Self::Approver | Self::Operator => {
                caller.roles.iter().any(has)
            }
        }
    }
}

/// Whether a caller may write to a service that stands in a message (`gateway`: prose, outline, terms, documents).
///
/// # Errors
/// `PERMISSION_DENIED` with the role that may.
pub fn check(caller: &Caller, service: &str) -> Result<(), tonic::Status> {
    if caller.may_write(service) {
        return Ok(());
    }
    let needed = if service == "gateway" { Requirement::Editor } else { Requirement::Contributor };
    Err(Failure::denied(caller, &format!("write to {service}"), needed, service).into())
}

impl Access {
    /// What the RPCs of these gRPC services require.
    ///
    /// # Errors
    /// [`Undeclared`] with every RPC that does not say it, and every service of which the descriptors do not tell.
    pub fn of<'a>(
        pool: &DescriptorPool,
        services: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Undeclared> {
        let (mut found, mut undeclared) = (HashMap::new(), Vec::new());
        for name in services {
            let Some(service) = pool.get_service_by_name(name) else {
                undeclared.push(name.to_owned());
                continue;
            };
            for rpc in service.methods() {
                match Requirement::of(&rpc) {
                    Some(requirement) => {
                        found.insert(format!("/{name}/{}", rpc.name()), requirement);
                    }
                    None => undeclared.push(rpc.full_name().to_owned()),
                }
            }
        }
        if undeclared.is_empty() { Ok(Self(found)) } else { Err(Undeclared(undeclared)) }
    }

    /// What an RPC requires, by its path; none where there is no such RPC.
    fn of_path(&self, path: &str) -> Option<Requirement> {
        self.0.get(path).copied()
    }

    /// Whether a caller may call a path; none where there is no such RPC. `front`: the service is one of those that the message names.
    fn check(&self, path: &str, caller: &Caller, service: &str, front: bool) -> Option<Result<(), Failure>> {
        let requirement = self.of_path(path)?;
        if requirement.is_met(caller, service, front) {
            return Some(Ok(()));
        }
        let rpc = path.rsplit(['/', '.']).take(2).collect::<Vec<_>>();
        let rpc = rpc.into_iter().rev().collect::<Vec<_>>().join(".");
        let service = if front { "SERVICE" } else { service };
        Some(Err(Failure::denied(caller, &format!("call {rpc}"), requirement, service)))
    }
}

#[cfg(test)]
mod tests;
