// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an import tells although nobody asked: what it found, what it used, what does not fit.

use super::support::{Folder, told};

/// Codes without their zero, codes that a spreadsheet took for dates, a lost letter, places in each
/// other's column: nothing that must be answered.
fn a_sad_file() -> String {
    let mut text = String::from("codi_eoi;Codi_barri;Coordenada_UTM_X;Coordenada_UTM_Y;lloc\n");
    for n in 0..20 {
        let code = if n % 5 == 0 { "8019050" } else { "08019042" };
        let quarter = ["24/02/2007", "51-5-26", "101-10-64"][n % 3];
        let place = if n == 3 { "Gr\u{fffd}cia" } else { "Clot" };
        text.extend([format!(
            "{code};{quarter};458{n:04},18;42{n:04},5;{place}\n"
        )]);
    }
    text
}

#[test]
fn every_import_says_what_is_serious_and_what_is_offered_with_its_sentence() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", a_sad_file()).display().to_string();
    let args = ["import", &file, "--as", "sad", "--publish"];
    let text = told(&folder.panot(&args));
    for says in [
        "look at codi_eoi: Codes have 8 digits, but some are shorter",
        "look at codi_barri: 20 of 20 cells look like dates",
        "look at lloc: One cell holds the sign \u{fffd}",
        "stand in each other’s place in 20 of 20 rows",
        "offered, and left alone unless taken:",
        "--take swap   Put “Coordenada_UTM_X” and “Coordenada_UTM_Y” into their own columns",
        "published as version 1",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let pair = text.matches("stand in each other’s place").count();
    assert_eq!(
        pair, 2,
        "once as found, once as the reason of the offer: {text}"
    );

    let outcome = folder.json(&["import", &file, "--as", "sad", "--take", "swap"]);
    let serious = outcome["serious"].to_string();
    assert!(serious.contains("\"lost-zeros\""), "{serious}");
    assert!(serious.contains("\"says\""), "{serious}");
    assert!(!serious.contains("swapped"), "its step mends it: {serious}");
    let offered = outcome["suggestions"].to_string();
    assert!(!offered.contains("\"id\":\"swap\""), "{offered}");
    let catalan = told(&folder.panot(&["--lang", "ca", "import", &file, "--as", "sad", "--again"]));
    assert!(catalan.contains("mira’t codi_barri:"), "{catalan}");
}

#[test]
fn what_is_serious_stands_beside_a_question_too() {
    let folder = Folder::with_city();
    let file = folder.file(
        "a.csv",
        "lloc;inici\nGr\u{fffd}cia;01/02/2024\nClot;03/04/2024\n",
    );
    let asked = told(&folder.panot(&["import", &file.display().to_string()]));
    assert!(asked.contains("--answer inici=dmy"), "{asked}");
    assert!(asked.contains("look at lloc: One cell"), "{asked}");
}

#[test]
fn words_that_were_taken_for_missing_are_not_offered_again() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", "lloc;notes\nGràcia;-\nClot;bé\nSants;obert\n");
    let file = file.display().to_string();
    let args = ["import", &file, "--as", "notes"];
    assert!(told(&folder.panot(&args)).contains("--take missing-notes"));
    let taken = folder.panot(&[&args[..], &["--take", "missing-notes"]].concat());
    assert!(taken.status.success(), "{}", told(&taken));
    assert!(!told(&taken).contains("--take"), "{}", told(&taken));
}

