// SPDX-License-Identifier: AGPL-3.0-or-later

//! The addresses of citations. All of them are for everyone.

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use panot_web::guard::Client;
use panot_web::{Access, City, Format, Route, Visit};

use super::{Limit, api, operations, pages};
use crate::pages::Fields;

type Known = Option<Extension<Client>>;

fn client(known: Known) -> Option<Client> {
    known.map(|Extension(client)| client)
}

/// Making citations, and everything about one.
pub fn routes() -> Vec<Route> {
    let everyone = Access::Everyone;
    let limit = Limit::default();
    vec![
        Route::post(
            "/q",
            everyone,
            move |State(city): State<City>,
                  visit: Visit,
                  format: Format,
                  known: Known,
                  Form(fields): Form<Fields>| {
                api::make(city, limit.clone(), visit, format, client(known), fields)
            },
        )
        .operation(operations::make()),
        Route::page(
            "/q/{hash}",
            everyone,
            |State(city): State<City>,
             visit: Visit,
             format: Format,
             known: Known,
             Path(segment): Path<String>,
             Query(fields): Query<Fields>| async move {
                pages::citation(city, visit, format, client(known), &segment, &fields).await
            },
        )
        .operation(operations::page()),
        Route::get(
            "/q/{hash}",
            everyone,
            |State(city): State<City>,
             visit: Visit,
             format: Format,
             known: Known,
             Path(segment): Path<String>,
             Query(fields): Query<Fields>| async move {
                api::get(city, visit, format, client(known), &segment, &fields).await
            },
        )
        .operations(operations::files()),
    ]
}
