# SPDX-License-Identifier: AGPL-3.0-or-later

## What a file is
summary = { $kind }, { $rows ->
    [one] one row
   *[other] { $rows } rows
 }, { $columns ->
    [one] one column
   *[other] { $columns } columns
 }
dialect-tabs = tabs
dialect-header = header in line { $line }
lost-letters = { $count ->
    [one] one line has letters that were lost before the file came here (line { $lines })
   *[other] { $count } lines have letters that were lost before the file came here (lines { $lines })
 }
other-encoding = { $count ->
    [one] one line is in another encoding (line { $lines })
   *[other] { $count } lines are in another encoding (lines { $lines })
 }
above-header = above the header, line { $line }: { $text }
like-totals = looks like a row of totals, line { $line }: { $text }
in-unit = in { $unit }

## What became of it
takes-in = { $dataset } takes in { $rows ->
    [one] one row
   *[other] { $rows } rows
 }, { $columns ->
    [one] one column
   *[other] { $columns } columns
 }
same-as = { $dataset }: version { $version } was made of this very file, read the same way; nothing was imported (--again imports it all the same)
emptied = { $count ->
    [one] one cell did not fit its column and is now empty:
   *[other] { $count } cells did not fit their column and are now empty:
 }
rejected-cell = line { $line }, column “{ $column }”: “{ $text }” { $why }
assumed = assumed for { $name }: { $says } ({ $why }); otherwise --answer { $name }=…
used-recipe = read as { $place } says
used-recipe-of = read as version { $version } was; its recipe is kept
used-dataset = described as { $place } says
not-used-dataset = not described as { $place } says: that file is about { $id }. Name it with --dataset to use it all the same
look-at = look at { $column }: { $says }
unknown-column = dataset.toml names “{ $column }” in { $list }, and no column of the table is called so
unknown-column-near = dataset.toml names “{ $column }” in { $list }, and no column of the table is called so; names like it: { $nearest }
rows-left-out = { $count ->
    [one] one row is none of the table and left out:
   *[other] { $count } rows are none of the table and left out:
 }
row-left-out = line { $line }: { $text } ({ $why })
published = published as version { $version }: { $address }
draft-written = { $path } says what was found; edit it, then import with it

## What is asked and offered
answer-here = answer on the command line, or in a recipe (--draft recipe.toml writes one):
likely = ← likely
becomes = line { $line }: { $text } → { $becomes }
offered = offered, and left alone unless taken:

## Columns that differ from those of the version before
drift-head = the columns differ from those of the version before
drift-accept = accept it with --accept-drift, or give a recipe
drift-new = new: { $column }
drift-gone = gone: { $column }
drift-renamed = { $was } is now { $is } ({ $why })
drift-retyped = { $column } was { $was }, is { $is }
drift-reordered = they stand in another order
alike-neighbours = it stands beside the same column
alike-values = { $percent } % of its frequent values are the same
alike-names = the names are alike
described-decimal = { $mark } before the decimals
described-thousands = { $mark } between thousands
described-scale = { $digits ->
    [one] one decimal
   *[other] { $digits } decimals
 }
described-counted = counted from a date
described-lost-zeros = codes, some without their zero

## Types of columns
kind-text = text
kind-code = code
kind-boolean = yes or no
kind-integer = whole number
kind-decimal = decimal number
kind-longitude = longitude
kind-latitude = latitude
kind-date = date
kind-timestamp = date and time
kind-time = time
kind-year = year
kind-year-month = year and month
kind-geometry = shape on the map

## Marks in numbers
mark-comma = the comma
mark-point = the point
mark-space = the space
mark-apostrophe = the apostrophe

## What was noticed
noticed-empty = The column is empty.
noticed-only-word = Nothing stands in the column but “{ $text }”.
noticed-padded = { $count ->
    [one] One cell has spaces around it, which are cut off; it is in line { $line }.
   *[other] { $count } cells have spaces around them, which are cut off; the first is in line { $line }.
 }
noticed-invisible = { $count ->
    [one] One cell has an invisible character beside it, which is cut off; it is in line { $line }.
   *[other] { $count } cells have an invisible character beside them, which is cut off; the first is in line { $line }.
 }
noticed-apostrophe = { $count ->
    [one] One cell has a spreadsheet’s apostrophe before the number, which is cut off; it is in line { $line }.
   *[other] { $count } cells have a spreadsheet’s apostrophe before the number, which is cut off; the first is in line { $line }.
 }
noticed-replaced = { $count ->
    [one] One cell holds the sign �: letters that were lost before the file was published and cannot be brought back; it is in line { $line }.
   *[other] { $count } cells hold the sign �: letters that were lost before the file was published and cannot be brought back; the first is in line { $line }.
 }