#[test]
fn the_files_beside_a_file_are_named_when_they_are_used() {
    let folder = Folder::with_city();
    let file = folder
        .file("a.csv", "codi;nom\n01;Pi\n")
        .display()
        .to_string();
    folder.file("recipe.toml", "key = [\"codi\"]\n");
    let dataset = folder.file("dataset.toml", "id = \"trees\"\ntitle = \"Arbres\"\n");
    let text = told(&folder.panot(&["import", &file, "--publish"]));
    assert!(text.contains("trees takes in one row"), "{text}");
    assert!(
        text.contains("read as") && text.contains("recipe.toml says"),
        "{text}"
    );
    let described = format!("described as {} says", dataset.display());
    assert!(text.contains(&described), "{text}");
    let looked = told(&folder.panot(&["import", &file, "--dry-run"]));
    assert!(looked.contains(&described), "{looked}");

    std::fs::remove_file(folder.path("recipe.toml")).expect("it was written");
    let next = folder
        .file("b.csv", "codi;nom\n02;Om\n")
        .display()
        .to_string();
    let as_trees = ["--lang", "es", "import", &next, "--as", "trees"];
    let text = told(&folder.panot(&as_trees));
    assert!(text.contains("leído como la versión 1"), "{text}");
    let facts = folder.json(&["import", &next, "--as", "trees"])["used"].to_string();
    assert!(facts.contains("\"recipe-of\":{\"version\":1}"), "{facts}");
    assert!(facts.contains("\"of-folder\""), "{facts}");
}

#[test]
fn a_folders_dataset_file_is_not_used_for_another_dataset() {
    let folder = Folder::with_city();
    let file = folder
        .file("a.csv", "codi;nom\n01;Pi\n")
        .display()
        .to_string();
    let dataset = "id = \"trees\"\ntitle = \"Arbres\"\npublisher = \"Parcs\"\n";
    let beside = folder.file("dataset.toml", dataset).display().to_string();
    let args = ["import", &file, "--as", "benches", "--publish"];
    let text = told(&folder.panot(&args));
    let says = format!("not described as {beside} says: that file is about trees");
    assert!(text.contains(&says), "{text}");
    let title = |server: &super::support::Server| {
        let answer = server.get("/ca/data/benches.json");
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    };
    {
        let server = folder.serve();
        assert!(!title(&server).contains("Arbres"));
        assert!(server.terminate().success());
    }
    // Who names it means it.
    folder.json(&[&args[..], &["--dataset", &beside, "--note", "Amb nom"]].concat());
    assert!(title(&folder.serve()).contains("Arbres"));
}

#[test]
fn columns_of_the_dataset_file_that_are_not_there_are_told_with_the_nearest() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", "codi;Nom comú\n01;Pi\n02;Om\n");
    let file = file.display().to_string();
    let dataset = "title = \"Arbres\"\nkey = [\"codis\"]\n[[columns]]\nname = \"Nom comú\"\nunit = \"m\"\n\
        [[columns]]\nname = \"xyz\"\n[[columns]]\nname = \"codi\"\n";
    folder.file("dataset.toml", dataset);
    let text = told(&folder.panot(&["import", &file, "--as", "trees"]));
    for says in [
        "“codis” in key, and no column of the table is called so; names like it: codi",
        "“Nom comú” in [[columns]], and no column of the table is called so; names like it: nom_comu",
        "“xyz” in [[columns]], and no column of the table is called so\n",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("“codi” in"), "{text}");
    let unknown = &folder.json(&["import", &file, "--as", "trees"])["unknown"];
    let first = serde_json::json!({"list": "key", "column": "codis", "nearest": ["codi"]});
    assert_eq!(unknown[0], first, "{unknown}");
    assert_eq!(unknown.as_array().map(Vec::len), Some(3), "{unknown}");
}

#[test]
fn a_dry_run_asks_what_the_recipe_leaves_open() {
    let folder = Folder::with_city();
    let rows = "inici;fi;notes\n01/02/2024;03/04/2024;-\n05/06/2024;07/08/2024;bé\n";
    let file = folder.file("a.csv", rows).display().to_string();
    folder.file(
        "recipe.toml",
        "[[column]]\nfrom = \"inici\"\ntype = \"date\"\norder = \"dmy\"\n\
         [[column]]\nfrom = \"notes\"\ntype = \"text\"\nmissing = [\"-\"]\n",
    );
    let looked = told(&folder.panot(&["import", &file, "--dry-run"]));
    assert!(looked.contains("--answer fi=dmy"), "{looked}");
    assert!(!looked.contains("--answer inici="), "{looked}");
    assert!(!looked.contains("--take missing-notes"), "{looked}");
    let answered = folder.json(&["import", &file, "--dry-run", "--answer", "fi=dmy"]);
    assert_eq!(answered["study"]["questions"], serde_json::json!([]));
}

