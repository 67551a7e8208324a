### Interface texts in English.
###
### Every language is one file of this form with the same messages and the same variables. Numbers that are printed as text come as
### strings; a variable that selects a plural form comes as a number.

## The language

language-name = English
# ltr or rtl
direction = ltr
separator-list = ,{" "}
separator-clauses = ;{" "}
separator-facts = {" · "}
colon = :{" "}
separator-sentences = {" "}

## Dates and periods

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
period-year = { $year }
period-quarter = { $quarter ->
    [1] first quarter of { $year }
    [2] second quarter of { $year }
    [3] third quarter of { $year }
   *[other] fourth quarter of { $year }
}
period-month = { $month } { $year }
period-day = { $day } { $month } { $year }
period-interval = { $first } to { $last }
period-years = { $first }–{ $last }
period-stock = as at { $day }
instant = { $day } { $month } { $year }, { $time } UTC

## The report

skip-to-text = Skip to the text
report-of-year = Report on { $year }
plan-period = Plan period
reporting-period = Reporting period
state = State
state-draft = Draft
state-edition = Edition { $number }
languages = Languages
other-forms = Other forms
form-json = JSON
form-md = Markdown
form-csv = CSV
contents = Contents
headline = The year in figures
pages = In brief
page-headline = In figures
page-way = Where this page stands
page-section = In the report
page-turn = Other pages
page-before = Before
page-after = Next
footnotes = Notes
footnote-return = Back to where note { $number } is referred to
footnote-return-nth = Back to place { $place } that refers to note { $number }
footnote-mark = Note { $number }
provenance = Provenance
provenance-explained = Every number is printed from a figure that a service keeps. This report was assembled from these revisions:
service = Service
revision = Revision
draft-notice = the figures follow the records and may change.
draft-whole = Every service answered.
unconfirmed-heading = Not every service answered
unconfirmed-unavailable = The service “{ $service }” did not answer. Its figures are missing here.
unconfirmed-last-known = The service “{ $service }” did not answer. Its figures are the last confirmed ones.
unconfirmed-last-known-since = The service “{ $service }” did not answer. Its figures are the last confirmed ones, of { $since }.
findings-heading = What the check found
findings-here = What the check found here
findings-all = All findings
findings-json = The same for programs (JSON)
findings-explained = The check compares what the printed numbers stand for. The report must not be published with an error; at a warning somebody must look; a note is worth knowing.
findings-none = The check found nothing.
findings-of-errors = Errors
findings-of-warnings = Warnings
findings-of-notes = Notes
findings-settled = Settled
findings-fixed = Fixed
finding-error = Error
finding-warning = Warning
finding-note = Note
finding-cause = Likely cause
finding-remedy = What to do
finding-printed = Printed in
finding-figures = Figures
finding-sources = Stated in
finding-places = In the files
finding-more = and { $count } more
preview = If it had another value
preview-label = Another value, in the unit of the figure
preview-ask = Show
preview-explained = The check is run once more with this value in its place. Sums of the same records move with it; what only a service can compute anew stays as it is and is named. Nothing is written.
preview-no-number = “{ $value }” is no number. Write one number, in digits or as the report prints it, in the unit of the figure ({ $unit }): 5500000000, 5.5 billion.
preview-ambiguous = “{ $value }” may be { $one } or { $other }. Write digits without signs between thousands, with a point before decimals.
preview-limit = “{ $value }” is a limit or vague. Write the number alone.
preview-unit = “{ $value }” is in another unit than the figure, which is in { $unit }. Write it in that unit, or the number alone.
preview-size = “{ $value }” has too many digits; 18 can be held.
preview-derived = Would be computed otherwise
preview-undetermined = Cannot be told from here
preview-undetermined-explained = These are made of some of the same records. Their service would compute them anew; here they stay as they are.
preview-then = If it were { $value }:
preview-open = Then open
preview-nothing = Nothing that is printed or found would change.
preview-appearing = Would be found
preview-going = Would be found no more
preview-changing = Would be found with other numbers
preview-printed = Would be printed
preview-change = { $before } → { $after }
finding-open = Open
finding-settled = settled
finding-accepted = Accepted
finding-not-ours = Not ours
finding-confirmed = Confirmed
finding-decided = { $what } by { $office } on { $day }.
finding-reopened = Open again, since a value has changed.
finding-settle = For findings.csv
findings-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
findings-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
findings-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
}
table-value = Value
chart-point = Item
chart-as-table = The values of the chart
listing-empty = No records.
listing-not-given = not given
listing-aggregate = { $count ->
    [0] and others, published only in total
   *[other] and { $count } more, published only in total
}
listing-aggregate-named = { $count ->
    [0] { $label } (published only in total)
   *[other] { $label } ({ $count } records, published only in total)
}
picture-credit = Picture: { $credit }
picture-not-shown = Picture: { $alt }

