// SPDX-License-Identifier: AGPL-3.0-or-later

//! How the catalogue's addresses stand in the description of the API.

pub mod ckan;

use std::collections::BTreeMap;

use panot_core::Extension;
use panot_web::{Operation, Query};
use serde::Serialize;
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::ask::ROWS_MAX;
use crate::shelf::{CARDS_MAX, Order};
use crate::show::catalogue::CatalogueView;
use crate::show::compare::CompareView;
use crate::show::dataset::{DatasetView, VersionView};
use crate::show::left_out::LeftOutView;
use crate::show::rows::RowsView;

/// How conditions on columns are written.
const CONDITIONS: &str = "A condition on a column is the field f.{column}: a word it contains, \
    =exactly, !=not, >more, >=at least, <less, <=at most, from..to, = alone for empty cells, != \
    alone for the others. On a column of moments a day is all of it, by the city's clock.";

fn of_dataset(operation: Operation) -> Operation {
    operation
        .path("id", "The dataset's name, with @n for one of its versions")
        .problem(
            404,
            "There is no such dataset or version, or it has no such thing",
        )
        .problem(410, "The version was withdrawn; reason and digest say more")
}

/// The fields that narrow rows down and sort them.
fn of_rows(operation: Operation) -> Operation {
    of_dataset(operation)
        .query("q", Query::Text, "Any text column contains this")
        .query("f", Query::Named("f."), CONDITIONS)
        .query(
            "sort",
            Query::Many,
            "A column, or -column for the largest first; at most three",
        )
        .problem(400, "A condition cannot be read")
}

pub fn list() -> Operation {
    let orders: Vec<&str> = Order::ALL.into_iter().map(Order::name).collect();
    Operation::new(
        "listDatasets",
        "Datasets, searched, narrowed down, sorted and paged",
    )
    .query(
        "q",
        Query::Text,
        "Words of titles, descriptions, columns or values, in ca, es or en",
    )
    .query("theme", Query::Many, "A theme of the EU's vocabulary: envi")
    .query("publisher", Query::Many, "A publisher")
    .query(
        "frequency",
        Query::Many,
        "A frequency of the EU's vocabulary: monthly",
    )
    .query("licence", Query::Many, "A licence, as SPDX names it")
    .query(
        "map",
        Query::AnyOf(&["yes", "no"]),
        "Whether rows lie on a map",
    )
    .query("sort", Query::OneOf(&orders), "The order")
    .query("page", Query::Number(u64::MAX), "The page, from 1")
    .query("size", Query::Number(CARDS_MAX), "Datasets on a page")
    .json::<CatalogueView>("The datasets of the page, and counts for narrowing down")
}

pub fn describe() -> Operation {
    of_dataset(Operation::new(
        "describeDataset",
        "A dataset: what is said about it, its columns, charts, versions and files",
    ))
    .json::<DatasetView>("The dataset at one of its versions")
}

pub fn rows() -> Operation {
    of_rows(Operation::new(
        "listRows",
        "Rows of a dataset, filtered, sorted and paged",
    ))
    .query(
        "page",
        Query::Number(u64::MAX),
        "The page, from 1; there is no last one that can be reached",
    )
    .query("size", Query::Number(ROWS_MAX), "Rows on a page")
    .json::<RowsView>("The rows of the page, and how many fit in all")
}

pub fn versions() -> Operation {
    of_dataset(Operation::new(
        "listVersions",
        "The versions of a dataset, newest first",
    ))
    .json_list::<VersionView>("The versions")
}

pub fn compare() -> Operation {
    of_dataset(Operation::new(
        "compareVersions",
        "What changed between two versions",
    ))
    .query(
        "from",
        Query::Number(u64::MAX),
        "The older version; without, the one before",
    )
    .query(
        "to",
        Query::Number(u64::MAX),
        "The newer version; without, the newest",
    )
    .describe(
        "Two versions are compared once, when they are first asked for. Where that takes more than a \
         moment, the answer is 202, with Retry-After.",
    )
    .json::<CompareView>("The difference, with examples")
    .soon::<Computing>("They are being compared")
    .problem(
        422,
        "Comparing them takes more than is given to one question",
    )
    .problem(503, "Too many comparisons wait")
    .problem(400, "A number cannot be read")
}

