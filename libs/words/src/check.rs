// SPDX-License-Identifier: AGPL-3.0-or-later

//! What must hold before words become functions.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Resource,
    VariantKey,
};

/// One fault in one file, in words that say where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file: `en.ftl`.
    pub file: String,
    /// The message, or the line when it could not be read.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.place, self.what)
    }
}

/// What a message takes: text, or a number that it selects on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// Shown as it is.
    Text,
    /// Selected on by plural.
    Count,
}

/// A message that every language has, with the same parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its name in the files: `money-left`.
    pub id: String,
    /// The name of the function: `money_left`.
    pub function: String,
    /// What it takes, by the name of the Rust parameter and the name in the file.
    pub parameters: BTreeMap<String, Parameter>,
    /// What translators are told, and the text of the reference language: the function's comment.
    pub comment: String,
}

/// What one file holds.
struct File<'a> {
    name: String,
    messages: BTreeMap<&'a str, Uses<'a>>,
    comments: BTreeMap<&'a str, String>,
}

/// What a pattern uses, itself and through what it refers to.
#[derive(Default, Clone)]
struct Uses<'a> {
    variables: BTreeMap<&'a str, Parameter>,
    references: BTreeSet<String>,
}

/// Checks the files (language, text) against each other, and returns the messages that all share,
/// or everything that is wrong.
pub fn check(files: &[(String, String)]) -> Result<Vec<Message>, Vec<Finding>> {
    let mut findings = Vec::new();
    let parsed: Vec<(String, Resource<&str>)> = files
        .iter()
        .map(|(language, text)| {
            let name = format!("{language}.ftl");
            if language.parse::<unic_langid::LanguageIdentifier>().is_err() {
                findings.push(finding(
                    &name,
                    "the file name",
                    "is not a language tag such as ca",
                ));
            }
            (name.clone(), parse(&name, text, &mut findings))
        })
        .collect();
    let read: Vec<File<'_>> = parsed
        .iter()
        .zip(files)
        .map(|((name, resource), (_, text))| read(name, resource, text, &mut findings))
        .collect();
    if read.is_empty() {
        findings.push(finding("locales", "the folder", "holds no .ftl file"));
    }
    compare(&read, &mut findings);
    if findings.is_empty() {
        Ok(functions(&read))
    } else {
        Err(findings)
    }
}

fn finding(file: &str, place: &str, what: impl Into<String>) -> Finding {
    Finding {
        file: file.to_owned(),
        place: place.to_owned(),
        what: what.into(),
    }
}

fn parse<'a>(name: &str, text: &'a str, findings: &mut Vec<Finding>) -> Resource<&'a str> {
    match fluent_syntax::parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let before = &text.as_bytes()[..error.pos.start.min(text.len())];
                let line = 1 + before
                    .split(|byte| *byte == b'\n')
                    .count()
                    .saturating_sub(1);
                findings.push(finding(
                    name,
                    &format!("line {line}"),
                    error.kind.to_string(),
                ));
            }
            resource
        }
    }
}

fn read<'a>(
    name: &str,
    resource: &'a Resource<&'a str>,
    text: &str,
    findings: &mut Vec<Finding>,
) -> File<'a> {
    let mut messages: BTreeMap<&str, Uses<'_>> = BTreeMap::new();
    let mut terms: BTreeMap<String, Uses<'_>> = BTreeMap::new();
    let mut comments = BTreeMap::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                if !message.attributes.is_empty() {
                    findings.push(finding(name, id, "has attributes; make them messages"));
                }
                let Some(value) = &message.value else {
                    findings.push(finding(name, id, "says nothing"));
                    continue;
                };
                let mut uses = Uses::default();
                pattern_uses(value, name, id, &mut uses, findings);
                if messages.insert(id, uses).is_some() {
                    findings.push(finding(name, id, "stands twice in this file"));
                }
                if let Some(comment) = &message.comment {
                    comments.insert(id, comment.content.join(" "));
                }
            }
            Entry::Term(term) => {
                let id = format!("-{}", term.id.name);
                let mut uses = Uses::default();
                pattern_uses(&term.value, name, &id, &mut uses, findings);
                if terms.insert(id.clone(), uses).is_some() {
                    findings.push(finding(name, &id, "stands twice in this file"));
                }
            }
            _ => {}
        }
    }
    let messages = resolve(name, &messages, &terms, findings);
    for id in messages.keys() {
        comments.entry(id).or_insert_with(|| first_line(text, id));
    }
    File {
        name: name.to_owned(),
        messages,
        comments,
    }
}

/// The text of a message up to the end of its first line, for the comment of its function.
fn first_line(text: &str, id: &str) -> String {
    text.lines()
        .find_map(|line| line.strip_prefix(id)?.trim_start().strip_prefix('='))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Adds to each message the variables of what it refers to, and reports what is unknown.
fn resolve<'a>(
    name: &str,
    messages: &BTreeMap<&'a str, Uses<'a>>,
    terms: &BTreeMap<String, Uses<'a>>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<&'a str, Uses<'a>> {
    let mut resolved = BTreeMap::new();
    for (id, uses) in messages {
        let mut whole = uses.clone();
        let mut waiting: Vec<String> = uses.references.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        while let Some(reference) = waiting.pop() {
            if reference == *id {
                findings.push(finding(name, id, "refers to itself"));
                continue;
            }
            if !seen.insert(reference.clone()) {
                continue;
            }
            let found = messages
                .get(reference.as_str())
                .or_else(|| terms.get(&reference));
            let Some(found) = found else {
                let what = format!("refers to {reference}, which this file does not have");
                findings.push(finding(name, id, what));
                continue;
            };
            // A term sees only what it is called with, so its variables are not the message's.
            if !reference.starts_with('-') {
                for (variable, parameter) in &found.variables {
                    add(&mut whole, variable, *parameter);
                }
            }
            waiting.extend(found.references.iter().cloned());
        }
        resolved.insert(*id, whole);
    }
    resolved
}

