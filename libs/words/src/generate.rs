// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writes the functions.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::check::{Finding, Message, Parameter, check, parameter_name};

/// Reads `folder` (beside the `Cargo.toml` of the crate being built) and writes `words.rs` into its
/// `OUT_DIR`, or ends the build with everything that is wrong in the files.
///
/// Call it from `build.rs` and nowhere else; it reruns only when the folder changes.
pub fn generate(folder: &str) {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("called from a build.rs"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("called from a build.rs"));
    println!("cargo::rerun-if-changed={folder}");
    match source(&root.join(folder)) {
        Ok(text) => {
            let path = out.join("words.rs");
            // Written only when it differs, so that a touched file does not rebuild the crate.
            if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                fs::write(&path, text).expect("OUT_DIR can be written");
            }
        }
        Err(findings) => {
            for finding in &findings {
                println!("cargo::error={folder}/{finding}");
            }
            std::process::exit(1);
        }
    }
}

/// The Rust source for the Fluent files in `folder`.
pub fn source(folder: &Path) -> Result<String, Vec<Finding>> {
    let files = read(folder).map_err(|error| {
        vec![Finding {
            file: folder.display().to_string(),
            place: "the folder".to_owned(),
            what: format!("cannot be read: {error}"),
        }]
    })?;
    let messages = check(&files)?;
    Ok(write(folder, &files, &messages))
}

fn read(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let language = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.push((language, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn write(folder: &Path, files: &[(String, String)], messages: &[Message]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line("static WORDS: std::sync::LazyLock<::words::Library> = std::sync::LazyLock::new(|| {");
    line("    ::words::Library::new(&[");
    for (language, _) in files {
        let path = folder.join(format!("{language}.ftl"));
        line(&format!(
            "        ({language:?}, include_str!({:?})),",
            path.display().to_string()
        ));
    }
    line("    ])");
    line("});");
    line("/// The words of this crate in one language: one function per message.");
    line("#[derive(Debug, Clone, Copy)]");
    line("pub struct Words(&'static ::words::Bundle);");
    line("impl Words {");
    line("    /// The languages that have words, in the order of their tags.");
    line(&format!(
        "    pub const LANGUAGES: &'static [&'static str] = &{:?};",
        files
            .iter()
            .map(|(language, _)| language)
            .collect::<Vec<_>>()
    ));
    line(
        "    /// The words in `language`, or in the first language when there are none in that one.",
    );
    line("    pub fn of(language: impl AsRef<str>) -> Self {");
    line("        Self(WORDS.language(language.as_ref()))");
    line("    }");
    line("    /// The language that these words speak: `ca`.");
    line("    pub fn language(self) -> &'static str {");
    line("        self.0.language()");
    line("    }");
    for message in messages {
        line(&function(message));
    }
    line("}");
    out
}

fn function(message: &Message) -> String {
    let mut out = String::new();
    // Between backticks, so that signs in a sentence are not read as Markdown.
    let comment = message.comment.replace(['\r', '\n'], " ").replace('`', "'");
    let comment = if comment.is_empty() {
        format!("`{}`", message.id)
    } else {
        format!("`{comment}`")
    };
    let mut parameters = String::new();
    let mut arguments = String::new();
    for (variable, parameter) in &message.parameters {
        let name = parameter_name(variable);
        let kind = match parameter {
            Parameter::Text => "Argument",
            Parameter::Count => "Count",
        };
        let _ = write!(parameters, ", {name}: impl ::words::{kind}");
        let _ = write!(
            arguments,
            "({variable:?}, ::words::Argument::argument(&{name})), "
        );
    }
    let _ = writeln!(out, "    #[doc = {comment:?}]");
    let _ = writeln!(
        out,
        "    pub fn {}(self{parameters}) -> String {{",
        message.function
    );
    let _ = writeln!(out, "        self.0.say({:?}, &[{arguments}])", message.id);
    out.push_str("    }");
    out
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::source;

    #[test]
    fn each_message_becomes_a_function_with_typed_parameters() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(
            folder.path().join("ca.ftl"),
            "money-left = Us queden { $left }\n",
        )
        .expect("write");
        fs::write(
            folder.path().join("en.ftl"),
            "money-left = You have { $left } left\n",
        )
        .expect("write");
        let text = source(folder.path()).expect("these files agree");
        assert!(text.contains("pub fn money_left(self, left: impl ::words::Argument) -> String {"));
        assert!(text.contains("#[doc = \"`You have { $left } left`\"]"));
        assert!(text.contains("LANGUAGES: &'static [&'static str] = &[\"ca\", \"en\"];"));
    }

    #[test]
    fn a_folder_without_words_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let findings = source(folder.path()).expect_err("nothing is there");
        assert_eq!(
            findings[0].to_string(),
            "locales: the folder: holds no .ftl file"
        );
        assert!(source(&folder.path().join("absent")).is_err());
    }
}
