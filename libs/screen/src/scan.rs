// SPDX-License-Identifier: AGPL-3.0-or-later

//! Identifiers in cells, held together by column.

use crate::column::{Column, Role};
use crate::finding::{Example, Finding, What};
use crate::{identifier, names};

/// Examples that are kept of a finding.
const SHOWN_MAX: usize = 3;
/// Bytes of a cell that are looked at; identifiers in longer prose repeat.
const LOOKED_AT: usize = 16 << 10;

/// Looks at the cells of a table, one after the other.
#[derive(Debug)]
pub struct Scan {
    columns: Vec<Seen>,
}

/// What was seen in a column.
#[derive(Debug, Default)]
struct Seen {
    name: String,
    role: Option<Role>,
    filled: u64,
    identity: Hits,
    identity_shaped: u64,
    account: Hits,
    office_mail: Hits,
    mail: Hits,
    telephone: Hits,
    mobile: Hits,
    telephone_shaped: Hits,
    /// Cells that are nothing but such a number, of a mobile telephone.
    mobile_shaped: u64,
    plate: Hits,
    plate_whole: u64,
    person: Hits,
    named: Hits,
    body: u64,
    home: Hits,
    any: Hits,
}

#[derive(Debug, Default)]
struct Hits {
    cells: u64,
    examples: Vec<Example>,
}

impl Hits {
    fn add(&mut self, row: u64, text: &str, place: std::ops::Range<usize>) {
        self.cells += 1;
        if self.examples.len() < SHOWN_MAX {
            self.examples.push(Example {
                row,
                masked: masked(text, place),
            });
        }
    }

    /// The same with those of others, which stand in other cells or do not count twice.
    fn with(mut self, others: Self) -> Self {
        self.cells += others.cells;
        self.examples.extend(others.examples);
        self.examples.sort_by_key(|example| example.row);
        self.examples.truncate(SHOWN_MAX);
        self
    }
}

/// The first and the last letters of what stands at a place, and that there is more around it.
fn masked(text: &str, place: std::ops::Range<usize>) -> String {
    let found: Vec<char> = text[place.clone()].chars().collect();
    let keep = if found.len() >= 8 { 2 } else { 1 };
    let hidden = |at: usize, letter: char| {
        let inside = at >= keep && at + keep < found.len();
        if inside && letter.is_alphanumeric() {
            '•'
        } else {
            letter
        }
    };
    let mut masked = String::new();
    if place.start > 0 {
        masked.push('…');
    }
    masked.extend(
        found
            .iter()
            .enumerate()
            .map(|(at, letter)| hidden(at, *letter)),
    );
    if place.end < text.len() {
        masked.push('…');
    }
    masked
}

impl Scan {
    /// A scan of a table with these columns.
    pub fn new(columns: &[Column]) -> Self {
        let seen = |column: &Column| Seen {
            name: column.name.clone(),
            role: Some(column.role),
            ..Seen::default()
        };
        Self {
            columns: columns.iter().map(seen).collect(),
        }
    }

    /// Looks at a cell: its column, its row from 1, and what stands in it.
    ///
    /// # Panics
    ///
    /// When there is no such column.
    pub fn cell(&mut self, column: usize, row: u64, text: &str) {
        let text = cut(text.trim());
        // What was covered says nothing any more.
        if !text.is_empty() && text != "***" {
            self.columns[column].look_at(row, text);
        }
    }

    /// What was found, the gravest first.
    pub fn finish(self) -> Vec<Finding> {
        let of_people = self.columns.iter().any(|seen| {
            seen.role
                .is_some_and(|role| role.is_of_people() || role == Role::Identity)
                || seen.is_of_names()
        });
        let mut findings: Vec<Finding> = self
            .columns
            .into_iter()
            .flat_map(|seen| seen.findings(of_people))
            .collect();
        findings.sort_by(|a, b| {
            let gravity = b.what.gravity().cmp(&a.what.gravity());
            gravity.then(b.cells.cmp(&a.cells))
        });
        findings
    }
}

