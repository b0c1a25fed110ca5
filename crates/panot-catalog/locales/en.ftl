# SPDX-License-Identifier: AGPL-3.0-or-later


## The door, the search, the home page

door-data = City data
door-data-about = Tables, maps and figures to look at and take away
door-data-count = { $count ->
    [one] One dataset to look at and take away
   *[other] { $count } datasets to look at and take away
}
search-label = Search the city’s data
home-title = The city in figures
home-all = All city data

## The catalogue

catalogue-title = City data
catalogue-lead = What the city counts and measures, to look at, download and check. No account and no key needed.
search-hint = A word of a title, a column or a value: rent, trees, NO2 …
search-button = Search
results = { $count ->
    [one] One dataset
   *[other] { $count } datasets
}
nearby = No dataset has all these words. These come closest.
filters = Narrow down
facet-theme = Theme
facet-publisher = Published by
facet-frequency = Renewed
facet-licence = Licence
facet-map = Map
facet-map-yes = On the map
facet-map-no = Without a map
facet-remove = Remove the filter { $value }
facet-clear = Remove all filters
chosen = Chosen filters
order = Order
order-best = Best match
order-newest = Newest first
order-title = By title
order-rows = Most rows first
rows-count = { $count ->
    [one] one row
   *[other] { $count } rows
}
updated = Updated { $date }
empty-question = Nothing found for “{ $question }”
empty-question-help = Try fewer words or more general ones. Titles, columns and values are searched in Catalan, Spanish and English.
empty-filters = No dataset fits all these filters
empty-filters-help = Remove one of them, or all.
empty-city = Nothing has been published yet
empty-city-help = The first dataset appears here as soon as it is published.
see-everything = See all datasets
pages = Pages
page-previous = Previous page
page-next = Next page
page-here = Page { $page } of { $pages }

## A dataset

old-version = You are looking at version { $n }, published on { $date }. It never changes. The newest is version { $latest }.
see-newest = See the newest version
in-language = This text is only available in another language.
facts = Key facts
fact-rows = Rows
fact-columns = Columns
fact-updated = Last update
fact-version = Version
fact-publisher = Published by
fact-licence = Licence
fact-frequency = Renewed
fact-theme = Theme
fact-contact = Questions
fact-keywords = Keywords
picture-title = At a glance
map-title = On the map
map-open = The large map, on a page of its own
map-places = What the map shows, as a list
figures-table = These figures as a table
preview-title = The first rows
preview-all = See, filter and sort all rows
no-rows = This version has no rows.
columns-title = What each column holds
portrait-pending = This version has just been published. Its charts and the portrait of its columns will be here in a moment.
column = Column
column-type = Type
column-unit = Unit
column-missing = Empty cells
column-distinct = Different values
column-distinct-many = very many
column-min = Smallest
column-max = Largest
column-mean = Mean
column-top = Most frequent values
column-value = Value
column-times = Rows
column-share = { $share } of the rows
histogram = How the values of { $column } are spread from { $min } to { $max }
histogram-from = From
type-text = text
type-code = code
type-integer = whole number
type-number = number
type-boolean = yes or no
type-date = date
type-moment = date and time
type-time = time of day
type-year = year
type-year-month = month of a year
type-duration = length of time
type-geometry = shape on the map
type-latitude = latitude
type-longitude = longitude
type-other = other
yes = yes
no = no
empty-cell = empty
downloads-title = Take it away
downloads-lead = The whole table, as many times as you like.
download-csv = CSV, for spreadsheets and everything else
download-xlsx = XLSX, for Excel and LibreOffice
download-json = JSON, for programs
download-ndjson = NDJSON, one row a line
download-parquet = Parquet, for analysis, with exact types
download-geojson = GeoJSON, for maps
download-size = { $size }
download-about = about { $size }
download-too-long = The table has more rows than a sheet holds; take CSV or Parquet.
download-busy = Other people are taking chosen or sorted rows away just now, and we prepare only a few files at a time. Try again in a few seconds; the whole table is ready at once.
howto-title = Use it with your own tools
howto-lead = These lines work as they stand.
versions-title = Versions
versions-lead = Every version stays as it was published, at an address of its own.
versions-all = All versions
version = Version { $n }
version-newest = newest
version-published = Published
version-note = Note
version-source = Made from
version-digest = Digest
version-withdrawn = Withdrawn on { $date }: { $reason }
version-compare = What changed since version { $n }