pub fn left_out() -> Operation {
    of_dataset(Operation::new(
        "listLeftOutCells",
        "The cells of the original file that did not fit their column, and the rows that are none of the table",
    ))
    .json::<LeftOutView>("Cells and rows, by line")
}

pub fn left_out_csv() -> Operation {
    of_dataset(Operation::new("listLeftOutCellsAsCsv", "The same as CSV")).text(
        "text/csv",
        "Line, column, text and reason; a row has no column",
    )
}

pub fn map() -> Operation {
    of_dataset(Operation::new("describeMap", "The large map of a dataset"))
        .json::<TileJson>("The vector tiles that it shows")
}

/// The one address of a dataset without a language: the way to its page, and its files.
/// Text of RDF, in one of its formats.
fn of_rdf(operation: Operation, format: dcat::Format) -> Operation {
    let said = "DCAT-AP 3.0.1, and DCAT-AP-ES 1.0.0 where the city is in Spain";
    let answer = match format {
        dcat::Format::Turtle => operation.text("text/turtle", said),
        dcat::Format::JsonLd => operation.file("application/ld+json", said),
        dcat::Format::RdfXml => operation.text("application/rdf+xml", said),
    };
    answer.empty(304, "It is still the one with this ETag")
}

pub fn catalog(format: dcat::Format) -> Operation {
    let (id, summary) = match format {
        dcat::Format::Turtle => ("getCatalogTurtle", "The catalogue in Turtle"),
        dcat::Format::JsonLd => ("getCatalogJsonLd", "The catalogue in JSON-LD"),
        dcat::Format::RdfXml => ("getCatalogRdfXml", "The catalogue in RDF/XML"),
    };
    let operation = Operation::new(id, summary)
        .describe("For other portals. hydra:next leads to the next page of datasets.")
        .query("page", Query::Number(u64::MAX), "The page, from 1")
        .query(
            "modified_since",
            Query::Text,
            "Only datasets published or described since: 2026-03-01 or 2026-03-01T09:30:00Z",
        )
        .problem(400, "A field cannot be read")
        .problem(404, "There is no such page");
    of_rdf(operation, format)
}

pub fn files() -> Vec<Operation> {
    let said = |id, summary, ending, format| {
        of_rdf(
            of_dataset(Operation::new(id, summary)).ends_in(ending),
            format,
        )
    };
    let file =
        |id, summary, ending| {
            of_rows(Operation::new(id, summary).ends_in(ending))
            .describe(
                "Whole, or narrowed down and sorted by the same fields as listRows. Of files that \
                 are narrowed down or sorted only a few are made at a time.",
            )
            .empty(304, "The file is still the one with this ETag")
            .problem(503, "Too many are made at this moment; Retry-After says when to come back")
        };
    let document = |id, summary, extension: Extension| {
        of_dataset(Operation::new(id, summary).ends_in(match extension {
            Extension::DataPackage => ".datapackage.json",
            Extension::CsvMetadata => ".csv-metadata.json",
            _ => ".croissant.json",
        }))
        .json_object_as(
            extension.media_type(),
            "What is said of the files of a version",
        )
        .empty(304, "It is still the one with this ETag")
    };
    let page = of_dataset(Operation::new(
        "getDataset",
        "The way to the page of a dataset",
    ))
    .empty(
        303,
        "The page, or its JSON, in the language that the visitor prefers",
    );
    vec![
        page,
        file("getCsv", "The rows as CSV", ".csv").text("text/csv", "The rows, with a head"),
        file("getJson", "The rows as JSON", ".json").json_list::<FileRow>("The rows"),
        file("getNdjson", "The rows as JSON, one a line", ".ndjson")
            .text("application/x-ndjson", "A row on each line"),
        file("getGeoJson", "The rows as GeoJSON", ".geojson")
            .typed::<FeatureCollection>("application/geo+json", "A feature for each row"),
        file("getParquet", "The rows as Parquet", ".parquet")
            .file(
                "application/vnd.apache.parquet",
                "The rows with their exact types",
            )
            .part(
                "application/vnd.apache.parquet",
                "The part that Range asks for",
            )
            .problem(416, "The file ends before the part that Range asks for"),
        file("getXlsx", "The rows as a workbook", ".xlsx")
            .file(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "The rows on a sheet; not offered where they are too many",
            )
            .problem(422, "A cell is longer than a sheet holds"),
        said(
            "getTurtle",
            "What is said about the dataset, in Turtle",
            ".ttl",
            dcat::Format::Turtle,
        ),
        said(
            "getJsonLd",
            "What is said about the dataset, in JSON-LD",
            ".jsonld",
            dcat::Format::JsonLd,
        ),
        document(
            "getDataPackage",
            "The dataset as a Data Package (2.0)",
            Extension::DataPackage,
        ),
        document(
            "getCsvMetadata",
            "The columns of the CSV file, as CSV on the Web",
            Extension::CsvMetadata,
        ),
        document(
            "getCroissant",
            "The dataset and its columns as Croissant (1.0)",
            Extension::Croissant,
        ),
        said(
            "getRdfXml",
            "What is said about the dataset, in RDF/XML",
            ".rdf",
            dcat::Format::RdfXml,
        ),
    ]
}

