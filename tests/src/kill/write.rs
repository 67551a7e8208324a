//! The writes of the clients, and what each makes of the records that it touches.

/// One write. All records are of the client that sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Write {
    /// A new project, with its label.
    CreateProject(String, String),
    /// Another label of a project.
    UpdateProject(String, String),
    /// A project that is there no more.
    DeleteProject(String),
    /// New funding lines of a project, with their amounts: all or none.
    CreateLines(String, Vec<(String, String)>),
    /// Other amounts of funding lines: all or none.
    UpdateLines(Vec<(String, String)>),
    /// A funding line that is there no more.
    DeleteLine(String),
    /// Of the two values that are stated of a figure, the one that counts.
    Accept(String, Stated),
    /// A part of a bundle: pledges, with their counts.
    Import(Vec<(String, String)>),
    /// What the clients begin with: a part of a bundle in which two values are stated of a figure.
    Begin(String),
}

/// One of the two values that are stated of a contested figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// The one that counts where nobody decides.
    First,
    /// The other one.
    Second,
}

impl Stated {
    /// The value.
    pub(super) const fn value(self) -> &'static str {
        match self {
            Self::First => "5",
            Self::Second => "6",
        }
    }

    /// Where it is stated.
    pub(super) const fn locator(self) -> &'static str {
        match self {
            Self::First => "¶1",
            Self::Second => "¶2",
        }
    }
}

impl Write {
    /// The records that it touches, with what they say after it; `None` where they are gone.
    pub(super) fn effects(&self) -> Vec<(String, Option<String>)> {
        let each = |kind: &str, records: &[(String, String)]| {
            records.iter().map(|(id, says)| (format!("{kind}/{id}"), Some(says.clone()))).collect()
        };
        match self {
            Self::CreateProject(id, label) | Self::UpdateProject(id, label) => {
                vec![(format!("projects/{id}"), Some(label.clone()))]
            }
            Self::DeleteProject(id) => vec![(format!("projects/{id}"), None)],
            Self::CreateLines(_, lines) | Self::UpdateLines(lines) => each("fundingLines", lines),
            Self::DeleteLine(id) => vec![(format!("fundingLines/{id}"), None)],
            Self::Import(pledges) => each("pledges", pledges),
            Self::Accept(key, stated) => vec![(key.clone(), Some(stated.value().to_owned()))],
            Self::Begin(key) => vec![(key.clone(), Some(Stated::First.value().to_owned()))],
        }
    }
}