## What the import did

import-title = What the import changed
import-lead = The city’s file, as it was, and what became of it.
import-kept = Cells with a value
import-changed = Of these, written in another way
import-emptied = Cells without a value
import-rejected = Cells that did not fit their column
import-line = Line
import-cell = What it said
import-why = Why it was left out
import-none = No cell was left out.
import-json = The whole report
left-out-title = Rows and cells left out: { $title }
left-out-lead = The city shows what it could not read, so that anyone can check it and say what is wrong. These cells are empty in the table; the original file said this:
left-out-count = { $count ->
    [one] One cell did not fit its column.
   *[other] { $count } cells did not fit their column.
}
left-out-bound = { $count } of them are listed: the first hundred of each column.
left-out-csv = Download the list as CSV
left-out-all = All that was left out, line by line
left-out-rows-count = { $count ->
    [one] One row of the file is not part of the table.
   *[other] { $count } rows of the file are not part of the table.
}
left-out-rows-lead = Sums of the other rows, and notes around the table. They are left out so that nothing is counted twice, and stand here so that anyone can check.
left-out-rows = Rows that are not part of the table
left-out-row = What the row says
left-out-rows-bound = { $count } of them are listed: the first hundred.
left-out-says = “{ $column }” says that it is a sum, or no record
left-out-below = a note below the table
misfit-no-number = is not a number with this column’s marks
misfit-not-whole = is not a whole number
misfit-too-large = has more digits than this column holds
misfit-other-unit = has another unit
misfit-no-date = is not a date in this column’s order
misfit-no-such-day = is a day that does not exist
misfit-no-time = is not a time of day
misfit-skipped-hour = is an hour that the clock skipped that day
misfit-neither = is neither of this column’s yes and no
misfit-no-geometry = is not a geometry
misfit-unknown-system = is in a reference system that is not known here
misfit-off-the-globe = lies off the globe
misfit-no-range = is not a range with this unit and these marks

## Rows

rows-title = Rows of { $title }
rows-search = Any text column contains
rows-help = How to write conditions
rows-help-word = texts that contain the word; numbers, codes and dates that are equal
rows-help-exactly = exactly this
rows-help-not = anything but this
rows-help-more = more than this
rows-help-most = at most this
rows-help-range = from the first to the second
rows-help-empty = empty cells
rows-help-present = cells that are not empty
rows-condition = Condition for { $column }
rows-show = Show these rows
rows-clear = Remove all conditions
rows-filter = Filter and sort
rows-sort = Sort by
rows-sort-file = As in the file
rows-ascending = { $column }, smallest first
rows-descending = { $column }, largest first
rows-size = Rows on a page
rows-found = { $count ->
    [one] One row fits
   *[other] { $count } rows fit
}
rows-none = No row fits these conditions
rows-beyond = There are fewer pages than that.
rows-download = Download exactly these rows
rows-table = Rows { $from } to { $to }
wrong-title = This question cannot be answered
wrong-value = “{ $value }” does not fit the column { $column }.
wrong-column = There is no column called “{ $column }”.
wrong-since = “{ $value }” is neither a day nor a moment: write 2026-03-01 or 2026-03-01T09:30:00Z.
wrong-number = “{ $value }” is not a number.
wrong-marks = “{ $value }” can be read two ways. Write { $whole } or { $decimal }, whichever you mean.
wrong-much = These are more conditions than are answered at once.

## Two versions compared

