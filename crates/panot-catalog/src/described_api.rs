// SPDX-License-Identifier: AGPL-3.0-or-later

//! `/data/{id}[@n].{datapackage,csv-metadata,croissant}.json`: what is said of a version's files.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use panot_core::Extension;
use panot_web::{City, Problem, is_known};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::described;
use crate::download::maker;
use crate::show::dataset::Loaded;
use crate::version::hex;

/// How documents are written. One more whenever the same rows give other bytes within one version of
/// the program.
const FORMAT: u32 = 1;

/// The document of this extension; nothing where it is a file of rows.
pub fn document(city: &City, loaded: &Loaded, extension: Extension) -> Option<Value> {
    let made = match extension {
        Extension::DataPackage => described::data_package,
        Extension::CsvMetadata => described::csvw,
        Extension::Croissant => described::croissant,
        _ => return None,
    };
    Some(made(&city.settings, loaded))
}

/// A document as an answer.
pub fn written(
    headers: &HeaderMap,
    document: &Value,
    extension: Extension,
) -> Result<Response, Problem> {
    let text = serde_json::to_string_pretty(document).map_err(Problem::internal)?;
    let digest = hex(&Sha256::digest(text.as_bytes()));
    let tag = format!("\"{}-{}\"", &digest[..32], maker(FORMAT));
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.into_response()
    };
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static(extension.media_type());
    headers.insert(header::CONTENT_TYPE, kind);
    let kept = HeaderValue::from_static("public, no-cache");
    headers.insert(header::CACHE_CONTROL, kept);
    let tag = HeaderValue::from_str(&tag).map_err(Problem::internal)?;
    headers.insert(header::ETAG, tag);
    Ok(response)
}