#[test]
fn the_same_file_once_more_is_told_to_be_a_version_that_there_is() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", "codi;inici\n01;01/02/2024\n02;03/04/2024\n");
    let file = file.display().to_string();
    let args = ["import", &file, "--as", "works", "--publish"];
    let answered = [&args[..], &["--answer", "inici=dmy"]].concat();
    assert_eq!(folder.json(&answered)["published"]["version"], 1);
    let originals = super::command_line::walk(&folder.city().join("originals"));

    let again = folder.panot(&args);
    assert!(again.status.success(), "{}", told(&again));
    let says =
        "works: version 1 was made of this very file, read the same way; nothing was imported";
    assert!(told(&again).contains(says), "{}", told(&again));
    let facts = folder.json(&answered);
    assert_eq!(facts, serde_json::json!({"dataset": "works", "same_as": 1}));
    let kept = super::command_line::walk(&folder.city().join("originals"));
    assert_eq!(kept, originals, "version 1 keeps its original");

    // Another reading, something new to say, and the wish for it: each makes a version.
    let other = [&args[..], &["--answer", "inici=mdy"]].concat();
    assert_eq!(folder.json(&other)["published"]["version"], 2);
    folder.file(
        "dataset.toml",
        "title = \"Obres\"\n[[columns]]\nname = \"codi\"\n",
    );
    assert_eq!(folder.json(&args)["published"]["version"], 3);
    assert_eq!(folder.json(&args)["same_as"], 3);
    let wished = [&args[..], &["--again"]].concat();
    assert_eq!(folder.json(&wished)["published"]["version"], 4);
}

/// A recipe that names no share refuses above the one that the city chose.
#[test]
fn the_city_chooses_the_share_above_which_a_file_is_refused() {
    let folder = Folder::with_city();
    let rows: Vec<String> = (0..40).map(|n| format!("{n};{n},5\n")).collect();
    let rows = rows.concat();
    let file = folder.file("a.csv", format!("codi;alt\n{rows}41;alt\n42;baix\n"));
    let file = file.display().to_string();
    let recipe = folder.file(
        "r.toml",
        "[[column]]\nfrom = \"alt\"\ntype = \"decimal\"\ndecimal = \",\"\ndigits = [6, 1]\n",
    );
    let recipe = recipe.display().to_string();
    let args = [
        "import",
        &file,
        "--as",
        "alts",
        "--recipe",
        &recipe,
        "--publish",
    ];
    let refused = folder.panot(&args);
    assert!(!refused.status.success(), "{}", told(&refused));
    assert!(told(&refused).contains("2 of 42"), "{}", told(&refused));
    let settings = folder.city().join("panot.toml");
    let text = std::fs::read_to_string(&settings).expect("written by init");
    let text = text.replace("rejected_share_max = 0.01", "rejected_share_max = 0.1");
    std::fs::write(&settings, text).expect("can be written");
    let taken = folder.panot(&args);
    assert!(taken.status.success(), "{}", told(&taken));
    let wrong = folder.panot(&["sql", "SELECT alta FROM alts"]);
    assert!(!told(&wrong).contains("datafusion"), "{}", told(&wrong));
}

