# SPDX-License-Identifier: AGPL-3.0-or-later


## The door, the search, the home page

door-data = Dades de la ciutat
door-data-about = Taules, mapes i xifres per mirar i per emportar-se
door-data-count = { $count ->
    [one] Un conjunt de dades per mirar i per emportar-se
   *[other] { $count } conjunts de dades per mirar i per emportar-se
}
search-label = Cerca a les dades de la ciutat
home-title = La ciutat en xifres
home-all = Totes les dades

## The catalogue

catalogue-title = Dades de la ciutat
catalogue-lead = El que la ciutat compta i mesura, per mirar-ho, descarregar-ho i comprovar-ho. No cal cap compte ni cap clau.
search-hint = Una paraula del títol, d’una columna o d’un valor: lloguer, arbres, NO2 …
search-button = Cerca
results = { $count ->
    [one] Un conjunt de dades
   *[other] { $count } conjunts de dades
}
nearby = Cap conjunt de dades no té totes aquestes paraules. Aquests són els que s’hi acosten més.
filters = Afina la cerca
facet-theme = Tema
facet-publisher = Publicat per
facet-frequency = Actualització
facet-licence = Llicència
facet-map = Mapa
facet-map-yes = Amb mapa
facet-map-no = Sense mapa
facet-remove = Treu el filtre { $value }
facet-clear = Treu tots els filtres
chosen = Filtres triats
order = Ordre
order-best = Més rellevants
order-newest = Més recents
order-title = Per títol
order-rows = Més files
rows-count = { $count ->
    [one] una fila
   *[other] { $count } files
}
updated = Actualitzat el { $date }
empty-question = No hem trobat res amb «{ $question }»
empty-question-help = Proveu amb menys paraules o amb paraules més generals. Cerquem en títols, columnes i valors, en català, castellà i anglès.
empty-filters = Cap conjunt de dades no compleix tots aquests filtres
empty-filters-help = Traieu-ne algun, o tots.
empty-city = Encara no s’ha publicat res
empty-city-help = El primer conjunt de dades sortirà aquí tan bon punt es publiqui.
see-everything = Mostra tots els conjunts de dades
pages = Pàgines
page-previous = Pàgina anterior
page-next = Pàgina següent
page-here = Pàgina { $page } de { $pages }

## A dataset

old-version = Esteu mirant la versió { $n }, publicada el { $date }. No canviarà mai. La més recent és la versió { $latest }.
see-newest = Ves a la versió més recent
in-language = Aquest text només està disponible en una altra llengua.
facts = Dades clau
fact-rows = Files
fact-columns = Columnes
fact-updated = Darrera actualització
fact-version = Versió
fact-publisher = Publicat per
fact-licence = Llicència
fact-frequency = S’actualitza
fact-theme = Tema
fact-contact = Contacte
fact-keywords = Paraules clau
picture-title = D’un cop d’ull
map-title = Al mapa
map-open = El mapa gran, en una pàgina pròpia
map-places = El que mostra el mapa, en forma de llista
figures-table = Aquestes xifres en una taula
preview-title = Les primeres files
preview-all = Mostra, filtra i ordena totes les files
no-rows = Aquesta versió no té cap fila.
columns-title = Què hi ha a cada columna
portrait-pending = Aquesta versió s’acaba de publicar. D’aquí a un moment hi haurà els gràfics i el retrat de les columnes.
column = Columna
column-type = Tipus
column-unit = Unitat
column-missing = Cel·les buides
column-distinct = Valors diferents
column-distinct-many = moltíssims
column-min = Mínim
column-max = Màxim
column-mean = Mitjana
column-top = Valors més freqüents
column-value = Valor
column-times = Files
column-share = { $share } de les files
histogram = Com es reparteixen els valors de { $column }, de { $min } a { $max }
histogram-from = Des de
type-text = text
type-code = codi
type-integer = nombre enter
type-number = nombre
type-boolean = sí o no
type-date = data
type-moment = data i hora
type-time = hora del dia
type-year = any
type-year-month = mes d’un any
type-duration = durada
type-geometry = forma al mapa
type-latitude = latitud
type-longitude = longitud
type-other = altres
yes = sí
no = no
empty-cell = buida
downloads-title = Emporteu-vos-ho
downloads-lead = La taula sencera, tantes vegades com calgui.
download-csv = CSV, per a fulls de càlcul i tota la resta
download-xlsx = XLSX, per a Excel i LibreOffice
download-json = JSON, per a programes
download-ndjson = NDJSON, una fila per línia
download-parquet = Parquet, per a anàlisi, amb els tipus exactes
download-geojson = GeoJSON, per a mapes
download-size = { $size }
download-about = uns { $size }
download-too-long = La taula té més files de les que caben en un full; trieu CSV o Parquet.
download-busy = Ara mateix uns quants veïns s’estan emportant files triades o ordenades, i les preparem d’una en una. Torneu-ho a provar d’aquí a uns segons; la taula sencera, la teniu de seguida.
howto-title = Feu-la servir amb les vostres eines
howto-lead = Aquestes línies funcionen tal com són.
versions-title = Versions
versions-lead = Cada versió es conserva tal com es va publicar, amb una adreça pròpia.
versions-all = Totes les versions
version = Versió { $n }
version-newest = la més recent
version-published = Publicada
version-note = Nota
version-source = Feta a partir de
version-digest = Empremta
version-withdrawn = Retirada el { $date }: { $reason }
version-compare = Què ha canviat des de la versió { $n }

