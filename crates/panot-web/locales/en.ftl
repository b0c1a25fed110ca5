# SPDX-License-Identifier: AGPL-3.0-or-later

## Around every page
site-about = { $city }, the digital square: look up how the city lives, check it yourself, and take the data with you.
tagline = the digital square
skip = Skip to the main content
demo-notice = Demonstration city. City and people are invented.
nav-languages = Language
nav-main = Main
you-are-here = You are here
home = Home
foot-city = In this city
foot-run = How this is run
foot-build = Build with us
foot-look = Appearance
look-auto = Same as my device
look-light = Light
look-dark = Dark
passport-this = This page:
passport = { $with_type } KB with its typefaces ({ $plain } KB without)
passport-plain = { $plain } KB
passport-cookies = { $count ->
    [0] no cookies
    [one] one cookie, for the colours you chose
   *[other] { $count } cookies
 }
passport-rest = no trackers, works without JavaScript, nothing loaded from another host.

## Of use to every feature
search = Search
search-again = Search the city’s data
all = All
previous-page = Previous page
next-page = Next page
page-of = Page { $page } of { $pages }
pages-label = Pages
filter-label = Narrow down
filter-remove = Remove: { $what }
nothing-found = Nothing found
copy = Copy
copied = Copied
copy-failed = Could not copy. Select the text instead.
open-map = Open the large map
map-opening = Opening the map …
map-failed = The map could not be opened here. The drawing and the rows below say the same.
map-label = Map; all its places are in the rows too
map-together = Places counted together here
as-json = This page as JSON
there-is-a-problem = There is a problem
written-in = Written in { $language }
yes = yes
no = no

## Home
home-title = What do you need from the city today?
home-lead = Look up how the city lives and what it measures, check every figure yourself, and take the data with you.
home-asked = People often look for
home-doors = What you can do here
home-signs = Three things to look at
home-yours = Your visit stays yours
home-yours-lead = You can read everything on this site without an account, and nobody writes down that you did.
home-no-cookies = cookies
home-no-cookies-more = Nothing to accept and nothing to refuse. One is set only if you choose your colours.
home-no-companies = companies follow you here
home-no-companies-more = No page loads anything from another host: no map tile, no letter, no counter.
home-all = of the data to take away
home-all-more = Every table can be downloaded whole, in open formats, without a key and without asking.
home-privacy-link = Privacy, in one page

## Doors of the shell
api-door = Open API
api-door-about = Use it in a program: every page as JSON, no key
standards-door = Standards
standards-door-about = What we keep to, and what not yet

## The API
api-title = The open API
api-lead = Everything that stands on a page can be asked for by a program. There is no key, no registration and no secret address.
api-rules = Four things to know
api-rule-json = Add .json to the address of a page, or send Accept: application/json, and the same thing comes as JSON.
api-rule-problems = A refusal is a problem document (RFC 9457) with a stable type, a title in your language and the way back.
api-rule-language = An address without a language answers 303 to yours, by Accept-Language.
api-rule-cors = Any page of any site may read it: answers carry Access-Control-Allow-Origin.
api-try = Try it
api-document = The whole description (OpenAPI)
api-operations = What can be asked
api-itself = The site itself
api-operation = What it does
api-address = Address
api-method = Method

## Problems
problems-title = When something is refused
problems-lead = Every refusal names its kind by an address on this page, so that a program can tell them apart.
problems-kind = Kind
problems-status = Status
problems-means = What it means
problem-number = If you write to us about this, the number { $number } helps us find it.
problem-try = What you can do
back-home = Go to the home page
p-bad-request = We could not read that
p-bad-request-detail = Something in the address or in the form is not written as we expect. Go back and check what you filled in.
p-forbidden = This is not open to you
p-forbidden-detail = You need a permission that we cannot see.
p-cross-site = Another site sent this
p-cross-site-detail = To protect you, we only accept forms that were sent from our own pages. Open the page here and try again.
p-not-found = There is nothing at this address
p-not-found-detail = It may have been typed wrong, or it never existed. Nothing public is deleted here without saying so.
p-method = That cannot be done here
p-method-detail = The address exists, but it does not take this kind of request.
p-slow = It took too long
p-slow-detail = Your request did not arrive in time. Try again, perhaps on a better connection.
p-gone = This was here and has been withdrawn
p-gone-detail = It was taken away for a reason that is public.
p-large = That is too large
p-large-detail = You sent more than this page takes. Send less, or in several parts.
p-long = This address is too long
p-long-detail = No page of ours has an address this long. Remove part of it.
p-media = We do not read this kind of file here
p-media-detail = What you sent is in a format that this address does not take.
p-unprocessable = Understood, but it cannot be done
p-unprocessable-detail = What you ask for is well written, and still not possible. Change it and try again.
p-many = You are asking very often
p-many-detail = So that everybody gets an answer, please wait a moment and try again.
p-headers = Your browser sent too much with its request
p-headers-detail = Usually deleting the cookies of this site helps.
p-fault = Something broke on our side
p-fault-detail = It is not your fault, and it has been written down. Try again in a moment.
p-busy = Many people are here right now
p-busy-detail = The page could not be made in time. Nothing is lost: try again in a few seconds.

