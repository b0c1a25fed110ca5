// SPDX-License-Identifier: AGPL-3.0-or-later

//! What was found.

use serde::{Deserialize, Serialize};

/// What points at a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The number of a Spanish identity document: DNI, NIE, or the NIF of a person.
    IdentityNumber,
    /// The number of a bank account: IBAN.
    BankAccount,
    /// An address that mail reaches, which is not one that an office gives as its own.
    Email,
    /// A telephone, which is not one that an office gives as its own.
    Telephone,
    /// The number plate of a vehicle.
    NumberPlate,
    /// A person's name.
    Name,
    /// Where somebody lives: a street, a number, a floor and a door.
    Home,
    /// An address or a telephone that an office gives as its own.
    OfficeContact,
    /// A name within a longer text: of somebody, or of a place, a work, a prize that is called so.
    NameInProse,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gravity {
    /// Told, and nothing more.
    Note,
    /// Published only with a reason that everybody reads.
    NeedsReason,
    /// Never published.
    Never,
}

impl What {
    /// Everything that is looked for.
    pub const ALL: [Self; 9] = [
        Self::IdentityNumber,
        Self::BankAccount,
        Self::Email,
        Self::Telephone,
        Self::NumberPlate,
        Self::Name,
        Self::Home,
        Self::OfficeContact,
        Self::NameInProse,
    ];

    /// How grave it is.
    pub fn gravity(self) -> Gravity {
        match self {
            Self::IdentityNumber | Self::BankAccount | Self::Email | Self::Telephone => {
                Gravity::Never
            }
            Self::NumberPlate | Self::Name | Self::Home => Gravity::NeedsReason,
            Self::OfficeContact | Self::NameInProse => Gravity::Note,
        }
    }

    /// Its name in JSON and in recipes.
    pub fn name(self) -> &'static str {
        match self {
            Self::IdentityNumber => "identity-number",
            Self::BankAccount => "bank-account",
            Self::Email => "email",
            Self::Telephone => "telephone",
            Self::NumberPlate => "number-plate",
            Self::Name => "name",
            Self::Home => "home",
            Self::OfficeContact => "office-contact",
            Self::NameInProse => "name-in-prose",
        }
    }
}

/// What was found in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The column.
    pub column: String,
    /// What it is.
    pub what: What,
    /// Cells in which it stands.
    pub cells: u64,
    /// Cells of the column that say something.
    pub filled: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// A cell in which something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its row, counted from 1.
    pub row: u64,
    /// What stands there, so that somebody who has the file recognises it and nobody else does.
    pub masked: String,
}
