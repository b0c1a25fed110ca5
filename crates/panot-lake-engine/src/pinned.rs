// SPDX-License-Identifier: AGPL-3.0-or-later

//! A question in one spelling, which means the same for ever: every table with its version, and every
//! column of the answer in its order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    self, Ident, ObjectName, ObjectNamePart, OrderBy, OrderByExpr, OrderByKind, OrderByOptions,
    Query, TableAlias, TableFactor, Value, ValueWithSpan, VisitMut, VisitorMut,
};
use panot_lake::{Read, Snapshot};

use crate::guard::folded;
use crate::question;

/// Writes the version of every table into the question, and says which were read.
pub fn pin(statement: &mut Statement, tables: &[Snapshot]) -> Vec<Read> {
    let Some(query) = query(statement) else {
        return Vec::new();
    };
    let mut pin = Pin::over(tables);
    // What WITH calls a table is one from the next name on.
    let mut with = query.with.take();
    for table in with.iter_mut().flat_map(|with| &mut with.cte_tables) {
        let _ = VisitMut::visit(table.query.as_mut(), &mut pin);
        pin.with.insert(folded(&table.alias.name));
    }
    let _ = VisitMut::visit(query, &mut pin);
    query.with = with;
    pin.read
        .into_iter()
        .map(|((table, version), is_fixed)| Read {
            table: tables[table].table.clone(),
            version,
            is_fixed,
        })
        .collect()
}

/// Orders the answer by all of its `columns`, after the order that the question itself has.
pub fn order(statement: &mut Statement, columns: usize) {
    let Some(query) = query(statement) else {
        return;
    };
    let order = query.order_by.get_or_insert(OrderBy {
        kind: OrderByKind::Expressions(Vec::new()),
        interpolate: None,
    });
    let OrderByKind::Expressions(keys) = &mut order.kind else {
        return;
    };
    for at in 1..=columns {
        let number = ast::Expr::value(Value::Number(at.to_string(), false));
        if keys.iter().all(|key| key.expr != number) {
            keys.push(OrderByExpr {
                expr: number,
                options: OrderByOptions {
                    asc: None,
                    nulls_first: None,
                },
                with_fill: None,
            });
        }
    }
}

fn query(statement: &mut Statement) -> Option<&mut Query> {
    match statement {
        Statement::Statement(statement) => match statement.as_mut() {
            ast::Statement::Query(query) => Some(query),
            _ => None,
        },
        _ => None,
    }
}

/// Finds tables, and gives them the name that says the version.
struct Pin<'a> {
    tables: &'a [Snapshot],
    /// By every name that a question may use, the place in `tables`.
    named: BTreeMap<String, usize>,
    /// The names of the `WITH` so far.
    with: BTreeSet<String>,
    /// By place and version, whether the question says the version everywhere.
    read: BTreeMap<(usize, u32), bool>,
}

impl<'a> Pin<'a> {
    fn over(tables: &'a [Snapshot]) -> Self {
        let mut newest_first: Vec<usize> = (0..tables.len()).collect();
        newest_first.sort_by_key(|at| std::cmp::Reverse(tables[*at].version));
        let mut named = BTreeMap::new();
        for at in newest_first {
            for name in question::names(&tables[at]) {
                named.entry(name).or_insert(at);
            }
        }
        Self {
            tables,
            named,
            with: BTreeSet::new(),
            read: BTreeMap::new(),
        }
    }

    fn table(&mut self, name: &mut ObjectName, alias: &mut Option<TableAlias>) {
        let [ObjectNamePart::Identifier(said)] = name.0.as_mut_slice() else {
            return;
        };
        let own = folded(said);
        let Some(at) = self.named.get(&own).copied() else {
            return;
        };
        if self.with.contains(&own) {
            return;
        }
        let [_, numbered, _] = question::names(&self.tables[at]);
        let is_fixed = own == numbered;
        let read = self.read.entry((at, self.tables[at].version));
        *read.or_insert(true) &= is_fixed;
        *said = Ident::with_quote('"', numbered);
        if alias.is_none() && !is_fixed {
            *alias = Some(TableAlias {
                explicit: true,
                name: Ident::with_quote('"', own),
                columns: Vec::new(),
                at: None,
            });
        }
    }
}

