// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writes a city's files into a folder: `town_hall DIR [RESIDENTS] [SEED]`.

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let dir = args.next().unwrap_or_else(|| "town-hall".to_owned());
    let residents = args
        .next()
        .and_then(|s| s.parse().ok())
        .unwrap_or(1_700_000);
    let seed = args.next().and_then(|s| s.parse().ok()).unwrap_or(1859);
    let city = invented_city::City::new(seed, residents);
    for path in city.write_to(dir.as_ref())? {
        println!("{:>12} {}", path.metadata()?.len(), path.display());
    }
    Ok(())
}