noticed-name-cleaned = The column is called “{ $from }” in the file and { $name } in the table.
noticed-name-repeated = Another column is called “{ $name }” in the file too; this one is “{ $from }” in the recipe.
noticed-missing = { $count ->
    [one] One cell says that there is no value ({ $texts }).
   *[other] { $count } cells say that there is no value ({ $texts }).
 }
noticed-sentinel = { $count ->
    [one] { $texts } stands in one cell and cannot be a value of this column; it is taken for missing.
   *[other] { $texts } stands in { $count } cells and cannot be a value of this column; it is taken for missing.
 }
noticed-misfits = { $count ->
    [one] One cell does not fit the type { $kind }; it will be reported.
   *[other] { $count } cells do not fit the type { $kind }; they will be reported.
 }
noticed-unit = { $count ->
    [one] One cell ends in { $unit }, which becomes the column’s unit.
   *[other] { $count } cells end in { $unit }, which becomes the column’s unit.
 }
noticed-mixed-units = Cells have different units ({ $units }), so the column stays text.
noticed-ruined = { $count ->
    [one] One of { $filled } cells is no degree: a spreadsheet has put marks between thousands into it.
   *[other] { $count } of { $filled } cells are no degrees: a spreadsheet has put marks between thousands into them.
 } They stay text; they can be computed again where coordinates in metres stand beside them.
noticed-too-many-digits = Numbers have up to { $digits } digits, too many to count with; they stay text.
noticed-leading-zeros = { $count ->
    [one] One cell begins with zero: a code, kept as text.
   *[other] { $count } cells begin with zero: codes, kept as text.
 }
noticed-lost-zeros = Codes have { $digits } digits, but some are shorter: they have probably lost their zero.
noticed-lost-zeros-as = Codes have { $digits } digits, but some are shorter, as “{ $text }” in line { $line }: they have probably lost their zero.
noticed-end-of-day = { $count ->
    [one] One cell says 24:00, which is 0:00 of the next day.
   *[other] { $count } cells say 24:00, which is 0:00 of the next day.
 }
noticed-mangled = { $count ->
    [one] One of { $filled } cells looks like a date
   *[other] { $count } of { $filled } cells look like dates
 } (possible: { $dates }; impossible: { $broken }): they were probably codes, and a spreadsheet has changed them. They stay the text they are.
noticed-ranges = { $count ->
    [one] One cell is a range; it stays text unless the recipe splits it.
   *[other] { $count } cells are ranges; they stay text unless the recipe splits them.
 }
noticed-ranges-in = { $count ->
    [one] One cell is a range in { $unit }; it stays text unless the recipe splits it.
   *[other] { $count } cells are ranges in { $unit }; they stay text unless the recipe splits them.
 }
noticed-numbers-among-text = { $numbers ->
    [one] One cell is a number
   *[other] { $numbers } cells are numbers
 } and { $others ->
    [one] another is not
   *[other] { $others } are not
 } ({ $texts }), so the column stays text.
noticed-swapped-degrees = “{ $latitudes }” holds latitudes and “{ $longitudes }” longitudes: so it was in { $turned } of { $compared } rows that were compared.
noticed-swapped-metres = “{ $x }” and “{ $y }” stand in each other’s place in { $turned } of { $compared } rows that were compared.

## What speaks for an answer
evidence-coordinates = the name says that these are coordinates
evidence-long = other cells have four digits and more without a mark, so the mark is not for thousands
evidence-count = the name says that something is counted, and counts have no fraction
evidence-short = smaller numbers have no mark, larger ones have exactly three digits behind it, as thousands have
evidence-three-digits = every cell has exactly three digits behind the mark; nothing else speaks for either
evidence-code = the name says that it is a code, and nobody adds codes up
evidence-stored-as-text = the file stores it as text
evidence-no-such-value = { $count ->
    [one] { $texts } stands in one cell and cannot be a value of this column
   *[other] { $texts } stands in { $count } cells and cannot be a value of this column
 }
evidence-only-negative = { $count ->
    [one] { $texts } stands in one cell and no other cell is negative
   *[other] { $texts } stands in { $count } cells and no other cell is negative
 }
evidence-far = { $count ->
    [one] { $texts } stands in one cell, and all others lie between { $low } and { $high }
   *[other] { $texts } stands in { $count } cells, and all others lie between { $low } and { $high }
 }
evidence-others-numbers = { $count ->
    [one] all other cells are numbers; “{ $text }” stands in one
   *[other] all other cells are numbers; “{ $text }” stands in { $count }
 }
