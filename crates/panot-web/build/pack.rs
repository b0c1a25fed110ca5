// SPDX-License-Identifier: AGPL-3.0-or-later

//! Digests and compression.

use std::{fmt::Write as _, io::Write as _};

use sha2::{Digest as _, Sha256};

/// The first ten hexadecimal digits of the SHA-256.
pub fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let mut digits = String::with_capacity(10);
    for byte in hash.iter().take(5) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Compressed for browsers that read it.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)
        .expect("memory takes what it is given");
    packed
}

/// Compressed for all others.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .expect("memory takes what it is given");
    encoder.finish().expect("memory takes what it is given")
}