## What the import did

import-title = Què ha canviat en importar-la
import-lead = El fitxer de la ciutat, tal com era, i què se n’ha fet.
import-kept = Cel·les amb un valor
import-changed = D’aquestes, escrites d’una altra manera
import-emptied = Cel·les sense cap valor
import-rejected = Cel·les que no encaixaven a la columna
import-line = Línia
import-cell = Què hi deia
import-why = Per què s’ha descartat
import-none = No s’ha descartat cap cel·la.
import-json = L’informe sencer
left-out-title = Files i cel·les descartades: { $title }
left-out-lead = La ciutat publica el que no ha sabut llegir, perquè es pugui comprovar i esmenar. Queden buides a la taula, i en el fitxer original hi deia això:
left-out-count = { $count ->
    [one] Una cel·la no encaixava a la seva columna.
   *[other] { $count } cel·les no encaixaven a la seva columna.
}
left-out-bound = N’hi ha { $count } a la llista: les cent primeres de cada columna.
left-out-csv = Baixeu la llista en CSV
left-out-all = Tot el que s’ha descartat, línia per línia
left-out-rows-count = { $count ->
    [one] Una fila del fitxer no és de la taula.
   *[other] { $count } files del fitxer no són de la taula.
}
left-out-rows-lead = Sumes de les altres files i notes al voltant de la taula. No hi entren perquè res no es compti dues vegades, i són aquí perquè tothom ho pugui comprovar.
left-out-rows = Files que no són de la taula
left-out-row = Què diu la fila
left-out-rows-bound = N’hi ha { $count } a la llista: les cent primeres.
left-out-says = la columna «{ $column }» diu que no és una fila
left-out-below = una nota sota la taula
misfit-no-number = no és un nombre amb els signes d’aquesta columna
misfit-not-whole = no és un nombre enter
misfit-too-large = té més xifres de les que caben en aquesta columna
misfit-other-unit = té una altra unitat
misfit-no-date = no és una data en l’ordre d’aquesta columna
misfit-no-such-day = és un dia que no existeix
misfit-no-time = no és una hora del dia
misfit-skipped-hour = és una hora que aquell dia el rellotge es va saltar
misfit-neither = no és ni el sí ni el no d’aquesta columna
misfit-no-geometry = no és una forma geogràfica
misfit-unknown-system = té un sistema de referència que aquí no es coneix
misfit-off-the-globe = cau fora del globus
misfit-no-range = no és un interval amb aquesta unitat i aquests signes

## Rows

rows-title = Files de { $title }
rows-search = Alguna columna de text conté
rows-help = Com s’escriuen les condicions
rows-help-word = els textos que contenen la paraula; els nombres, els codis i les dates que són iguals
rows-help-exactly = exactament això
rows-help-not = tot menys això
rows-help-more = més que això
rows-help-most = com a màxim això
rows-help-range = del primer al segon
rows-help-empty = les cel·les buides
rows-help-present = les cel·les que no són buides
rows-condition = Condició per a { $column }
rows-show = Mostra aquestes files
rows-clear = Treu totes les condicions
rows-filter = Filtra i ordena
rows-sort = Ordena per
rows-sort-file = Com al fitxer
rows-ascending = { $column }, de menys a més
rows-descending = { $column }, de més a menys
rows-size = Files per pàgina
rows-found = { $count ->
    [one] Una fila compleix les condicions
   *[other] { $count } files compleixen les condicions
}
rows-none = Cap fila no compleix aquestes condicions
rows-beyond = No hi ha tantes pàgines.
rows-download = Descarregueu exactament aquestes files
rows-table = Files de la { $from } a la { $to }
wrong-title = No podem respondre aquesta pregunta
wrong-value = «{ $value }» no encaixa a la columna { $column }.
wrong-column = No hi ha cap columna que es digui «{ $column }».
wrong-since = «{ $value }» no és cap dia ni cap moment: escriviu 2026-03-01 o 2026-03-01T09:30:00Z.
wrong-number = «{ $value }» no és un nombre.
wrong-marks = «{ $value }» es pot llegir de dues maneres. Escriviu { $whole } o bé { $decimal }, segons què vulgueu dir.
wrong-much = Són més condicions de les que es poden respondre alhora.

