//! An expression as text that reads back as the same expression.

use std::fmt;

use super::{Node, Number};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Reference(reference) => f.write_str(reference.text()),
            Self::Negative(node) => {
                f.write_str("-")?;
                inner(node, f, node.is_list())
            }
            Self::Sum(parts) => list(parts, f, ["+", "-"], |part| matches!(part, Self::Sum(_))),
            Self::Product(parts) => list(parts, f, ["*", "/"], Self::is_list),
            Self::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                for (i, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Node {
    fn is_list(&self) -> bool {
        match self {
            Self::Sum(_) | Self::Product(_) => true,
            Self::Number(_) | Self::Reference(_) | Self::Negative(_) | Self::Call(..) => false,
        }
    }
}

fn list(
    parts: &[(bool, Node)],
    f: &mut fmt::Formatter<'_>,
    [keeps, turns]: [&str; 2],
    grouped: fn(&Node) -> bool,
) -> fmt::Result {
    for (i, (turned, part)) in parts.iter().enumerate() {
        if i > 0 {
            write!(f, " {} ", if *turned { turns } else { keeps })?;
        }
        inner(part, f, grouped(part))?;
    }
    Ok(())
}

fn inner(node: &Node, f: &mut fmt::Formatter<'_>, grouped: bool) -> fmt::Result {
    if grouped { write!(f, "({node})") } else { write!(f, "{node}") }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unit {
            Some(unit) => write!(f, "{} {unit}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}
