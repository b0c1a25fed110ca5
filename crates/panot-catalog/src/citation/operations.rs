// SPDX-License-Identifier: AGPL-3.0-or-later

//! How citations stand in the description of the API.

use panot_web::{Operation, Query};

use super::view::CitationView;

fn of_citation(operation: Operation) -> Operation {
    operation
        .path("hash", "The citation: 32 digits, 0 to 9 and a to f")
        .problem(404, "There is no such citation")
        .problem(
            410,
            "A version that it comes from was withdrawn; reason says why",
        )
        .problem(422, "It cannot be answered again")
        .problem(429, "All who answer are busy")
}

fn again(operation: Operation) -> Operation {
    operation.query(
        "again",
        Query::OneOf(&["yes"]),
        "Asks it again, and says whether the answer is the same",
    )
}

/// `/{lang}/q/{hash}`.
pub fn page() -> Operation {
    again(of_citation(Operation::new("showCitation", "A citation")))
        .json::<CitationView>("What is kept about it")
}

/// `/q/{hash}` with its endings.
pub fn files() -> Vec<Operation> {
    vec![
        of_citation(Operation::new(
            "findCitation",
            "The way to the page of a citation",
        ))
        .empty(303, "To the page, or its JSON"),
        again(of_citation(
            Operation::new("getCitation", "A citation").ends_in(".json"),
        ))
        .json::<CitationView>("What is kept about it"),
        of_citation(Operation::new("getCitationCsv", "The rows of a citation").ends_in(".csv"))
            .text(
                "text/csv",
                "The canonical CSV, whose SHA-256 the citation says",
            )
            .empty(304, "It is still the one with this ETag"),
        of_citation(
            Operation::new("getCitationBibtex", "A citation for a list of references")
                .ends_in(".bib"),
        )
        .text("application/x-bibtex", "BibTeX"),
    ]
}

/// `POST /q`.
pub fn make() -> Operation {
    Operation::new("citeSql", "Cites the answer to a question in SQL")
        .describe(
            "The question gets a version for every table and a total order, and is answered once more. \
             The same question over the same versions has the same citation.",
        )
        .form(&[("sql", "The question")])
        .empty(303, "To the citation")
        .problem(400, "The question is refused, or cannot repeat")
        .problem(410, "A version was withdrawn meanwhile")
        .problem(422, "It needs more than one question may have")
        .problem(429, "All who answer are busy, or too many were made within the hour")
}
