// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a question from the public may say, decided before anything is planned or read.
//!
//! Planning cannot be interrupted and allocates outside every pool, so what would make a plan huge
//! is refused on the text; what reads anything but the given tables has no name here; and functions
//! are those of a list, because a new release of the engine brings new ones.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::{Expr, LogicalPlan, WindowFunctionDefinition};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    self, Distinct, Ident, ObjectName, ObjectNamePart, OrderBy, OrderByKind, Query, Select,
    SetExpr, TableFactor, Visit, Visitor,
};
use panot_lake::{Refusal, Why};

use crate::question::{self, Length, Said};

/// What the public may write.
const LENGTH: Length = Length {
    text: 16 << 10,
    tokens: 1_000,
    depth: 40,
};
/// Tables read, counted after every `WITH` stands where it is used: *n* of them that each use the one
/// before twice would plan 2ⁿ scans.
const TABLES_MAX: u64 = 16;

/// A question that may be planned.
pub struct Checked {
    pub statement: Statement,
    /// The tables it names.
    pub tables: BTreeSet<String>,
}

/// Reads a question, or says what it may not say.
pub fn check(text: &str, repeatable: bool) -> Result<Checked, Refusal> {
    let statement = question::one_query(text, &LENGTH)?;
    let Statement::Statement(parsed) = &statement else {
        return Err(refused(Why::OnlySelect, "only a SELECT is answered here"));
    };
    let ast::Statement::Query(query) = parsed.as_ref() else {
        return Err(refused(Why::OnlySelect, "only a SELECT is answered here"));
    };
    let mut guard = Guard {
        repeatable,
        with: query.with.is_some(),
        ..Guard::default()
    };
    if let Some(with) = &query.with {
        if with.recursive {
            return Err(refused(Why::Form, "WITH RECURSIVE is not answered here"));
        }
        for table in &with.cte_tables {
            if table.alias.name.value.contains('@') {
                return Err(refused(
                    Why::Form,
                    "a name in WITH has no @: that is how versions are named",
                ));
            }
            let weight = guard.weigh(table.query.as_ref())?;
            guard.known.insert(folded(&table.alias.name), weight);
        }
    }
    // The names of WITH are known now, and its own tables count where they are used.
    let mut outer = query.as_ref().clone();
    outer.with = None;
    guard.with = false;
    if guard.weigh(&outer)? > TABLES_MAX {
        return Err(too_many_tables());
    }
    Ok(Checked {
        statement,
        tables: guard.tables,
    })
}

/// Whether a plan does nothing but read, with functions of the list.
pub fn verify(plan: &LogicalPlan, repeatable: bool) -> Result<(), Said> {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(plan)
        .map_err(question::said)?;
    let mut stranger = None;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|expression| {
                let name = match expression {
                    Expr::ScalarFunction(call) => call.func.name(),
                    Expr::AggregateFunction(call) => call.func.name(),
                    Expr::WindowFunction(call) => match &call.fun {
                        WindowFunctionDefinition::AggregateUDF(function) => function.name(),
                        WindowFunctionDefinition::WindowUDF(function) => function.name(),
                    },
                    Expr::HigherOrderFunction(_)
                    | Expr::Lambda(_)
                    | Expr::Unnest(_)
                    | Expr::ScalarVariable(..) => "of that kind",
                    _ => return Ok(TreeNodeRecursion::Continue),
                };
                let allowed =
                    ALLOWED.contains(&name) || !repeatable && NOT_REPEATABLE.contains(&name);
                if allowed {
                    return Ok(TreeNodeRecursion::Continue);
                }
                stranger = Some(name.to_owned());
                Ok(TreeNodeRecursion::Stop)
            })
        })
    })
    .map_err(|e: DataFusionError| question::said(e))?;
    match stranger {
        Some(name) if NOT_REPEATABLE.contains(&name.as_str()) => {
            let said = format!(
                "{name} may give another answer the next time, so what it says cannot be cited"
            );
            Err(refused(Why::NotRepeatable(name), said).into())
        }
        Some(name) => {
            let said = format!("the function {name} is not answered here");
            Err(refused(Why::Function(name), said).into())
        }
        None => Ok(()),
    }
}

