// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which actions there are, and how each explains itself.

/// An action that reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    PackageSearch,
    PackageShow,
    PackageList,
    PackageAutocomplete,
    CurrentPackageList,
    ResourceShow,
    ResourceViewList,
    OrganizationList,
    OrganizationShow,
    GroupList,
    GroupShow,
    TagList,
    LicenseList,
    UserList,
    StatusShow,
    SiteRead,
    HelpShow,
    DatastoreSearch,
    DatastoreInfo,
}

/// Every action: its name, and what it takes and gives.
pub const ACTIONS: &[(&str, Action, &str)] = &[
    (
        "package_search",
        Action::PackageSearch,
        "Searches datasets. q and fq (fq_list): Solr's query language: words, \"phrases\", field:value, \
         field:[from TO to], AND, OR, NOT, brackets, *:*. Fields: id, name, title, notes, text, \
         organization, groups, tags, license_id, res_format, frequency, metadata_created, \
         metadata_modified, num_resources, num_tags, rows and others. sort: fields with asc or desc. \
         rows: 10, at most 1000; start. facet.field (a list), facet.limit (50; -1 for all), \
         facet.mincount, facet. fl: only these members of each dataset.",
    ),
    (
        "package_show",
        Action::PackageShow,
        "One dataset. id: its name, its UUID, or name@n for version n.",
    ),
    (
        "package_list",
        Action::PackageList,
        "The names of all datasets. limit, offset.",
    ),
    (
        "package_autocomplete",
        Action::PackageAutocomplete,
        "Datasets whose name or title begins so. q; limit: 10.",
    ),
    (
        "current_package_list_with_resources",
        Action::CurrentPackageList,
        "Datasets, the last changed first. limit: 10, at most 1000; offset, or page from 1.",
    ),
    (
        "resource_show",
        Action::ResourceShow,
        "One file of a dataset. id: its UUID.",
    ),
    (
        "resource_view_list",
        Action::ResourceViewList,
        "The views of a file, which are always none. id: its UUID.",
    ),
    (
        "organization_list",
        Action::OrganizationList,
        "Those who publish. all_fields: not only the names; organizations: only these; sort: name, title \
         or package_count, with asc or desc; limit, offset.",
    ),
    (
        "organization_show",
        Action::OrganizationShow,
        "One of those who publish. id: its name or UUID; include_datasets: its first 1000 datasets.",
    ),
    (
        "group_list",
        Action::GroupList,
        "The themes of datasets, by the codes of the EU. As organization_list; groups: only these.",
    ),
    (
        "group_show",
        Action::GroupShow,
        "One theme. As organization_show.",
    ),
    (
        "tag_list",
        Action::TagList,
        "The keywords of all datasets. query: only those that contain it; all_fields.",
    ),
    (
        "license_list",
        Action::LicenseList,
        "The licences that are known.",
    ),
    (
        "user_list",
        Action::UserList,
        "Nobody: accounts are not public.",
    ),
    (
        "status_show",
        Action::StatusShow,
        "What this is, and what of CKAN it answers like.",
    ),
    ("site_read", Action::SiteRead, "True: everybody may read."),
    (
        "help_show",
        Action::HelpShow,
        "What an action takes and gives. name.",
    ),
    (
        "datastore_search",
        Action::DatastoreSearch,
        "Rows of a dataset. resource_id: the UUID of its CSV file, its name, or name@n for version n. \
         filters: columns with a value, a list of values, or eq, in, gt, gte, lt, lte; $and and $or. q: \
         words anywhere, or by column; plain: false reads PostgreSQL's text search. fields, sort, \
         distinct, limit (100, at most 32000), offset, include_total, records_format: objects, lists, \
         csv or tsv.",
    ),
    (
        "datastore_info",
        Action::DatastoreInfo,
        "The columns of a dataset and how many rows it has. id: as resource_id of datastore_search.",
    ),
];

/// The action of this name, with what it takes and gives.
pub fn named(name: &str) -> Option<(Action, &'static str)> {
    ACTIONS
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, action, help)| (*action, *help))
}

/// Whether it is an action of CKAN that changes something.
pub fn writes(name: &str) -> bool {
    let ends = [
        "_create", "_update", "_patch", "_delete", "_purge", "_upsert", "_revise", "_reorder",
        "_invite", "_revoke",
    ];
    let begins = [
        "follow_",
        "unfollow_",
        "bulk_update_",
        "datastore_trigger_",
        "job_",
    ];
    name.len() <= 80
        && (ends.iter().any(|end| name.ends_with(end))
            || begins.iter().any(|begin| name.starts_with(begin)))
}

/// How everything that can be asked is described.
pub fn described() -> String {
    let mut text = String::from(
        "The reading half of CKAN's action API, for its clients. GET with fields behind the ?, POST with \
         a JSON object or a form. Answers and refusals have CKAN's shape: {help, success, result} or \
         {help, success, error: {__type, message}}. Actions:\n",
    );
    for (name, _, help) in ACTIONS {
        text.push_str("\n- `");
        text.push_str(name);
        text.push_str("`: ");
        text.push_str(help);
    }
    text.push_str(
        "\n\nActions that change something, and datastore_search_sql, are refused (403, Authorization \
         Error).",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_something_is_known_by_its_name() {
        for name in [
            "package_create",
            "datastore_upsert",
            "organization_member_create",
            "follow_dataset",
        ] {
            assert!(writes(name) && named(name).is_none(), "{name}");
        }
        assert!(ACTIONS.iter().all(|(name, ..)| !writes(name)));
    }
}
