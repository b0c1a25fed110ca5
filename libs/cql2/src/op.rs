// SPDX-License-Identifier: AGPL-3.0-or-later

//! Operators, their names, and what they take.

use std::fmt;

use crate::expr::Expr;
use crate::limits::Why;

macro_rules! operators {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$each])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in JSON.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one with this name in JSON, whatever its case.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|op| op.name().eq_ignore_ascii_case(name))
            }
        }
    };
}

operators! {
    /// Binary comparison (clause 6, `binaryComparisonPredicate`).
    Comparison {
        /// `=`
        Eq = "=",
        /// `<>`
        Ne = "<>",
        /// `<`
        Lt = "<",
        /// `>`
        Gt = ">",
        /// `<=`
        Le = "<=",
        /// `>=`
        Ge = ">=",
    }
}

operators! {
    /// Spatial relations (clause 7.4), those of Simple Features.
    Spatial {
        /// They share a point.
        Intersects = "s_intersects",
        /// They are the same set of points.
        Equals = "s_equals",
        /// They share no point.
        Disjoint = "s_disjoint",
        /// They share points of their edges alone.
        Touches = "s_touches",
        /// The first lies in the second.
        Within = "s_within",
        /// They share a part of their own dimension, and neither lies in the other.
        Overlaps = "s_overlaps",
        /// Their insides share a part of a lower dimension.
        Crosses = "s_crosses",
        /// The second lies in the first.
        Contains = "s_contains",
    }
}

operators! {
    /// Temporal relations (clause 7.5), those of Allen.
    Temporal {
        /// After it.
        After = "t_after",
        /// Before it.
        Before = "t_before",
        /// Begins before and ends after.
        Contains = "t_contains",
        /// They share no moment.
        Disjoint = "t_disjoint",
        /// Begins after and ends before.
        During = "t_during",
        /// The same.
        Equals = "t_equals",
        /// Begins before and ends together.
        FinishedBy = "t_finishedBy",
        /// Begins after and ends together.
        Finishes = "t_finishes",
        /// They share a moment.
        Intersects = "t_intersects",
        /// Ends where it begins.
        Meets = "t_meets",
        /// Begins where it ends.
        MetBy = "t_metBy",
        /// Begins in it and ends after.
        OverlappedBy = "t_overlappedBy",
        /// Begins before and ends in it.
        Overlaps = "t_overlaps",
        /// Begins together and ends after.
        StartedBy = "t_startedBy",
        /// Begins together and ends before.
        Starts = "t_starts",
    }
}

operators! {
    /// Relations of lists (clause 7.6).
    Array {
        /// The same elements.
        Equals = "a_equals",
        /// The first has all of the second.
        Contains = "a_contains",
        /// The second has all of the first.
        ContainedBy = "a_containedBy",
        /// They share an element.
        Overlaps = "a_overlaps",
    }
}

operators! {
    /// Arithmetic (clause 7.8).
    Arithmetic {
        /// Sum.
        Add = "+",
        /// Difference.
        Subtract = "-",
        /// Product.
        Multiply = "*",
        /// Quotient.
        Divide = "/",
        /// Rest of a division.
        Modulo = "%",
        /// Whole part of a quotient.
        Div = "div",
        /// Power.
        Power = "^",
    }
}

/// What an operator takes as an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A condition.
    Predicate,
    /// A text, a number, a truth value, a date or a time.
    Scalar,
    /// A text.
    Text,
    /// A number.
    Number,
    /// A geometry.
    Geometry,
    /// A date, a time or an interval.
    Time,
    /// An end of an interval.
    Bound,
    /// A list.
    List,
    /// Anything but a condition.
    Value,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Predicate => "a condition",
            Self::Scalar => "a text, a number, a truth value, a date or a time",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Geometry => "a geometry",
            Self::Time => "a date, a time or an interval",
            Self::Bound => "a date, a time or '..'",
            Self::List => "a list",
            Self::Value => "a value",
        })
    }
}

impl Expr {
    /// Whether it may stand where this is taken. Properties and functions may be of any kind: what
    /// they are is not known here.
    pub fn is(&self, kind: Kind) -> bool {
        match self {
            Self::Property(_) | Self::Call(..) => true,
            Self::Boolean(_) => matches!(kind, Kind::Predicate | Kind::Scalar | Kind::Value),
            Self::And(_)
            | Self::Or(_)
            | Self::Not(_)
            | Self::Compare(..)
            | Self::Like(_)
            | Self::Between(_)
            | Self::In(..)
            | Self::IsNull(_)
            | Self::Spatial(..)
            | Self::Temporal(..)
            | Self::Array(..) => kind == Kind::Predicate,
            Self::Text(_) | Self::Casei(_) | Self::Accenti(_) => {
                matches!(kind, Kind::Text | Kind::Scalar | Kind::Value)
            }
            Self::Number(_) | Self::Arithmetic(..) => {
                matches!(kind, Kind::Number | Kind::Scalar | Kind::Value)
            }
            Self::Date(_) | Self::Timestamp(_) => {
                matches!(kind, Kind::Scalar | Kind::Time | Kind::Bound | Kind::Value)
            }
            Self::Open => kind == Kind::Bound,
            Self::Interval(_) => matches!(kind, Kind::Time | Kind::Value),
            Self::Geometry(_) => matches!(kind, Kind::Geometry | Kind::Value),
            Self::List(_) => matches!(kind, Kind::List | Kind::Value),
        }
    }

