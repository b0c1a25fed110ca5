// SPDX-License-Identifier: AGPL-3.0-or-later

//! Full-text search over the catalogue: one index in the city's folder, made from rows and
//! disposable.
//!
//! Words are found in three languages without accents or endings ([`stem`]), and by their
//! beginning, so that the box answers while somebody types. When no dataset has all words, those
//! that have some of them, or words one letter away, are given as [`Found::nearby`].
//!
//! The index never decides what exists: it gives names with scores, and the cards that pages show,
//! count and filter come from rows. A damaged, foreign or missing index is made again.

mod holding;
mod snippet;
mod stem;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, IndexWriter, Term, doc};

pub use holding::{Sought, Within};
pub use snippet::{Piece, snippet};
use words::{Word, analysis, words};

/// The name under which our analysis is registered; a new name makes every old index foreign.
const ANALYSIS: &str = "panot-2";
/// Memory for one batch of documents, the least that tantivy takes.
const WRITER_BYTES: usize = 15_000_000;

/// What is searched of one dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The dataset's name, which is also its key.
    pub name: String,
    /// Titles in every language.
    pub title: String,
    /// Keywords, theme and publisher.
    pub keywords: String,
    /// Names and titles of columns.
    pub columns: String,
    /// Descriptions in every language.
    pub description: String,
    /// A sample of values.
    pub values: String,
}

impl Document {
    fn digest(&self) -> u128 {
        let mut hash = Sha256::new();
        for part in [
            &self.name,
            &self.title,
            &self.keywords,
            &self.columns,
            &self.description,
            &self.values,
        ] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        let half = <[u8; 16]>::try_from(&digest[..16]).expect("SHA-256 has 32 bytes");
        u128::from_be_bytes(half)
    }
}

/// Names of datasets that answer a question, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The names.
    pub names: Vec<String>,
    /// No dataset has all the words: these have some of them, or words that look alike.
    pub nearby: bool,
}

/// Why the index could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be made or emptied.
    #[error("cannot write the search index in {folder}: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Tantivy refused.
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// The index of a city's catalogue.
pub struct Search {
    fields: Fields,
    index: Index,
    reader: IndexReader,
    segments: holding::Names,
    writing: Mutex<Writing>,
}

/// The writer and what it has written. Invariant: the payload of the last commit is
/// [`fingerprint`] of `digests`.
struct Writing {
    writer: IndexWriter,
    digests: BTreeMap<String, u128>,
}

#[derive(Clone, Copy)]
struct Fields {
    name: Field,
    /// The searched fields with their weights.
    searched: [(Field, f32); 5],
}

impl Search {
    /// Opens the index in `folder` if it holds exactly these documents, and makes it again if not.
    pub fn open(folder: &Path, documents: &[Document]) -> Result<Self, SearchError> {
        let digests: BTreeMap<_, _> = documents
            .iter()
            .map(|document| (document.name.clone(), document.digest()))
            .collect();
        match Self::reopen(folder, &digests) {
            Ok(Some(search)) => return Ok(search),
            Ok(None) => {}
            Err(error) => {
                tracing::info!(%error, "the search index cannot be read: making it again");
            }
        }
        empty(folder).map_err(|source| SearchError::Folder {
            folder: folder.display().to_string(),
            source,
        })?;
        let (schema, fields) = schema();
        let search = Self::on(
            Index::create_in_dir(folder, schema)?,
            fields,
            BTreeMap::new(),
        )?;
        search.put(documents)?;
        Ok(search)
    }

    fn reopen(
        folder: &Path,
        digests: &BTreeMap<String, u128>,
    ) -> Result<Option<Self>, SearchError> {
        if !folder.join("meta.json").is_file() {
            return Ok(None);
        }
        let index = Index::open_in_dir(folder)?;
        let (schema, fields) = schema();
        let holds = index.load_metas()?.payload;
        if index.schema() != schema || holds != Some(fingerprint(digests)) {
            return Ok(None);
        }
        index
            .validate_checksum()?
            .is_empty()
            .then(|| Self::on(index, fields, digests.clone()))
            .transpose()
    }

    fn on(
        index: Index,
        fields: Fields,
        digests: BTreeMap<String, u128>,
    ) -> Result<Self, SearchError> {
        index.tokenizers().register(ANALYSIS, analysis());
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader()?;
        Ok(Self {
            fields,
            index,
            reader,
            segments: holding::Names::default(),
            writing: Mutex::new(Writing { writer, digests }),
        })
    }

