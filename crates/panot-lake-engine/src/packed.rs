// SPDX-License-Identifier: AGPL-3.0-or-later

//! The order of a block of rows, found by sorting one machine word per row.
//!
//! Each key column becomes a small number that orders as its values do: whole numbers, decimals,
//! times and truths by their distance from the smallest, divided by what all distances share;
//! texts by their rank among the different texts. The numbers of a row and the row's own number
//! stand side by side in one word, so that sorting the words sorts the rows and keeps ties as they
//! came. Where they do not fit, rows are compared by `arrow-row`. Both put empty cells last.

use std::collections::{BTreeSet, HashMap};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type,
    Time64MicrosecondType, TimestampMicrosecondType, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, DataType, SortOptions, TimeUnit};

/// With more different texts than this, ranks cost more than comparing.
const RANKS_MAX: usize = 1 << 17;

/// Ascending, empty cells last: the order of every file.
pub const ORDER: SortOptions = SortOptions {
    descending: false,
    nulls_first: false,
};

/// The rows of `keys` in their order; rows that are equal keep theirs. `None` when they already lie
/// in order.
pub fn order(keys: &[ArrayRef]) -> Result<Option<Vec<u32>>, ArrowError> {
    let rows = keys.first().map_or(0, Array::len);
    let count = u32::try_from(rows).map_err(|e| ArrowError::InvalidArgumentError(e.to_string()))?;
    let sorted = match pack(keys, rows) {
        Some(words) => sort_words(words, rows),
        None => sort_rows(keys, count)?,
    };
    Ok(sorted)
}

/// One key column as numbers of so many bits.
struct Codes {
    codes: Vec<u64>,
    bits: u32,
}

fn bits_for(max: u64) -> u32 {
    u64::BITS - max.leading_zeros()
}

fn pack(keys: &[ArrayRef], rows: usize) -> Option<Vec<u128>> {
    let own = bits_for(u64::try_from(rows).ok()?);
    let mut used = own;
    let mut words = vec![0_u128; rows];
    for key in keys {
        let Codes { codes, bits } = codes(key)?;
        used += bits;
        if used > u128::BITS {
            return None;
        }
        for (word, code) in words.iter_mut().zip(codes) {
            *word = (*word << bits) | u128::from(code);
        }
    }
    for (word, row) in words.iter_mut().zip(0_u128..) {
        *word = (*word << own) | row;
    }
    Some(words)
}

fn sort_words(mut words: Vec<u128>, rows: usize) -> Option<Vec<u32>> {
    if words.is_sorted() {
        return None;
    }
    let own = bits_for(u64::try_from(rows).unwrap_or(u64::MAX));
    let row = |word: u64| {
        u32::try_from(word & ((1 << own) - 1)).expect("a block has fewer than 2^32 rows")
    };
    // Half the bytes sort nearly twice as fast.
    let short: Result<Vec<u64>, _> = words.iter().copied().map(u64::try_from).collect();
    if let Ok(mut short) = short {
        drop(words);
        short.sort_unstable();
        return Some(short.into_iter().map(row).collect());
    }
    words.sort_unstable();
    let low = |word: u128| u64::try_from(word & u128::from(u64::MAX)).expect("masked to 64 bits");
    Some(words.into_iter().map(|word| row(low(word))).collect())
}

fn sort_rows(keys: &[ArrayRef], count: u32) -> Result<Option<Vec<u32>>, ArrowError> {
    let fields = keys
        .iter()
        .map(|key| SortField::new_with_options(key.data_type().clone(), ORDER))
        .collect();
    let rows = RowConverter::new(fields)?.convert_columns(keys)?;
    let at = |row: u32| rows.row(usize::try_from(row).expect("32 bits fit a usize"));
    let mut order: Vec<u32> = (0..count).collect();
    if order.is_sorted_by(|a, b| at(*a) <= at(*b)) {
        return Ok(None);
    }
    order.sort_unstable_by(|a, b| at(*a).cmp(&at(*b)).then(a.cmp(b)));
    Ok(Some(order))
}

fn codes(key: &ArrayRef) -> Option<Codes> {
    match key.data_type() {
        DataType::Int8 => whole::<Int8Type>(key),
        DataType::Int16 => whole::<Int16Type>(key),
        DataType::Int32 => whole::<Int32Type>(key),
        DataType::Int64 => whole::<Int64Type>(key),
        DataType::UInt8 => whole::<UInt8Type>(key),
        DataType::UInt16 => whole::<UInt16Type>(key),
        DataType::UInt32 => whole::<UInt32Type>(key),
        DataType::Date32 => whole::<Date32Type>(key),
        DataType::Time64(TimeUnit::Microsecond) => whole::<Time64MicrosecondType>(key),
        DataType::Timestamp(TimeUnit::Microsecond, _) => whole::<TimestampMicrosecondType>(key),
        DataType::Decimal128(..) => whole::<Decimal128Type>(key),
        DataType::Boolean => {
            let truths = key.as_boolean();
            Some(Codes {
                codes: truths.iter().map(|t| t.map_or(2, u64::from)).collect(),
                bits: 2,
            })
        }
        DataType::Utf8 => texts(key),
        _ => None,
    }
}

