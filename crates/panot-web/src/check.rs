// SPDX-License-Identifier: AGPL-3.0-or-later

//! What must hold of every page, checked on its text: for the tests of every feature.
//!
//! It reads the pages that our own templates make, and is no parser for the pages of others.

use std::collections::{BTreeMap, BTreeSet};

/// A start or end tag with its attributes.
struct Tag {
    name: String,
    end: bool,
    attributes: BTreeMap<String, String>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Everything that is wrong with a page, in words; empty when nothing is.
///
/// One `h1` and no heading level skipped; every field labelled; ids unique, and every reference to
/// one leads somewhere; `lang` and `dir` set; a title, a description and one `main`; images have
/// `alt`; no style, script or handler inside the page; nothing loaded from another host; every
/// element closed.
pub fn faults(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut faults = Vec::new();
    headings(&tags, &mut faults);
    ids(&tags, &mut faults);
    fields(&tags, &mut faults);
    frame(&tags, html, &mut faults);
    inline(&tags, &mut faults);
    nesting(&tags, &mut faults);
    if html.contains('\u{1}') {
        faults.push("a mark that should have been replaced was left".to_owned());
    }
    faults
}

fn headings(tags: &[Tag], faults: &mut Vec<String>) {
    let mut last = 0;
    let mut first_levels = 0;
    for tag in tags.iter().filter(|tag| !tag.end) {
        let Some(level) = tag
            .name
            .strip_prefix('h')
            .and_then(|level| level.parse::<u8>().ok())
        else {
            continue;
        };
        first_levels += u8::from(level == 1);
        // The foot of the page starts again at the second level; going up is always right.
        if level > last + 1 {
            faults.push(format!("h{level} follows h{last}"));
        }
        last = level;
    }
    if first_levels != 1 {
        faults.push(format!("{first_levels} h1 instead of one"));
    }
}

fn ids(tags: &[Tag], faults: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        if !known.insert(id) {
            faults.push(format!("id {id:?} stands twice"));
        }
    }
    for tag in tags {
        for name in [
            "for",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
            "list",
        ] {
            for id in tag.get(name).unwrap_or_default().split_whitespace() {
                if !known.contains(id) {
                    faults.push(format!("<{}> {name} leads to no id {id:?}", tag.name));
                }
            }
        }
        let anchor = ["href", "xlink:href"].iter().find_map(|name| tag.get(name));
        if let Some(id) = anchor.and_then(|href| href.strip_prefix('#'))
            && !known.contains(id)
        {
            faults.push(format!("<{}> leads to no id {id:?}", tag.name));
        }
    }
}

fn fields(tags: &[Tag], faults: &mut Vec<String>) {
    let labelled: BTreeSet<&str> = tags
        .iter()
        .filter(|tag| tag.name == "label")
        .filter_map(|tag| tag.get("for"))
        .collect();
    let mut inside_label = 0_u32;
    for tag in tags {
        if tag.name == "label" {
            inside_label = if tag.end {
                inside_label.saturating_sub(1)
            } else {
                inside_label + 1
            };
        }
        let field = matches!(tag.name.as_str(), "input" | "select" | "textarea") && !tag.end;
        let hidden = matches!(tag.get("type"), Some("hidden" | "submit"));
        if !field || hidden {
            continue;
        }
        let named = inside_label > 0
            || tag.get("aria-label").is_some()
            || tag.get("aria-labelledby").is_some()
            || tag.get("id").is_some_and(|id| labelled.contains(id));
        if !named {
            faults.push(format!("<{}> {:?} has no label", tag.name, tag.get("name")));
        }
    }
}

fn frame(tags: &[Tag], html: &str, faults: &mut Vec<String>) {
    let first = |name: &str| tags.iter().find(|tag| tag.name == name && !tag.end);
    let root = first("html");
    for name in ["lang", "dir"] {
        if root
            .and_then(|root| root.get(name))
            .is_none_or(str::is_empty)
        {
            faults.push(format!("<html> has no {name}"));
        }
    }
    let title = html
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next());
    if title.is_none_or(|title| title.trim().is_empty()) {
        faults.push("the page has no title".to_owned());
    }
    let described = tags.iter().any(|tag| {
        tag.name == "meta"
            && tag.get("name") == Some("description")
            && tag
                .get("content")
                .is_some_and(|content| !content.is_empty())
    });
    if !described {
        faults.push("the page has no description".to_owned());
    }
    let mains = tags
        .iter()
        .filter(|tag| tag.name == "main" && !tag.end)
        .count();
    if mains != 1 {
        faults.push(format!("{mains} <main> instead of one"));
    }
    for tag in tags
        .iter()
        .filter(|tag| tag.name == "img" && tag.get("alt").is_none())
    {
        faults.push(format!("the image {:?} has no alt", tag.get("src")));
    }
}

