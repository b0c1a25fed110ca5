// SPDX-License-Identifier: AGPL-3.0-or-later

//! Parts of a file (RFC 9110, section 14): what lets DuckDB and others read only the columns that
//! they need of a Parquet file.

use std::ops::Range;
use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use panot_web::Problem;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

/// What a request asks of a file.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Bytes(Range<u64>),
    /// A part that the file does not have.
    Outside,
}

/// Hands out a file of the lake, whole or a part of it. `tag` says which file it is, for
/// `If-Range`.
pub async fn serve(
    path: &Path,
    size: u64,
    headers: &HeaderMap,
    tag: &str,
) -> Result<Response, Problem> {
    let (status, part) = match part(headers, size, tag) {
        Part::Outside => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            insert(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{size}"),
            );
            return Ok(response);
        }
        Part::Whole => (StatusCode::OK, 0..size),
        Part::Bytes(part) => (StatusCode::PARTIAL_CONTENT, part),
    };
    let mut file = tokio::fs::File::open(path)
        .await
        .map_err(Problem::internal)?;
    file.seek(std::io::SeekFrom::Start(part.start))
        .await
        .map_err(Problem::internal)?;
    let length = part.end - part.start;
    let mut response = Response::new(Body::from_stream(ReaderStream::new(file.take(length))));
    *response.status_mut() = status;
    insert(&mut response, header::CONTENT_LENGTH, &length.to_string());
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        insert(&mut response, header::CONTENT_RANGE, &range);
    }
    Ok(response)
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("digits and punctuation are ASCII");
    response.headers_mut().insert(name, value);
}

/// The part that is asked for. Several parts at once, other units and what cannot be read are
/// answered with the whole, as the standard allows.
fn part(headers: &HeaderMap, size: u64, tag: &str) -> Part {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(range) = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")) else {
        return Part::Whole;
    };
    // Part of another version than the visitor began with would not fit.
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Part::Whole;
    }
    let Some((from, to)) = range.split_once('-') else {
        return Part::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let bytes = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Some(from), None) if to.trim().is_empty() => from..size,
        (None, Some(last)) if from.trim().is_empty() => size.saturating_sub(last)..size,
        _ => return Part::Whole,
    };
    if bytes.is_empty() {
        Part::Outside
    } else {
        Part::Bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_str(range).expect("ASCII"));
        part(&headers, 100, "\"a\"")
    }

    #[test]
    fn parts_are_read_from_either_end_and_never_reach_beyond_the_file() {
        assert_eq!(asked("bytes=0-9"), Part::Bytes(0..10));
        assert_eq!(asked("bytes=90-"), Part::Bytes(90..100));
        assert_eq!(asked("bytes=-8"), Part::Bytes(92..100));
        assert_eq!(asked("bytes=-800"), Part::Bytes(0..100));
        assert_eq!(asked("bytes=90-18446744073709551615"), Part::Bytes(90..100));
    }

    #[test]
    fn a_part_behind_the_end_is_refused_and_nonsense_gets_the_whole() {
        assert_eq!(asked("bytes=100-"), Part::Outside);
        assert_eq!(asked("bytes=-0"), Part::Outside);
        for odd in [
            "bytes=9-0",
            "bytes=0-1,5-6",
            "rows=0-9",
            "bytes=",
            "bytes=a-b",
        ] {
            assert_eq!(asked(odd), Part::Whole, "{odd}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_not_given() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-9"));
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"b\""));
        assert_eq!(part(&headers, 100, "\"a\""), Part::Whole);
    }
}
