// SPDX-License-Identifier: AGPL-3.0-or-later

//! The codes of the vocabularies that DCAT-AP names, as far as a city needs them: the EU's authority
//! tables, the types of ADMS, and the sectors of the Spanish catalogue.

use oxrdf::NamedNode;

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident in $scheme:literal ($title:literal) at $base:literal {
        $($code:literal $label:literal)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(usize);

        impl $name {
            /// The address of the table.
            pub const SCHEME: &'static str = $scheme;
            /// The table's name in English.
            pub const TITLE: &'static str = $title;
            const CODES: &'static [(&'static str, &'static str)] = &[$(($code, $label)),*];

            /// The entry with this code, in upper or lower case.
            pub fn of(code: &str) -> Option<Self> {
                let same = |(known, _): &(&str, &str)| known.eq_ignore_ascii_case(code);
                Self::CODES.iter().position(same).map(Self)
            }

            /// Every entry, in the table's order.
            pub fn all() -> impl Iterator<Item = Self> {
                (0..Self::CODES.len()).map(Self)
            }

            /// Its code as the table spells it.
            pub fn code(self) -> &'static str {
                Self::CODES[self.0].0
            }

            /// Its name: in Spanish for the Spanish table, in English for the others.
            pub fn label(self) -> &'static str {
                Self::CODES[self.0].1
            }

            pub(crate) fn node(self) -> NamedNode {
                NamedNode::new_unchecked(format!(concat!($base, "{}"), self.code()))
            }
        }
    };
}

vocabulary! {
    /// What a dataset is about, for all of Europe.
    Theme in "http://publications.europa.eu/resource/authority/data-theme" ("Data theme")
        at "http://publications.europa.eu/resource/authority/data-theme/" {
        "AGRI" "Agriculture, fisheries, forestry and food"
        "ECON" "Economy and finance"
        "EDUC" "Education, culture and sport"
        "ENER" "Energy"
        "ENVI" "Environment"
        "GOVE" "Government and public sector"
        "HEAL" "Health"
        "INTR" "International issues"
        "JUST" "Justice, legal system and public safety"
        "REGI" "Regions and cities"
        "SOCI" "Population and society"
        "TECH" "Science and technology"
        "TRAN" "Transport"
    }
}

impl Theme {
    /// The sector of the Spanish catalogue that is nearest.
    ///
    /// Where the European theme is wider than any sector, none is: `EDUC` holds schools, museums and
    /// sports, `SOCI` holds the register of residents and social care, and a wrong sector is worse
    /// than the city's own choice.
    pub fn sector(self) -> Option<Sector> {
        Sector::of(match self.code() {
            "AGRI" => "medio-rural-pesca",
            "ECON" => "economia",
            "ENER" => "energia",
            "ENVI" => "medio-ambiente",
            "GOVE" => "sector-publico",
            "HEAL" => "salud",
            "JUST" => "legislacion-justicia",
            "REGI" => "urbanismo-infraestructuras",
            "TECH" => "ciencia-tecnologia",
            "TRAN" => "transporte",
            _ => return None,
        })
    }
}

vocabulary! {
    /// The sectors of the Spanish Technical Interoperability Standard (NTI), one of which every
    /// dataset of DCAT-AP-ES must have.
    Sector in "http://datos.gob.es/kos/sector-publico/sector" ("Sectores del sector público")
        at "http://datos.gob.es/kos/sector-publico/sector/" {
        "ciencia-tecnologia" "Ciencia y tecnología"
        "comercio" "Comercio"
        "cultura-ocio" "Cultura y ocio"
        "demografia" "Demografía"
        "deporte" "Deporte"
        "economia" "Economía"
        "educacion" "Educación"
        "empleo" "Empleo"
        "energia" "Energía"
        "hacienda" "Hacienda"
        "industria" "Industria"
        "legislacion-justicia" "Legislación y justicia"
        "medio-ambiente" "Medio ambiente"
        "medio-rural-pesca" "Medio rural"
        "salud" "Salud"
        "sector-publico" "Sector público"
        "seguridad" "Seguridad"
        "sociedad-bienestar" "Sociedad y bienestar"
        "transporte" "Transporte"
        "turismo" "Turismo"
        "urbanismo-infraestructuras" "Urbanismo e infraestructuras"
        "vivienda" "Vivienda"
    }
}