compare-title = What changed from version { $from } to version { $to }
compare-choose = Compare two versions
compare-from = From version
compare-to = to version
compare-show = Compare
compare-key = Rows are the same row when these columns agree: { $columns }.
compare-no-key = The publisher has not said which columns identify a row, so whole rows are compared.
compare-added = Rows added
compare-removed = Rows removed
compare-changed = Rows changed
compare-same = Rows that stayed
compare-columns = Columns
compare-column-added = New column: { $column }
compare-column-removed = Column removed: { $column }
compare-column-changed = { $column }: was { $before }, is { $after }
compare-columns-same = The columns are the same.
compare-examples = Examples
compare-before = Before
compare-after = After
compare-kind = Change
compare-kind-added = added
compare-kind-removed = removed
compare-kind-changed = changed
compare-nothing = Both versions have the same rows.
compare-one = There is only one version so far. When the next is published, the changes are shown here.
compare-computing = We are comparing these two versions for the first time. Large tables take a few minutes; then the answer is kept for everyone.
compare-look-again = Look again
compare-too-large = These two versions are too large to be compared here. Both can be downloaded whole and compared with your own tools.

## The large map

large-map-title = { $title } on the map
large-map-script = The map that moves needs JavaScript. Without it, here is the same as a drawing and as a list.
large-map-label = Map of { $title }. The same places are in the list beside it.
large-map-list = The places as a list
large-map-first = The map shows the first { $count } rows.
no-map = The rows of this dataset say nothing about where they lie.

## Charts in words

chart-rows = Rows
chart-sum = { $column }, total
chart-mean = { $column }, mean
chart-with-unit = { $what } ({ $unit })
chart-by-year = { $what } by year
chart-by-month = { $what } by month
chart-by-day = { $what } by day
chart-by-hour = { $what } by hour
chart-by = { $what } by { $column }
chart-only = { $title }: { $value }
chart-by-neighbourhood = { $what } by neighbourhood
chart-by-district = { $what } by district
chart-course = Last { $last } ({ $at }). Highest { $most } ({ $most-at }), lowest { $least } ({ $least-at }).
chart-extremes = Highest { $most } ({ $most-at }), lowest { $least } ({ $least-at }).
chart-largest = The largest { $shown } of { $all } values.
chart-when = When
map-points = { $count ->
    [one] One place
   *[other] { $count } places
}
map-points-some = { $shown } of { $all } places

## Refusals

withdrawn-title = This version was withdrawn
withdrawn-detail = It was withdrawn on { $date }. Reason: { $reason } Its files were destroyed; their digest was { $digest }.
no-such-dataset = There is no dataset at this address
no-such-dataset-detail = Perhaps the address is cut off, or the dataset has another name. The search finds it by any of its words.
no-such-version = There is no version { $n } of this dataset
no-geometry-detail = This dataset has no places, so it cannot be given as GeoJSON. Every other format is there.
back-to-data = To the city’s data
back-to-dataset = To the dataset

## Themes of the EU's vocabulary

theme-agri = Agriculture, fisheries, food
theme-econ = Economy and finance
theme-educ = Education, culture, sport
theme-ener = Energy
theme-envi = Environment
theme-gove = Government
theme-heal = Health
theme-intr = International
theme-just = Justice and safety
theme-regi = Neighbourhoods and regions
theme-soci = Population and society
theme-tech = Science and technology
theme-tran = Transport

## Answers to clients of CKAN

