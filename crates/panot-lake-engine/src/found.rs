// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words found within cells whatever their case and accents, as the catalogue finds them.

use std::sync::Arc;

use arrow::compute::cast as cast_array;
use arrow_array::BooleanArray;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility, lit,
};
use panot_core::fold::{fold, fold_into};

/// Whether a cell, a text, contains `words`. Of marks alone nothing is left to be found.
pub fn found(cell: Expr, words: &str) -> Expr {
    let folded = fold(words);
    if folded.is_empty() && !words.is_empty() {
        return lit(false);
    }
    let function = ScalarUDF::from(Found {
        words: folded,
        signature: Signature::any(1, Volatility::Immutable),
    });
    function.call(vec![cell])
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Found {
    /// Folded.
    words: String,
    signature: Signature,
}

impl ScalarUDFImpl for Found {
    fn name(&self) -> &'static str {
        "found"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _kinds: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let cells = args.args[0].to_array(args.number_rows)?;
        let cells = cast_array(&cells, &DataType::Utf8)?;
        let cells = cells.as_string::<i32>();
        let mut folded = String::new();
        // Neighbouring rows often say the same: a station, a district.
        let mut before: Option<(&str, bool)> = None;
        let found = cells.iter().map(|cell| {
            let cell = cell?;
            let is = match before {
                Some((text, is)) if text == cell => is,
                _ => {
                    fold_into(&mut folded, cell);
                    folded.contains(&self.words)
                }
            };
            before = Some((cell, is));
            Some(is)
        });
        let found: BooleanArray = found.collect();
        Ok(ColumnarValue::Array(Arc::new(found)))
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use datafusion::prelude::{SessionContext, col};

    use super::*;

    fn rows(words: &str) -> Vec<Option<bool>> {
        let cells = StringArray::from(vec![
            Some("Vila de Gràcia"),
            Some("Vila de Gràcia"),
            None,
            Some("50% de l'aigua"),
            Some("Paral·lel"),
            Some(""),
        ]);
        let cells: ArrayRef = Arc::new(cells);
        let batch = RecordBatch::try_from_iter_with_nullable([("a", cells, true)]);
        let asked = SessionContext::new()
            .read_batch(batch.expect("one column"))
            .and_then(|rows| rows.select(vec![found(col("a"), words).alias("is")]))
            .expect("a plan");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let batches = runtime.expect("a runtime").block_on(asked.collect());
        let batch = batches.expect("an answer").remove(0);
        batch.column(0).as_boolean().iter().collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_accents_and_are_no_pattern() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(rows("GRACIA"), [yes, yes, None, no, no, no]);
        assert_eq!(rows("gràc"), [yes, yes, None, no, no, no]);
        assert_eq!(rows("parallel"), [no, no, None, no, yes, no]);
        assert_eq!(rows("0% de l’a"), [no, no, None, yes, no, no]);
        assert_eq!(rows("v_la"), [no, no, None, no, no, no]);
        assert_eq!(rows(""), [yes, yes, None, yes, yes, yes]);
        assert_eq!(rows("\u{301}"), [no; 6]);
    }
}