vocabulary! {
    /// How often a dataset is brought up to date.
    Frequency in "http://publications.europa.eu/resource/authority/frequency" ("Frequency")
        at "http://publications.europa.eu/resource/authority/frequency/" {
        "TRIENNIAL" "triennial"
        "BIENNIAL" "biennial"
        "ANNUAL" "annual"
        "ANNUAL_2" "semiannual"
        "ANNUAL_3" "three times a year"
        "QUARTERLY" "quarterly"
        "BIMONTHLY" "bimonthly"
        "MONTHLY" "monthly"
        "MONTHLY_2" "semimonthly"
        "MONTHLY_3" "three times a month"
        "BIWEEKLY" "biweekly"
        "WEEKLY" "weekly"
        "WEEKLY_2" "semiweekly"
        "WEEKLY_3" "three times a week"
        "DAILY" "daily"
        "DAILY_2" "twice a day"
        "TRIHOURLY" "trihourly"
        "BIHOURLY" "bihourly"
        "HOURLY" "hourly"
        "CONT" "continuous"
        "UPDATE_CONT" "continuously updated"
        "QUADRENNIAL" "quadrennial"
        "QUINQUENNIAL" "quinquennial"
        "DECENNIAL" "decennial"
        "IRREG" "irregular"
        "NEVER" "never"
        "UNKNOWN" "unknown"
        "OTHER" "other"
    }
}

vocabulary! {
    /// In what form a file is.
    ///
    /// The table has no entry for JSON in lines; `JSON` is the nearest.
    FileType in "http://publications.europa.eu/resource/authority/file-type" ("File type")
        at "http://publications.europa.eu/resource/authority/file-type/" {
        "CSV" "CSV"
        "JSON" "JSON"
        "PARQUET" "Parquet"
        "XLSX" "Excel XLSX"
        "ODS" "ODS"
        "GEOJSON" "GeoJSON"
        "GPKG" "GeoPackage"
        "SHP" "Esri Shape"
        "KML" "KML"
        "XML" "XML"
        "ZIP" "ZIP"
        "TXT" "TXT"
        "PDF" "PDF"
        "HTML" "HTML"
        "JSON_LD" "JSON-LD"
        "RDF_TURTLE" "RDF Turtle"
        "RDF_XML" "RDF XML"
    }
}

vocabulary! {
    /// A language, by the code that the table gives it.
    Language in "http://publications.europa.eu/resource/authority/language" ("Language")
        at "http://publications.europa.eu/resource/authority/language/" {
        "CAT" "Catalan"
        "SPA" "Spanish"
        "ENG" "English"
        "EUS" "Basque"
        "GLG" "Galician"
        "OCI" "Occitan"
        "FRA" "French"
        "POR" "Portuguese"
        "ITA" "Italian"
        "DEU" "German"
        "NLD" "Dutch"
        "RON" "Romanian"
        "POL" "Polish"
        "ARA" "Arabic"
    }
}

impl Language {
    /// The language of a tag by BCP 47: `ca`, `es`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.split('-').next().unwrap_or_default();
        Self::of(match tag.to_ascii_lowercase().as_str() {
            "ca" => "CAT",
            "es" => "SPA",
            "en" => "ENG",
            "eu" => "EUS",
            "gl" => "GLG",
            "oc" => "OCI",
            "fr" => "FRA",
            "pt" => "POR",
            "it" => "ITA",
            "de" => "DEU",
            "nl" => "NLD",
            "ro" => "RON",
            "pl" => "POL",
            "ar" => "ARA",
            _ => return None,
        })
    }
}

vocabulary! {
    /// What others may do with the data.
    Licence in "http://publications.europa.eu/resource/authority/licence" ("Licence")
        at "http://publications.europa.eu/resource/authority/licence/" {
        "CC0" "Creative Commons CC0 1.0 Universal"
        "CC_BY_4_0" "Creative Commons Attribution 4.0 International"
        "CC_BYSA_4_0" "Creative Commons Attribution–ShareAlike 4.0 International"
        "CC_BYNC_4_0" "Creative Commons Attribution–NonCommercial 4.0 International"
        "ODC_BY" "Open Data Commons Attribution License"
        "ODC_BL" "Open Data Commons Open Database License"
        "ODC_PDDL" "Open Data Commons Public Domain Dedication and License"
    }
}