ckan-not-found = Not found: there is nothing called “{ $name }” here. package_list and package_search say what there is.
ckan-writes = Access denied: nothing can be changed over this address. The city publishes with panot import and panot publish.
ckan-sql = Access denied: SQL is not answered over this address. datastore_search answers filters, words, an order and pages, and the whole table can be downloaded.
ckan-no-request = Bad request - JSON Error: the fields of an action are a JSON object or a form. { $why }
ckan-no-such-action = Bad request - Action name not known: { $name }
ckan-missing = Missing value: say { $field }.
ckan-not-a-number = “{ $value }” is not a whole number from 0 on.
ckan-not-a-truth = “{ $value }” is neither true nor false.
ckan-not-a-list = { $field } is a list of texts: ["a", "b"].
ckan-not-one-of = “{ $value }” is none of these: { $these }.
ckan-too-much = This asks for more at once than is answered. Ask for less, or in several parts.
ckan-no-such-field = There is no field “{ $field }”.
ckan-cannot-be = “{ $field }” cannot be asked for in this way.
ckan-filters-shape = Filters are an object of columns with their values, as {"{"}"column": "value"{"}"}, or a list of such objects.
ckan-filters-comparison = “{ $word }” is no comparison: there are eq, in, gt, gte, lt, lte, $and and $or.
ckan-filters-value = The value for { $field } is neither a text nor a number nor true, false or null.
ckan-words = “{ $found }” at place { $at } is not expected there: words are joined by &, | and !. With plain=true they are just words.
ckan-query-too-much = The query asks for too much: { $why }.
ckan-query-open = The query cannot be read: what begins at place { $at } with { $sign } does not end.
ckan-query-ends = The query cannot be read: it ends at place { $at } where something must follow.
ckan-query-unexpected = The query cannot be read: “{ $found }” at place { $at } is not expected there. A backslash before a sign makes it a letter.
ckan-query-not-here = The query cannot be answered: { $what } at place { $at } is a part of Solr’s language that is not answered here. Words, "phrases", field:value, field:[from TO to], AND, OR, NOT, * and brackets are.
ckan-holds = The actions for reading that clients use, by CKAN’s own client ckanapi (4.11): packages, organisations, groups, tags, package_search with Solr’s language (q, fq, facets, sort), datastore_search with filters, words, order and pages, and /datastore/dump.
ckan-missing-parts = resource_search, tag_show, tag_search, vocabulary_list, organization_autocomplete, datastore_search_sql, actions that change something, and views of resources. Regular expressions, fuzzy words and distances in searches.

## What is said of files

datapackage-holds = Every version as a package of its CSV file (/data/{"{"}id{"}"}.datapackage.json) with a full Table Schema; frictionless (5.21) validates every row of every dataset.
csvw-holds = Every CSV file names its metadata in a Link header, and it stands where the standard looks for it (.csv-metadata.json); csvw (4.1) finds, validates and reads it.
croissant-holds = Every version with its columns (/data/{"{"}id{"}"}.croissant.json); mlcroissant (1.1) reads its rows.
schema-org-holds = Every dataset’s page holds a Dataset in JSON-LD, with its files, licence, place and columns.

## Frequencies of the EU's vocabulary

frequency-hourly = every hour
frequency-daily = every day
frequency-weekly = every week
frequency-monthly = every month
frequency-quarterly = every three months
frequency-biannual = twice a year
frequency-annual = every year
frequency-irreg = now and then
frequency-never = never again
frequency-cont = all the time
frequency-unknown = not stated

