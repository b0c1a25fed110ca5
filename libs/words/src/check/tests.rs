// SPDX-License-Identifier: AGPL-3.0-or-later

use super::{Parameter, check};

fn files(ca: &str, en: &str) -> Vec<(String, String)> {
    vec![
        ("ca".to_owned(), ca.to_owned()),
        ("en".to_owned(), en.to_owned()),
    ]
}

fn faults(ca: &str, en: &str) -> Vec<String> {
    check(&files(ca, en))
        .expect_err("these files have a fault")
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn files_that_agree_become_messages_with_their_parameters() {
    let en = "rows = { $count ->\n  [one] one row of { $table }\n *[other] { $count } rows of { $table }\n }\n";
    let ca = "rows = { $count ->\n  [one] una fila de { $table }\n *[other] { $count } files de { $table }\n }\n";
    let messages = check(&files(ca, en)).expect("these files agree");
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].function, "rows");
    assert_eq!(messages[0].parameters["count"], Parameter::Count);
    assert_eq!(messages[0].parameters["table"], Parameter::Text);
}

#[test]
fn a_message_missing_in_one_language_is_named_with_its_file() {
    assert_eq!(
        faults("hello = Hola\n", "hello = Hello\nbye = Bye\n"),
        ["ca.ftl: bye: is missing; another language has it"]
    );
}

#[test]
fn an_argument_that_one_language_does_not_use_is_named() {
    assert_eq!(
        faults("hello = Hola\n", "hello = Hello { $name }\n"),
        ["ca.ftl: hello: does not use $name; another language does"]
    );
}

#[test]
fn a_message_that_stands_twice_is_refused() {
    assert_eq!(
        faults("a = A\na = B\n", "a = A\n"),
        ["ca.ftl: a: stands twice in this file"]
    );
}

#[test]
fn a_line_that_cannot_be_read_is_named_by_its_number() {
    let faults = faults("a = A\n", "a = A\n\nnot fluent at all\n");
    assert!(faults[0].starts_with("en.ftl: line 3:"), "{faults:?}");
}

#[test]
fn markup_functions_and_attributes_are_refused() {
    assert_eq!(
        faults("a = <b>A</b>\n", "a = A\n"),
        ["ca.ftl: a: holds markup; words hold only text"]
    );
    assert_eq!(
        faults("a = { NUMBER($n) }\n", "a = A\n"),
        ["ca.ftl: a: calls NUMBER, and there are no functions"]
    );
    assert_eq!(
        faults("a = A\n  .b = B\n", "a = A\n"),
        ["ca.ftl: a: has attributes; make them messages"]
    );
}

#[test]
fn an_unknown_reference_and_a_circle_are_refused() {
    assert_eq!(
        faults("a = { -city }\n", "a = A\n"),
        ["ca.ftl: a: refers to -city, which this file does not have"]
    );
    assert_eq!(
        faults("a = { a }\n", "a = A\n"),
        ["ca.ftl: a: refers to itself"]
    );
}

#[test]
fn a_message_with_the_name_of_a_keyword_is_refused() {
    assert_eq!(
        faults("type = A\n", "type = A\n"),
        ["locales: type: is a Rust keyword; choose another name"]
    );
}

#[test]
fn two_messages_that_would_share_a_function_are_refused() {
    let faults = faults("a-b = A\na_b = B\n", "a-b = A\na_b = B\n");
    assert_eq!(faults, ["locales: a_b: reads like a-b"]);
}