impl Licence {
    /// The licence with this identifier of SPDX: `CC-BY-4.0`.
    pub fn of_spdx(id: &str) -> Option<Self> {
        Self::of(match id.to_ascii_uppercase().as_str() {
            "CC0-1.0" => "CC0",
            "CC-BY-4.0" => "CC_BY_4_0",
            "CC-BY-SA-4.0" => "CC_BYSA_4_0",
            "CC-BY-NC-4.0" => "CC_BYNC_4_0",
            "ODC-BY-1.0" => "ODC_BY",
            "ODBL-1.0" => "ODC_BL",
            "PDDL-1.0" => "ODC_PDDL",
            _ => return None,
        })
    }

    /// What kind of licence it is, which DCAT-AP-ES asks of everything typed as one.
    pub fn kind(self) -> LicenceKind {
        let kind = match self.code() {
            "CC0" | "ODC_PDDL" => "PublicDomain",
            "CC_BYSA_4_0" | "ODC_BL" => "ViralEffect-ShareAlike",
            "CC_BYNC_4_0" => "NonCommercialUseOnly",
            _ => "Attribution",
        };
        LicenceKind::of(kind).expect("each kind above is in the table")
    }
}

vocabulary! {
    /// The kinds of licences, by ADMS.
    LicenceKind in "http://purl.org/adms/licencetype/1.0" ("Licence type")
        at "http://purl.org/adms/licencetype/" {
        "Attribution" "Attribution"
        "PublicDomain" "Public domain"
        "ViralEffect-ShareAlike" "Viral effect (share-alike)"
        "NonCommercialUseOnly" "Non-commercial use only"
    }
}

vocabulary! {
    /// Whether everybody may have the data.
    AccessRight in "http://publications.europa.eu/resource/authority/access-right" ("Access right")
        at "http://publications.europa.eu/resource/authority/access-right/" {
        "PUBLIC" "public"
        "RESTRICTED" "restricted"
        "NON_PUBLIC" "non-public"
    }
}

vocabulary! {
    /// For how long something is meant to stay.
    Availability in "http://publications.europa.eu/resource/authority/planned-availability"
        ("Planned availability")
        at "http://publications.europa.eu/resource/authority/planned-availability/" {
        "AVAILABLE" "available"
        "EXPERIMENTAL" "experimental"
        "STABLE" "stable"
        "TEMPORARY" "temporary"
    }
}

vocabulary! {
    /// The kinds of those who publish, by ADMS.
    AgentKind in "http://purl.org/adms/publishertype/1.0" ("Publisher type")
        at "http://purl.org/adms/publishertype/" {
        "LocalAuthority" "Local authority"
        "RegionalAuthority" "Regional authority"
        "NationalAuthority" "National authority"
        "NonProfitOrganisation" "Non-profit organisation"
        "Company" "Company"
    }
}

#[cfg(test)]
mod tests {
    use super::{Frequency, Language, Licence, Sector, Theme};

    #[test]
    fn codes_are_found_in_either_case_and_have_the_address_of_their_table() {
        let theme = Theme::of("envi").expect("a theme");
        assert_eq!(
            theme.node().as_str(),
            "http://publications.europa.eu/resource/authority/data-theme/ENVI"
        );
        assert_eq!(Frequency::of("hourly").map(Frequency::code), Some("HOURLY"));
        assert_eq!(
            Licence::of_spdx("CC-BY-4.0").map(Licence::code),
            Some("CC_BY_4_0")
        );
        assert_eq!(Language::of_tag("es-419").map(Language::code), Some("SPA"));
        assert_eq!(Theme::of("weather"), None);
    }

    #[test]
    fn a_theme_wider_than_every_sector_has_none() {
        let sectors: Vec<_> = Theme::all()
            .filter_map(Theme::sector)
            .map(Sector::code)
            .collect();
        assert_eq!(sectors.len(), 10);
        assert_eq!(Theme::of("EDUC").and_then(Theme::sector), None);
    }

    #[test]
    fn every_licence_has_a_kind() {
        for licence in Licence::all() {
            assert!(!licence.kind().label().is_empty());
        }
    }
}