evidence-unix-seconds = the name says that it is a time, and as seconds since 1970 all cells lie between 1990 and 2050
evidence-unix-milliseconds = the name says that it is a time, and as milliseconds since 1970 all cells lie between 1990 and 2050
evidence-compact = the name says that it is a date, and all cells are year, month and day without marks
evidence-spreadsheet-days = the name says that it is a date, and as a spreadsheet’s days all cells lie between 1954 and 2064
evidence-asks = the name asks a question, and the only answers are 0 and 1
evidence-does-not-ask = the only values are 0 and 1, and the name does not ask a question
evidence-metres-city = the shapes are in metres and do not name their zone; the city lies in this one
evidence-metres = the shapes are in metres and do not name their zone
evidence-midnight = every time is midnight, so it says nothing
evidence-some-zone = { $zoned ->
    [one] one time names its zone
   *[other] { $zoned } times name their zone
 } and { $naive ->
    [one] one does not
   *[other] { $naive } do not
 }
evidence-day-twelve = no day in the column is above 12, so that both orders are possible; Spanish administrations write the day first
evidence-dates-like = no day in this column is above 12; the column “{ $column }” of the same file writes its dates this way
evidence-century = two digits do not say which century a year is in

## What an answer means
meaning-fraction = { $mark } stands before the decimals
meaning-thousands = { $mark } stands between thousands
meaning-code = a code, kept as text
meaning-whole = a whole number
meaning-number = a number
meaning-numbers-but = numbers; “{ $text }” means that there is none
meaning-text = text
meaning-no-value = { $texts } means that there is no value
meaning-value = { $texts } is a value like any other
meaning-no-yes = no and yes
meaning-utm-thirty-one = ETRS89 / UTM zone 31N (Catalonia, the Balearic Islands)
meaning-utm-thirty = ETRS89 / UTM zone 30N (most of the Peninsula)
meaning-utm = ETRS89 / UTM zone { $zone }N
meaning-day = a day
meaning-moment = a day and a time
meaning-day-midnight = a day and 0:00
meaning-local = times without a zone are what the clock showed in { $zone }
meaning-utc = times without a zone are UTC
meaning-dmy = the day stands first
meaning-mdy = the month stands first
meaning-ymd = the year stands first
meaning-century = { $order }; years are { $first } to { $last }
fate-missing = (missing)
fate-misfit = does not fit: { $why }

## What is offered
change-notes = { $count ->
    [one] Leave out the note below the table (line { $lines }).
   *[other] Leave out the notes below the table (lines { $lines }).
 }
change-totals = { $count ->
    [one] Leave out the row of totals (line { $lines }).
   *[other] Leave out the rows of totals (lines { $lines }).
 }
change-rows = Write each element of the lists in “{ $column }” as a row of its own, with the columns { $names }.
change-columns = Write the parts of “{ $column }” in columns of their own: { $names }.
change-split = Beside “{ $column }”, write the two ends of its ranges as numbers.
change-missing = In “{ $column }”, take { $words } for missing.
change-swap = Put “{ $x }” and “{ $y }” into their own columns where they are swapped.
change-rebuild = Compute “{ $longitude }” and “{ $latitude }” again.
change-point = Make a point of “{ $x }” and “{ $y }”, for the map.
change-unpivot = Write the columns { $columns } below each other: one row for each.
change-join = Join { $parts } into { $into }.
change-observations = One row per observation, with the moment at which its hour begins.
list-and = { $first } and { $last }
word-times = “{ $text }” ({ $count })
reason-fewer = They fill fewer cells than any row: “{ $first }”.
reason-sums = “{ $column }” says so, and the numbers are the sums of the others in { $columns }: “{ $first }”.
reason-some-sums = “{ $column }” says so, and { $equal } of { $compared } numbers are the sums of the others: “{ $first }”.
reason-no-sums = “{ $column }” says so, and no column of numbers can be held against it: “{ $first }”.
reason-lists = { $cells ->
    [one] One cell holds a list
   *[other] { $cells } cells hold lists
 } with { $objects ->
    [one] one object
   *[other] { $objects } objects
 } in all.
reason-objects = { $cells ->
    [one] One cell holds a JSON object.
   *[other] { $cells } cells hold JSON objects.
 }