link-here = Link to { $id }
card-source = Source

## Searching

search = Search
search-label = Search this report
search-hint = Words or a number
search-empty = Type one word or more, or a number as it is printed, such as 412 or 5.5 billion. What is found holds all of them.
search-none = Nothing in this report holds all of “{ $query }”.
search-figures = Figures
search-passages = In the text
search-count-figures = { $count ->
    [one] { $count } figure
   *[other] { $count } figures
}
search-count-passages = { $count ->
    [one] { $count } place in the text
   *[other] { $count } places in the text
}
search-cut = The first { $shown } of { $all } are shown. Add a word to find fewer.

## Marks at a number, and what they stand for

sign-missing = *
sign-unavailable = †
sign-last-known = ‡
sign-disputed = ‖
sign-restated = ◊
sign-converted = ¤
mark-missing = no value
mark-unavailable = the service did not answer
mark-last-known = last known, not confirmed
mark-disputed = another source says otherwise
mark-restated = an earlier report printed another value
mark-converted = made with converted numbers
note-missing = No value: { $reason }.
note-unavailable = The service “{ $service }” did not answer, and no earlier value is known.
note-last-known = Last known: the service “{ $service }” did not answer.
note-last-known-since = Last known, of { $since }: the service “{ $service }” did not answer.
note-disputed = Other sources say otherwise: { $others }.
note-restated = Restated. Printed before: { $before }.
note-converted = Converted: { $converted }.
note-other = { $value } ({ $place })
converted = { $count ->
    [one] { $count } record from { $units }: { $rates }
   *[other] { $count } records from { $units }: { $rates }
}
converted-rate = 1 { $from } = { $rate } { $unit }, { $day } ({ $place })
converted-more = { $count ->
    [one] and { $count } more rate
   *[other] and { $count } more rates
}

## Sources

source-section = § { $section }
source-section-named = section { $section }
source-unnamed = source not named

## The page of a figure

figure-of = Figure
figure-past-revision = This is the figure as it was at revision { $revision }.
figure-past-instant = This is the figure as it was on { $at }.
figure-past-title-revision = { $name }, as of revision { $revision }
figure-past-title-instant = { $name }, as it was on { $at }
figure-past-now = See it as it is now.
figure-periods = Over time
figure-periods-none = No other period is recorded.
figure-around-unavailable = The service does not answer now; ask again later.
strand-years = By year
strand-year-ends = At the end of the year
strand-quarters = By quarter
strand-months = By month
strand-days = On other days
strand-intervals = Over several years
figure-groups = To compare
figure-this = This figure
figure-other = Determined in another way
figure-apart = { $value }, { $distance } apart
figure-group-total = Total
figure-group-more = { $count ->
    [one] and { $count } more: the whole list
   *[other] and { $count } more: the whole list
}
figure-cite = How to cite it
figure-citation = { $organisation }: { $figure }: { $value }. In: { $report } ({ $state }). Service { $service }, revision { $revision }, { $date }.
figure-cite-explained = The address holds the revision, so it shows this value also after corrections.
figure-definition = Definition
figure-exact-value = Exact value
figure-decimals = Known to
decimals-inf = exactly
decimals-step = the nearest { $step }
figure-interval = Stands for
interval-between = { $low } to { $high }
figure-unit = Unit
figure-period = Period
figure-bound = Bound
figure-kind = Kind
figure-basis = Basis
figure-records = Records
figure-converted = Converted
figure-other-units = Not in the sum
records-other-unit = { $count ->
    [one] { $count } record, which is in { $unit }
   *[other] { $count } records, which are in { $unit }
}
figure-formula = Formula
formula-count = number of records in “{ $register }”
formula-sum = sum of “{ $field }” in “{ $register }”
formula-mean = mean of “{ $one }” over economies, weighted by “{ $other }”
formula-share = share of “{ $one }” that is of economies with a value for “{ $other }”
formula-less = { $plus } less { $minus }
figure-record-lists = The records themselves
records-complete = { $count ->
    [one] { $count } record; the register is complete
   *[other] { $count } records; the register is complete
}
records-partial = { $count ->
    [one] { $count } record; the register is not complete, so the value is a lower bound
   *[other] { $count } records; the register is not complete, so the value is a lower bound
}
records-partial-stated = { $count ->
    [one] { $count } record; the register is not complete, so the value that a source states is used
   *[other] { $count } records; the register is not complete, so the value that a source states is used
}
figure-must-say = Words to use
figure-must-say-one = near the number, one of: { $words }
figure-must-not-say = Words to avoid
figure-must-not-say-any = near the number, none of: { $words }
figure-word = “{ $word }”
figure-status = Status
figure-note = Note
figure-restated = Printed before
figure-department = Department
figure-revision = Revision
figure-key = Key
figure-sources = Sources
figure-sources-none = No source is recorded.
figure-sources-cut = Only the first { $count } places are listed.
figure-alternatives = Other values
figure-alternatives-explained = These values were not accepted. All are kept.
figure-disputes = differs by more than rounding explains
figure-agrees = agrees within rounding
figure-dispute = The accepted value stands for { $own }, this one for { $other }; the two do not meet.
figure-history = Revisions
figure-history-none = No earlier value is recorded.
figure-history-unavailable = The service does not say now how the value changed; ask again later.
figure-places = Where it is printed
figure-places-none = Neither the report nor a page beside it prints it.
figure-data = Use it elsewhere
figure-data-request = Programs get the same from this address by the header Accept: application/json, application/jsonl or text/csv.
history-revision = Revision
history-value = Value
history-when = When
history-why = Why
history-removed = removed
kind-stock = as at a date
kind-flow = over a period
kind-average = level in a period
kind-rate = rate or share
kind-listing = list of records
status-available = available
status-missing = no value: { $reason }
status-unavailable = the service did not answer
status-last-known = last known, not confirmed since { $since }
missing-not-collected = nobody collects it
missing-not-applicable = it does not apply
missing-no-world-value = countries have values, the world has none
missing-confidential = confidential
missing-suppressed = suppressed: it rests on too little to be shown
missing-no-data = there are no data
missing-not-recorded = not recorded yet
basis-stated = stated by a source
basis-computed = computed
basis-computed-from = { $count ->
    [one] computed from { $count } record
   *[other] computed from { $count } records
}
bound-exact = the value itself
bound-at-least = at least
bound-more-than = more than
bound-at-most = at most
bound-less-than = less than
bound-about = about
bound-just-under = a little less
bound-just-over = a little more
bounded-exact = { $value }
bounded-at-least = at least { $value }
bounded-more-than = more than { $value }
bounded-at-most = at most { $value }
bounded-less-than = less than { $value }
bounded-about = about { $value }
bounded-just-under = nearly { $value }
bounded-just-over = just over { $value }

