// SPDX-License-Identifier: AGPL-3.0-or-later

use proptest::prelude::*;

use super::*;

const WRITTEN: &str = r#"
refuse_above = 0.02
key = ["station", "moment"]

[[column]]
from = "Valor"
type = "decimal"
decimal = ","
thousands = "."
digits = [18, 2]
unit = "€"
missing = ["", "--"]

[[column]]
from = "Edat"
type = "integer"
coarsen = { step = 5 }

[[column]]
from = "Nom"
mask = "marker"

[[step]]
[step.unpivot]
values = "h*"
flags = "v*"
label = "hour"
value = "value"
flag = "valid"
hours = "ending"

[[step]]
[step.join]
year = "any"
month = "mes"
day = "dia"
hour = "hour"
zone = "Europe/Madrid"
into = "moment"

[[step]]
[step.swap]
x = "x"
y = "y"
bounds = [400000.0, 4500000.0, 450000.0, 4600000.0]
"#;

#[test]
fn a_recipe_that_a_person_wrote_comes_back_the_same() {
    let recipe = Recipe::parse(WRITTEN).expect("a recipe");
    assert_eq!(recipe.columns[0].decimal, Some(','));
    assert_eq!(recipe.columns[1].coarsen, Some(Coarsen::Step(5)));
    assert_eq!(recipe.columns[2].mask, Some(Mask::Marker));
    assert_eq!(recipe.steps.len(), 3);
    assert_eq!(Recipe::parse(&recipe.to_toml()), Ok(recipe));
}

#[test]
fn a_key_that_is_not_known_is_refused_with_its_line() {
    let misspelt = WRITTEN.replace("missing =", "mising =");
    let error = Recipe::parse(&misspelt).expect_err("refused");
    assert_eq!(error.line, 12, "{error}");
    assert!(error.why.contains("mising"), "{error}");
    let in_a_step = WRITTEN.replace("label =", "lable =");
    let error = Recipe::parse(&in_a_step).expect_err("refused");
    assert!(error.why.contains("lable"), "{error}");
    assert!((23..=28).contains(&error.line), "{error}");
}

#[test]
fn what_cannot_be_is_refused() {
    assert_eq!(
        Recipe::parse("refuse_above = 2.0").map_err(|e| e.line),
        Err(1)
    );
    let twice = "[[column]]\nfrom = \"a\"\n\n[[column]]\nfrom = \"a\"\n";
    assert_eq!(Recipe::parse(twice).map_err(|e| e.line), Err(5));
    assert!(Recipe::parse("[[column]]\ntype = \"text\"\n").is_err());
    assert!(Recipe::parse("[[column]]\nfrom = \"a\"\ntype = \"texto\"\n").is_err());
}

#[test]
fn a_column_is_found_however_its_name_is_padded() {
    let recipe = Recipe::parse("[[column]]\nfrom = \" ID-EVENTO\"\n").expect("a recipe");
    assert!(recipe.column("ID-EVENTO").is_some());
    assert!(recipe.column("ID").is_none());
}

proptest! {
    /// Whatever stands in names, units and words for "no value", TOML brings it back.
    #[test]
    fn recipes_survive_toml(from in "\\PC{1,20}", unit in proptest::option::of("\\PC{0,8}"), missing in proptest::collection::vec("\\PC{0,8}", 0..4), scale in 0_u8..18) {
        prop_assume!(!from.trim().is_empty());
        let column = Column {
            from,
            kind: Type::Decimal,
            digits: Some([18, scale]),
            unit,
            missing,
            coarsen: Some(Coarsen::Decimals(scale)),
            ..Column::default()
        };
        let recipe = Recipe { columns: vec![column], ..Recipe::default() };
        prop_assert_eq!(Recipe::parse(&recipe.to_toml()), Ok(recipe));
    }
}