impl VisitorMut for Pin<'_> {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, alias, .. } = factor {
            self.table(name, alias);
        }
        ControlFlow::Continue(())
    }

    /// Texts that hold what the parser's own writing takes for the end of a text, or for the mark before
    /// it, in the one form of which that is not so.
    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        let text = match &value.value {
            Value::NationalStringLiteral(text) => text,
            Value::SingleQuotedString(text) if text.contains(['\'', '\\']) => text,
            _ => return ControlFlow::Continue(()),
        };
        value.value = Value::EscapedStringLiteral(text.clone());
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_schema::Schema;

    use super::*;
    use crate::guard;

    fn tables() -> Vec<Snapshot> {
        [("air-quality", 1), ("air-quality", 2), ("stations", 7)]
            .map(|(name, version)| Snapshot {
                table: name.parse().expect("a name"),
                version,
                schema: Arc::new(Schema::empty()),
                files: Vec::new(),
            })
            .to_vec()
    }

    fn made(text: &str, columns: usize) -> (String, Vec<(String, u32, bool)>) {
        let checked = guard::check(text, true).unwrap_or_else(|why| panic!("{text}: {why}"));
        let mut statement = checked.statement;
        let read = pin(&mut statement, &tables());
        order(&mut statement, columns);
        let read = read
            .into_iter()
            .map(|read| (read.table.as_str().to_owned(), read.version, read.is_fixed));
        (statement.to_string(), read.collect())
    }

    #[test]
    fn every_table_says_its_version_and_keeps_the_name_by_which_it_is_called() {
        let (text, read) = made("select station from Air_Quality -- a remark\n where 1=1", 1);
        assert_eq!(
            text,
            "SELECT station FROM \"air-quality@2\" AS \"air_quality\" WHERE 1 = 1 ORDER BY 1"
        );
        assert_eq!(read, [("air-quality".to_owned(), 2, false)]);
        let (text, read) = made(
            "SELECT * FROM \"air-quality@1\" a JOIN stations s USING (x)",
            0,
        );
        assert!(
            text.contains("\"air-quality@1\" a JOIN \"stations@7\" s"),
            "{text}"
        );
        assert_eq!(
            read,
            [
                ("air-quality".to_owned(), 1, true),
                ("stations".to_owned(), 7, false)
            ]
        );
    }

    #[test]
    fn a_name_of_with_is_no_table_where_it_holds() {
        let text = "WITH stations AS (SELECT * FROM stations) \
            SELECT * FROM stations WHERE x IN (SELECT y FROM stations)";
        let (text, read) = made(text, 2);
        assert_eq!(
            text,
            "WITH stations AS (SELECT * FROM \"stations@7\" AS \"stations\") \
            SELECT * FROM stations WHERE x IN (SELECT y FROM stations) ORDER BY 1, 2"
        );
        assert_eq!(read.len(), 1);
    }

    #[test]
    fn one_spelling_stays_as_it_is() {
        for (text, columns) in [
            ("SELECT * FROM stations", 3),
            (
                "SELECT code, count(*) FROM stations GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
                2,
            ),
            (
                "SELECT a.x, b.\"y z\" FROM stations a, LATERAL (SELECT a.y) AS b ORDER BY a.x",
                2,
            ),
            (
                "SELECT x FROM stations UNION ALL (SELECT y FROM \"air-quality\" ORDER BY y LIMIT 1)",
                1,
            ),
            (
                "SELECT CASE WHEN x > 1 THEN 'a''b' ELSE E'\\n' END, x::int, DATE '2026-01-01' FROM stations",
                3,
            ),
            (
                "SELECT row_number() OVER (PARTITION BY x ORDER BY y) FROM stations ORDER BY 1 OFFSET 3",
                1,
            ),
            ("SELECT replace(x, '''''', 'y') AS r FROM stations", 1),
            ("SELECT '\\', '\\''', N'a''b', E'c\\'d' FROM stations", 4),
        ] {
            guard::check(text, true).expect(text);
            let (once, _) = made(text, columns);
            let (twice, read) = made(&once, columns);
            assert_eq!(once, twice);
            assert!(read.iter().all(|(.., is_fixed)| *is_fixed), "{twice}");
        }
    }
}