/// Whether more letters are right than those of codes would be, of which one in twenty-three is: half of
/// them, or four standard deviations more.
fn more_than_chance(right: u64, shaped: u64) -> bool {
    let above = (right * 23).saturating_sub(shaped);
    right * 2 >= shaped || above * above > 16 * 22 * shaped
}

fn cut(text: &str) -> &str {
    if text.len() <= LOOKED_AT {
        return text;
    }
    let mut end = LOOKED_AT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Seen {
    fn look_at(&mut self, row: u64, text: &str) {
        self.filled += 1;
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 7 {
            self.look_at_numbers(row, text);
        }
        if text.contains('@') {
            if let Some(place) =
                identifier::emails(text).find(|at| !identifier::is_of_office(&text[at.clone()]))
            {
                self.mail.add(row, text, place);
            } else if let Some(place) = identifier::emails(text).next() {
                self.office_mail.add(row, text, place);
            }
        }
        if digits >= 4
            && let Some(place) = identifier::plates(text).next()
        {
            self.plate_whole += u64::from(place == (0..text.len()));
            self.plate.add(row, text, place);
        }
        if digits >= 2
            && let Some(place) = identifier::homes(text).next()
        {
            self.home.add(row, text, place);
        }
        if digits == 0 {
            if names::is_person(text) {
                self.person.add(row, text, 0..text.len());
            } else if names::is_body(text) {
                self.body += 1;
            }
        }
        if let Some(place) = names::in_prose(text).filter(|place| place.len() < text.len()) {
            self.named.add(row, text, place);
        }
        let counts = match self.role {
            Some(Role::Name | Role::Door) => true,
            // "Sí", and the number of a company, are nobody's.
            Some(Role::Identity) => digits >= 6 && !identifier::is_of_a_company(text),
            _ => false,
        };
        if counts {
            self.any.add(row, text, 0..text.len());
        }
    }

    fn look_at_numbers(&mut self, row: u64, text: &str) {
        let mut right = None;
        let mut shaped = false;
        for (place, is_right) in identifier::identity_numbers(text) {
            shaped = true;
            if is_right && right.is_none() {
                right = Some(place);
            }
        }
        self.identity_shaped += u64::from(shaped);
        if let Some(place) = right {
            self.identity.add(row, text, place);
        }
        if let Some(place) = identifier::accounts(text).next() {
            self.account.add(row, text, place);
            // The digits of an account are no telephone.
            return;
        }
        let mut telephones = identifier::telephones(text).peekable();
        let Some(first) = telephones.peek() else {
            return;
        };
        let place = first.place.clone();
        let (mut certain, mut mobile) = (false, false);
        for telephone in telephones {
            certain |= telephone.certain;
            mobile |= telephone.mobile;
        }
        let named = self.role == Some(Role::Telephone);
        match (named || certain, mobile) {
            (false, mobile) => {
                self.mobile_shaped += u64::from(mobile && place == (0..text.len()));
                self.telephone_shaped.add(row, text, place);
            }
            (true, true) => self.mobile.add(row, text, place),
            (true, false) => self.telephone.add(row, text, place),
        }
    }

    /// Whether a good part of the cells are names of people.
    fn is_of_names(&self) -> bool {
        let streets = matches!(self.role, Some(Role::Spot | Role::Area));
        let named = self.role == Some(Role::Name) && self.body * 10 < self.filled * 7;
        named && self.filled > 0
            || !streets && self.person.cells >= 3 && self.person.cells * 5 >= self.filled
    }

    fn findings(self, of_people: bool) -> Vec<Finding> {
        let mut found = Vec::new();
        let of_names = self.is_of_names();
        let Self { name, filled, .. } = self;
        let mut tell = |what: What, hits: Hits| {
            if hits.cells > 0 {
                found.push(Finding {
                    column: name.clone(),
                    what,
                    cells: hits.cells,
                    filled,
                    examples: hits.examples,
                });
            }
        };
        // One letter in twenty-three is right by chance: codes of that shape are no identity numbers.
        if self.role == Some(Role::Identity) {
            tell(What::IdentityNumber, self.any);
            return found;
        }
        if more_than_chance(self.identity.cells, self.identity_shaped) {
            tell(What::IdentityNumber, self.identity);
        }
        tell(What::BankAccount, self.account);
        tell(What::Email, self.mail);
        // What a body gives as its own beside the names of people is a person's.
        let (mut own, mut office) = (self.mobile, self.office_mail);
        if of_people {
            own = own.with(self.telephone);
        } else {
            office = office.with(self.telephone);
        }
        // A column of nothing but numbers like those of mobile telephones holds them, whatever it is called.
        if filled >= 5 && self.mobile_shaped * 20 >= filled * 19 {
            own = own.with(self.telephone_shaped);
        }
        tell(What::Telephone, own);
        tell(What::OfficeContact, office);
        let plates = self.role == Some(Role::Plate) || self.plate_whole * 5 >= filled * 4;
        if plates {
            tell(What::NumberPlate, self.plate);
        }
        if of_names {
            let named = self.role == Some(Role::Name);
            tell(What::Name, if named { self.any } else { self.person });
        } else if self.role == Some(Role::Door) && of_people {
            tell(What::Home, self.any);
        }
        tell(What::Home, self.home);
        if !of_names && !matches!(self.role, Some(Role::Spot | Role::Area)) {
            tell(What::NameInProse, self.named);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(name: &str, cells: &[&str]) -> Vec<(What, u64)> {
        let mut scan = Scan::new(&[Column::of(name)]);
        for (cell, row) in cells.iter().zip(1..) {
            scan.cell(0, row, cell);
        }
        let found = scan.finish();
        found
            .iter()
            .map(|finding| (finding.what, finding.cells))
            .collect()
    }

    #[test]
    fn one_identity_number_in_prose_is_enough_and_codes_of_its_shape_are_none() {
        assert_eq!(
            scanned("notes", &["res", "DNI 12345678Z", ""]),
            [(What::IdentityNumber, 1)]
        );
        let codes: Vec<String> = (0..230)
            .map(|n| format!("{:08}A", 10_000_000 + n))
            .collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        assert_eq!(scanned("codi", &codes), []);
    }

    #[test]
    fn an_office_is_noted_and_a_person_is_refused() {
        assert_eq!(
            scanned("contacte", &["info@museu.cat", "biblioteca@bcn.cat"]),
            [(What::OfficeContact, 2)]
        );
        assert_eq!(
            scanned("contacte", &["info@museu.cat", "mgarcia@bcn.cat"]),
            [(What::Email, 1), (What::OfficeContact, 1)]
        );
        assert_eq!(
            scanned("telefon", &["931234567", "612345678"]),
            [(What::Telephone, 1), (What::OfficeContact, 1)]
        );
        assert_eq!(scanned("codi", &["931234567", "612345678"]), []);
    }

    #[test]
    fn names_are_found_by_the_column_or_by_what_stands_in_it() {
        assert_eq!(scanned("cognoms", &["Xyz", "Abc"]), [(What::Name, 2)]);
        assert_eq!(
            scanned("nom", &["Maria Garcia", "Joan Puig", "Anna Soler"]),
            [(What::Name, 3)]
        );
        assert_eq!(
            scanned("nom_carrer", &["Joan Puig", "Anna Soler", "Pau Vila"]),
            []
        );
        assert_eq!(
            scanned(
                "titular",
                &["Ajuntament de X", "Fundació Y", "Associació Z"]
            ),
            []
        );
    }

    #[test]
    fn what_is_quoted_is_masked() {
        let mut scan = Scan::new(&[Column::of("notes")]);
        scan.cell(0, 4, "veure 12345678Z i prou");
        let found = scan.finish();
        assert_eq!(
            found[0].examples,
            [Example {
                row: 4,
                masked: "…12•••••8Z…".into()
            }]
        );
        assert_eq!(masked("Maria Garcia", 0..12), "Ma••• ••••ia");
    }
}
