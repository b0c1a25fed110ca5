// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the command line promises: exit codes, questions, versions, drift, withdrawal.

use super::support::{Folder, told};

const TREES: &str = "codi;espècie;data plantació;alçada (m)\n\
    0001;Platanus × hispanica;31/12/2019;12,5\n\
    0002;Celtis australis;01/02/2020;7,25\n\
    0013;Tipuana tipu;15/06/2021;3,0\n";

#[test]
fn a_wrong_command_line_is_64_and_a_missing_file_66() {
    let folder = Folder::with_city();
    assert_eq!(folder.panot(&["improt"]).status.code(), Some(64));
    let missing = folder.panot(&["import", "nowhere.csv"]);
    assert_eq!(missing.status.code(), Some(66), "{}", told(&missing));
    let failed = folder.panot(&["publish", "nothing"]);
    assert_eq!(failed.status.code(), Some(66), "{}", told(&failed));
    assert!(told(&failed).contains("to mend it"), "{}", told(&failed));
}

#[test]
fn a_wrong_setting_is_78_with_its_line_and_column() {
    let folder = Folder::with_city();
    std::fs::write(
        folder.city().join("panot.toml"),
        "name = 'V'\nlisten = 'here'\n",
    )
    .expect("the folder can be written");
    let output = folder.panot(&["config", "check"]);
    assert_eq!(output.status.code(), Some(78), "{}", told(&output));
    assert!(
        told(&output).contains("panot.toml:2:10"),
        "{}",
        told(&output)
    );
}

#[test]
fn a_file_becomes_a_version_with_exact_types() {
    let folder = Folder::with_city();
    let outcome = folder.publish(&folder.file("arbres.csv", TREES), "street-trees");
    assert_eq!(outcome["published"]["version"], 1, "{outcome}");
    let types: Vec<_> = outcome["columns"].as_array().expect("columns").clone();
    assert_eq!(
        types[0],
        serde_json::json!(["codi", "Utf8"]),
        "leading zeros stay"
    );
    assert_eq!(types[2][1], "Date32");
    assert!(
        types[3][1]
            .as_str()
            .is_some_and(|t| t.starts_with("Decimal128")),
        "{types:?}"
    );
    let rows = folder.panot(&["sql", "SELECT * FROM \"street-trees\" ORDER BY 1 LIMIT 1"]);
    let text = String::from_utf8_lossy(&rows.stdout).replace("\r\n", "\n");
    let first = text.lines().nth(1).unwrap_or_default();
    assert_eq!(
        first,
        "0001,Platanus × hispanica,2019-12-31,12.50",
        "{}",
        told(&rows)
    );
}

#[test]
fn what_is_truly_ambiguous_is_asked_and_the_answer_is_remembered() {
    let folder = Folder::with_city();
    let file = folder.file(
        "obres.csv",
        "obra;inici\na;01/02/2024\nb;03/04/2024\nc;05/06/2024\n",
    );
    let file = file.display().to_string();
    let asked = folder.panot(&["import", &file, "--as", "works", "--publish"]);
    assert_eq!(asked.status.code(), Some(65), "{}", told(&asked));
    let text = told(&asked);
    assert!(
        text.contains("--answer inici=dmy") && text.contains("2024-02-01"),
        "{text}"
    );
    let none = folder.panot(&["sql", "SELECT * FROM works"]);
    assert!(
        !none.status.success(),
        "nothing was published: {}",
        told(&none)
    );

    let args = ["import", &file, "--as", "works", "--answer", "inici=dmy"];
    folder.describe(&args);
    folder.json(&[&args[..], &["--publish"]].concat());
    let next = folder.file("obres.csv", "obra;inici\nd;07/08/2024\n");
    let outcome = folder.publish(&next, "works");
    assert_eq!(
        outcome["published"]["version"], 2,
        "the recipe answers: {outcome}"
    );
    let rows = folder.panot(&["sql", "SELECT inici FROM works"]);
    assert!(told(&rows).contains("2024-08-07"), "{}", told(&rows));
}

#[test]
fn other_columns_than_before_are_shown_as_a_difference_to_accept() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n02;Om\n"), "trees");
    let drifted = folder
        .file("b.csv", "codi;nom;alçada\n03;Lledoner;4\n")
        .display()
        .to_string();
    let refused = folder.panot(&["import", &drifted, "--as", "trees", "--publish"]);
    assert_eq!(refused.status.code(), Some(65), "{}", told(&refused));
    assert!(told(&refused).contains("alçada"), "{}", told(&refused));
    let args = ["import", &drifted, "--as", "trees", "--accept-drift"];
    folder.describe(&args);
    let accepted = folder.json(&[&args[..], &["--publish"]].concat());
    assert_eq!(accepted["published"]["version"], 2);
}