## The page of a list of records

listing-records-known = { $count } records, and more that are published only in total
listing-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
listing-source = Source

## The feed of what changed

feed-link = What changed
feed-title = Changes: { $report }
feed-unreachable = Changes of services that did not answer are left out: { $services }.
feed-entry = Service { $service }, revision { $revision }
feed-entry-one = { $figure }: { $value }
feed-entry-many = { $count } figures changed (service { $service })
feed-change = from { $before } to { $after }
feed-unknown = not known
feed-changes-none = No figure of the report changed.
feed-changes-more = and { $count } more
feed-changes-unavailable = The service did not say which figures changed.

## The list of reports

reports = Annual reports
reports-none = There is no report yet. Load a bundle with: yearbook import DIR
report-read = Read

## The state of the services

services-state = State of the services
services-explained = Every figure is kept by a service. One that is not heard from costs its own figures only: they are the last known ones, or missing.
services-none = No service is known.
services-confirmed = Confirmed
services-silent = Not confirmed
services-never = Never heard from
services-revision-time = Committed
services-last-contact = Last contact
services-last-error = Last error
services-no-error = none
services-no-answer = It did not answer.
services-version = Version
services-address = Address
services-unknown = not known

## Errors

error-400 = This cannot be asked
error-401 = This is for those who have a token
error-403 = This is not allowed
error-404 = There is no such page
error-405 = This cannot be done here
error-409 = This conflicts with what is there
error-429 = Too many requests
error-500 = Something went wrong here
error-503 = A service did not answer
error-504 = The answer took too long
error-other = The request failed
error-page = There is nothing at { $asked }. Begin at the list of reports.
error-report = There is no report on “{ $asked }”. There is the one on { $year }.
error-report-none = There is no report on “{ $asked }”, and none on another year yet.
error-report-page = The report on { $year } has no page “{ $asked }”.
error-language = The report is not written in “{ $asked }”. It is in: { $languages }.
error-edition = The report on { $year } has no edition { $asked }: nothing is published yet. The live report is at /reports/{ $year }/live.
error-form = It does not come as “{ $asked }”. A report comes as html, md and json, a figure as html, json, jsonl, csv, parquet and text.
error-service = There is no service “{ $asked }”.
error-cause-busy = The report is being put together. Try again in a moment.
error-cause-key = The address is not that of a figure: its key cannot be read.
error-cause-measure = The service has no such figures.
error-cause-dimension = These figures are not broken down in this way.
error-cause-code = A code in the address is not known.
error-cause-question = The figure cannot be asked for in this way.
error-cause-unavailable = The service that keeps this figure does not answer now. Try again in a moment.
error-cause-as-of = The past state in the address cannot be read. Write the number of a revision, such as 12, or an instant, such as 2025-01-31T12:00:00Z.
error-cause-revision = The service has no such revision yet.
error-cause-token = What is not released is read with a token. Load the page again: the browser asks for a name, which may be any, and a password, which is the token. Whoever runs this site gives out tokens.
error-detail = In detail
error-where = Where
error-what-to-do = What to do
error-nearest = Did you mean { $nearest }?
all-reports = All reports