    /// Whether a function may have this name: one that no operator has, whatever its case.
    pub fn may_be_called(name: &str) -> bool {
        !name.is_empty()
            && !is_reserved(name)
            && Comparison::named(name).is_none()
            && Arithmetic::named(name).is_none()
    }

    /// The expression of the operator that JSON calls `name`, with these operands; a function where
    /// no operator is called so. Checks how many there are and of what kinds.
    pub fn op(name: &str, args: Vec<Self>) -> Result<Self, Why> {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "and" | "or" => return junction(&lower, args),
            "in" => return member(args),
            _ => {}
        }
        let two = |kinds: [Kind; 2], args| operands(name, kinds, args);
        if let Some(op) = Comparison::named(name) {
            return Ok(Self::Compare(op, two([Kind::Scalar; 2], args)?));
        }
        if let Some(op) = Spatial::named(name) {
            return Ok(Self::Spatial(op, two([Kind::Geometry; 2], args)?));
        }
        if let Some(op) = Temporal::named(name) {
            return Ok(Self::Temporal(op, two([Kind::Time; 2], args)?));
        }
        if let Some(op) = Array::named(name) {
            return Ok(Self::Array(op, two([Kind::List; 2], args)?));
        }
        if let Some(op) = Arithmetic::named(name) {
            return Ok(Self::Arithmetic(op, two([Kind::Number; 2], args)?));
        }
        let one = |kind, args| {
            operands(name, [kind], args).map(|one: Box<[Self; 1]>| {
                let [one] = *one;
                Box::new(one)
            })
        };
        Ok(match lower.as_str() {
            "not" => Self::Not(one(Kind::Predicate, args)?),
            "isnull" => Self::IsNull(one(Kind::Value, args)?),
            "casei" => Self::Casei(one(Kind::Text, args)?),
            "accenti" => Self::Accenti(one(Kind::Text, args)?),
            "like" => Self::Like(two([Kind::Text; 2], args)?),
            "between" => Self::Between(operands(name, [Kind::Scalar; 3], args)?),
            "interval" => Self::Interval(two([Kind::Bound; 2], args)?),
            _ => Self::Call(name.to_owned(), args),
        })
    }
}

/// Names of operators and literals that no function can have, in capital letters.
pub fn is_reserved(word: &str) -> bool {
    const WORDS: [&str; 24] = [
        "AND",
        "OR",
        "NOT",
        "LIKE",
        "BETWEEN",
        "IN",
        "IS",
        "NULL",
        "TRUE",
        "FALSE",
        "DIV",
        "CASEI",
        "ACCENTI",
        "DATE",
        "TIMESTAMP",
        "INTERVAL",
        "BBOX",
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
        || Spatial::named(word).is_some()
        || Temporal::named(word).is_some()
        || Array::named(word).is_some()
        || word.eq_ignore_ascii_case("isNull")
}

fn operands<const N: usize>(
    name: &str,
    kinds: [Kind; N],
    args: Vec<Expr>,
) -> Result<Box<[Expr; N]>, Why> {
    let op = || name.to_owned();
    let args: Box<[Expr; N]> = args
        .into_boxed_slice()
        .try_into()
        .map_err(|_| Why::Count { op: op(), takes: N })?;
    for (arg, kind) in args.iter().zip(kinds) {
        if !arg.is(kind) {
            return Err(Why::Operand { op: op(), kind });
        }
    }
    Ok(args)
}

fn junction(name: &str, args: Vec<Expr>) -> Result<Expr, Why> {
    let op = || name.to_owned();
    if args.len() < 2 {
        return Err(Why::Count { op: op(), takes: 2 });
    }
    if !args.iter().all(|arg| arg.is(Kind::Predicate)) {
        let kind = Kind::Predicate;
        return Err(Why::Operand { op: op(), kind });
    }
    Ok(if name == "and" {
        Expr::And(args)
    } else {
        Expr::Or(args)
    })
}

fn member(args: Vec<Expr>) -> Result<Expr, Why> {
    let op = || "in".to_owned();
    let args: [Expr; 2] = args
        .try_into()
        .map_err(|_| Why::Count { op: op(), takes: 2 })?;
    let wrong = |kind| Why::Operand { op: op(), kind };
    match args {
        [value, Expr::List(list)] if !list.is_empty() => {
            let scalar = Kind::Scalar;
            if !value.is(scalar) || !list.iter().all(|each| each.is(scalar)) {
                return Err(wrong(scalar));
            }
            Ok(Expr::In(Box::new(value), list))
        }
        _ => Err(wrong(Kind::List)),
    }
}