## Two versions compared

compare-title = Què ha canviat de la versió { $from } a la versió { $to }
compare-choose = Compareu dues versions
compare-from = De la versió
compare-to = a la versió
compare-show = Compara
compare-key = Dues files són la mateixa quan coincideixen aquestes columnes: { $columns }.
compare-no-key = Qui publica no ha dit quines columnes identifiquen una fila; per això es comparen files senceres.
compare-added = Files noves
compare-removed = Files eliminades
compare-changed = Files canviades
compare-same = Files que són iguals
compare-columns = Columnes
compare-column-added = Columna nova: { $column }
compare-column-removed = Columna eliminada: { $column }
compare-column-changed = { $column }: era { $before }, ara és { $after }
compare-columns-same = Les columnes són les mateixes.
compare-examples = Exemples
compare-before = Abans
compare-after = Després
compare-kind = Canvi
compare-kind-added = nova
compare-kind-removed = eliminada
compare-kind-changed = canviada
compare-nothing = Totes dues versions tenen les mateixes files.
compare-one = De moment només hi ha una versió. Quan se’n publiqui una altra, aquí es veuran els canvis.
compare-computing = És la primera vegada que es comparen aquestes dues versions i hi estem treballant. Amb taules grans calen uns minuts; després, el resultat queda desat per a tothom.
compare-look-again = Torna-ho a mirar
compare-too-large = Aquestes dues versions són massa grans per comparar-les aquí. Les podeu baixar senceres i comparar-les amb les vostres eines.

## The large map

large-map-title = { $title }, al mapa
large-map-script = El mapa que es mou necessita JavaScript. Si no n’hi ha, aquí teniu el mateix en un dibuix i en una llista.
large-map-label = Mapa de { $title }. Els mateixos llocs són a la llista del costat.
large-map-list = Els llocs en una llista
large-map-first = El mapa mostra les primeres { $count } files.
no-map = Les files d’aquest conjunt de dades no diuen on són.

## Charts in words

chart-rows = Files
chart-sum = { $column }, total
chart-mean = { $column }, mitjana
chart-with-unit = { $what } ({ $unit })
chart-by-year = { $what } per any
chart-by-month = { $what } per mes
chart-by-day = { $what } per dia
chart-by-hour = { $what } per hora
chart-by = { $what } per { $column }
chart-only = { $title }: { $value }
chart-by-neighbourhood = { $what } per barri
chart-by-district = { $what } per districte
chart-course = El darrer valor és { $last } ({ $at }). El més alt, { $most } ({ $most-at }); el més baix, { $least } ({ $least-at }).
chart-extremes = El més alt, { $most } ({ $most-at }); el més baix, { $least } ({ $least-at }).
chart-largest = Els { $shown } valors més grans de { $all }.
chart-when = Quan
map-points = { $count ->
    [one] Un lloc
   *[other] { $count } llocs
}
map-points-some = { $shown } de { $all } llocs

## Refusals

withdrawn-title = Aquesta versió s’ha retirat
withdrawn-detail = Es va retirar el { $date }. Motiu: { $reason } Els fitxers s’han destruït; la seva empremta era { $digest }.
no-such-dataset = No hi ha cap conjunt de dades en aquesta adreça
no-such-dataset-detail = Potser l’adreça està tallada o el conjunt de dades té un altre nom. El cercador el troba per qualsevol de les seves paraules.
no-such-version = No hi ha cap versió { $n } d’aquest conjunt de dades
no-geometry-detail = Aquest conjunt de dades no té llocs i no es pot donar en GeoJSON. Hi ha tots els altres formats.
back-to-data = A les dades de la ciutat
back-to-dataset = Al conjunt de dades

## Themes of the EU's vocabulary

