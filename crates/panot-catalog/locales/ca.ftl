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
ckan-holds = Les accions de lectura que fan servir els clients, amb ckanapi (4.11), el client del mateix CKAN: paquets, organitzacions, grups, etiquetes, package_search amb el llenguatge de Solr (q, fq, facetes, ordre), datastore_search amb filtres, paraules, ordre i pàgines, i /datastore/dump.
ckan-missing-parts = resource_search, tag_show, tag_search, vocabulary_list, organization_autocomplete, datastore_search_sql, les accions que canvien alguna cosa i les vistes dels recursos. A les cerques, expressions regulars, paraules aproximades i distàncies.

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

## The gate
gate-title = Encara no es pot publicar
gate-opens = Es pot publicar
gate-no-title = No té títol en { $languages }.
gate-no-title-mend = Escriu-lo a title: com en diries a algú que passa pel carrer?
gate-no-description = No diu què és en { $languages }.
gate-no-description-mend = Escriu a description què és cada fila, com s’ha comptat i què no hi ha.
gate-no-publisher = No diu qui ho publica.
gate-no-publisher-mend = Posa a publisher el departament o l’entitat, amb el nom que la gent coneix.
gate-no-licence = No diu què se’n pot fer.
gate-no-licence-mend = Tria una llicència a licence: CC-BY-4.0 demana que us citin; CC0-1.0 no demana res.
gate-unknown-licence = «{ $code }» no és cap de les llicències conegudes.
gate-unknown-licence-mend = Posa’n una d’aquestes: { $known }.
gate-no-theme = No té tema.
gate-unknown-theme = «{ $code }» no és cap dels temes de la Unió Europea.
gate-theme-mend = Posa a theme un d’aquests: { $known }.
gate-no-frequency = No diu cada quant s’actualitza.
gate-unknown-frequency = «{ $code }» no és cap de les freqüències de la Unió Europea.
gate-frequency-mend = Posa a frequency una d’aquestes: { $known }. Si no ho saps del cert, irreg.
gate-no-contact = No diu a qui es pot preguntar.
gate-bad-contact = «{ $contact }» no és cap adreça ni cap pàgina.
gate-contact-mend = Posa a contact una bústia que algú llegeixi, o l’adreça d’una pàgina (https://…).
gate-columns-title = Aquestes columnes no tenen títol en totes les llengües: { $columns }.
gate-columns-title-mend = Dona’ls un title sota [[columns]], tal com ho diria la gent.
gate-columns-description = D’aquestes columnes no es diu què hi ha: { $columns }.
gate-columns-description-mend = Escriu-los una description sota [[columns]]: d’on surt, què vol dir cada valor.
gate-columns-unit = Aquestes columnes compten o mesuren, i no es diu què: { $columns }.
gate-columns-unit-mend = Posa’ls unit sota [[columns]]: µg/m³, euros, persones.
gate-not-screened = Ningú no ha mirat si hi surten persones: es va importar abans que hi hagués aquesta comprovació.
gate-not-screened-mend = Torna a importar el fitxer.
gate-found = { $column }: { $cells } de { $filled } cel·les tenen { $what }, com ara { $example }.
gate-found-never-mend = Treu la columna (drop = true) o esborra-ho del fitxer. Això no es publica mai, sigui quin sigui el motiu.
gate-found-reason-mend = Treu la columna (drop = true), tapa-la (mask) o digues sota [[accepted]] per què es pot publicar: ho llegirà tothom.
gate-found-note-mend = Si és d’una oficina, ja està bé. Si és d’una persona, treu-ho.
gate-what-identity-number = números de document d’identitat
gate-what-bank-account = comptes bancaris
gate-what-email = adreces de correu de persones
gate-what-telephone = telèfons de persones
gate-what-number-plate = matrícules
gate-what-name = noms de persones
gate-what-home = pisos i portes on viu algú
gate-what-office-contact = adreces o telèfons d’oficines
gate-what-name-in-prose = noms dins d’un text
gate-alone = { $below } de { $rows } files ({ $share }) s’assemblen a menys de { $k } si només es mira { $columns }, i { $unique } no s’assemblen a cap altra. Qui conegui una d’aquestes persones la pot trobar.
gate-mend-coarsen = Dir-ho menys exacte: { $changes }. Quedarien { $below } files soles ({ $share }); se’n buiden cel·les fins que no ho siguin.
gate-mend-drop = Treure { $columns }. Quedarien { $below } files soles ({ $share }); se’n buiden cel·les fins que no ho siguin.
gate-mend-aggregate = Comptar per { $columns }: { $rows } files en lloc de { $before }. Les { $below } persones de grups massa petits ({ $share }) es compten juntes, sense dir de quin són.
gate-coarser-step = { $column } de { $step } en { $step }
gate-coarser-month = { $column } per mesos
gate-coarser-year = { $column } per anys
gate-coarser-gone = sense { $column }
gate-reason-short = El motiu per publicar { $finding } té menys de { $least } lletres en alguna llengua.
gate-reason-short-mend = Explica-ho a qui hi surt: per què és públic, i què hi guanya la ciutat.
gate-cannot-accept = { $finding } de { $column } no es pot acceptar amb cap motiu.
gate-accepted-nothing = S’accepta { $finding } a «{ $column }», i no s’hi ha trobat.
gate-accepted-nothing-mend = Treu aquesta entrada de [[accepted]].
gate-quality = Qualitat: { $points } de 405 punts (MQA de data.europa.eu). La pujarien: { $raises }.
gate-quality-whole = Qualitat: { $points } de 405 punts (MQA de data.europa.eu), tots els que hi ha.
draft-lead = El que se sap d’aquestes dades, i espai per dir-hi el que només saps tu.
    Un cop ple, deixa’l al costat del fitxer: panot check diu si ja es pot publicar.
draft-described = L’esborrany és a { $place }. Omple-hi el que falta i torna a fer panot check.
gate-way-command = --mend { $way }
gate-alone-mend = Tria una d’aquestes maneres i fes-la amb la mateixa ordre i el que va davant, o digues sota [[accepted]] (finding = "alone") per què es pot publicar així:
gate-section = Qualitat i privacitat
gate-score = Aquestes dades tenen { $points } dels 405 punts amb què data.europa.eu mesura si són fàcils de trobar i de fer servir.
gate-dimension = Què es mira
gate-points = Punts
gate-raise = Què els pujaria
gate-findability = Si són fàcils de trobar
gate-accessibility = Si s’hi arriba
gate-interoperability = Si altres programes les entenen
gate-reusability = Si es poden reutilitzar
gate-context = Si se’n sap el context
gate-key-period = Dies de què parlen
gate-people = La gent que hi surt
gate-people-none = Abans de publicar-les s’hi han buscat números de document, comptes bancaris, adreces, telèfons, matrícules, noms i persones que es puguin reconèixer. No s’hi ha trobat res.
gate-people-some = Abans de publicar-les s’hi han buscat números de document, comptes bancaris, adreces, telèfons, matrícules, noms i persones que es puguin reconèixer. S’hi ha trobat això, i per què és públic:
gate-what-alone = persones que es poden reconèixer
late-since = S’havien d’actualitzar el { $day } i encara no s’ha fet.
gate-notes = Val la pena saber
gate-draft-hint = Comença amb un esborrany que ja ho porta tot el que se sap: panot import FITXER --as { $name } --draft-dataset FITXER.dataset.toml
## OGC API Features

ogc-title = { $city }: llocs per a mapes i programes
ogc-about = Tots els conjunts de dades de la ciutat que tenen llocs, com a col·leccions d’OGC API Features. No cal compte ni clau.
ogc-this = Aquest document
ogc-as-page = El mateix, com a pàgina
ogc-manual = La descripció, com a pàgina
ogc-conformance = Les parts de la norma que es compleixen
ogc-collections = Les col·leccions
ogc-items = Els elements, en GeoJSON
ogc-queryables = Què es pot preguntar
ogc-version = La versió { $n }, per sempre
ogc-versions = Totes les versions
ogc-no-parameter = No hi ha cap paràmetre ni cap propietat que es digui «{ $name }». Mireu els noms a queryables.
ogc-wrong-value = «{ $value }» no és un valor de { $name }.
ogc-no-crs = El sistema de referència «{ $uri }» no és cap dels que la col·lecció enumera a crs. Escriviu-ne l’adreça sencera.
ogc-filter-unexpected = El filtre no s’entén a la posició { $at }: «{ $found }» no hi pot anar.
ogc-filter-operand = A la posició { $at }, { $op } no admet el que se li dona.
ogc-filter-count = A la posició { $at }, { $op } demana { $takes } operands.
ogc-filter-literal = A la posició { $at }, «{ $written }» no és cap nombre, data, hora ni geometria vàlida.
ogc-filter-not-json = El filtre no és JSON. Si l’heu escrit com a text, poseu filter-lang=cql2-text.
ogc-filter-too-long = Un filtre té com a molt { $most } bytes.
ogc-filter-too-deep = Un filtre té com a molt { $most } nivells d’expressions dins d’expressions.
ogc-filter-too-many = Un filtre té com a molt { $most } expressions.
ogc-filter-too-many-places = Les geometries d’un filtre tenen com a molt { $most } punts. Simplifiqueu-les.
ogc-filter-language = «{ $language }» no és cap llenguatge de filtres d’aquí: hi ha cql2-text i cql2-json.
ogc-no-property = La col·lecció no té cap propietat «{ $name }» per la qual es pugui filtrar. Mireu els noms a queryables.
ogc-not-answered = Els filtres d’aquí no saben respondre { $what }.
ogc-mismatch = { $left } i { $right } no es poden comparar: són de tipus diferents.
ogc-filter-refused = El filtre no es pot respondre: { $why }
ogc-too-much-title = El filtre demana massa
ogc-too-much = Respondre aquest filtre demana més temps o memòria dels que es donen a una pregunta. Acoteu-lo, per exemple amb bbox, o baixeu-vos el fitxer sencer.
ogc-no-collection = No hi ha cap col·lecció així
ogc-no-collection-detail = El conjunt de dades no té llocs, i per això no és cap col·lecció. Hi ha la seva taula i els seus fitxers.
ogc-no-feature = La versió no té cap element «{ $fid }»: els elements es diuen pel número de la seva fila, des de l’1.
ogc-holds-core = A /ogc cada conjunt de dades amb llocs és una col·lecció: core, geojson i oas30, amb numberMatched exacte i pàgines que no s’acaben al deu mil. GDAL i owslib ho llegeixen, i es comprova a cada canvi; respon el que se sap que demana QGIS.
ogc-misses-core = La classe html: amb f=html la porta mena a les pàgines del catàleg.
ogc-holds-crs = CRS84, EPSG:4326, 4258, 3857 i les zones UTM d’ETRS89 (25828–25838), a crs i bbox-crs, amb la capçalera Content-Crs.
ogc-holds-filter = queryables, filter i features-filter, amb filter-crs.
ogc-misses-filter = La classe queryables-query-parameters: cada propietat es pot demanar com a paràmetre, però la descripció OpenAPI no les enumera una per una.
ogc-holds-cql2 = cql2-text, cql2-json, basic-cql2, advanced-comparison-operators, case-insensitive-comparison, basic-spatial-functions, basic-spatial-functions-plus, spatial-functions, property-property i arithmetic.
ogc-misses-cql2 = accent-insensitive-comparison, array-functions i functions. De temporal-functions es responen T_AFTER, T_BEFORE, T_DURING, T_EQUALS, T_INTERSECTS i T_DISJOINT amb una propietat.
ogc-holds-tilejson = /tiles/{ "{" }id{ "}" } descriu les tessel·les vectorials de cada conjunt de dades amb llocs, amb la caixa exacta de totes les files.

## Preguntes en SQL

sql-title = Pregunta a les dades en SQL
sql-lead = Aquí es pot preguntar a totes les taules públiques i a cada una de les seves versions, sense compte ni clau. Res del que es pregunti no canvia res.
sql-label = La teva pregunta
sql-hint = Un sol SELECT. Una taula es diu pel seu nom entre cometes, "aixi-escrit", o amb guions baixos, aixi_escrit; "aixi-escrit@2" n’és la segona versió.
sql-ask = Pregunta
sql-answer = Resposta
sql-found = { $count ->
    [one] Una fila, en { $took } ms
   *[other] { $count } files, en { $took } ms
}
sql-found-more = Més de { $count } files, en { $took } ms. Per emportar-te la resposta, acota la pregunta o acaba-la amb LIMIT.
sql-more = Aquí hi ha les primeres { $shown } files; els fitxers les tenen totes.
sql-meaning = Què s’ha preguntat exactament
sql-read = Ha llegit
sql-canonical = La pregunta amb les seves versions
sql-examples = Per començar
sql-example = Exemple
sql-example-versions = { $title }: dues versions
sql-tables = Taules i columnes
sql-tables-lead = Aquestes són les últimes que s’han publicat. La pàgina de cada conjunt de dades diu com es diuen les seves columnes.
sql-tables-none = Encara no hi ha res publicat.
sql-table-page = Sobre aquest conjunt de dades
sql-table-rows = Les primeres files
sql-table-version = Aquesta versió per sempre:
sql-column-kind = Conté
sql-column-said = Diu
sql-programs = Des d’un programa
sql-programs-lead = La mateixa pregunta a /sql.csv, /sql.json, /sql.parquet o /sql.arrow; les llargues, com a formulari amb POST a /sql.
sql-bounds = Una resposta té com a molt 100.000 files i 32 MB, i triga com a molt 15 segons. No hi ha funcions que llegeixin fitxers ni que depenguin del rellotge o de l’atzar.
sql-back = A les preguntes
sql-wrong = Aquesta pregunta encara no té resposta
sql-engine-says = El que diu el motor, en anglès
sql-place = Línia { $line }, caràcter { $column }
sql-nothing = No hi ha cap pregunta. Va al camp sql: /sql.csv?sql=SELECT…
sql-no-format = «{ $format }» no és cap dels formats. Hi ha csv, json, parquet i arrow.
sql-no-column = La columna { $column } conté una cosa que no cap en una cel·la, com ara una llista. Deixa-la fora, o fes-ne un text o un número amb CAST.
sql-busy = Tots els que responen estan treballant. Torna a preguntar d’aquí a un moment; cada visitant pot tenir unes quantes preguntes alhora.
sql-much-memory = La pregunta necessita més memòria de la que en pot tenir una. Agrupa per menys valors, llegeix menys columnes o acota abans les files amb WHERE.
sql-much-bytes = La resposta ocupa més de 32 MB. Demana menys columnes o files, o descarrega tot el conjunt de dades.
sql-much-time = La pregunta ha trigat més de { $seconds } segons. Acota-la amb WHERE i uneix les taules per columnes iguals (ON a.codi = b.codi).
sql-much-rows = La resposta té més de { $rows } files, i un fitxer que s’acaba abans d’hora semblaria sencer. Acota la pregunta, acaba-la amb LIMIT o descarrega tot el conjunt de dades.
sql-why-syntax = Això no és SQL tal com es llegeix aquí. Sovint just abans hi falta una coma, un parèntesi o unes cometes. El text va entre cometes 'simples' i els noms entre cometes "dobles".
sql-why-select = Només es respon un SELECT: no es pot escriure, bloquejar ni canviar res, i dues preguntes es fan l’una després de l’altra.
sql-why-long = La pregunta és massa llarga o té massa parèntesis dins de parèntesis. Gairebé tot cap en 1.000 paraules i signes; un WITH al principi n’escurça les parts.
sql-why-tables = La pregunta llegeix més de 16 taules, comptant el que hi ha a WITH cada vegada que es fa servir. Llegeix-ne menys alhora.
sql-why-form = Aquesta manera de preguntar no es respon aquí. El que té l’SQL estàndard, sí: SELECT, JOIN, WHERE, GROUP BY, HAVING, finestres, UNION, un WITH al principi, ORDER BY amb columnes pel seu nom.
sql-why-table = No hi ha cap taula pública que es digui «{ $name }». Els noms amb guionets van entre cometes: "qualitat-aire". La llista de taules és més avall i al catàleg.
sql-why-column = No hi ha cap columna que es digui «{ $name }». Els noms amb majúscules, accents o espais van entre "cometes dobles".
sql-why-column-known = No hi ha cap columna que es digui «{ $name }». N’hi ha: { $known }. Els noms amb majúscules, accents o espais van entre "cometes dobles".
sql-why-function = La funció { $name } no es respon aquí. Hi ha les que compten, sumen, comparen, tallen text i calculen amb dates; cap que llegeixi fitxers, faci llistes o depengui del rellotge.
sql-why-repeatable = { $name } pot donar una altra resposta el pròxim cop, i per això no es pot citar. Pregunta amb xifres exactes: count(DISTINCT …), avg, median, min, max.
sql-why-unordered = LIMIT sense ORDER BY pot donar altres files el pròxim cop. Digues per què s’ordenen les files.
sql-why-value = Hi ha un valor que no es pot calcular: una divisió per zero, un text que no és número ni data, o un patró sense tancar. NULLIF(x, 0) evita el primer; WHERE, la resta.
sql-why-sense = Hi ha parts de la pregunta que no lliguen: potser una columna que ni s’agrupa ni se suma, un número comparat amb un text, o un nom que és en dues taules. CAST(x AS …) canvia el tipus; «taula.columna» diu quina és.

## Citacions

cite-button = Cita aquesta resposta
cite-button-lead = Tindrà una adreça pròpia que dona els mateixos bytes per sempre.
cite-figures = Cita aquestes xifres
sql-same = El mateix en SQL
cite-title = Citació { $hash }
cite-lead = Aquesta resposta s’ha citat. L’adreça es queda, i el que hi ha al darrere no canvia mai: les versions noves de les dades no la toquen.
cite-rows = Files
cite-size = Mida en CSV
cite-day = Citada el
cite-engine = La va respondre
cite-question = La pregunta
cite-again = Torna-ho a preguntar i compara
cite-ask = Canvia la pregunta
cite-identical = Idèntica: preguntada ara mateix una altra vegada, la resposta té els mateixos bytes.
cite-differs = Preguntada ara mateix una altra vegada, la resposta és una altra: té { $rows } files i el SHA-256 del seu CSV és { $sha }.
cite-differs-engine = L’ha respost { $engine }. La citació es queda com era; avisa’n la ciutat, si et plau.
cite-differs-line = La primera línia diferent és la { $line }. Era: { $was } És: { $is }
cite-check = Comprova-ho
cite-check-lead = El resum del fitxer ha de ser el d’aquí sota.
cite-bibtex = Per a una bibliografia
cite-rules = Les files s’ordenen per totes les columnes quan la pregunta ho deixa obert; els nombres de coma flotant se sumen com a nombres de nou decimals i s’hi arrodoneixen. El que pot canviar d’una vegada a l’altra no se cita.
cite-unkept = Són massa files per guardar-les aquí. El CSV es torna a respondre i només es dona si el resum és el mateix.
cite-lost = Les files no es van guardar, i preguntada una altra vegada la resposta és una altra. La pàgina de la citació diu en què.
cite-withdrawn = Les dades d’aquesta citació es van retirar
cite-withdrawn-detail = { $table } es va retirar. Motiu: { $reason } Les files estan destruïdes; aquí queden la pregunta i el resum de la resposta.
cite-none = No hi ha cap citació en aquesta adreça. Potser hi falta una xifra: n’hi ha d’haver 32.
cite-no-table = Només es pot citar el que surt de les taules de la ciutat, i aquesta pregunta no en llegeix cap.
cite-many = Cada visitant pot fer { $count } citacions per hora, perquè totes es guarden per sempre. La mateixa pregunta se cita una vegada: l’adreça serveix tantes vegades com vulguis.
standard-cite-as = Cada citació i els seus fitxers diuen la seva adreça per sempre en una capçalera Link, cite-as. Es veu amb curl --head.
standard-memento = Una citació és el seu propi memento: Memento-Datetime diu des de quan i Link diu original i memento.
standard-memento-missing = No hi ha TimeGate: les versions d’un conjunt de dades es troben pel número, a la seva pàgina de versions.
dcat-ap-holds = El catàleg a /catalog.{ "{" }ttl,jsonld,rdf{ "}" } i cada conjunt de dades a /data/{ "{" }id{ "}" }.ttl, per pàgines (Hydra) i amb modified_since. Les formes oficials no hi troben cap error (pyshacl, amb cada canvi).
dcat-ap-missing = La llista europea d’entitats que publiquen no inclou ajuntaments. L’API no hi surt com a servei (DataService), ni els conjunts d’alt valor. Una retirada tota sola no es veu amb modified_since.
dcat-ap-es-holds = La mateixa sortida, si la ciutat diu el seu codi DIR3 i el sector. Les formes oficials no hi troben cap error (pyshacl, amb cada canvi).
dcat-ap-es-missing = Els conjunts de dades d’alt valor (HVD), i els que no tenen títol i descripció en castellà.
gate-too-many = Hi ha massa files de persones per comparar-les totes: { $unseen } no s’han mirat.
gate-too-many-mend = Parteix el fitxer, per anys o per districtes, o publica’n només els recomptes.