reason-words = These texts usually say that there is no value; in a column of words they may also be words.
reason-degrees = Longitude and latitude stand in two columns.
reason-metres = Easting and northing stand in two columns, in EPSG:{ $epsg }.
reason-metres-some = Easting and northing stand in two columns that do not name their zone; this takes EPSG:{ $epsg }.
reason-same-places = Their marks are lost, but “{ $x }” and “{ $y }” hold the same places in EPSG:{ $epsg }.
reason-variable = Columns that differ only in a number are one variable, spread over the width.
reason-date = Year, month and day stand in columns of their own.
reason-hours = Hours stand side by side and the date stands in three columns. Hour 01 is taken as 0 h to 1 h; write hours = "instant" where it is the value at 1 h.


## What went wrong
to-mend = to mend it: { $how }
refused-cells = in column “{ $column }”, { $rejected } of { $filled } cells do not fit; { $allowed } % are allowed. Mend the cells, read the column as text (type = "text" in the recipe), or allow more (refuse_above):
failed-open = { $count ->
    [one] one of its columns can be read in more than one way
   *[other] { $count } of its columns can be read in more than one way
 }
failed-which-table = { $count ->
    [one] the file holds one table: { $names }
   *[other] the file holds { $count } tables: { $names }
 }
failed-which-table-mend = name one with --table
failed-line-mend = correct the line
failed-refused = too many cells do not fit the type of their column
failed-changed = the file was changed while it was read
failed-changed-mend = run it again when nobody writes it
failed-stopped = it was interrupted
failed-stopped-mend = run it again; nothing was kept
failed-before-publishing = it was interrupted before it was published
failed-before-publishing-mend = publish it with: panot publish { $name }
failed-nothing-waits = no import of { $name } waits to be published
failed-which-one = { $count ->
    [one] one import of { $name } waits to be published
   *[other] { $count } imports of { $name } wait to be published
 }
failed-which-one-mend = import the file again with --publish
failed-no-longer-waits = this import of { $name } was just published or discarded by somebody else
failed-no-longer-waits-mend = look at the dataset, then decide again
failed-nothing-waits-mend = import a file first: panot import FILE --as { $name }
failed-not-asked = nothing was asked about “{ $column }”; questions are about: { $asked }
failed-none-asked = nothing was asked about “{ $column }”, nor about any other column
failed-no-such-choice = “{ $answer }” is no answer about “{ $column }”; write one of { $choices }
failed-not-offered = there is nothing called “{ $id }” to take; offered are: { $offered }
failed-none-offered = there is nothing called “{ $id }” to take; nothing is offered for this file
failed-unanswered = { $count ->
    [one] one column can be read in several ways; answer with --answer column=answer or in the recipe: { $columns }
   *[other] { $count } columns can be read in several ways; answer with --answer column=answer or in the recipe: { $columns }
 }
failed-unanswered-one = “{ $column }” is one of: { $answers }
failed-whose-folder = the dataset.toml of this folder is about { $dataset }, whose last file was { $last }, not { $file }
failed-whose-folder-mend = if it is its next version, say so with --as { $dataset }; if it is another table, give it a name of its own with --as
failed-no-such-column = the file has no column { $columns }; compare the two, or drop it from the recipe
failed-nothing-kept-back = the recipe keeps back the column { $columns }, which the file does not have; see under which name it stands now and write that in the recipe, or take it out
failed-leaves-out-says = line { $line }: row { $count } in which “{ $column }” says “{ $text }”, and the recipe leaves out fewer; where none of them is a row of the table, write rows = { $count } in that step of the recipe
failed-leaves-out-below = line { $line }: from here on { $count } rows look like notes, and the recipe leaves out fewer; where all of them are notes, write rows = { $count } in that step of the recipe
failed-same-name = two columns of the table would be called “{ $name }”; give one of them another `name`
failed-column = column “{ $column }”: { $why }
failed-step = step { $number }: { $why }
failed-no-such-key = `{ $list }` names “{ $column }”, which is no column of the table
failed-no-answer = “{ $text }” is no answer
failed-no-answer-mend = write the column, an equals sign and the reading: --answer data=dmy
failed-file = cannot read the file: { $error }
failed-file-mend = look at the disk and run the command again
failed-no-file = the file is not there
failed-no-file-mend = check the path
failed-folder = this is a folder
failed-folder-mend = name one of the files in it
failed-forbidden = you may not read the file
failed-forbidden-mend = run as the user that owns it, or change its permissions

## While it works
stage-keeping = keeping the file
stage-studying = reading
stage-writing = writing
stage-publishing = publishing
progress-plain = { $stage }: { $percent } %, { $rows ->
    [one] one row
   *[other] { $rows } rows
 }
progress-rows = { $rows ->
    [one] one row
   *[other] { $rows } rows
 }
progress-of-rows = { $done } of { $total } rows, { $left } left
progress-of-bytes = { $done } of { $total }, { $rows }, { $left } left
