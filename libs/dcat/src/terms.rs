// SPDX-License-Identifier: AGPL-3.0-or-later

//! The words of the vocabularies, spelled as their standards spell them.

use oxrdf::NamedNodeRef;

/// The prefixes of the written documents.
pub const PREFIXES: [(&str, &str); 13] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("hydra", "http://www.w3.org/ns/hydra/core#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($($module:ident $namespace:literal { $($name:ident $word:literal)* })*) => {$(
        pub mod $module {
            use super::NamedNodeRef;
            $(pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $word));)*
        }
    )*};
}

terms! {
    adms "http://www.w3.org/ns/adms#" {
        VERSION_NOTES "versionNotes"
    }
    dcat "http://www.w3.org/ns/dcat#" {
        CATALOG "Catalog"
        DATASET "Dataset"
        DISTRIBUTION "Distribution"
        DATA_SERVICE "DataService"
        HAS_DATASET "dataset"
        HAS_SERVICE "service"
        HAS_DISTRIBUTION "distribution"
        THEME_TAXONOMY "themeTaxonomy"
        THEME "theme"
        KEYWORD "keyword"
        CONTACT_POINT "contactPoint"
        LANDING_PAGE "landingPage"
        VERSION "version"
        HAS_VERSION "hasVersion"
        HAS_CURRENT_VERSION "hasCurrentVersion"
        PREVIOUS_VERSION "previousVersion"
        IS_VERSION_OF "isVersionOf"
        ACCESS_URL "accessURL"
        DOWNLOAD_URL "downloadURL"
        ACCESS_SERVICE "accessService"
        MEDIA_TYPE "mediaType"
        BYTE_SIZE "byteSize"
        ENDPOINT_URL "endpointURL"
        ENDPOINT_DESCRIPTION "endpointDescription"
        SERVES_DATASET "servesDataset"
        START_DATE "startDate"
        END_DATE "endDate"
        BBOX "bbox"
    }
    dcatap "http://data.europa.eu/r5r/" {
        APPLICABLE_LEGISLATION "applicableLegislation"
        AVAILABILITY "availability"
    }
    dct "http://purl.org/dc/terms/" {
        TITLE "title"
        DESCRIPTION "description"
        IDENTIFIER "identifier"
        PUBLISHER "publisher"
        CREATOR "creator"
        ISSUED "issued"
        MODIFIED "modified"
        HAS_LANGUAGE "language"
        LICENSE "license"
        HAS_TYPE "type"
        SPATIAL "spatial"
        TEMPORAL "temporal"
        FORMAT "format"
        CONFORMS_TO "conformsTo"
        ACCESS_RIGHTS "accessRights"
        ACCRUAL_PERIODICITY "accrualPeriodicity"
        FREQUENCY "Frequency"
        LICENSE_DOCUMENT "LicenseDocument"
        LINGUISTIC_SYSTEM "LinguisticSystem"
        LOCATION "Location"
        MEDIA_TYPE "MediaType"
        MEDIA_TYPE_OR_EXTENT "MediaTypeOrExtent"
        PERIOD_OF_TIME "PeriodOfTime"
        RIGHTS_STATEMENT "RightsStatement"
        STANDARD "Standard"
    }
    eli "http://data.europa.eu/eli/ontology#" {
        LEGAL_RESOURCE "LegalResource"
    }
    foaf "http://xmlns.com/foaf/0.1/" {
        AGENT "Agent"
        DOCUMENT "Document"
        HOMEPAGE "homepage"
        NAME "name"
        PAGE "page"
    }
    geo "http://www.opengis.net/ont/geosparql#" {
        WKT_LITERAL "wktLiteral"
    }
    hydra "http://www.w3.org/ns/hydra/core#" {
        PARTIAL_COLLECTION_VIEW "PartialCollectionView"
        FIRST "first"
        LAST "last"
        NEXT "next"
        PREVIOUS "previous"
        TOTAL_ITEMS "totalItems"
        ITEMS_PER_PAGE "itemsPerPage"
    }
    rdfs "http://www.w3.org/2000/01/rdf-schema#" {
        LABEL "label"
    }
    skos "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT "Concept"
        CONCEPT_SCHEME "ConceptScheme"
        IN_SCHEME "inScheme"
        PREF_LABEL "prefLabel"
    }
    spdx "http://spdx.org/rdf/terms#" {
        CHECKSUM "Checksum"
        CHECKSUM_ALGORITHM "ChecksumAlgorithm"
        HAS_CHECKSUM "checksum"
        ALGORITHM "algorithm"
        CHECKSUM_VALUE "checksumValue"
        SHA1 "checksumAlgorithm_sha1"
        SHA256 "checksumAlgorithm_sha256"
    }
    vcard "http://www.w3.org/2006/vcard/ns#" {
        KIND "Kind"
        ORGANIZATION "Organization"
        FN "fn"
        ORGANIZATION_NAME "organization-name"
        HAS_EMAIL "hasEmail"
        HAS_TELEPHONE "hasTelephone"
        HAS_URL "hasURL"
        HAS_UID "hasUID"
    }
}
