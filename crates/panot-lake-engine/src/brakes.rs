// SPDX-License-Identifier: AGPL-3.0-or-later

//! Brakes for plans that would run past their deadline.
//!
//! Dropping a stream stops it only where it yields. A nested loop compares one batch with all rows of
//! the other side in one step, and a join multiplies rows without touching a leaf, which is where the
//! engine yields: a question with a deadline of 2 s ran for 190.

use std::sync::Arc;

use arrow_schema::DataType;
use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coop::CooperativeExec;
use tokio::time::Instant;

/// Every join with a condition asks the time first. First: after a condition that is false for all
/// rows nothing is evaluated any more.
pub fn on_joins(plan: LogicalPlan, end: Instant) -> Result<LogicalPlan> {
    let alive = ScalarUDF::from(Alive {
        end,
        signature: Signature::nullary(Volatility::Volatile),
    });
    let braked = plan.transform_up_with_subqueries(|plan| match plan {
        LogicalPlan::Join(mut join) => match join.filter.take() {
            Some(filter) => {
                join.filter = Some(alive.call(vec![]).and(filter));
                Ok(Transformed::yes(LogicalPlan::Join(join)))
            }
            None => Ok(Transformed::no(LogicalPlan::Join(join))),
        },
        plan => Ok(Transformed::no(plan)),
    })?;
    Ok(braked.data)
}

/// Every node with several children yields from time to time.
pub fn on_streams(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let braked = plan.transform_up(|plan| {
        if plan.children().len() > 1 {
            let plan: Arc<dyn ExecutionPlan> = Arc::new(CooperativeExec::new(plan));
            Ok(Transformed::yes(plan))
        } else {
            Ok(Transformed::no(plan))
        }
    })?;
    Ok(braked.data)
}

/// True until the deadline, and an error after it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Alive {
    end: Instant,
    signature: Signature,
}

impl ScalarUDFImpl for Alive {
    fn name(&self) -> &'static str {
        "in_time"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _kinds: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, _args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if Instant::now() >= self.end {
            return Err(DataFusionError::Execution("out of time".to_owned()));
        }
        Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
    }
}