# Charts: what is said to who cannot see them, and the table under each.
chart-data = The data as a table
chart-kind-bars = Bar chart.
chart-kind-lines = Line chart.
chart-kind-dots = Dot chart.
chart-unit = Unit: { $unit }.
chart-at = { $value } ({ $label })
chart-from-to = from { $first } to { $last }
chart-highest = highest { $value }
chart-lowest = lowest { $value }
chart-none = no value
chart-missing =
    { $count ->
        [one] one value is missing
       *[other] { $count } values are missing
    }
chart-sentence = { $text }.

# A corrigendum: what a report says otherwise than it did.
corrigendum-title = Corrigendum: { $title }
corrigendum-none = Nothing in the text has changed.
corrigendum-replace = { $place }: replace “{ $before }” by “{ $after }”.
corrigendum-add = { $place }: add “{ $after }”.
corrigendum-delete = { $place }: delete “{ $before }”.
corrigendum-in = { $section }, { $place }
corrigendum-at-title = title
corrigendum-at-headline = at the top, { $label }
corrigendum-at-heading = heading
corrigendum-at-paragraph =
    { $number ->
        [1] first paragraph
        [2] second paragraph
        [3] third paragraph
        [4] fourth paragraph
        [5] fifth paragraph
        [6] sixth paragraph
       *[other] paragraph { $number }
    }
corrigendum-at-subheading =
    { $number ->
        [1] first subheading
        [2] second subheading
        [3] third subheading
       *[other] subheading { $number }
    }
corrigendum-at-item =
    { $number ->
        [1] first item
        [2] second item
        [3] third item
        [4] fourth item
        [5] fifth item
        [6] sixth item
       *[other] item { $number }
    }
corrigendum-at-whole = “{ $caption }”
corrigendum-at-caption = caption “{ $caption }”
corrigendum-at-note = “{ $caption }”, note { $number }
corrigendum-at-head = “{ $caption }”, head
corrigendum-at-cell = “{ $caption }”, { $row }, { $column }
corrigendum-at-point = “{ $caption }”, { $label }
corrigendum-at-series-point = “{ $caption }”, { $series }, { $label }
corrigendum-at-record = “{ $caption }”, record { $record }
corrigendum-at-field = “{ $caption }”, record { $record }, { $column }
corrigendum-at-story = “{ $caption }”, { $place }

# The workbook that a department is asked by.
collect-sheet = Values
collect-title = Values for { $year }
collect-department = Department: { $department }
collect-focal-point = Focal point: { $name }
collect-due = To be returned by { $date }
collect-question = Question: { $question }
collect-how-value = Write each value into the coloured cell of its row: the number alone, in the unit of the row and in full, so 5500000000 for 5.5 billion. Zero is written 0.
collect-how-nil = Where there is no value this time choose “nil”, where the figure does not apply “not applicable”. What stays empty counts as unanswered.
collect-how-known = Beside it choose to what the value is known (1 000 for a value in thousands), and whether it is a limit, such as “at least”.
collect-how-comment = Say in the comment what a reader of the number must know: why it differs from last year’s, which source it is from. Other cells are locked.
collect-figure = Figure
collect-of = Of what
collect-definition = Definition
collect-unit = Unit
collect-before = Value of { $year }
collect-recorded = Recorded for { $year }
collect-value = Your value for { $year }
collect-known-to = Known to
collect-bound = Limit
collect-comment = Comment
collect-key = Key
collect-nil = nil
collect-not-applicable = not applicable
collect-exact = exactly

# The page of who owes what.
collection-heading = Who owes what
collection-explained = Departments are asked for their values by workbooks. Here is what each has answered, and which sections of the report are cleared.
collection-requests = Requests
collection-none = Nobody is asked for anything yet. Begin with: yearbook collect --department CODE
collection-department = Department
collection-answered = Answered
collection-of = { $answered } of { $asked }
collection-due = Due
collection-no-date = no date
collection-late = overdue
collection-focal-point = Focal point
collection-nobody = nobody named
collection-workbook = Workbook
collection-asked = asked
collection-received = received
collection-nil = nothing to report
collection-queried = sent back with a question
collection-cleared = cleared
collection-sections = Clearance by section
collection-section = Section
collection-when = Cleared
collection-why = Why
collection-section-cleared = cleared
collection-section-changed = changed since it was cleared
collection-section-open = not cleared
collection-link = Who owes which values, and which sections are cleared