## Accessibility statement
a11y-title = Accessibility statement
a11y-intro = { $city } is committed to making its website accessible, in accordance with Directive (EU) 2016/2102 and the national law that transposes it. This statement applies to { $url }.
a11y-status = Compliance status
a11y-status-text = This website is partially compliant with WCAG 2.2 level AA and with EN 301 549, due to the points listed below.
a11y-failures = Content that is not accessible
a11y-failures-lead = What we know does not work for everybody yet, and what to do meanwhile.
a11y-point = What
a11y-criterion = Rule
a11y-meanwhile = Meanwhile
a11y-f-map = The large map cannot be read by a screen reader or explored by keyboard alone.
a11y-f-map-way = Everything on it also stands in the rows of the dataset and, where there are few places, in a numbered list below the map.
a11y-f-cells = Words inside a data table may be in another language than the page, and are not marked.
a11y-f-cells-way = The description of the table says which language it was published in.
a11y-f-zoom = Wide tables scroll sideways inside their own frame on small screens.
a11y-f-zoom-way = Each table can be downloaded and read in your own program.
a11y-f-audit = No one with a disability has audited this website yet; automatic checks find at most half of the barriers.
a11y-f-audit-way = Tell us what stops you; it goes on this list and gets mended.
a11y-f-easy = There is no easy-to-read version and no sign language.
a11y-f-easy-way = None yet.
a11y-made = Preparation of this statement
a11y-made-text = This statement was prepared on { $date } from a self-assessment: automatic checks (axe) of every kind of page, light and dark, narrow and wide, and tests of every page in every language. It is part of the program and changes with it.
a11y-contact = Feedback and contact
a11y-contact-text = Did you find something that does not work for you, or do you need a content in another form? Write to us:
a11y-contact-demo = This is a demonstration: nobody reads messages here. A city that runs it puts its address in this place.
a11y-enforce = Enforcement procedure
a11y-enforce-text = If our answer does not satisfy you, you can complain to the body that supervises accessibility in your country. In Spain, Royal Decree 1112/2018 says how.
a11y-enforce-demo = No public body stands behind this demonstration, so no enforcement procedure applies. A city that runs it names its own here.

## Privacy
privacy-title = Privacy, in one page
privacy-lead = We cannot lose, sell or hand over what we do not write down.
privacy-short = In short
privacy-short-read = You can read and download everything without saying who you are.
privacy-short-cookies = No cookie is set, except one if you choose light or dark.
privacy-short-others = No other company learns that you were here.
privacy-cookie = The one cookie
privacy-cookie-text = If you choose light or dark at the foot of a page, your browser keeps that word in a cookie called “look” for a year, because there is no other way to remember it without an account. It holds nothing else, no script can read it, and choosing “Same as my device” deletes it. A cookie you ask for needs no banner.
privacy-log = What the server writes down
privacy-log-text = For each request one line: the time, which page of the site (not what you searched for), whether it worked and how long it took. Not your network address, not your browser, not where you came from. With that line we can mend the server; with it nobody can be found.
privacy-address = Your network address
privacy-address-text = Your address is needed to send you the answer. It is kept in memory while the answer is made and then forgotten.
privacy-rights = Your rights
privacy-rights-text = You may ask what we hold about you, correct it or have it erased. On this site, today, there are no accounts and we hold nothing.
privacy-rights-contact = Questions or complaints:
privacy-data = The data we publish
privacy-data-text = Whoever publishes a table has to look first that it tells of nobody, and has the means to make it less precise; no program checks that for them yet. If you recognise yourself in one, tell us: a version can be withdrawn, and its address then says that it was, and why.

## Standards
standards-title = Standards we keep to
standards-lead = Each line names a standard, what of it this site keeps, and what it does not keep yet. A line without a second half has no gap that we know of.
standards-standard = Standard
standards-holds = What holds
standards-missing = What does not, yet
standards-none = No gap that we know of
std-wcag-holds = All pages are checked against it by machine, in light and dark.
std-wcag-missing = Not audited by people; see the accessibility statement.
std-9457-holds = Every refusal, as a page and as JSON, with stable types.
std-openapi-holds = Describes every address for programs; made from the same list as the server.
std-csp-holds = No script and no style inside a page; nothing from other hosts; tested on every route.
std-9110-holds = Language and format by Accept and Accept-Language; 303 without a language; 405 says what is allowed; pages that did not change answer 304.
std-html-holds = Every page is whole without JavaScript.
std-1523-holds = The accessibility statement follows the model.
std-1523-missing = The enforcement body is named by the city that runs it.

## Licences
licences-title = Licences
licences-lead = This site runs on Panot, free software under the GNU Affero General Public License, version 3 or later: anyone may read, run, change and share it.
licences-works = Works of others inside
licences-works-lead = These are part of what your browser loads. We thank the people who made them.
licences-none = None: this server was built with the typefaces of your own device and without the large map.
licences-work = Work
licences-version = Version
licences-licence = Licence
licences-text = Text of the licence
licences-read = Read the licence of { $work }
licences-more = The program itself also contains Rust libraries, all under licences that allow it; the list is in the file Cargo.lock of its source.