#[test]
fn too_many_cells_that_do_not_fit_refuse_the_file_and_leave_nothing() {
    let folder = Folder::with_city();
    let mut text = String::from("id;pes\n");
    for n in 0..100 {
        let weight = if n % 10 == 0 {
            "poc".to_owned()
        } else {
            format!("{n},5")
        };
        text.extend([format!("x{n};{weight}\n")]);
    }
    let file = folder.file("pes.csv", text).display().to_string();
    let recipe = folder.file(
        "r.toml",
        "[[column]]\nfrom = \"pes\"\ntype = \"decimal\"\ndecimal = \",\"\ndigits = [18, 1]\n",
    );
    let recipe = recipe.display().to_string();
    let refused = folder.panot(&[
        "import",
        &file,
        "--as",
        "pes",
        "--recipe",
        &recipe,
        "--publish",
    ]);
    assert_eq!(refused.status.code(), Some(65), "{}", told(&refused));
    assert!(told(&refused).contains("line 2"), "{}", told(&refused));
    for kept in ["staging", "originals", "lake"] {
        let left: Vec<_> = walk(&folder.city().join(kept));
        assert!(left.is_empty(), "{kept} keeps {left:?}");
    }
}

#[test]
fn a_withdrawn_version_says_why_and_its_files_are_gone() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    assert!(!parquet(&folder).is_empty());
    folder.json(&["withdraw", "trees@1", "--reason", "It named a person."]);
    assert!(parquet(&folder).is_empty(), "{:?}", parquet(&folder));
    let server = folder.serve();
    let answer = server.get("/en/data/trees@1.json");
    assert_eq!(answer.status, 410, "{}", answer.text());
    assert!(
        answer.text().contains("It named a person."),
        "{}",
        answer.text()
    );
    let again = folder.panot(&["withdraw", "trees@1", "--reason", "Twice."]);
    assert_eq!(again.status.code(), Some(66), "{}", told(&again));
}

/// Other tools see the version before, in the commit that takes the withdrawn one out.
#[test]
fn the_delta_log_returns_to_the_version_before_a_withdrawn_one() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let first = parquet(&folder);
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n02;Om\n"), "trees");
    folder.json(&["withdraw", "trees@2", "--reason", "It named a person."]);
    assert_eq!(parquet(&folder), first, "the files of version 2 are gone");
    let log = folder.city().join("lake/trees/_delta_log");
    let commit = std::fs::read_to_string(log.join(format!("{:020}.json", 3)));
    let commit = commit.expect("the withdrawal is a commit");
    let name = first[0].file_name().expect("a file").to_string_lossy();
    let added = commit.lines().find(|line| line.starts_with("{\"add\""));
    assert!(added.is_some_and(|line| line.contains(&*name)), "{commit}");
    assert!(commit.contains("\"remove\""), "{commit}");
}

#[test]
fn a_dry_run_and_a_draft_keep_nothing() {
    let folder = Folder::with_city();
    let file = folder.file("arbres.csv", TREES).display().to_string();
    let looked = folder.json(&["import", &file, "--dry-run"]);
    assert_eq!(looked["study"]["rows"], 3);
    let draft = folder.path("draft.toml").display().to_string();
    folder.json(&["import", &file, "--draft", &draft]);
    let args = ["import", &file, "--as", "trees", "--recipe", &draft];
    folder.describe(&args);
    let imported = folder.json(&[&args[..], &["--publish"]].concat());
    assert_eq!(
        imported["published"]["version"], 1,
        "a draft is a recipe: {imported}"
    );
}

/// Every file below a folder.
pub fn walk(root: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    entries
        .flatten()
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&entry.path()),
            _ => vec![entry.path()],
        })
        .collect()
}

fn parquet(folder: &Folder) -> Vec<std::path::PathBuf> {
    let mut files = walk(&folder.city().join("lake"));
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("part-") && name.ends_with(".parquet")
    });
    files
}

