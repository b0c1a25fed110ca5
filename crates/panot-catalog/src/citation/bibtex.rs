// SPDX-License-Identifier: AGPL-3.0-or-later

//! A citation for a list of references.

use jiff::tz::TimeZone;

use super::Citation;

/// The entry of a citation: who published it, where it stands, and its digest.
pub fn entry(citation: &Citation, city: &str, address: &str, zone: &TimeZone) -> String {
    let day = citation.cited_at.in_zone(zone).date();
    let versions: Vec<String> = citation
        .tables
        .iter()
        .map(|source| format!("{}@{}", source.dataset, source.n))
        .collect();
    let versions = versions.join(", ");
    format!(
        "@misc{{q-{},\n  author = {{{{{}}}}},\n  title = {{Answer to a question over {}}},\n  \
         year = {{{}}},\n  howpublished = {{\\url{{{address}}}}},\n  urldate = {{{day}}},\n  \
         note = {{{} rows; SHA-256 of the CSV: {}}}\n}}\n",
        &citation.hash.as_str()[..12],
        escaped(city),
        escaped(&versions),
        day.year(),
        citation.rows,
        citation.sha256,
    )
}

/// Text for TeX: no sign of it does anything.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '{' | '}' | '%' | '&' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_city_is_called_does_nothing_in_tex() {
        assert_eq!(
            escaped("Vila & Mar_{1}\n\\x"),
            "Vila \\& Mar\\_\\{1\\} \\textbackslash{}x"
        );
    }
}