    /// Adds these documents, in place of those of the same names. They are found when this returns.
    pub fn put(&self, documents: &[Document]) -> Result<(), SearchError> {
        self.write(|fields, writing| {
            for document in documents {
                let [title, keywords, columns, description, values] =
                    fields.searched.map(|(field, _)| field);
                writing
                    .writer
                    .delete_term(Term::from_field_text(fields.name, &document.name));
                writing.writer.add_document(doc!(
                    fields.name => document.name.as_str(),
                    title => document.title.as_str(),
                    keywords => document.keywords.as_str(),
                    columns => document.columns.as_str(),
                    description => document.description.as_str(),
                    values => document.values.as_str(),
                ))?;
                writing
                    .digests
                    .insert(document.name.clone(), document.digest());
            }
            Ok(())
        })
    }

    /// Forgets a dataset.
    pub fn forget(&self, name: &str) -> Result<(), SearchError> {
        self.write(|fields, writing| {
            writing
                .writer
                .delete_term(Term::from_field_text(fields.name, name));
            writing.digests.remove(name);
            Ok(())
        })
    }

    fn write(
        &self,
        change: impl FnOnce(Fields, &mut Writing) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        // A panic while the lock was held leaves a commit undone, which the next one includes.
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        change(self.fields, &mut writing)?;
        let fingerprint = fingerprint(&writing.digests);
        let mut commit = writing.writer.prepare_commit()?;
        commit.set_payload(&fingerprint);
        commit.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// The datasets that answer a question, at most `limit`. A question without a word that could
    /// be searched is answered by nothing.
    pub fn find(&self, question: &str, limit: usize) -> Result<Found, SearchError> {
        let words = words(question);
        if words.is_empty() || limit == 0 {
            return Ok(Found::default());
        }
        let all = words
            .iter()
            .map(|word| (Occur::Must, self.anywhere(word, false)))
            .collect();
        let names = self.names(&BooleanQuery::new(all), limit)?;
        if !names.is_empty() {
            return Ok(Found {
                names,
                nearby: false,
            });
        }
        let some = words
            .iter()
            .map(|word| (Occur::Should, self.anywhere(word, true)))
            .collect();
        let names = self.names(&BooleanQuery::new(some), limit)?;
        Ok(Found {
            nearby: !names.is_empty(),
            names,
        })
    }

    /// Finds a word in any field: by its stem, by its beginning, and where `alike`, one letter away.
    fn anywhere(&self, word: &Word, alike: bool) -> Box<dyn Query> {
        let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut way = |query: Box<dyn Query>, weight: f32| {
            ways.push((Occur::Should, Box::new(BoostQuery::new(query, weight))));
        };
        for (field, weight) in self.fields.searched {
            let term = |text: &str| Term::from_field_text(field, text);
            way(
                Box::new(TermQuery::new(
                    term(&word.stem),
                    IndexRecordOption::WithFreqs,
                )),
                weight,
            );
            if word.folded.len() >= 2 {
                let begins = FuzzyTermQuery::new_prefix(term(&word.folded), 0, true);
                way(Box::new(begins), weight * 0.3);
            }
            if alike && word.stem.len() >= 4 {
                way(
                    Box::new(FuzzyTermQuery::new(term(&word.stem), 1, true)),
                    weight * 0.2,
                );
            }
        }
        Box::new(BooleanQuery::new(ways))
    }

    fn names(&self, query: &dyn Query, limit: usize) -> Result<Vec<String>, SearchError> {
        let searcher = self.reader.searcher();
        let top = searcher.search(query, &TopDocs::with_limit(limit).order_by_score())?;
        let of_segment = self.segments.of(&searcher, self.fields.name)?;
        let name = |segment: u32, document: u32| {
            let names = of_segment.get(usize::try_from(segment).ok()?)?;
            names.get(usize::try_from(document).ok()?).cloned()
        };
        let names = top
            .iter()
            .filter_map(|(_, at)| name(at.segment_ord, at.doc_id));
        Ok(names.collect())
    }

    /// How many datasets the index holds.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether the index holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let name = builder.add_text_field("name", STRING | STORED);
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(ANALYSIS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut field = |name: &str, weight: f32| (builder.add_text_field(name, text.clone()), weight);
    let searched = [
        field("title", 6.0),
        field("keywords", 3.0),
        field("columns", 1.5),
        field("description", 1.5),
        field("values", 0.8),
    ];
    (builder.build(), Fields { name, searched })
}

/// What the index says it holds: the same for the same documents in any order.
fn fingerprint(digests: &BTreeMap<String, u128>) -> String {
    let all = digests.values().fold(0, |all, digest| all ^ digest);
    format!("{ANALYSIS} {} {all:032x}", digests.len())
}

fn empty(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("the system has a temporary folder")
    }

    fn city() -> Vec<Document> {
        let dataset = |name: &str, title: &str, columns: &str, values: &str| Document {
            name: name.into(),
            title: title.into(),
            columns: columns.into(),
            values: values.into(),
            ..Document::default()
        };
        vec![
            dataset(
                "qualitat-aire",
                "Qualitat de l'aire · Calidad del aire · Air quality",
                "estacio contaminant valor NO2",
                "Gràcia Eixample",
            ),
            dataset(
                "arbres",
                "Arbres dels carrers · Árboles de las calles · Street trees",
                "especie alcada",
                "Platanus Lledoner",
            ),
            dataset(
                "lloguers",
                "Preu mitjà del lloguer · Precio medio del alquiler · Average rent",
                "barri preu",
                "Gràcia el Raval",
            ),
        ]
    }

    fn found(search: &Search, question: &str) -> Vec<String> {
        search.find(question, 10).expect("the index is whole").names
    }

    #[test]
    fn datasets_are_found_without_accents_endings_or_order_in_three_languages() {
        let folder = folder();
        let search = Search::open(folder.path(), &city()).expect("a new folder");
        for question in [
            "aire",
            "AIRE",
            "qualitat de l'aire",
            "calidad aire",
            "quality",
            "air",
            "aire qualitat",
            "estacions",
            "estació",
            "contaminants",
            "no2",
            "qual",
        ] {
            assert_eq!(found(&search, question)[0], "qualitat-aire", "{question}");
        }
        for question in [
            "arbre",
            "árbol",
            "arboles",
            "tree",
            "trees",
            "platan",
            "espècies",
        ] {
            assert_eq!(found(&search, question), ["arbres"], "{question}");
        }
        let mut gracia = found(&search, "gracia");
        gracia.sort();
        assert_eq!(gracia, ["lloguers", "qualitat-aire"]);
        assert_eq!(found(&search, "gracia preu"), ["lloguers"]);
    }

    #[test]
    fn a_word_one_letter_away_is_nearby_and_nonsense_finds_nothing() {
        let folder = folder();
        let search = Search::open(folder.path(), &city()).expect("a new folder");
        let near = search.find("contaminamt", 10).expect("whole");
        assert!(near.nearby);
        assert_eq!(near.names, ["qualitat-aire"]);
        assert_eq!(search.find("zzzzzz", 10).expect("whole"), Found::default());
        assert_eq!(search.find("", 10).expect("whole"), Found::default());
        assert_eq!(
            search.find("\"'()*?:^~\\", 10).expect("whole"),
            Found::default()
        );
    }

    #[test]
    fn a_changed_title_is_found_at_once_and_the_old_one_is_not() {
        let folder = folder();
        let search = Search::open(folder.path(), &city()).expect("a new folder");
        let mut changed = city().remove(1);
        changed.title = "Zones verdes".into();
        search.put(&[changed]).expect("written");
        assert_eq!(found(&search, "verdes"), ["arbres"]);
        assert!(
            !search
                .find("carrers", 10)
                .expect("whole")
                .names
                .contains(&"arbres".to_owned())
        );
        search.forget("arbres").expect("written");
        assert_eq!(search.len(), 2);
    }

    #[test]
    fn an_index_of_the_same_rows_is_kept_and_of_other_rows_made_again() {
        let folder = folder();
        drop(Search::open(folder.path(), &city()).expect("a new folder"));
        let age = |path: &Path| {
            let mut files: Vec<_> = fs::read_dir(path)
                .expect("the index is there")
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .filter(|name| {
                    Path::new(name)
                        .extension()
                        .is_some_and(|end| end == "idx" || end == "term")
                })
                .collect();
            files.sort();
            files
        };
        let first = age(folder.path());
        drop(Search::open(folder.path(), &city()).expect("kept"));
        assert_eq!(age(folder.path()), first);
        let search = Search::open(folder.path(), &city()[..1]).expect("made again");
        assert_eq!(search.len(), 1);
    }

    #[test]
    fn a_damaged_index_is_made_again() {
        let folder = folder();
        drop(Search::open(folder.path(), &city()).expect("a new folder"));
        for entry in fs::read_dir(folder.path())
            .expect("the index is there")
            .flatten()
        {
            let path = entry.path();
            if path
                .extension()
                .is_some_and(|end| end == "term" || end == "json")
            {
                fs::write(&path, b"damage").expect("writable");
            }
        }
        let search = Search::open(folder.path(), &city()).expect("made again");
        assert_eq!(found(&search, "arbre"), ["arbres"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Whatever is typed, there is an answer.
        #[test]
        fn no_question_fails(question in "\\PC{0,400}") {
            let folder = folder();
            let search = Search::open(folder.path(), &city()[..1]).expect("a new folder");
            prop_assert!(search.find(&question, 5).is_ok());
        }
    }
}