/// Functions of one row, of groups and of windows that neither read anything, nor depend on when or
/// where they are asked, nor make much out of little. (Text can still be made to grow by nesting: the
/// bound of the process is there for that.)
const ALLOWED: &[&str] = &[
    // numbers
    "abs",
    "ceil",
    "floor",
    "round",
    "trunc",
    "signum",
    "sqrt",
    "cbrt",
    "power",
    "exp",
    "ln",
    "log",
    "log2",
    "log10",
    "pi",
    "degrees",
    "radians",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "gcd",
    "lcm",
    "isnan",
    "iszero",
    "nanvl",
    // choices
    "coalesce",
    "nullif",
    "nvl",
    "nvl2",
    "greatest",
    "least",
    // text
    "lower",
    "upper",
    "initcap",
    "btrim",
    "ltrim",
    "rtrim",
    "character_length",
    "octet_length",
    "bit_length",
    "ascii",
    "substr",
    "substr_index",
    "left",
    "right",
    "strpos",
    "starts_with",
    "ends_with",
    "contains",
    "split_part",
    "reverse",
    "concat",
    "concat_ws",
    "translate",
    "replace",
    "regexp_like",
    "regexp_replace",
    "regexp_count",
    "regexp_instr",
    "levenshtein",
    "find_in_set",
    // dates
    "date_part",
    "date_trunc",
    "date_bin",
    "make_date",
    "to_char",
    "to_date",
    "to_timestamp",
    "to_timestamp_seconds",
    "to_timestamp_millis",
    "to_timestamp_micros",
    "from_unixtime",
    "to_unixtime",
    "to_local_time",
    // groups and windows
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "bool_and",
    "bool_or",
    "bit_and",
    "bit_or",
    "bit_xor",
    "grouping",
    "row_number",
    "rank",
    "dense_rank",
    "percent_rank",
    "cume_dist",
    "ntile",
    "lag",
    "lead",
    "percentile_cont",
    // places
    "st_point",
    "st_intersects",
    "st_equals",
    "st_disjoint",
    "st_touches",
    "st_within",
    "st_overlaps",
    "st_crosses",
    "st_contains",
];

/// Also allowed where the answer need not repeat: they depend on the order in which rows meet, or are
/// no exact numbers.
const NOT_REPEATABLE: &[&str] = &[
    "string_agg",
    "first_value",
    "last_value",
    "nth_value",
    "approx_distinct",
    "approx_median",
    "approx_percentile_cont",
    "stddev",
    "stddev_pop",
    "var",
    "var_pop",
    "corr",
    "covar_samp",
    "covar_pop",
    "regr_slope",
    "regr_intercept",
    "regr_count",
    "regr_r2",
    "regr_avgx",
    "regr_avgy",
    "regr_sxx",
    "regr_syy",
    "regr_sxy",
];

#[derive(Default)]
struct Guard {
    repeatable: bool,
    /// The outermost `WITH` is being read.
    with: bool,
    /// How many tables each name of the `WITH` stands for.
    known: BTreeMap<String, u64>,
    tables: BTreeSet<String>,
    weight: u64,
}

impl Guard {
    /// How many tables a query reads, if it says nothing that it may not.
    fn weigh(&mut self, query: &Query) -> Result<u64, Refusal> {
        self.weight = 0;
        match query.visit(self) {
            ControlFlow::Break(why) => Err(why),
            ControlFlow::Continue(()) => Ok(self.weight),
        }
    }

    fn body(body: &SetExpr) -> Result<(), Refusal> {
        match body {
            SetExpr::Select(_) | SetExpr::Values(_) | SetExpr::Query(_) => Ok(()),
            SetExpr::SetOperation { left, right, .. } => {
                Self::body(left)?;
                Self::body(right)
            }
            _ => Err(refused(Why::OnlySelect, "only a SELECT is answered here")),
        }
    }

