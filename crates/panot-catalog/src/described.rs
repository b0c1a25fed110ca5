// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a version is and what its columns are, in the words of four standards that tools read: Data
//! Package, CSV on the Web, Croissant, and schema.org. Documents only; what they describe are the
//! files of the downloads.

mod croissant;
mod csvw;
mod datapackage;
mod schema_org;

pub use croissant::croissant;
pub use csvw::csvw;
pub use datapackage::data_package;
pub use schema_org::{data_block, schema_org};

use panot_core::{Extension, Language};
use panot_web::Settings;

use crate::address;
use crate::kind::Kind;
use crate::show::columns::ColumnView;
use crate::show::dataset::Loaded;
use crate::words::{self, Licence};

/// A version, and the city that it is of.
struct Described<'a> {
    settings: &'a Settings,
    loaded: &'a Loaded,
    language: Language,
}

impl<'a> Described<'a> {
    fn of(settings: &'a Settings, loaded: &'a Loaded, language: Language) -> Self {
        Self {
            settings,
            loaded,
            language,
        }
    }

    fn title(&self) -> &str {
        self.loaded.title(self.language)
    }

    /// The description; the title where nobody described it.
    fn description(&self) -> &str {
        match self.loaded.dataset.about.description.text(self.language) {
            "" => self.title(),
            text => text,
        }
    }

    fn publisher(&self) -> &str {
        match self.loaded.dataset.about.publisher.as_str() {
            "" => &self.settings.name,
            publisher => publisher,
        }
    }

    /// Where to write to: about the dataset, or else the city.
    fn contact(&self) -> Option<&str> {
        let own = self.loaded.dataset.about.contact.as_str();
        let contact = if own.is_empty() {
            self.settings.contact.as_deref()?
        } else {
            own
        };
        Some(contact)
    }

    fn licence(&self) -> Option<Licence> {
        words::licence(&self.loaded.dataset.about.licence)
    }

    /// The address of the dataset, or of the version that was asked for.
    fn own(&self) -> String {
        let (name, version) = (self.loaded.name(), self.loaded.asked);
        self.settings.absolute(&address::dataset(name, version))
    }

    /// The address of a file of this very version: what is said of it stays true.
    fn file(&self, format: Extension) -> String {
        let path = address::file(self.loaded.name(), Some(self.loaded.version.n), format);
        self.settings.absolute(&path)
    }

    fn published(&self) -> String {
        self.loaded.version.published_at.to_string()
    }

    /// The columns, each with what it holds.
    fn columns(&self) -> Vec<ColumnView> {
        self.loaded.columns(self.language).0
    }

    /// The column whose value is another one in each row, where the publisher named one and it is so.
    fn key(&self) -> Option<&str> {
        let [key] = self.loaded.dataset.about.key.as_slice() else {
            return None;
        };
        let portrait = self.loaded.version.portrait.as_ref()?;
        let column = portrait
            .profile
            .columns
            .iter()
            .find(|column| column.name == *key)?;
        let is_one = column.missing == 0 && column.distinct == Some(portrait.profile.rows);
        is_one.then_some(key.as_str())
    }
}

/// Whether cells of a column are text in the files, whatever they mean.
fn is_written_as_text(column: &ColumnView) -> bool {
    column.data_type == "Utf8"
}

/// Whether a column of moments says which moments of the whole world they are.
fn is_zoned(column: &ColumnView) -> bool {
    column.kind == Kind::Moment && column.data_type.contains('"')
}

/// Whether numbers of a column are floating ones.
fn is_floating(column: &ColumnView) -> bool {
    column.data_type.starts_with("Float")
}
