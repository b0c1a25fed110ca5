// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a command cannot do is said as it is, and nothing is changed.

use std::net::TcpListener;

use super::command_line::walk;
use super::support::{Folder, told};

#[test]
fn a_folder_is_told_apart_from_a_file() {
    let folder = Folder::with_city();
    let here = folder.path("").display().to_string();
    for (language, what, mend) in [
        ("en", "this is a folder", "name one of the files in it"),
        (
            "ca",
            "això és una carpeta",
            "indica un dels fitxers que hi ha dins",
        ),
        (
            "es",
            "esto es una carpeta",
            "indica uno de los archivos que contiene",
        ),
    ] {
        let output = folder.panot(&["--lang", language, "import", &here, "--as", "trees"]);
        let text = told(&output);
        assert_eq!(output.status.code(), Some(66), "{text}");
        assert!(text.contains(what) && text.contains(mend), "{text}");
    }
    let file = folder
        .file("a.csv", "codi;nom\n01;Pi\n")
        .display()
        .to_string();
    for args in [
        vec!["import", &file, "--recipe", &here],
        vec!["import", &file, "--dataset", &here],
        vec!["init", "--name", "V", "--places", &here, "other"],
    ] {
        let output = folder.panot(&args);
        let text = told(&output);
        assert_eq!(output.status.code(), Some(66), "{args:?}: {text}");
        assert!(text.contains("it is a folder; name a file"), "{text}");
    }
    assert!(!folder.path("other").exists());
}

#[test]
fn a_demonstration_is_not_made_of_a_real_city() {
    let folder = Folder::with_city();
    let city = folder.city();
    let dir = city.display().to_string();
    let before = walk(&city);
    for args in [
        vec!["demo", "--dir", &dir, "--no-serve"],
        vec!["demo", "--dir", &dir, "--listen", "0"],
    ] {
        let output = folder.panot(&args);
        let text = told(&output);
        assert_eq!(output.status.code(), Some(73), "{text}");
        assert!(text.contains("Vilanova is a real city"), "{text}");
        assert!(text.contains("panot serve"), "{text}");
    }
    assert_eq!(walk(&city), before);
    // One that says that it is a demonstration is served again, and not made anew.
    folder.file("city/panot.toml", "name = 'V'\ndemo = true\n");
    let output = folder.panot(&["demo", "--dir", &dir, "--no-serve"]);
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn a_port_in_use_is_told_before_anything_is_opened() {
    let folder = Folder::with_city();
    let city = folder.city();
    let before = walk(&city);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it is bound").to_string();
    let output = folder.panot(&["serve", "--listen", &address]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(69), "{text}");
    let says = format!("{address}: another program listens there already");
    assert!(text.contains(&says) && text.contains("--listen"), "{text}");
    assert_eq!(walk(&city), before, "not even the lock was made");

    let output = folder.panot(&["demo", "--dir", "new", "--listen", &address]);
    assert_eq!(output.status.code(), Some(69), "{}", told(&output));
    assert!(!folder.path("new").exists() && !folder.path(".new.new").exists());

    let settings = folder.file(
        "city/panot.toml",
        format!("name = 'V'\nmetrics = '{address}'\n"),
    );
    let output = folder.panot(&["serve", "--listen", "0"]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(69), "{text}");
    assert!(text.contains("`metrics` in panot.toml"), "{text}");
    assert_eq!(walk(&city), before, "{}", settings.display());
}

#[test]
fn the_same_server_twice_is_told_that_it_runs() {
    let folder = Folder::with_city();
    let server = folder.serve();
    let address = server.url("").replace("http://", "");
    let second = folder.panot(&["serve", "--listen", &address]);
    assert_eq!(second.status.code(), Some(75), "{}", told(&second));
    let says = "another process owns this folder and serves it";
    assert!(told(&second).contains(says), "{}", told(&second));
}

#[test]
fn an_address_that_is_none_is_64_with_an_example() {
    let folder = Folder::with_city();
    let output = folder.panot(&["serve", "--listen", "localhost:8605"]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(64), "{text}");
    assert!(text.contains("127.0.0.1:8480"), "{text}");
}

#[test]
fn a_version_is_withdrawn_once() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    folder.json(&["withdraw", "trees@1", "--reason", "It named a person."]);
    let again = folder.panot(&["withdraw", "trees@1", "--reason", "Twice."]);
    let text = told(&again);
    assert_eq!(again.status.code(), Some(66), "{text}");
    assert!(
        text.contains("trees@1 was withdrawn already, on 20"),
        "{text}"
    );
    assert!(text.contains("“It named a person.”"), "{text}");
    let machine = folder.panot(&["--json", "withdraw", "trees@1", "--reason", "Twice."]);
    let failed = String::from_utf8_lossy(&machine.stderr).into_owned();
    assert!(
        failed.contains("\"reason\":\"It named a person.\""),
        "{failed}"
    );
    let never = folder.panot(&["withdraw", "trees@2", "--reason", "Never there."]);
    assert!(
        told(&never).contains("there is no version 2"),
        "{}",
        told(&never)
    );
}

#[test]
fn a_draft_imports_nothing_and_takes_no_decisions() {
    let folder = Folder::with_city();
    let file = folder
        .file("a.csv", "codi;nom\n01;Pi\n")
        .display()
        .to_string();
    for other in [
        &["--publish"][..],
        &["--answer", "codi=text"],
        &["--take", "all"],
    ] {
        let args = [&["import", &file, "--draft", "r.toml"][..], other].concat();
        let output = folder.panot(&args);
        let text = told(&output);
        assert_eq!(output.status.code(), Some(64), "{text}");
        assert!(
            text.contains("--draft <FILE>' cannot be used with"),
            "{text}"
        );
        assert!(!folder.path("r.toml").exists());
    }
}
