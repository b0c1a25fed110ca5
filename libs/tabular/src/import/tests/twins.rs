// SPDX-License-Identifier: AGPL-3.0-or-later

//! Two columns of one name: the file after the first must find each of them again.

use super::*;

fn first() -> File {
    File::new(
        "barri|valor|unitat|valor",
        &["Raval|1|m|2,5", "Clot|3|m|4,5", "Sants|5|m|6,5"],
    )
}

fn columns(batches: &[RecordBatch]) -> Vec<(String, Vec<String>)> {
    let schema = batches[0].schema();
    let names = schema.fields().iter().map(|f| f.name().clone());
    names
        .map(|name| (name.clone(), shown(batches, &name)))
        .collect()
}

#[test]
fn trap_18_a_second_file_with_two_columns_of_one_name_is_taken_in_by_the_kept_recipe() {
    let file = first();
    let study = file.study();
    assert_eq!(study.columns[3].from, "valor (2)");
    assert_eq!(has(&study, "valor (2)", What::NameRepeated), 1);
    let kept = kept(&study);
    let (batches, _) = file.table(&kept);
    assert_eq!(shown(&batches, "valor"), ["1", "3", "5"]);
    assert_eq!(shown(&batches, "valor_2"), ["2.5", "4.5", "6.5"]);
    let next = File::new(
        "barri|valor|unitat|valor",
        &["Raval|7|m|8,5", "Clot|9|m|1,5"],
    );
    assert!(drift(&kept, &[], &next.study()).is_empty());
    assert_eq!(
        columns(&next.table(&kept).0)[3],
        (
            "valor_2".to_owned(),
            vec!["8.5".to_owned(), "1.5".to_owned()]
        )
    );
}

#[test]
fn trap_18_columns_without_a_name_are_taken_in_twice() {
    let file = File::new("|valor|", &["a|1|x", "b|2|y"]);
    let kept = kept(&file.study());
    assert!(drift(&kept, &[], &file.study()).is_empty());
    assert_eq!(columns(&file.table(&kept).0)[2].1, ["x", "y"]);
}

#[test]
fn trap_18_the_second_of_two_is_renamed() {
    let kept = kept(&first().study());
    let next = File::new(
        "barri|valor|unitat|valors",
        &["Raval|7|m|8,5", "Clot|9|m|1,5"],
    );
    let found = drift(&kept, &[], &next.study());
    assert_eq!(found.renamed.len(), 1, "{found:?}");
    assert_eq!(found.renamed[0].was, "valor (2)");
    let accepted = found.accept(&kept, &next.study());
    let (batches, _) = next.table(&accepted);
    assert_eq!(shown(&batches, "valor"), ["7", "9"]);
    assert_eq!(shown(&batches, "valor_2"), ["8.5", "1.5"]);
}

/// The one that is left bears the name that the other had: by its name alone it would be read as
/// the other.
#[test]
fn trap_18_the_first_of_two_is_renamed() {
    let kept = kept(&first().study());
    let next = File::new(
        "barri|valors|unitat|valor",
        &["Raval|7|m|8,5", "Clot|9|m|1,5"],
    );
    assert!(
        next.study().plan(&kept).is_err(),
        "nothing is mixed up unasked"
    );
    let found = drift(&kept, &[], &next.study());
    let mut renamed: Vec<(&str, &str)> = found
        .renamed
        .iter()
        .map(|r| (r.was.as_str(), r.is.as_str()))
        .collect();
    renamed.sort_unstable();
    assert_eq!(renamed, [("valor", "valors"), ("valor (2)", "valor")]);
    assert!(
        found.added.is_empty() && found.removed.is_empty(),
        "{found:?}"
    );
    let accepted = found.accept(&kept, &next.study());
    let (batches, _) = next.table(&accepted);
    assert_eq!(shown(&batches, "valor"), ["7", "9"]);
    assert_eq!(shown(&batches, "valor_2"), ["8.5", "1.5"]);
}

#[test]
fn trap_18_one_of_two_is_gone_and_a_third_comes() {
    let kept = kept(&first().study());
    let gone = File::new("barri|unitat|valor", &["Raval|m|8,5", "Clot|m|1,5"]);
    let found = drift(&kept, &[], &gone.study());
    assert_eq!(found.removed, ["valor"], "{found:?}");
    let (batches, _) = gone.table(&found.accept(&kept, &gone.study()));
    assert_eq!(shown(&batches, "valor_2"), ["8.5", "1.5"]);
    let three = File::new(
        "barri|valor|valor|unitat|valor",
        &["Raval|7|12|m|8,5", "Clot|9|13|m|1,5"],
    );
    let found = drift(&kept, &[], &three.study());
    assert_eq!(found.added.len(), 1, "{found:?}");
    let (batches, _) = three.table(&found.accept(&kept, &three.study()));
    assert_eq!(shown(&batches, "valor_2"), ["8.5", "1.5"]);
}

#[test]
fn trap_18_other_columns_change_their_places() {
    let kept = kept(&first().study());
    let next = File::new(
        "valor|unitat|valor|barri",
        &["7|m|8,5|Raval", "9|m|1,5|Clot"],
    );
    let found = drift(&kept, &[], &next.study());
    assert!(found.reordered && found.renamed.is_empty(), "{found:?}");
    let (batches, _) = next.table(&found.accept(&kept, &next.study()));
    assert_eq!(shown(&batches, "valor"), ["7", "9"]);
    assert_eq!(shown(&batches, "valor_2"), ["8.5", "1.5"]);
}

/// `valor` is the name of the second column of the file and of the first one of the table.
#[test]
fn a_name_that_is_written_exactly_so_comes_before_one_like_it() {
    let file = File::new("Valor|valor", &["1/2/2024|3/4/2024"]);
    let study = file.study();
    let mut recipe = study.draft();
    recipe.column_mut("valor").expect("there").unit = Some("m".to_owned());
    assert_eq!(recipe.columns[0].unit, None);
    assert_eq!(recipe.columns[1].unit.as_deref(), Some("m"));
    study.answer(&mut recipe, "valor", "dmy").expect("asked");
    study.answer(&mut recipe, "valor_2", "mdy").expect("asked");
    let (batches, _) = file.table(&recipe);
    assert_eq!(shown(&batches, "valor"), ["2024-02-01"]);
    assert_eq!(shown(&batches, "valor_2"), ["2024-03-04"]);
}