fn add<'a>(uses: &mut Uses<'a>, variable: &'a str, parameter: Parameter) {
    let known = uses.variables.entry(variable).or_insert(parameter);
    *known = (*known).max(parameter);
}

fn pattern_uses<'a>(
    pattern: &'a Pattern<&'a str>,
    file: &str,
    id: &str,
    uses: &mut Uses<'a>,
    findings: &mut Vec<Finding>,
) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                if value.contains('<') || value.contains('&') && value.contains(';') {
                    findings.push(finding(file, id, "holds markup; words hold only text"));
                }
            }
            PatternElement::Placeable { expression } => {
                expression_uses(expression, file, id, uses, findings);
            }
        }
    }
}

fn expression_uses<'a>(
    expression: &'a Expression<&'a str>,
    file: &str,
    id: &str,
    uses: &mut Uses<'a>,
    findings: &mut Vec<Finding>,
) {
    match expression {
        Expression::Inline(inline) => inline_uses(inline, file, id, uses, findings),
        Expression::Select { selector, variants } => {
            let counts = variants.iter().any(|variant| match &variant.key {
                VariantKey::NumberLiteral { .. } => true,
                VariantKey::Identifier { name } => {
                    matches!(*name, "zero" | "one" | "two" | "few" | "many")
                }
            });
            match selector {
                InlineExpression::VariableReference { id: variable } if counts => {
                    add(uses, variable.name, Parameter::Count);
                }
                other => inline_uses(other, file, id, uses, findings),
            }
            for variant in variants {
                pattern_uses(&variant.value, file, id, uses, findings);
            }
        }
    }
}

fn inline_uses<'a>(
    inline: &'a InlineExpression<&'a str>,
    file: &str,
    id: &str,
    uses: &mut Uses<'a>,
    findings: &mut Vec<Finding>,
) {
    let mut called = |arguments: &'a CallArguments<&'a str>, uses: &mut Uses<'a>| {
        for argument in &arguments.positional {
            inline_uses(argument, file, id, uses, findings);
        }
        for argument in &arguments.named {
            inline_uses(&argument.value, file, id, uses, findings);
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => add(uses, id.name, Parameter::Text),
        InlineExpression::MessageReference { id, .. } => {
            uses.references.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, arguments, .. } => {
            uses.references.insert(format!("-{}", id.name));
            if let Some(arguments) = arguments {
                called(arguments, uses);
            }
        }
        InlineExpression::FunctionReference { id: function, .. } => {
            let what = format!("calls {}, and there are no functions", function.name);
            findings.push(finding(file, id, what));
        }
        InlineExpression::Placeable { expression } => {
            expression_uses(expression, file, id, uses, findings);
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

/// Compares each file with all others: the same messages, with the same arguments.
fn compare(files: &[File<'_>], findings: &mut Vec<Finding>) {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        for (id, uses) in &file.messages {
            all.entry(id).or_default().extend(uses.variables.keys());
        }
    }
    for file in files {
        for (id, variables) in &all {
            let Some(uses) = file.messages.get(id) else {
                findings.push(finding(
                    &file.name,
                    id,
                    "is missing; another language has it",
                ));
                continue;
            };
            for variable in variables {
                if !uses.variables.contains_key(variable) {
                    let what = format!("does not use ${variable}; another language does");
                    findings.push(finding(&file.name, id, what));
                }
            }
        }
    }
    let mut functions: BTreeMap<String, &str> = BTreeMap::new();
    for id in all.keys() {
        let function = rust_name(id);
        if KEYWORDS.contains(&function.as_str()) {
            findings.push(finding(
                "locales",
                id,
                "is a Rust keyword; choose another name",
            ));
        }
        if let Some(other) = functions.insert(function, id) {
            findings.push(finding("locales", id, format!("reads like {other}")));
        }
    }
}

const KEYWORDS: &[&str] = &[
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "language", "let",
    "loop", "match", "mod", "move", "mut", "of", "override", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "unsafe", "use", "virtual",
    "where", "while", "yield",
];

fn rust_name(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars() {
        match letter {
            '-' => name.push('_'),
            upper if upper.is_ascii_uppercase() => {
                if !name.is_empty() {
                    name.push('_');
                }
                name.push(upper.to_ascii_lowercase());
            }
            other => name.push(other),
        }
    }
    name
}

fn functions(files: &[File<'_>]) -> Vec<Message> {
    // English speaks to those who read code; otherwise the first language does.
    let reference = files
        .iter()
        .find(|file| file.name == "en.ftl")
        .unwrap_or(&files[0]);
    reference
        .messages
        .keys()
        .map(|id| {
            let mut parameters: BTreeMap<String, Parameter> = BTreeMap::new();
            for uses in files.iter().filter_map(|file| file.messages.get(id)) {
                for (variable, parameter) in &uses.variables {
                    let known = parameters
                        .entry((*variable).to_owned())
                        .or_insert(*parameter);
                    *known = (*known).max(*parameter);
                }
            }
            Message {
                id: (*id).to_owned(),
                function: rust_name(id),
                parameters,
                comment: reference.comments.get(id).cloned().unwrap_or_default(),
            }
        })
        .collect()
}

/// The name of the Rust parameter for a Fluent variable.
pub(crate) fn parameter_name(variable: &str) -> String {
    let name = rust_name(variable);
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests;
