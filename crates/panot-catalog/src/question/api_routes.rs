// SPDX-License-Identifier: AGPL-3.0-or-later

//! The addresses of questions. All of them are for everyone.

use axum::Extension;
use axum::extract::{Form as Fielded, Query, State};
use axum::http::HeaderMap;
use panot_web::guard::Client;
use panot_web::{Access, City, Format, Route, Visit};

use super::form::Form;
use super::{api, operations, pages};
use crate::pages::Fields;

type Known = Option<Extension<Client>>;

fn client(known: Known) -> Option<Client> {
    known.map(|Extension(client)| client)
}

/// Everything that can be asked in SQL.
pub fn routes() -> Vec<Route> {
    let everyone = Access::Everyone;
    let file = |path, form| {
        Route::get(
            path,
            everyone,
            move |city: State<City>, known: Known, fields: Query<Fields>| {
                api::file(city, form, client(known), fields)
            },
        )
        .operation(operations::file(form))
    };
    vec![
        Route::page(
            "/sql",
            everyone,
            |State(city): State<City>,
             visit: Visit,
             format: Format,
             known: Known,
             Query(fields): Query<Fields>| {
                pages::sql(city, visit, format, client(known), fields)
            },
        )
        .operation(operations::page()),
        Route::get(
            "/sql",
            everyone,
            |State(city): State<City>,
             visit: Visit,
             headers: HeaderMap,
             known: Known,
             Query(fields): Query<Fields>| {
                api::get(city, visit, headers, client(known), fields)
            },
        )
        .operation(operations::get()),
        Route::post(
            "/sql",
            everyone,
            |State(city): State<City>,
             visit: Visit,
             headers: HeaderMap,
             known: Known,
             Fielded(fields): Fielded<Fields>| {
                api::post(city, visit, headers, client(known), fields)
            },
        )
        .operation(operations::post()),
        file("/sql.csv", Form::Csv),
        file("/sql.parquet", Form::Parquet),
        file("/sql.arrow", Form::Arrow),
    ]
}
