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
ckan-holds = Every action that reads, by CKAN’s own client ckanapi (4.11): packages, organisations, groups, tags, package_search with Solr’s language (q, fq, facets, sort), datastore_search with filters, words, order and pages, and /datastore/dump.
ckan-missing-parts = datastore_search_sql, actions that change something, and views of resources. Regular expressions, fuzzy words and distances in searches.

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
