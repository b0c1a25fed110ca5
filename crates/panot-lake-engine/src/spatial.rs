// SPDX-License-Identifier: AGPL-3.0-or-later

//! Functions of SQL about places: `st_intersects(a, b)` and the seven other relations of Simple
//! Features, and `st_point(longitude, latitude)`.
//!
//! Geometries are Well-Known Binary, as the lake stores them, in degrees taken as a plane. A value that
//! is no geometry, or is empty, relates to nothing: the answer is unknown, as for a missing cell.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::compute::cast;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, BinaryArray, BooleanArray};
use arrow_schema::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::SessionContext;
use geo::indexed::PreparedGeometry;
use geo::relate::IntersectionMatrix;
use geo::{BoundingRect, Geometry, Rect, Relate, Validation};

use crate::shapes;

/// A relation: its name, and how it is read off the matrix of two geometries.
type Relation = (&'static str, fn(&IntersectionMatrix) -> bool);

const RELATIONS: [Relation; 8] = [
    ("st_intersects", IntersectionMatrix::is_intersects),
    ("st_equals", IntersectionMatrix::is_equal_topo),
    ("st_disjoint", IntersectionMatrix::is_disjoint),
    ("st_touches", IntersectionMatrix::is_touches),
    ("st_within", IntersectionMatrix::is_within),
    ("st_overlaps", IntersectionMatrix::is_overlaps),
    ("st_crosses", IntersectionMatrix::is_crosses),
    ("st_contains", IntersectionMatrix::is_contains),
];

/// Makes the functions known.
pub fn register(context: &SessionContext) {
    for (name, _) in RELATIONS {
        context.register_udf(ScalarUDF::from(Relates {
            name,
            signature: Signature::any(2, Volatility::Immutable),
        }));
    }
    context.register_udf(ScalarUDF::from(MakePoint {
        signature: Signature::any(2, Volatility::Immutable),
    }));
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Relates {
    name: &'static str,
    signature: Signature,
}

impl Relates {
    fn holds(&self, matrix: &IntersectionMatrix) -> bool {
        RELATIONS
            .iter()
            .find(|(name, _)| *name == self.name)
            .is_some_and(|(_, holds)| holds(matrix))
    }
}

impl ScalarUDFImpl for Relates {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType> {
        let is_bytes = |kind: &DataType| {
            use DataType::{Binary, BinaryView, LargeBinary, Null};
            matches!(kind, Binary | BinaryView | LargeBinary | Null)
        };
        if kinds.iter().all(is_bytes) {
            return Ok(DataType::Boolean);
        }
        Err(DataFusionError::Plan(format!(
            "{} takes two geometries: columns of shapes, or st_point(longitude, latitude)",
            self.name
        )))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let [left, right] = args.args.as_slice() else {
            return Err(DataFusionError::Plan(format!(
                "{} takes two geometries",
                self.name
            )));
        };
        let related: BooleanArray = match (left, right) {
            (ColumnarValue::Scalar(one), many) => {
                let one = Given::read(one)?;
                let many = bytes(many, rows)?;
                each(&many, |row| {
                    one.as_ref()?.related(row, Relate::relate, self)
                })
            }
            (many, ColumnarValue::Scalar(one)) => {
                let one = Given::read(one)?;
                let many = bytes(many, rows)?;
                each(&many, |row| {
                    one.as_ref()?.related(row, |one, row| row.relate(one), self)
                })
            }
            (left, right) => {
                let (left, right) = (bytes(left, rows)?, bytes(right, rows)?);
                let pairs = left.iter().zip(right.iter());
                pairs
                    .map(|(a, b)| {
                        let (a, b) = (shapes::read(a?)?, shapes::read(b?)?);
                        Some(self.holds(&sound(|| a.relate(&b))?))
                    })
                    .collect()
            }
        };
        Ok(ColumnarValue::Array(Arc::new(related)))
    }
}

fn bytes(value: &ColumnarValue, rows: usize) -> Result<BinaryArray> {
    let array = cast(&value.to_array(rows)?, &DataType::Binary)?;
    Ok(array.as_binary::<i32>().clone())
}

fn each(cells: &BinaryArray, related: impl Fn(&Geometry) -> Option<bool>) -> BooleanArray {
    let cells = cells.iter();
    cells.map(|cell| related(&shapes::read(cell?)?)).collect()
}

/// The matrix of two geometries. A stored shape may cross itself in a way that nothing can be said of:
/// that is the answer for its row, and no end of the question.
fn sound(relate: impl FnOnce() -> IntersectionMatrix) -> Option<IntersectionMatrix> {
    catch_unwind(AssertUnwindSafe(relate)).ok()
}

/// A geometry that all rows are related to, made ready once.
struct Given {
    shape: PreparedGeometry<'static, Geometry, f64>,
    bounds: Option<Rect>,
}

impl Given {
    /// Reads a geometry of the question, which must be a sound one; nothing where it is null.
    fn read(value: &ScalarValue) -> Result<Option<Self>> {
        let array = cast(&value.to_array()?, &DataType::Binary)?;
        let array = array.as_binary::<i32>();
        if array.is_null(0) {
            return Ok(None);
        }
        let refused = |why: String| DataFusionError::Execution(why);
        let shape = shapes::read(array.value(0))
            .ok_or_else(|| refused("what is compared with is not a geometry".to_owned()))?;
        shape.check_validation().map_err(|error| {
            refused(format!(
                "the geometry that is compared with is not valid: {error}"
            ))
        })?;
        Ok(Some(Self {
            bounds: shape.bounding_rect(),
            shape: PreparedGeometry::from(shape),
        }))
    }

    fn related(
        &self,
        row: &Geometry,
        relate: impl FnOnce(&PreparedGeometry<'static, Geometry, f64>, &Geometry) -> IntersectionMatrix,
        how: &Relates,
    ) -> Option<bool> {
        let apart = match (self.bounds, row.bounding_rect()) {
            (Some(a), Some(b)) => {
                a.max().x < b.min().x
                    || b.max().x < a.min().x
                    || a.max().y < b.min().y
                    || b.max().y < a.min().y
            }
            _ => false,
        };
        if apart {
            return Some(how.name == "st_disjoint");
        }
        Some(how.holds(&sound(|| relate(&self.shape, row))?))
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct MakePoint {
    signature: Signature,
}

impl ScalarUDFImpl for MakePoint {
    fn name(&self) -> &'static str {
        "st_point"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType> {
        if kinds.iter().all(|kind| kind.is_numeric() || kind.is_null()) {
            return Ok(DataType::Binary);
        }
        Err(DataFusionError::Plan(
            "st_point takes two numbers: longitude, latitude".to_owned(),
        ))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let axis = |at: usize| {
            let array = args.args[at].to_array(args.number_rows)?;
            Ok::<_, DataFusionError>(cast(&array, &DataType::Float64)?)
        };
        let (x, y) = (axis(0)?, axis(1)?);
        let (x, y) = (
            x.as_primitive::<Float64Type>(),
            y.as_primitive::<Float64Type>(),
        );
        let points = x
            .iter()
            .zip(y.iter())
            .map(|(x, y)| Some(shapes::point(x?, y?)));
        let points: BinaryArray = points.collect();
        Ok(ColumnarValue::Array(Arc::new(points)))
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, RecordBatch};

    use super::*;

    /// Answers a SELECT of one column of truth values over a table of points and areas.
    fn ask(what: &str) -> std::result::Result<Vec<Option<bool>>, String> {
        let square = |west: f64, east: f64| {
            let corners = [
                (west, 0.0),
                (east, 0.0),
                (east, 2.0),
                (west, 2.0),
                (west, 0.0),
            ];
            let mut wkb = vec![1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0];
            for (x, y) in corners {
                wkb.extend(f64::to_le_bytes(x));
                wkb.extend(f64::to_le_bytes(y));
            }
            wkb
        };
        let shapes: ArrayRef = Arc::new(BinaryArray::from(vec![
            Some(shapes::point(1.0, 1.0).as_slice()),
            Some(shapes::point(9.0, 9.0).as_slice()),
            Some(square(0.0, 2.0).as_slice()),
            Some(square(1.0, 4.0).as_slice()),
            None,
            Some(b"no geometry"),
        ]));
        let batch = RecordBatch::try_from_iter_with_nullable([("g", shapes, true)]);
        let context = SessionContext::new();
        register(&context);
        context
            .register_batch("t", batch.expect("one column"))
            .expect("a table");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let rows = runtime.expect("a runtime").block_on(async {
            let plan = context.sql(&format!("SELECT {what} FROM t")).await;
            plan.map_err(|e| e.to_string())?
                .collect()
                .await
                .map_err(|e| e.to_string())
        })?;
        Ok(rows[0].column(0).as_boolean().iter().collect())
    }

    const YES: Option<bool> = Some(true);
    const NO: Option<bool> = Some(false);

    #[test]
    fn each_relation_is_what_simple_features_says() {
        let square = "X'01030000000100000005000000\
            0000000000000000000000000000000000000000000000400000000000000000\
            0000000000000040000000000000004000000000000000000000000000000040\
            00000000000000000000000000000000'";
        let all = |name: &str| ask(&format!("{name}(g, {square})")).expect(name);
        assert_eq!(all("st_intersects"), [YES, NO, YES, YES, None, None]);
        assert_eq!(all("st_disjoint"), [NO, YES, NO, NO, None, None]);
        assert_eq!(all("st_within"), [YES, NO, YES, NO, None, None]);
        assert_eq!(all("st_contains"), [NO, NO, YES, NO, None, None]);
        assert_eq!(all("st_equals"), [NO, NO, YES, NO, None, None]);
        assert_eq!(all("st_overlaps"), [NO, NO, NO, YES, None, None]);
        assert_eq!(all("st_touches"), [NO, NO, NO, NO, None, None]);
        // The order of the two counts.
        let turned = ask(&format!("st_contains({square}, g)")).expect("answered");
        assert_eq!(turned, [YES, NO, YES, NO, None, None]);
        let edge = ask("st_touches(g, st_point(2.0, 1))").expect("answered");
        assert_eq!(edge, [NO, NO, YES, NO, None, None]);
        assert_eq!(ask("st_equals(g, g)").expect("answered")[..4], [YES; 4]);
        assert_eq!(ask("st_equals(g, NULL)").expect("answered"), [None; 6]);
    }

    #[test]
    fn what_is_no_geometry_is_refused_in_words() {
        let why = |what: &str| ask(what).expect_err(what);
        assert!(why("st_within(g, 'POINT(1 2)')").contains("two geometries"));
        assert!(why("st_within(g, X'00')").contains("not a geometry"));
        // A bow tie.
        let tie = "X'01030000000100000005000000\
            0000000000000000000000000000000000000000000000400000000000000040\
            0000000000000040000000000000000000000000000000000000000000000040\
            00000000000000000000000000000000'";
        assert!(why(&format!("st_within(g, {tie})")).contains("not valid"));
    }
}