pub fn tile_json() -> Operation {
    of_dataset(Operation::new(
        "describeTiles",
        "Vector tiles of a dataset (TileJSON 3.0)",
    ))
    .json::<TileJson>("The tiles")
}

pub fn tile() -> Operation {
    of_dataset(Operation::new("getTile", "One vector tile").ends_in(".mvt"))
        .path_number("z", "Zoom, 0 to 22")
        .path_number("x", "Column from the west")
        .path_number("y", "Row from the north")
        .file("application/vnd.mapbox-vector-tile", "The tile")
        .empty(304, "The tile is still the one with this ETag")
}

/// A comparison that is being worked on.
#[derive(Serialize, ToSchema)]
struct Computing {
    /// `computing`.
    state: String,
    /// The older version.
    from: u32,
    /// The newer version.
    to: u32,
}

/// A row of a file: its cells by column.
#[derive(Serialize)]
struct FileRow(BTreeMap<String, serde_json::Value>);

impl PartialSchema for FileRow {
    fn schema() -> RefOr<Schema> {
        // A shape is a GeoJSON geometry, everything else what it is on the page of rows.
        let cell = [
            Type::String,
            Type::Number,
            Type::Boolean,
            Type::Object,
            Type::Null,
        ];
        let cell = ObjectBuilder::new().schema_type(SchemaType::Array(cell.to_vec()));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("The cells of a row, by column"))
            .additional_properties(Some(cell))
            .into()
    }
}

impl ToSchema for FileRow {}

/// Rows with their places (RFC 7946).
#[derive(Serialize, ToSchema)]
struct FeatureCollection {
    /// `FeatureCollection`.
    r#type: String,
    /// One for each row.
    features: Vec<PlacedRow>,
}

/// A row with its place.
#[derive(Serialize, ToSchema)]
#[schema(as = Feature)]
struct PlacedRow {
    /// `Feature`.
    r#type: String,
    /// Where it lies; null where the row does not say.
    #[schema(value_type = Option<Object>)]
    geometry: Option<serde_json::Value>,
    /// Its cells, by column.
    properties: FileRow,
}

/// Where tiles are and what is in them (`TileJSON` 3.0).
#[derive(Serialize, ToSchema)]
struct TileJson {
    /// `3.0.0`.
    tilejson: String,
    /// The dataset's title.
    name: String,
    /// What it is.
    description: Option<String>,
    /// Whom to name.
    attribution: Option<String>,
    /// Addresses with `{z}`, `{x}` and `{y}`.
    tiles: Vec<String>,
    /// The first zoom that has tiles.
    minzoom: u8,
    /// The last; clients enlarge it beyond.
    maxzoom: u8,
    /// West, south, east, north.
    bounds: Vec<f64>,
    /// A longitude, a latitude and a zoom to begin with.
    center: Vec<f64>,
    /// The layers.
    vector_layers: Vec<Layer>,
}

/// A layer of the tiles.
#[derive(Serialize, ToSchema)]
#[schema(as = TileLayer)]
struct Layer {
    /// Its name in the tiles.
    id: String,
    /// Its properties and what each is.
    fields: BTreeMap<String, String>,
}