fn whole<T: ArrowPrimitiveType>(key: &ArrayRef) -> Option<Codes>
where
    T::Native: TryInto<i64>,
{
    let array: &PrimitiveArray<T> = key.as_primitive();
    let numbers: Option<Vec<i64>> = array
        .values()
        .iter()
        .map(|v| (*v).try_into().ok())
        .collect();
    let numbers = numbers?;
    let empty = array.logical_nulls();
    let there = |row: usize| empty.as_ref().is_none_or(|nulls| nulls.is_valid(row));
    let (mut least, mut greatest) = (i64::MAX, i64::MIN);
    for (row, number) in numbers.iter().enumerate() {
        if there(row) {
            least = least.min(*number);
            greatest = greatest.max(*number);
        }
    }
    if least > greatest {
        // Every cell is empty.
        return Some(Codes {
            codes: vec![0; numbers.len()],
            bits: 0,
        });
    }
    let mut shared = 0;
    for (row, number) in numbers.iter().enumerate() {
        if there(row) {
            shared = gcd(shared, number.abs_diff(least));
        }
        if shared == 1 {
            break;
        }
    }
    let step = shared.max(1);
    let end = (greatest.abs_diff(least) / step).checked_add(1)?;
    let code = |(row, number): (usize, &i64)| {
        if there(row) {
            number.abs_diff(least) / step
        } else {
            end
        }
    };
    Some(Codes {
        codes: numbers.iter().enumerate().map(code).collect(),
        bits: bits_for(end),
    })
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn texts(key: &ArrayRef) -> Option<Codes> {
    let array = key.as_string::<i32>();
    // The same text often stands in many rows running: look it up once.
    let mut seen: HashMap<&str, u64> = HashMap::new();
    let mut last: Option<(&str, u64)> = None;
    let mut first_come = Vec::with_capacity(array.len());
    for text in array {
        let Some(text) = text else {
            first_come.push(None);
            continue;
        };
        let number = match last {
            Some((same, number)) if same == text => number,
            _ => {
                let next = u64::try_from(seen.len()).ok()?;
                *seen.entry(text).or_insert(next)
            }
        };
        if seen.len() > RANKS_MAX {
            return None;
        }
        last = Some((text, number));
        first_come.push(Some(number));
    }
    let different: BTreeSet<(&str, u64)> = seen.into_iter().collect();
    let end = u64::try_from(different.len()).ok()?;
    let mut ranks = vec![0_u64; different.len()];
    for (rank, (_, number)) in (0_u64..).zip(different) {
        ranks[usize::try_from(number).ok()?] = rank;
    }
    let rank = |number: Option<u64>| {
        number.map_or(end, |n| {
            ranks[usize::try_from(n).expect("it counted in a usize")]
        })
    };
    Some(Codes {
        codes: first_come.into_iter().map(rank).collect(),
        bits: bits_for(end),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, StringArray,
    };
    use proptest::prelude::*;

    use super::*;

    fn by_rows(keys: &[ArrayRef]) -> Vec<u32> {
        let count = u32::try_from(keys[0].len()).expect("few");
        sort_rows(keys, count)
            .expect("sorts")
            .unwrap_or_else(|| (0..count).collect())
    }

    proptest! {
        /// Runs sorted by words are merged by comparing rows: both must mean the same order.
        #[test]
        fn words_and_rows_give_the_same_order(
            cells in proptest::collection::vec(
                (any::<Option<i16>>(), "[ab]{0,2}", any::<Option<bool>>(), any::<Option<i64>>()), 0..200)
        ) {
            let texts: Vec<Option<&str>> =
                cells.iter().map(|c| (!c.1.starts_with('b')).then_some(c.1.as_str())).collect();
            let keys: Vec<ArrayRef> = vec![
                Arc::new(StringArray::from(texts)),
                Arc::new(cells.iter().map(|c| c.0.map(i32::from)).collect::<Date32Array>()),
                Arc::new(cells.iter().map(|c| c.2).collect::<BooleanArray>()),
                Arc::new(cells.iter().map(|c| c.3.map(|v| i128::from(v >> 32) * 1000)).collect::<Decimal128Array>()),
            ];
            let count = u32::try_from(cells.len()).expect("few");
            let got = order(&keys).expect("sorts").unwrap_or_else(|| (0..count).collect());
            prop_assert_eq!(got, by_rows(&keys));
        }
    }

    #[test]
    fn what_does_not_fit_a_word_is_still_sorted() {
        let wide: ArrayRef = Arc::new(Int64Array::from(vec![Some(i64::MAX), Some(i64::MIN), None]));
        assert_eq!(
            order(&[wide.clone(), wide.clone(), wide]).expect("sorts"),
            Some(vec![1, 0, 2])
        );
        let floats: ArrayRef = Arc::new(Float64Array::from(vec![2.5, -1.0, 2.5]));
        assert_eq!(order(&[floats]).expect("sorts"), Some(vec![1, 0, 2]));
    }

    #[test]
    fn rows_in_order_are_left_alone() {
        let times: ArrayRef = Arc::new(Int64Array::from(vec![1, 1, 3]));
        assert_eq!(order(&[times]).expect("sorts"), None);
    }
}
