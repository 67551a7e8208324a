//! Phrases and what each means, in one tree of lexemes: at any place of a text the longest that has the meaning asked for is found in a
//! number of steps that the longest phrase bounds.

use std::collections::HashMap;

use super::text::{Lexemes, keys_of};

/// How many letters an ending has at most, where a table gives a stem.
const LONGEST_ENDING: usize = 4;
/// How many lexemes of a text a phrase is followed through at most.
const LONGEST_PHRASE: usize = 12;

/// Phrases with their meanings.
#[derive(Clone, Debug)]
pub(super) struct Phrases<T> {
    nodes: Vec<Node<T>>,
}

#[derive(Clone, Debug)]
struct Node<T> {
    words: HashMap<String, usize>,
    stems: HashMap<String, usize>,
    meanings: Vec<T>,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { words: HashMap::new(), stems: HashMap::new(), meanings: Vec::new() }
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; a `*` behind a word stands for an ending.
    pub(super) fn add(&mut self, phrase: &str, meaning: T) {
        let mut node = 0_usize;
        let keys = keys_of(phrase);
        let mut index = 0;
        while let Some(key) = keys.get(index) {
            let is_stem = keys.get(index + 1).is_some_and(|next| next == "*");
            let fresh = self.nodes.len();
            let Some(here) = self.nodes.get_mut(node) else { return };
            let children = if is_stem { &mut here.stems } else { &mut here.words };
            node = *children.entry(key.clone()).or_insert(fresh);
            if node == fresh {
                self.nodes.push(Node::default());
            }
            index += if is_stem { 2 } else { 1 };
        }
        if let Some(node) = self.nodes.get_mut(node).filter(|_| !keys.is_empty()) {
            node.meanings.push(meaning);
        }
    }

    /// The longest phrase at a place that has a meaning asked for: how many lexemes it has, and what was asked for.
    pub(super) fn find<U>(
        &self,
        text: &Lexemes<'_>,
        at: usize,
        proclitics: &[String],
        pick: impl Fn(&T) -> Option<U>,
    ) -> Option<(usize, U)> {
        let mut best: Option<(usize, U)> = None;
        self.follow(text, at, (0, 0), proclitics, &mut |depth, meanings| {
            if best.as_ref().is_none_or(|(len, _)| *len < depth)
                && let Some(found) = meanings.iter().find_map(&pick)
            {
                best = Some((depth, found));
            }
        });
        best
    }

    /// Calls for each meaning of the phrases at a place that have so many lexemes: one text may be several phrases, as a word and as a stem.
    pub(super) fn each(
        &self,
        text: &Lexemes<'_>,
        at: usize,
        len: usize,
        proclitics: &[String],
        call: &mut impl FnMut(&T),
    ) {
        self.follow(text, at, (0, 0), proclitics, &mut |depth, meanings| {
            if depth == len {
                meanings.iter().for_each(&mut *call);
            }
        });
    }

    fn follow(
        &self,
        text: &Lexemes<'_>,
        at: usize,
        (node, depth): (usize, usize),
        proclitics: &[String],
        call: &mut impl FnMut(usize, &[T]),
    ) {
        let Some(here) = self.nodes.get(node) else { return };
        call(depth, &here.meanings);
        if depth >= LONGEST_PHRASE {
            return;
        }
        let key = text.key(at + depth);
        if key.is_empty() {
            return;
        }
        let mut next = |child: usize| self.follow(text, at, (child, depth + 1), proclitics, call);
        let bare = proclitics.iter().filter_map(|proclitic| key.strip_prefix(proclitic.as_str()));
        for key in std::iter::once(key).chain(bare) {
            here.words.get(key).into_iter().for_each(|c| next(*c));
            if !here.stems.is_empty() {
                let ends = key.char_indices().rev().map(|(i, _)| i).take(LONGEST_ENDING);
                for end in std::iter::once(key.len()).chain(ends) {
                    let stem = key.get(..end).and_then(|stem| here.stems.get(stem));
                    stem.into_iter().for_each(|c| next(*c));
                }
            }
        }
    }
}