fn inline(tags: &[Tag], faults: &mut Vec<String>) {
    for tag in tags {
        for (name, value) in &tag.attributes {
            if name == "style" || (name.starts_with("on") && name.len() > 2) {
                faults.push(format!("<{}> has {name} inside the page", tag.name));
            }
            let loads = match tag.name.as_str() {
                "link" => name == "href" && tag.get("rel") != Some("alternate"),
                "a" | "form" | "meta" => false,
                _ => matches!(name.as_str(), "src" | "href" | "srcset" | "poster" | "data"),
            };
            if loads && (value.contains("://") || value.starts_with("//")) {
                faults.push(format!("<{}> loads {value} from another host", tag.name));
            }
            if value.trim_start().starts_with("javascript:") {
                faults.push(format!("<{}> holds a script in {name}", tag.name));
            }
        }
        // A block of data is no script: nothing runs it.
        let is_data = tag.get("type") == Some("application/ld+json");
        let is_script = tag.name == "script" && !tag.end && tag.get("src").is_none() && !is_data;
        if tag.name == "style" || is_script {
            faults.push(format!("<{}> inside the page", tag.name));
        }
        if tag.name == "a" && tag.get("href") == Some("") {
            faults.push("a link leads nowhere".to_owned());
        }
    }
}

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "area",
];

fn nesting(tags: &[Tag], faults: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if VOID.contains(&tag.name.as_str()) || tag.name == "!doctype" {
            continue;
        }
        if !tag.end {
            open.push(&tag.name);
        } else if open.last() == Some(&tag.name.as_str()) {
            open.pop();
        } else {
            faults.push(format!(
                "</{}> closes nothing: open is {:?}",
                tag.name,
                open.last()
            ));
            return;
        }
    }
    if let Some(left) = open.last() {
        faults.push(format!("<{left}> is not closed"));
    }
}

/// The tags of a page, in order. What closes itself (`<path …/>`) becomes a start and an end.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let end = end_of_tag(rest);
        let inside = &rest[1..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        let itself = inside.ends_with('/');
        let Some(tag) = tag(inside.trim_end_matches('/')) else {
            continue;
        };
        let name = tag.name.clone();
        tags.push(tag);
        if itself {
            tags.push(Tag {
                name,
                end: true,
                attributes: BTreeMap::new(),
            });
        }
    }
    tags
}

/// Where the tag that starts `text` ends: its `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return at,
            _ => {}
        }
    }
    text.len()
}

fn tag(inside: &str) -> Option<Tag> {
    let (end, inside) = match inside.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let name: String = inside
        .chars()
        .take_while(|letter| !letter.is_whitespace())
        .collect::<String>();
    if name.is_empty() {
        return None;
    }
    let mut attributes = BTreeMap::new();
    let mut rest = inside[name.len()..].trim_start();
    while !rest.is_empty() {
        let stop = rest.find(|letter: char| letter == '=' || letter.is_whitespace());
        let (key, after) = rest.split_at(stop.unwrap_or(rest.len()));
        let (value, after) = value(after);
        attributes.insert(key.to_ascii_lowercase(), value.to_owned());
        rest = after.trim_start();
    }
    Some(Tag {
        name: name.to_ascii_lowercase(),
        end,
        attributes,
    })
}

/// The value after an attribute's name, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let Some(text) = text.strip_prefix('=') else {
        return ("", text);
    };
    for quote in ['"', '\''] {
        if let Some(text) = text.strip_prefix(quote) {
            let end = text.find(quote).unwrap_or(text.len());
            return (&text[..end], text.get(end + 1..).unwrap_or_default());
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::faults;

    fn page(body: &str) -> String {
        format!(
            "<!doctype html><html lang=\"ca\" dir=\"ltr\"><head><title>A</title><meta \
             name=\"description\" content=\"B\"></head><body><main>{body}</main></body></html>"
        )
    }

    fn only(body: &str) -> String {
        let found = faults(&page(body));
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().expect("counted just now")
    }

    #[test]
    fn a_right_page_has_no_faults() {
        let right = "<h1>A</h1><h2>B</h2><form><label for=\"q\">C</label><input id=\"q\" \
                     name=\"q\"><label><input type=\"checkbox\"> D</label></form><svg><path \
                     d=\"M0 0\"/></svg><a href=\"https://other.example\">E</a>";
        assert_eq!(faults(&page(right)), [""; 0]);
    }

    #[test]
    fn each_fault_is_found_and_named() {
        assert_eq!(only("<h2>A</h2><h1>B</h1>"), "h2 follows h0");
        assert_eq!(only("<h1>A</h1><h3>B</h3>"), "h3 follows h1");
        assert_eq!(only("<h1>A</h1><h1>B</h1>"), "2 h1 instead of one");
        assert_eq!(
            only("<h1 id=\"a\">A</h1><p id=\"a\">B</p>"),
            "id \"a\" stands twice"
        );
        assert_eq!(
            only("<h1>A</h1><input name=\"q\">"),
            "<input> Some(\"q\") has no label"
        );
        assert_eq!(
            only("<h1>A</h1><a href=\"#b\">B</a>"),
            "<a> leads to no id \"b\""
        );
        assert_eq!(
            only("<h1>A</h1><p style=\"x\">B</p>"),
            "<p> has style inside the page"
        );
        assert_eq!(
            only("<h1>A</h1><p onclick=\"x\">B</p>"),
            "<p> has onclick inside the page"
        );
        assert_eq!(
            only("<h1>A</h1><script></script>"),
            "<script> inside the page"
        );
        assert_eq!(
            only("<h1>A</h1><img alt=\"\" src=\"https://a.example/b.png\">"),
            "<img> loads https://a.example/b.png from another host"
        );
        assert_eq!(
            only("<h1>A</h1><img src=\"/a\">"),
            "the image Some(\"/a\") has no alt"
        );
        assert_eq!(
            only("<h1>A</h1><p><b>C</p></b>"),
            "</p> closes nothing: open is Some(\"b\")"
        );
        assert!(faults("<p>").len() > 4);
    }
}