    fn query(&self, query: &Query) -> Result<(), Refusal> {
        Self::body(&query.body)?;
        if query.with.is_some() {
            return Err(refused(
                Why::Form,
                "WITH stands at the beginning of the question",
            ));
        }
        if !query.locks.is_empty() {
            return Err(refused(
                Why::OnlySelect,
                "nothing can be locked here: leave out FOR UPDATE",
            ));
        }
        if query.for_clause.is_some()
            || query.settings.is_some()
            || query.format_clause.is_some()
            || !query.pipe_operators.is_empty()
        {
            return Err(refused(
                Why::Form,
                "only what standard SQL has is answered here",
            ));
        }
        if let Some(OrderBy {
            kind: OrderByKind::All(_),
            ..
        }) = &query.order_by
        {
            return Err(refused(Why::Form, "ORDER BY names its columns here"));
        }
        let cut = query.limit_clause.is_some() || query.fetch.is_some();
        if self.repeatable && cut && query.order_by.is_none() {
            return Err(refused(
                Why::Unordered,
                "LIMIT needs an ORDER BY, else the answer may change",
            ));
        }
        Ok(())
    }

    fn select(&self, select: &Select) -> Result<(), Refusal> {
        if self.repeatable && matches!(select.distinct, Some(Distinct::On(_))) {
            return Err(refused(
                Why::Form,
                "of the rows that DISTINCT ON finds, another may be the first the next time",
            ));
        }
        if select.into.is_some() {
            return Err(refused(
                Why::OnlySelect,
                "nothing can be written here: leave out INTO",
            ));
        }
        let odd = select.top.is_some()
            || !select.lateral_views.is_empty()
            || select.prewhere.is_some()
            || !select.connect_by.is_empty()
            || !select.cluster_by.is_empty()
            || !select.distribute_by.is_empty()
            || !select.sort_by.is_empty()
            || select.value_table_mode.is_some();
        if odd {
            return Err(refused(
                Why::Form,
                "only what standard SQL has is answered here",
            ));
        }
        Ok(())
    }

    fn factor(&mut self, factor: &TableFactor) -> Result<(), Refusal> {
        match factor {
            TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } => Ok(()),
            TableFactor::Table {
                name,
                args: None,
                with_hints,
                version: None,
                with_ordinality: false,
                partitions,
                json_path: None,
                sample: None,
                index_hints,
                ..
            } if with_hints.is_empty() && partitions.is_empty() && index_hints.is_empty() => {
                self.table(name)
            }
            _ => Err(refused(
                Why::Form,
                "what stands after FROM is a table by its name or a SELECT in brackets",
            )),
        }
    }

    fn table(&mut self, name: &ObjectName) -> Result<(), Refusal> {
        let [ObjectNamePart::Identifier(name)] = name.0.as_slice() else {
            let why = Why::NoSuchTable(name.to_string());
            return Err(refused(why, format!("there is no table {name}")));
        };
        let name = folded(name);
        let weight = self.known.get(&name).copied();
        if weight.is_none() {
            self.tables.insert(name);
        }
        self.weight = self.weight.saturating_add(weight.unwrap_or(1));
        if self.weight > TABLES_MAX {
            return Err(too_many_tables());
        }
        Ok(())
    }
}

impl Visitor for Guard {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Refusal> {
        flow(self.query(query))
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Refusal> {
        flow(self.select(select))
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Refusal> {
        flow(self.factor(factor))
    }
}

fn flow(result: Result<(), Refusal>) -> ControlFlow<Refusal> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(why) => ControlFlow::Break(why),
    }
}

/// A name as the planner reads it: in small letters, unless it is quoted.
pub fn folded(name: &Ident) -> String {
    if name.quote_style.is_some() {
        name.value.clone()
    } else {
        name.value.to_ascii_lowercase()
    }
}

/// A text that cannot be written so that it reads as the same question.
pub fn not_one_spelling() -> Refusal {
    refused(
        Why::Syntax,
        "the question cannot be kept in one spelling that means the same: write its texts and names \
         without quotes and backslashes within them",
    )
}

fn too_many_tables() -> Refusal {
    let said = format!(
        "the question reads more than {TABLES_MAX} tables, counting what stands in WITH each time it is used"
    );
    refused(Why::TooManyTables, said)
}