/// Its own recipe must find each of them again: it listed the name twice, and was refused.
#[test]
fn a_file_with_two_columns_of_one_name_becomes_two_versions() {
    let folder = Folder::with_city();
    let first = folder.file("a.csv", "barri;valor;valor\nClot;1;2,5\nRaval;3;4,5\n");
    folder.publish(&first, "values");
    let next = folder.file("a.csv", "barri;valor;valor\nSants;7;8,5\nPoblenou;9;1,5\n");
    let outcome = folder.publish(&next, "values");
    assert_eq!(outcome["published"]["version"], 2, "{outcome}");
    let rows = folder.panot(&["sql", "SELECT valor, valor_2 FROM \"values\" ORDER BY 1"]);
    let text = told(&rows);
    assert!(text.contains("7,8.5") && text.contains("9,1.5"), "{text}");
}

/// A row that is the sum of the others is left out without asking and told with its line; notes are
/// left out when somebody takes the offer. The next file goes the same way.
#[test]
fn a_row_of_totals_and_notes_below_are_left_out_and_told() {
    let folder = Folder::with_city();
    let file = folder.file(
        "a.csv",
        "barri;dones;homes\nClot;10;20\nRaval;30;45\nSants;2;1\nTotal;42;66\nFont: padró;;\n",
    );
    let file = file.display().to_string();
    let args = [
        "import",
        &file,
        "--as",
        "padro",
        "--take",
        "leave-out-notes",
    ];
    folder.describe(&args);
    let taken = folder.panot(&[&args[..], &["--publish"]].concat());
    let text = told(&taken);
    assert!(taken.status.success(), "{text}");
    assert!(text.contains("takes in 3 rows"), "{text}");
    assert!(
        text.contains("line 5: Total 42 66") && text.contains("line 6: Font: padró"),
        "{text}"
    );
    let next = folder.file(
        "b.csv",
        "barri;dones;homes\nClot;11;21\nRaval;31;46\nTotal;42;67\nFont: padró;;\n",
    );
    let outcome = folder.publish(&next, "padro");
    assert_eq!(outcome["rows"], 2, "{outcome}");
    assert_eq!(outcome["report"]["left_out"]["count"], 2, "{outcome}");
    let sum = folder.panot(&["sql", "SELECT sum(dones) FROM padro"]);
    assert!(told(&sum).contains("42"), "{}", told(&sum));
}

/// What a person wrote is carried out as it stands, in the next version too: the row is offered and
/// read.
#[test]
fn a_recipe_that_a_person_wrote_keeps_a_row_of_totals() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", "barri;dones\nClot;10\nRaval;30\nTotal;40\n");
    let recipe = folder.file("r.toml", "key = [\"barri\"]\n");
    let (file, recipe) = (file.display().to_string(), recipe.display().to_string());
    let mut args = vec!["import", &file, "--as", "padro", "--recipe", &recipe];
    folder.describe(&args);
    args.push("--publish");
    assert_eq!(folder.json(&args)["rows"], 3);
    let next = folder.file("b.csv", "barri;dones\nClot;11\nRaval;31\nTotal;42\n");
    let outcome = folder.publish(&next, "padro");
    assert_eq!(outcome["rows"], 3, "{outcome}");
    let offered = outcome["suggestions"].to_string();
    assert!(offered.contains("leave-out-totals-barri"), "{offered}");
}

#[test]
fn objects_within_json_become_columns_when_taken_and_stay_so() {
    let folder = Folder::with_city();
    let file = folder.file(
        "a.json",
        r#"[{"id": "a", "lloc": {"cp": "08001", "obres": [{"n": 1}, {"n": 2}]}},
            {"id": "b", "lloc": {"cp": "08002", "obres": []}}]"#,
    );
    let file = file.display().to_string();
    let take = ["--take", "flatten-lloc", "--take", "rows-lloc_obres"];
    let mut args = vec!["import", &file, "--as", "works"];
    args.extend(take);
    folder.describe(&args);
    args.push("--publish");
    let outcome = folder.json(&args);
    let names: Vec<_> = outcome["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|c| &c[0])
        .collect();
    assert_eq!(names, ["id", "lloc_cp", "lloc_obres_n"], "{outcome}");
    assert_eq!(outcome["rows"], 3, "{outcome}");
    let next = folder.file(
        "b.json",
        r#"[{"id": "c", "lloc": {"cp": "08003", "obres": [{"n": 3}, {"n": 4}]}}]"#,
    );
    assert_eq!(folder.publish(&next, "works")["rows"], 2);
}