theme-agri = Agricultura, pesca i alimentació
theme-econ = Economia i finances
theme-educ = Educació, cultura i esport
theme-ener = Energia
theme-envi = Medi ambient
theme-gove = Govern i administració
theme-heal = Salut
theme-intr = Afers internacionals
theme-just = Justícia i seguretat
theme-regi = Barris i territori
theme-soci = Població i societat
theme-tech = Ciència i tecnologia
theme-tran = Transport

## Respostes per als clients de CKAN

ckan-not-found = No s’ha trobat: aquí no hi ha res que es digui «{ $name }». package_list i package_search diuen què hi ha.
ckan-writes = Accés denegat: en aquesta adreça no es pot canviar res. La ciutat publica amb panot import i panot publish.
ckan-sql = Accés denegat: en aquesta adreça no es respon en SQL. datastore_search respon a filtres, paraules, un ordre i pàgines, i la taula sencera es pot baixar.
ckan-no-request = Petició incorrecta - Error de JSON: els camps d’una acció són un objecte JSON o un formulari. { $why }
ckan-no-such-action = Petició incorrecta - No hi ha cap acció que es digui { $name }
ckan-missing = Falta un valor: digueu { $field }.
ckan-not-a-number = «{ $value }» no és cap nombre enter a partir de 0.
ckan-not-a-truth = «{ $value }» no és ni true ni false.
ckan-not-a-list = { $field } és una llista de textos: ["a", "b"].
ckan-not-one-of = «{ $value }» no és cap d’aquests: { $these }.
ckan-too-much = Això demana d’un cop més del que es respon. Demaneu-ne menys, o per parts.
ckan-no-such-field = No hi ha cap camp «{ $field }».
ckan-cannot-be = «{ $field }» no es pot demanar d’aquesta manera.
ckan-filters-shape = Els filtres són un objecte de columnes amb els seus valors, com {"{"}"columna": "valor"{"}"}, o una llista d’objectes així.
ckan-filters-comparison = «{ $word }» no és cap comparació: hi ha eq, in, gt, gte, lt, lte, $and i $or.
ckan-filters-value = El valor per a { $field } no és ni un text, ni un nombre, ni true, false o null.
ckan-words = «{ $found }» a la posició { $at } no hi pot anar: les paraules s’uneixen amb &, | i !. Amb plain=true són només paraules.
ckan-query-too-much = La consulta demana massa: { $why }.
ckan-query-open = La consulta no es pot llegir: el que comença a la posició { $at } amb { $sign } no s’acaba.
ckan-query-ends = La consulta no es pot llegir: s’acaba a la posició { $at }, on encara hi ha d’anar alguna cosa.
ckan-query-unexpected = La consulta no es pot llegir: «{ $found }» a la posició { $at } no hi pot anar. Una barra inversa davant d’un signe el converteix en lletra.
ckan-query-not-here = La consulta no es pot respondre: { $what } a la posició { $at } és una part del llenguatge de Solr que aquí no es respon. Sí que es responen paraules, "frases", camp:valor, camp:[de TO fins], AND, OR, NOT, * i parèntesis.
ckan-holds = Totes les accions de lectura, amb ckanapi (4.11), el client del mateix CKAN: paquets, organitzacions, grups, etiquetes, package_search amb el llenguatge de Solr (q, fq, facetes, ordre), datastore_search amb filtres, paraules, ordre i pàgines, i /datastore/dump.
ckan-missing-parts = datastore_search_sql, les accions que canvien alguna cosa i les vistes dels recursos. A les cerques, expressions regulars, paraules aproximades i distàncies.

## El que es diu dels fitxers

datapackage-holds = Cada versió com a paquet del seu fitxer CSV (/data/{"{"}id{"}"}.datapackage.json), amb un Table Schema complet; frictionless (5.21) valida totes les files de tots els conjunts.
csvw-holds = Cada fitxer CSV anomena les seves metadades en una capçalera Link, i són on l’estàndard les busca (.csv-metadata.json); csvw (4.1) les troba, les valida i les llegeix.
croissant-holds = Cada versió amb les seves columnes (/data/{"{"}id{"}"}.croissant.json); mlcroissant (1.1) en llegeix les files.
schema-org-holds = La pàgina de cada conjunt conté un Dataset en JSON-LD, amb els fitxers, la llicència, el lloc i les columnes.

## Frequencies of the EU's vocabulary

frequency-hourly = cada hora
frequency-daily = cada dia
frequency-weekly = cada setmana
frequency-monthly = cada mes
frequency-quarterly = cada tres mesos
frequency-biannual = dos cops l’any
frequency-annual = cada any
frequency-irreg = de tant en tant
frequency-never = no s’actualitza més
frequency-cont = contínuament
frequency-unknown = no s’indica