## The gate
gate-title = This cannot be published yet
gate-opens = This can be published
gate-no-title = It has no title in { $languages }.
gate-no-title-mend = Write one under title: what would you call it to somebody in the street?
gate-no-description = It does not say what it is in { $languages }.
gate-no-description-mend = Say under description what a row is, how it was counted, and what is not in it.
gate-no-publisher = It does not say who publishes it.
gate-no-publisher-mend = Name the department or body under publisher, as people know it.
gate-no-licence = It does not say what others may do with it.
gate-no-licence-mend = Choose a licence: CC-BY-4.0 asks to be credited, CC0-1.0 asks for nothing.
gate-unknown-licence = “{ $code }” is none of the known licences.
gate-unknown-licence-mend = Use one of these: { $known }.
gate-no-theme = It has no theme.
gate-unknown-theme = “{ $code }” is none of the European Union’s themes.
gate-theme-mend = Set theme to one of these: { $known }.
gate-no-frequency = It does not say how often it is brought up to date.
gate-unknown-frequency = “{ $code }” is none of the European Union’s frequencies.
gate-frequency-mend = Set frequency to one of these: { $known }. If you cannot be sure, irreg.
gate-no-contact = It names nobody to ask.
gate-bad-contact = “{ $contact }” is neither a mail address nor a page.
gate-contact-mend = Set contact to a mailbox that somebody reads, or to the address of a page (https://…).
gate-columns-title = These columns have no title in every language: { $columns }.
gate-columns-title-mend = Give them one under [[columns]], in the words that people use.
gate-columns-description = Nothing says what these columns hold: { $columns }.
gate-columns-description-mend = Describe them under [[columns]]: where a value comes from, and what each one means.
gate-columns-unit = These columns count or measure something, and nothing says what: { $columns }.
gate-columns-unit-mend = Give them a unit under [[columns]]: µg/m³, euros, people.
gate-not-screened = Nobody looked whether there are people in it: it was imported before this check existed.
gate-not-screened-mend = Import the file again.
gate-found = { $column }: { $cells } of { $filled } cells hold { $what }, such as { $example }.
gate-found-never-mend = Leave the column out (drop = true) or delete it from the file. This is never published, whatever the reason.
gate-found-reason-mend = Leave the column out (drop = true), cover it (mask), or say under [[accepted]] why it may be public: everybody will read that.
gate-found-note-mend = An office’s is fine. A person’s has to go.
gate-what-identity-number = numbers of identity documents
gate-what-bank-account = bank accounts
gate-what-email = people’s mail addresses
gate-what-telephone = people’s telephone numbers
gate-what-number-plate = number plates
gate-what-name = names of people
gate-what-home = floors and doors where somebody lives
gate-what-office-contact = addresses or telephones of offices
gate-what-name-in-prose = names within a text
gate-alone = { $below } of { $rows } rows ({ $share }) are about fewer than { $k } people who cannot be told apart, and { $unique } are the only ones of their kind, by { $columns } alone. Whoever knows one of them can find them.
gate-mend-coarsen = Say it less exactly: { $changes }. { $below } rows would stay alone ({ $share }); cells of theirs are emptied until they are not.
gate-mend-drop = Leave out { $columns }. { $below } rows would stay alone ({ $share }); cells of theirs are emptied until they are not.
gate-mend-aggregate = Count by { $columns }: { $rows } rows instead of { $before }. The { $below } people of groups that are too small ({ $share }) are counted together, without saying of which.
gate-coarser-step = { $column } in steps of { $step }
gate-coarser-month = { $column } by month
gate-coarser-year = { $column } by year
gate-coarser-gone = without { $column }
gate-reason-short = The reason for publishing { $finding } has fewer than { $least } letters in some language.
gate-reason-short-mend = Explain it to those who are in it: why it is public, and what the city gains.
gate-cannot-accept = { $finding } in { $column } cannot be accepted, whatever the reason.
gate-accepted-nothing = { $finding } is accepted in “{ $column }”, and was not found there.
gate-accepted-nothing-mend = Take this entry out of [[accepted]].
gate-quality = Quality: { $points } of 405 points (MQA of data.europa.eu). What would raise it: { $raises }.
gate-quality-whole = Quality: { $points } of 405 points (MQA of data.europa.eu), all there are.
draft-lead = What is known of this data, and room for what only you know.
    Once it is filled in, leave it beside the file: panot check says whether it can be published.
draft-described = The draft is at { $place }. Fill in what is missing and run panot check again.
gate-way-command = --mend { $way }
gate-alone-mend = Take one of these ways, by adding what stands before it to the same command, or say under [[accepted]] (finding = "alone") why it may be public as it is:
gate-section = Quality and privacy
gate-score = This data has { $points } of the 405 points by which data.europa.eu measures how easy it is to find and to use.
gate-dimension = What is looked at
gate-points = Points
gate-raise = What would raise them
gate-findability = How easy it is to find
gate-accessibility = Whether it can be reached
gate-interoperability = Whether other programs understand it
gate-reusability = Whether it can be used again
gate-context = Whether its context is known
gate-key-period = The days it is about
gate-people = The people in it
gate-people-none = Before it was published, it was searched for identity and bank account numbers, addresses, telephones, number plates, names, and people who could be recognised. Nothing was found.
gate-people-some = Before it was published, it was searched for identity and bank account numbers, addresses, telephones, number plates, names, and people who could be recognised. This was found, and is public for these reasons:
gate-what-alone = people who can be recognised
late-since = It was due on { $day }, and has not been updated yet.
gate-notes = Worth knowing
gate-draft-hint = Begin with a draft that has all that is known: panot import FILE --as { $name } --draft-dataset FILE.dataset.toml
## OGC API Features

ogc-title = { $city }: places for maps and programs
ogc-about = Every dataset of the city that has places, as a collection of OGC API Features. No account and no key needed.
ogc-this = This document
ogc-as-page = The same as a page
ogc-manual = The description as a page
ogc-conformance = The parts of the standard that hold
ogc-collections = The collections
ogc-items = The features, as GeoJSON
ogc-queryables = What can be asked
ogc-version = Version { $n }, for ever
ogc-versions = All versions
ogc-no-parameter = There is no parameter and no property called “{ $name }”. The names stand in queryables.
ogc-wrong-value = “{ $value }” is not a value of { $name }.
ogc-no-crs = The reference system “{ $uri }” is none of those that the collection lists under crs. Write its whole address.
ogc-filter-unexpected = The filter is not understood at { $at }: “{ $found }” cannot stand there.
ogc-filter-operand = At { $at }, { $op } does not take what it is given.
ogc-filter-count = At { $at }, { $op } takes { $takes } operands.
ogc-filter-literal = At { $at }, “{ $written }” is no valid number, date, time or geometry.
ogc-filter-not-json = The filter is not JSON. If you wrote it as text, say filter-lang=cql2-text.
ogc-filter-too-long = A filter has at most { $most } bytes.
ogc-filter-too-deep = A filter has at most { $most } levels of expressions within expressions.
ogc-filter-too-many = A filter has at most { $most } expressions.
ogc-filter-too-many-places = Geometries of a filter have at most { $most } points. Simplify them.
ogc-filter-language = “{ $language }” is no filter language here: there are cql2-text and cql2-json.
ogc-no-property = The collection has no property “{ $name }” to filter by. The names stand in queryables.
ogc-not-answered = Filters here cannot answer { $what }.
ogc-mismatch = { $left } and { $right } cannot be compared: they are of different types.
ogc-filter-refused = The filter cannot be answered: { $why }
ogc-too-much-title = The filter asks too much
ogc-too-much = Answering this filter takes more time or memory than one question is given. Narrow it down, with bbox for instance, or take the whole file.
ogc-no-collection = There is no such collection
ogc-no-collection-detail = The dataset has no places, so it is no collection. Its table and its files are there.
ogc-no-feature = The version has no feature “{ $fid }”: features are called by the number of their row, from 1.
ogc-holds-core = At /ogc every dataset with places is a collection: core, geojson and oas30, with an exact numberMatched and pages that do not end at ten thousand. GDAL and owslib read it, which is checked with every change; it answers what QGIS is known to ask.
ogc-misses-core = The class html: with f=html the door leads to the pages of the catalogue.
ogc-holds-crs = CRS84, EPSG:4326, 4258, 3857 and the UTM zones of ETRS89 (25828–25838), in crs and bbox-crs, with the header Content-Crs.
ogc-holds-filter = queryables, filter and features-filter, with filter-crs.
ogc-misses-filter = The class queryables-query-parameters: every property can be asked for as a parameter, but the OpenAPI description does not list them one by one.
ogc-holds-cql2 = cql2-text, cql2-json, basic-cql2, advanced-comparison-operators, case-insensitive-comparison, basic-spatial-functions, basic-spatial-functions-plus, spatial-functions, property-property and arithmetic.
ogc-misses-cql2 = accent-insensitive-comparison, array-functions and functions. Of temporal-functions, T_AFTER, T_BEFORE, T_DURING, T_EQUALS, T_INTERSECTS and T_DISJOINT are answered with a property.
ogc-holds-tilejson = /tiles/{ "{" }id{ "}" } describes the vector tiles of every dataset with places, with the exact box around all rows.

## Questions in SQL

sql-title = Ask the data in SQL
sql-lead = Every public table and every version of it can be asked here, without an account or a key. Nothing that is asked changes anything.
sql-label = Your question
sql-hint = One SELECT. A table is called by its name in quotes, "like-this", or with underscores, like_this; "like-this@2" is its second version.
sql-ask = Ask
sql-answer = Answer
sql-found = { $count ->
    [one] One row, in { $took } ms
   *[other] { $count } rows, in { $took } ms
}
sql-found-more = More than { $count } rows, in { $took } ms. Narrow the question down or end it with LIMIT to take its answer away.
sql-more = The first { $shown } rows stand here; the files have all of them.
sql-meaning = What exactly was asked
sql-read = It read
sql-canonical = The question with its versions
sql-examples = To begin with
sql-example = Example
sql-example-versions = { $title }: two versions
sql-tables = Tables and their columns
sql-tables-lead = These were published last. The page of every dataset says what its columns are called.
sql-tables-none = Nothing is published yet.
sql-table-page = About this dataset
sql-table-rows = Its first rows
sql-table-version = This version for ever:
sql-column-kind = Holds
sql-column-said = Says
sql-programs = From a program
sql-programs-lead = The same question at /sql.csv, /sql.json, /sql.parquet or /sql.arrow; long ones as a form with POST to /sql.
sql-bounds = One answer has at most 100,000 rows and 32 MB, and takes at most 15 seconds. Functions that read files, depend on the clock or on chance are not there.
sql-back = To the questions
sql-wrong = This question is not answered yet
sql-engine-says = What the engine says, in English
sql-place = Line { $line }, character { $column }
sql-nothing = There is no question. It stands in the field sql: /sql.csv?sql=SELECT…
sql-no-format = “{ $format }” is none of the formats. There are csv, json, parquet and arrow.
sql-no-column = The column { $column } holds something that stands in no cell, such as a list. Leave it out, or make a text or a number of it with CAST.
sql-busy = All who answer are at work. Ask again in a moment; one visitor may have a few questions at a time.
sql-much-memory = The question needs more memory than one question may have. Group by fewer values, read fewer columns, or narrow the rows down with WHERE first.
sql-much-bytes = The answer is larger than 32 MB. Take fewer columns or rows, or download the whole dataset.
sql-much-time = The question took longer than { $seconds } seconds. Narrow it down with WHERE, and join tables by columns that are equal (ON a.code = b.code).
sql-much-rows = The answer has more than { $rows } rows, and a file that ends early would be taken for all of them. Narrow the question down, end it with LIMIT, or download the whole dataset.
sql-why-syntax = This is not SQL as it is read here. Often a comma, a bracket or a quotation mark is missing just before. Text stands in 'single' quotes, names in "double" ones.
sql-why-select = Only one SELECT is answered: nothing can be written, locked or changed, and two questions are asked one after the other.
sql-why-long = The question is too long or has too many brackets in brackets. Most that is asked fits in 1,000 words and signs; WITH at the beginning makes parts of it short.
sql-why-tables = The question reads more than 16 tables, counting what stands in WITH each time it is used. Read fewer at once.
sql-why-form = This way of asking is not answered here. What standard SQL has is: SELECT, JOIN, WHERE, GROUP BY, HAVING, windows, UNION, one WITH at the beginning, ORDER BY with named columns.
sql-why-table = There is no public table called “{ $name }”. Names with hyphens stand in quotes: "air-quality". The list of tables is below, and in the catalogue.
sql-why-column = There is no column called “{ $name }”. Names with capital letters, accents or spaces stand in "double quotes".
sql-why-column-known = There is no column called “{ $name }”. There are: { $known }. Names with capital letters, accents or spaces stand in "double quotes".
sql-why-function = The function { $name } is not answered here. There are those that count, add, compare, cut text and reckon with dates; none that reads files, makes lists or depends on the clock.
sql-why-repeatable = { $name } may give another answer the next time, so its answer cannot be cited. Ask with exact figures instead: count(DISTINCT …), avg, median, min, max.
sql-why-unordered = LIMIT without ORDER BY may give other rows the next time. Say by what the rows are ordered.
sql-why-value = A value cannot be worked out: a division by nought, a text that is no number or no date, or a pattern that is not closed. NULLIF(x, 0) avoids the first, WHERE the others.
sql-why-sense = Parts of the question do not fit together: perhaps a column that is neither grouped nor added up, a number compared with a text, or a name that stands in two tables. CAST(x AS …) changes a type; “table.column” says which is meant.

## Citations

cite-button = Cite this answer
cite-button-lead = It gets an address of its own, which gives the same bytes for ever.
cite-figures = Cite these figures
sql-same = The same in SQL
cite-title = Citation { $hash }
cite-lead = This answer was cited. Its address stays, and what stands behind it never changes: newer versions of the data do not touch it.
cite-rows = Rows
cite-size = Size as CSV
cite-day = Cited on
cite-engine = Answered by
cite-question = The question
cite-again = Ask it again and compare
cite-ask = Change the question
cite-identical = Identical: asked again just now, the answer has the same bytes.
cite-differs = Asked again just now, the answer differs: it has { $rows } rows, and the SHA-256 of its CSV is { $sha }.
cite-differs-engine = It was answered by { $engine }. The citation stays as it was; please tell the city about it.
cite-differs-line = The first line that differs is line { $line }. It was: { $was } It is: { $is }
cite-check = Check it yourself
cite-check-lead = The digest of the file must be the one below.
cite-bibtex = For a list of references
cite-rules = Rows are ordered by all columns where the question leaves it open; floating-point numbers are added as decimals of nine places and rounded to them. What may change from one time to the next is not cited.
cite-unkept = The rows are too many to be kept here. The CSV is answered anew, and handed out only if its digest is the same.
cite-lost = The rows were not kept, and asked again the answer differs. The page of the citation says how.
cite-withdrawn = The data of this citation was withdrawn
cite-withdrawn-detail = { $table } was withdrawn. Reason: { $reason } The rows are destroyed; the question and the digest of the answer stay here.
cite-none = There is no citation at this address. Perhaps a digit is missing: there are 32.
cite-no-table = Only what comes from the city’s tables can be cited, and this question reads none.
cite-many = One visitor may make { $count } citations an hour, because each is kept for ever. The same question is cited once: its address can be used as often as you like.
standard-cite-as = Every citation and its files say their address for ever in a Link header, cite-as. Shown by curl --head.
standard-memento = A citation is its own memento: Memento-Datetime says since when, Link says original and memento.
standard-memento-missing = There is no TimeGate: versions of a dataset are found by their number, on its page of versions.
dcat-ap-holds = The catalogue at /catalog.{ "{" }ttl,jsonld,rdf{ "}" } and each dataset at /data/{ "{" }id{ "}" }.ttl, in pages (Hydra) and with modified_since. The official shapes find no violation (pyshacl, with every change).
dcat-ap-missing = The European list of publishing bodies has no town halls in it. The API is not described as a DataService, nor are high-value datasets. A withdrawal alone is not seen by modified_since.
dcat-ap-es-holds = The same output, where the city gives its DIR3 code and its sector. The official shapes find no violation (pyshacl, with every change).
dcat-ap-es-missing = High-value datasets (HVD), and those without title and description in Spanish.
gate-too-many = There are too many rows about people to hold all of them against each other: { $unseen } were not looked at.
gate-too-many-mend = Divide the file, by year or by district, or publish the counts only.