fn refused(why: Why, said: impl Into<String>) -> Refusal {
    Refusal::new(why, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        match check(text, false) {
            Ok(_) => panic!("{text} was let through"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_only_reads_given_tables_is_let_through() {
        for text in [
            "SELECT 1",
            "SELECT * FROM trees LIMIT 3;",
            "SELECT ';' FROM \"air-quality@2\" -- a remark",
            "WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a) SELECT * FROM a JOIN b USING (x)",
            "SELECT * FROM (VALUES (1), (2)) AS v(n)",
            "SELECT * FROM t, LATERAL (SELECT t.x) AS l",
            "SELECT x FROM t UNION ALL (SELECT y FROM u ORDER BY y LIMIT 1)",
            "SELECT x FROM t WHERE x IN (SELECT y FROM u) AND EXISTS (SELECT 1 FROM v)",
        ] {
            let checked = check(text, false);
            assert!(checked.is_ok(), "{text}: {:?}", checked.err());
        }
        let tables = check(
            "WITH A AS (SELECT * FROM Trees) SELECT * FROM a, \"Old\"",
            false,
        );
        let tables = tables.expect("a question").tables;
        assert_eq!(tables.into_iter().collect::<Vec<_>>(), ["Old", "trees"]);
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            ";",
            "SELECT 1; SELECT 2",
            "DROP TABLE t",
            "INSERT INTO t VALUES (1)",
            "DELETE FROM t",
            "UPDATE t SET x = 1",
            "SET a = 1",
            "RESET a",
            "SHOW TABLES",
            "EXPLAIN SELECT 1",
            "EXPLAIN ANALYZE SELECT 1",
            "DESCRIBE t",
            "BEGIN",
            "PREPARE p AS SELECT 1",
            "EXECUTE p",
            "COPY t TO '/tmp/x.csv'",
            "COPY (SELECT 1) TO '/tmp/x.parquet' STORED AS PARQUET",
            "CREATE TABLE x AS SELECT 1",
            "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
            "SELECT * INTO x FROM t",
            "SELECT * FROM t FOR UPDATE",
            "WITH x AS (INSERT INTO t VALUES (1)) SELECT 1",
            "WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT * FROM x) SELECT * FROM x",
            "SELECT * FROM read_parquet('/etc/passwd')",
            "SELECT * FROM parquet_metadata('x')",
            "SELECT * FROM generate_series(1, 10)",
            "SELECT * FROM range(1, 10)",
            "SELECT * FROM UNNEST([1, 2])",
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM a.b.c",
            "TABLE t",
            "SELECT * FROM t TABLESAMPLE SYSTEM (1)",
            "SELECT * FROM t SETTINGS x = 1",
            "SELECT * FROM LATERAL generate_series(1, 3)",
            "SELECT x FROM (SELECT * FROM information_schema.tables) AS s",
            "SELECT (SELECT count(*) FROM a.b)",
            "SELECT * FROM t WHERE x IN (TABLE u)",
        ] {
            why(text);
        }
    }

    #[test]
    fn a_doubling_with_is_weighed_before_it_is_planned() {
        let doubling = |n: usize| {
            let steps = (1..=n).map(|i| {
                let before = i - 1;
                format!(", t{i} AS (SELECT a.x FROM t{before} a, t{before} b)")
            });
            let steps: String = steps.collect();
            format!("WITH t0 AS (SELECT x FROM t){steps} SELECT * FROM t{n}")
        };
        assert!(check(&doubling(4), false).is_ok());
        assert!(why(&doubling(5)).contains("16 tables"));
        assert!(why(&doubling(14)).contains("16 tables"));
    }

    #[test]
    fn long_and_deep_texts_are_refused_before_they_are_walked() {
        assert!(why(&format!("SELECT {}1", "1+".repeat(3_000))).contains("1000 words"));
        assert!(
            why(&format!(
                "SELECT {}1{}",
                "(".repeat(5_000),
                ")".repeat(5_000)
            ))
            .contains("1000 words")
        );
        assert!(
            why(&format!("SELECT {}1{}", "(".repeat(400), ")".repeat(400)))
                .contains("brackets in brackets")
        );
        assert!(why(&format!("SELECT '{}'", "x".repeat(20_000))).contains("16384 bytes"));
    }

    #[test]
    fn what_is_cited_needs_an_order_for_its_limit() {
        assert!(check("SELECT x FROM t LIMIT 3", true).is_err());
        assert!(check("SELECT x FROM t ORDER BY x LIMIT 3", true).is_ok());
        assert!(
            check(
                "SELECT x FROM (SELECT x FROM t LIMIT 3) AS s ORDER BY x",
                true
            )
            .is_err()
        );
    }
}