/// What waits would be published next: the same file once more takes its place.
#[test]
fn the_same_file_takes_the_place_of_a_wrong_one_that_waits() {
    let folder = Folder::with_city();
    let right = folder.file("right.csv", "codi;nom\n1;a\n2;b\n");
    let wrong = folder.file("wrong.csv", "codi;nom\n7;x\n8;y\n9;z\n");
    folder.publish(&right, "t");
    folder.json(&["import", &wrong.display().to_string(), "--as", "t"]);
    folder.json(&["import", &right.display().to_string(), "--as", "t"]);
    let published = folder.json(&["publish", "t"]);
    assert_eq!(
        (&published["version"], &published["rows"]),
        (&2.into(), &2.into())
    );
}

/// A row of sums under another name is left out as the one before was; one that nobody left out is
/// offered.
#[test]
fn a_row_of_sums_is_left_out_again_whatever_it_is_called_now() {
    let folder = Folder::with_city();
    let rows = "Clot;10;20\nRaval;30;45\nSants;2;1\n";
    let first = folder.file("a.csv", format!("barri;dones;homes\n{rows}Total;42;66\n"));
    assert_eq!(folder.publish(&first, "padro")["rows"], 3);
    let second = folder.file(
        "b.csv",
        format!("barri;dones;homes\n{rows}Total general;42;66\n"),
    );
    assert_eq!(folder.publish(&second, "padro")["rows"], 3);
    let two = folder.file(
        "c.csv",
        format!("barri;dones;homes\n{rows}Total;42;66\nTotal;84;132\n"),
    );
    let refused = folder.panot(&["import", &two.display().to_string(), "--as", "padro"]);
    assert!(!refused.status.success());
    assert!(
        told(&refused).contains("line 6: row 2 in which “barri” says “Total”"),
        "{}",
        told(&refused)
    );
    // The way out: a draft can be written, and goes in.
    let draft = folder.path("r.toml").display().to_string();
    let two = two.display().to_string();
    let drafted = folder.panot(&["import", &two, "--as", "padro", "--draft", &draft]);
    assert!(drafted.status.success(), "{}", told(&drafted));
}

/// A folder's `dataset.toml` is about one dataset; two files in the folder are not two versions of it.
#[test]
fn another_file_of_a_folder_is_not_the_next_version_unasked() {
    let folder = Folder::with_city();
    folder.file("dataset.toml", "id = 'arbres'\ntitle = 'Arbres'\n");
    folder.file("recipe.toml", "key = ['codi']\n");
    let trees = folder
        .file("arbres.csv", "codi;nom\n1;a\n2;b\n")
        .display()
        .to_string();
    let benches = folder
        .file("bancs.csv", "numero;lloc\n7;x\n8;y\n")
        .display()
        .to_string();
    folder.json(&["import", &trees, "--publish"]);
    let refused = folder.panot(&["import", &benches, "--publish"]);
    assert_eq!(refused.status.code(), Some(64), "{}", told(&refused));
    assert!(told(&refused).contains("--as arbres"), "{}", told(&refused));
    // The folder's recipe is about the trees as well.
    folder.json(&["import", &benches, "--as", "bancs", "--publish"]);
    folder.json(&["import", &trees, "--again", "--publish"]);
}

/// What mends one pair of columns does not mend another.
#[test]
fn swapped_places_are_said_of_the_pair_that_no_step_mends() {
    let folder = Folder::with_city();
    let mut text = String::from("codi;Inici_UTM_X;Inici_UTM_Y;Final_UTM_X;Final_UTM_Y\n");
    for n in 0..30 {
        text.extend([format!(
            "{n};4582{n:03},5;428{n:03},5;4582{n:03},7;428{n:03},7\n"
        )]);
    }
    let file = folder.file("a.csv", text).display().to_string();
    folder.file(
        "recipe.toml",
        "[[step]]\n[step.swap]\nx = 'final_utm_x'\ny = 'final_utm_y'\n\
         bounds = [400000.0, 4500000.0, 500000.0, 4700000.0]\n",
    );
    let text = told(&folder.panot(&["import", &file, "--as", "trams"]));
    assert!(text.contains("look at inici_utm_x"), "{text}");
    assert!(text.contains("--take swap"), "{text}");
}
