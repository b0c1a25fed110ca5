// SPDX-License-Identifier: AGPL-3.0-or-later

//! Everything that holds one thing: the sets that a query of several conditions is put together from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::collector::DocSetCollector;
use tantivy::index::SegmentId;
use tantivy::query::{
    BooleanQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{Searcher, TantivyDocument, Term};

use super::words::words_in_order;
use super::{Search, SearchError};

/// Which texts are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// All of them.
    Anywhere,
    /// Titles.
    Title,
    /// Descriptions.
    Description,
}

/// What texts are to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought<'a> {
    /// A word in any of its forms; anywhere also one that begins so. Of several words, all.
    Word(&'a str),
    /// Words in this order.
    Phrase(&'a str),
    /// A word that begins so.
    Beginning(&'a str),
}

/// The names of the documents of each segment, by their number. Segments never change, so each is
/// read once.
#[derive(Default)]
pub(super) struct Names(Mutex<HashMap<SegmentId, Arc<Vec<String>>>>);

impl Names {
    /// The names of all documents that `searcher` sees, by segment.
    pub(super) fn of(
        &self,
        searcher: &Searcher,
        name: Field,
    ) -> Result<Vec<Arc<Vec<String>>>, SearchError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            if let Some(names) = known.get(&id) {
                all.push(Arc::clone(names));
                continue;
            }
            let store = segment
                .get_store_reader(8)
                .map_err(tantivy::TantivyError::from)?;
            let mut names = Vec::with_capacity(usize::try_from(segment.max_doc()).unwrap_or(0));
            for document in 0..segment.max_doc() {
                let document: TantivyDocument = store.get(document)?;
                let name = document.get_first(name).and_then(|value| value.as_str());
                names.push(name.unwrap_or_default().to_owned());
            }
            let names = Arc::new(names);
            known.insert(id, Arc::clone(&names));
            all.push(names);
        }
        let current: Vec<_> = searcher
            .segment_readers()
            .iter()
            .map(tantivy::SegmentReader::segment_id)
            .collect();
        known.retain(|id, _| current.contains(id));
        Ok(all)
    }
}

impl Search {
    /// The names of all datasets whose texts hold something, in no order.
    pub fn holding(&self, within: Within, sought: &Sought<'_>) -> Result<Vec<String>, SearchError> {
        let query = self.query_of(within, sought);
        let searcher = self.reader.searcher();
        let names = self.segments.of(&searcher, self.fields.name)?;
        let found = searcher.search(&query, &DocSetCollector)?;
        let name = |segment: u32, document: u32| {
            let names = names.get(usize::try_from(segment).ok()?)?;
            names.get(usize::try_from(document).ok()?).cloned()
        };
        let names = found
            .iter()
            .filter_map(|at| name(at.segment_ord, at.doc_id));
        Ok(names.collect())
    }

    fn query_of(&self, within: Within, sought: &Sought<'_>) -> Box<dyn Query> {
        let fields: Vec<Field> = self.fields.searched.map(|(field, _)| field).to_vec();
        let fields = match (within, fields.as_slice()) {
            (Within::Title, [title, ..]) => vec![*title],
            (Within::Description, [_, _, _, description, _]) => vec![*description],
            _ => fields,
        };
        match sought {
            Sought::Word(text) => {
                let words = words_in_order(text);
                let all = words.iter().map(|word| {
                    let each = fields.iter().map(|field| {
                        let stem = Term::from_field_text(*field, &word.stem);
                        let stem: Box<dyn Query> =
                            Box::new(TermQuery::new(stem, IndexRecordOption::Basic));
                        (Occur::Should, stem)
                    });
                    let begins = fields.iter().map(|field| beginning(*field, &word.folded));
                    let begins =
                        begins.filter(|_| within == Within::Anywhere && word.folded.len() >= 2);
                    let ways: Vec<_> = each.chain(begins).collect();
                    (Occur::Must, boxed(BooleanQuery::new(ways)))
                });
                all_of(all.collect())
            }
            Sought::Phrase(text) => {
                let words = words_in_order(text);
                if words.len() < 2 {
                    return self.query_of(within, &Sought::Word(text));
                }
                let each = fields.iter().map(|field| {
                    let terms = words
                        .iter()
                        .map(|word| Term::from_field_text(*field, &word.stem));
                    (Occur::Should, boxed(PhraseQuery::new(terms.collect())))
                });
                boxed(BooleanQuery::new(each.collect()))
            }
            Sought::Beginning(text) => {
                let words = words_in_order(text);
                let Some(word) = words.first().filter(|_| words.len() == 1) else {
                    return boxed(EmptyQuery);
                };
                let each = fields.iter().map(|field| beginning(*field, &word.folded));
                boxed(BooleanQuery::new(each.collect()))
            }
        }
    }
}

fn boxed(query: impl Query) -> Box<dyn Query> {
    Box::new(query)
}

/// All of these; nothing where there are none: a text without a letter names no dataset.
fn all_of(all: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if all.is_empty() {
        return boxed(EmptyQuery);
    }
    boxed(BooleanQuery::new(all))
}

fn beginning(field: Field, folded: &str) -> (Occur, Box<dyn Query>) {
    let term = Term::from_field_text(field, folded);
    (
        Occur::Should,
        Box::new(FuzzyTermQuery::new_prefix(term, 0, true)),
    )
}
