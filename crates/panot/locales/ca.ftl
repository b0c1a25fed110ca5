# SPDX-License-Identifier: AGPL-3.0-or-later

## What a file is
summary = { $kind }, { $rows ->
    [one] una fila
   *[other] { $rows } files
 }, { $columns ->
    [one] una columna
   *[other] { $columns } columnes
 }
dialect-tabs = tabuladors
dialect-header = capçalera a la línia { $line }
lost-letters = { $count ->
    [one] en una línia hi ha lletres que ja s’havien perdut abans d’arribar aquí (línia { $lines })
   *[other] en { $count } línies hi ha lletres que ja s’havien perdut abans d’arribar aquí (línies { $lines })
 }
other-encoding = { $count ->
    [one] una línia té una altra codificació (línia { $lines })
   *[other] { $count } línies tenen una altra codificació (línies { $lines })
 }
above-header = per sobre de la capçalera, línia { $line }: { $text }
like-totals = sembla una fila de totals, línia { $line }: { $text }
in-unit = en { $unit }

## What became of it
takes-in = { $dataset } incorpora { $rows ->
    [one] una fila
   *[other] { $rows } files
 } i { $columns ->
    [one] una columna
   *[other] { $columns } columnes
 }
same-as = { $dataset }: la versió { $version } ja és feta d’aquest mateix fitxer, llegit igual; no s’ha importat res (amb --again s’importa igualment)
emptied = { $count ->
    [one] una cel·la no encaixava en la seva columna i ha quedat buida:
   *[other] { $count } cel·les no encaixaven en la seva columna i han quedat buides:
 }
rejected-cell = línia { $line }, columna «{ $column }»: «{ $text }»: { $why }
assumed = s’ha suposat, a { $name }: { $says } ({ $why }); si no és així, --answer { $name }=…
used-recipe = llegit tal com diu { $place }
used-recipe-of = llegit com la versió { $version }, amb la recepta que se’n guarda
used-dataset = descrit tal com diu { $place }
not-used-dataset = no descrit tal com diu { $place }: aquest fitxer parla de { $id }. Si tot i així el vols fer servir, indica’l amb --dataset
look-at = mira’t { $column }: { $says }
unknown-column = a { $list }, dataset.toml parla de «{ $column }», i cap columna de la taula no es diu així
unknown-column-near = a { $list }, dataset.toml parla de «{ $column }», i cap columna de la taula no es diu així; noms que s’hi assemblen: { $nearest }
rows-left-out = { $count ->
    [one] una fila no és de la taula i no s’hi inclou:
   *[other] { $count } files no són de la taula i no s’hi inclouen:
 }
row-left-out = línia { $line }: { $text } ({ $why })
published = publicada com a versió { $version }: { $address }
draft-written = a { $path } hi ha el que s’ha trobat; edita’l i importa el fitxer amb ell

## What is asked and offered
answer-here = respon a la línia d’ordres o en una recepta (--draft recepta.toml te n’escriu una):
likely = ← el més probable
becomes = línia { $line }: { $text } → { $becomes }
offered = es pot fer, i no es fa si no ho demanes:

## Columns that differ from those of the version before
drift-head = les columnes no són les de la versió anterior
drift-accept = accepta-ho amb --accept-drift o dona-hi una recepta
drift-new = nova: { $column }
drift-gone = ja no hi és: { $column }
drift-renamed = { $was } ara es diu { $is } ({ $why })
drift-retyped = { $column }: abans { $was }; ara { $is }
drift-reordered = estan en un altre ordre
alike-neighbours = és al costat de la mateixa columna
alike-values = el { $percent } % dels valors més freqüents són els mateixos
alike-names = els noms s’assemblen
described-decimal = { $mark } davant dels decimals
described-thousands = { $mark } entre els milers
described-scale = { $digits ->
    [one] un decimal
   *[other] { $digits } decimals
 }
described-counted = comptada des d’una data
described-lost-zeros = codis, alguns sense el zero del davant

## Types of columns
kind-text = text
kind-code = codi
kind-boolean = sí o no
kind-integer = nombre enter
kind-decimal = nombre decimal
kind-longitude = longitud
kind-latitude = latitud
kind-date = data
kind-timestamp = data i hora
kind-time = hora
kind-year = any
kind-year-month = any i mes
kind-geometry = forma geogràfica

## Marks in numbers
mark-comma = la coma
mark-point = el punt
mark-space = l’espai
mark-apostrophe = l’apòstrof

## What was noticed
noticed-empty = La columna és buida.
noticed-only-word = A la columna només hi ha «{ $text }».
noticed-padded = { $count ->
    [one] Una cel·la té espais als extrems, que es treuen; és a la línia { $line }.
   *[other] { $count } cel·les tenen espais als extrems, que es treuen; la primera és a la línia { $line }.
 }
noticed-invisible = { $count ->
    [one] Una cel·la té un caràcter invisible al costat, que es treu; és a la línia { $line }.
   *[other] { $count } cel·les tenen un caràcter invisible al costat, que es treu; la primera és a la línia { $line }.
 }
noticed-apostrophe = { $count ->
    [one] Una cel·la té davant del nombre l’apòstrof d’un full de càlcul, que es treu; és a la línia { $line }.
   *[other] { $count } cel·les tenen davant del nombre l’apòstrof d’un full de càlcul, que es treu; la primera és a la línia { $line }.
 }
noticed-replaced = { $count ->
    [one] En una cel·la hi ha el signe �: són lletres que es van perdre abans de publicar el fitxer i ja no es poden recuperar; és a la línia { $line }.
   *[other] En { $count } cel·les hi ha el signe �: són lletres que es van perdre abans de publicar el fitxer i ja no es poden recuperar; la primera és a la línia { $line }.
 }
noticed-name-cleaned = Al fitxer la columna es diu «{ $from }» i a la taula es dirà { $name }.
noticed-name-repeated = Al fitxer hi ha una altra columna que també es diu «{ $name }»; a la recepta aquesta és «{ $from }».
noticed-missing = { $count ->
    [one] Una cel·la diu que no hi ha cap valor ({ $texts }).
   *[other] { $count } cel·les diuen que no hi ha cap valor ({ $texts }).
 }
noticed-sentinel = { $count ->
    [one] { $texts } surt en una cel·la i no pot ser cap valor d’aquesta columna: s’entén que hi falta la dada.
   *[other] { $texts } surt en { $count } cel·les i no pot ser cap valor d’aquesta columna: s’entén que hi falta la dada.
 }
noticed-misfits = { $count ->
    [one] Una cel·la no encaixa en el tipus { $kind }; sortirà a l’informe.
   *[other] { $count } cel·les no encaixen en el tipus { $kind }; sortiran a l’informe.
 }
noticed-unit = { $count ->
    [one] Una cel·la acaba en { $unit }, que passa a ser la unitat de la columna.
   *[other] { $count } cel·les acaben en { $unit }, que passa a ser la unitat de la columna.
 }
noticed-mixed-units = Hi ha unitats diferents ({ $units }), i per això la columna es queda com a text.
noticed-ruined = { $count ->
    [one] Una cel·la de { $filled } no és cap coordenada en graus: un full de càlcul hi ha posat separadors de milers.
   *[other] { $count } cel·les de { $filled } no són coordenades en graus: un full de càlcul hi ha posat separadors de milers.
 } Es queden com a text; es poden tornar a calcular si al costat hi ha les coordenades en metres.
noticed-too-many-digits = Hi ha nombres de fins a { $digits } xifres, massa llargs per fer-hi càlculs; es queden com a text.
noticed-leading-zeros = { $count ->
    [one] Una cel·la comença per zero: és un codi i es queda com a text.
   *[other] { $count } cel·les comencen per zero: són codis i es queden com a text.
 }
noticed-lost-zeros = Els codis tenen { $digits } xifres, però n’hi ha de més curts: segurament han perdut el zero del davant.
noticed-lost-zeros-as = Els codis tenen { $digits } xifres, però n’hi ha de més curts, com «{ $text }» a la línia { $line }: segurament han perdut el zero del davant.
noticed-end-of-day = { $count ->
    [one] Una cel·la diu 24:00, que són les 0:00 de l’endemà.
   *[other] { $count } cel·les diuen 24:00, que són les 0:00 de l’endemà.
 }
noticed-mangled = { $count ->
    [one] Una cel·la de { $filled } sembla una data
   *[other] { $count } cel·les de { $filled } semblen dates
 } (possibles: { $dates }; impossibles: { $broken }): segurament eren codis i un full de càlcul els ha canviat. Es queden com a text, tal com són.
noticed-ranges = { $count ->
    [one] Una cel·la és un interval; es queda com a text si la recepta no la parteix.
   *[other] { $count } cel·les són intervals; es queden com a text si la recepta no les parteix.
 }
noticed-ranges-in = { $count ->
    [one] Una cel·la és un interval en { $unit }; es queda com a text si la recepta no la parteix.
   *[other] { $count } cel·les són intervals en { $unit }; es queden com a text si la recepta no les parteix.
 }
noticed-numbers-among-text = { $numbers ->
    [one] Una cel·la és un nombre
   *[other] { $numbers } cel·les són nombres
 } i { $others ->
    [one] una altra no ho és
   *[other] { $others } no ho són
 } ({ $texts }); per això la columna es queda com a text.
noticed-swapped-degrees = «{ $latitudes }» conté latituds i «{ $longitudes }» longituds: és així en { $turned } de les { $compared } files comparades.
noticed-swapped-metres = «{ $x }» i «{ $y }» estan intercanviades en { $turned } de les { $compared } files comparades.

## What speaks for an answer
evidence-coordinates = pel nom, són coordenades
evidence-long = altres cel·les tenen quatre xifres o més sense cap signe, així que el signe no deu separar milers
evidence-count = pel nom, s’hi compta alguna cosa, i el que es compta no té decimals
evidence-short = els nombres petits no porten cap signe i els grans en porten un amb tres xifres exactes al darrere, com els milers
evidence-three-digits = totes les cel·les tenen exactament tres xifres darrere del signe; no hi ha res més que ho aclareixi
evidence-code = pel nom és un codi, i els codis no se sumen
evidence-stored-as-text = el fitxer ho desa com a text
evidence-no-such-value = { $count ->
    [one] { $texts } surt en una cel·la i no pot ser cap valor d’aquesta columna
   *[other] { $texts } surt en { $count } cel·les i no pot ser cap valor d’aquesta columna
 }
evidence-only-negative = { $count ->
    [one] { $texts } surt en una cel·la i no n’hi ha cap altra de negativa
   *[other] { $texts } surt en { $count } cel·les i no n’hi ha cap altra de negativa
 }
evidence-far = { $count ->
    [one] { $texts } surt en una cel·la, i totes les altres són entre { $low } i { $high }
   *[other] { $texts } surt en { $count } cel·les, i totes les altres són entre { $low } i { $high }
 }
evidence-others-numbers = { $count ->
    [one] totes les altres cel·les són nombres; «{ $text }» surt en una
   *[other] totes les altres cel·les són nombres; «{ $text }» surt en { $count }
 }
evidence-unix-seconds = pel nom és un moment, i comptades com a segons des del 1970 totes les cel·les cauen entre el 1990 i el 2050
evidence-unix-milliseconds = pel nom és un moment, i comptades com a mil·lisegons des del 1970 totes les cel·les cauen entre el 1990 i el 2050
evidence-compact = pel nom és una data, i totes les cel·les són any, mes i dia seguits
evidence-spreadsheet-days = pel nom és una data, i comptades com els dies d’un full de càlcul totes les cel·les cauen entre el 1954 i el 2064
evidence-asks = el nom fa una pregunta, i les úniques respostes són 0 i 1
evidence-does-not-ask = els únics valors són 0 i 1, i el nom no fa cap pregunta
evidence-metres-city = les formes estan en metres i no diuen de quin fus són; la ciutat és en aquest
evidence-metres = les formes estan en metres i no diuen de quin fus són
evidence-midnight = totes les hores són mitjanit, així que no diuen res
evidence-some-zone = { $zoned ->
    [one] una hora diu de quina zona horària és
   *[other] { $zoned } hores diuen de quina zona horària són
 } i { $naive ->
    [one] una altra no
   *[other] { $naive } no
 }
evidence-day-twelve = cap dia de la columna passa de 12, i per tant tots dos ordres són possibles; les administracions d’aquí escriuen primer el dia
evidence-dates-like = cap dia d’aquesta columna passa de 12; la columna «{ $column }» del mateix fitxer escriu les dates així
evidence-century = amb dues xifres no se sap de quin segle és l’any

## What an answer means
meaning-fraction = { $mark } separa els decimals
meaning-thousands = { $mark } separa els milers
meaning-code = un codi, que es queda com a text
meaning-whole = un nombre enter
meaning-number = un nombre
meaning-numbers-but = nombres; «{ $text }» vol dir que no n’hi ha cap
meaning-text = text
meaning-no-value = { $texts } vol dir que no hi ha cap valor
meaning-value = { $texts } és un valor com els altres
meaning-no-yes = no i sí
meaning-utm-thirty-one = ETRS89 / UTM fus 31N (Catalunya, les Illes Balears)
meaning-utm-thirty = ETRS89 / UTM fus 30N (gairebé tota la Península)
meaning-utm = ETRS89 / UTM fus { $zone }N
meaning-day = un dia
meaning-moment = un dia i una hora
meaning-day-midnight = un dia i les 0:00
meaning-local = les hores sense zona són les que marcava el rellotge a { $zone }
meaning-utc = les hores sense zona són UTC
meaning-dmy = primer va el dia
meaning-mdy = primer va el mes
meaning-ymd = primer va l’any
meaning-century = { $order }; els anys són del { $first } al { $last }
fate-missing = (sense dada)
fate-misfit = no encaixa: { $why }

## What is offered
change-notes = { $count ->
    [one] Deixar fora la nota que hi ha sota la taula (línia { $lines }).
   *[other] Deixar fora les notes que hi ha sota la taula (línies { $lines }).
 }
change-totals = { $count ->
    [one] Deixar fora la fila de totals (línia { $lines }).
   *[other] Deixar fora les files de totals (línies { $lines }).
 }
change-rows = Fer una fila de cada element de les llistes de «{ $column }», amb les columnes { $names }.
change-columns = Posar cada part de «{ $column }» en una columna pròpia: { $names }.
change-split = Escriure com a nombres, al costat de «{ $column }», els dos extrems dels intervals.
change-missing = A «{ $column }», entendre que { $words } vol dir que falta la dada.
change-swap = Tornar «{ $x }» i «{ $y }» a la seva columna allà on estan intercanviades.
change-rebuild = Tornar a calcular «{ $longitude }» i «{ $latitude }».
change-point = Fer un punt amb «{ $x }» i «{ $y }», per al mapa.
change-unpivot = Posar les columnes { $columns } una sota l’altra: una fila per a cada una.
change-join = Unir { $parts } en una sola columna, { $into }.
change-observations = Una fila per observació, amb el moment en què comença cada hora.
list-and = { $first } i { $last }
word-times = «{ $text }» ({ $count })
reason-fewer = Omplen menys cel·les que cap fila: «{ $first }».
reason-sums = Ho diu «{ $column }», i els nombres són la suma dels altres a { $columns }: «{ $first }».
reason-some-sums = Ho diu «{ $column }», i { $equal } de { $compared } nombres són la suma dels altres: «{ $first }».
reason-no-sums = Ho diu «{ $column }», però no hi ha cap columna de nombres per comprovar-ho: «{ $first }».
reason-lists = { $cells ->
    [one] Una cel·la conté una llista
   *[other] { $cells } cel·les contenen llistes
 }, amb { $objects ->
    [one] un objecte
   *[other] { $objects } objectes
 } en total.
reason-objects = { $cells ->
    [one] Una cel·la conté un objecte JSON.
   *[other] { $cells } cel·les contenen objectes JSON.
 }
reason-words = Normalment aquests textos volen dir que no hi ha dada; en una columna de text també poden ser paraules.
reason-degrees = La longitud i la latitud són en dues columnes.
reason-metres = Les coordenades X i Y són en dues columnes, en EPSG:{ $epsg }.
reason-metres-some = Les coordenades X i Y són en dues columnes que no diuen de quin fus són; així es prenen com a EPSG:{ $epsg }.
reason-same-places = Se’n va perdre el signe decimal, però «{ $x }» i «{ $y }» tenen els mateixos llocs en EPSG:{ $epsg }.
reason-variable = Les columnes que només es distingeixen per un número són una sola variable, estesa a l’ample.
reason-date = L’any, el mes i el dia són en columnes separades.
reason-hours = Les hores són una al costat de l’altra i la data és en tres columnes. L’hora 01 s’entén com de les 0 h a la 1 h; si és el valor de la 1 h, escriu hours = "instant".


## What went wrong
to-mend = per resoldre-ho: { $how }
refused-cells = a la columna «{ $column }», { $rejected } de { $filled } cel·les no encaixen; se n’admet el { $allowed } %. Corregeix les cel·les, llegeix la columna com a text (type = "text" a la recepta) o admet-ne més (refuse_above):
failed-open = { $count ->
    [one] una de les seves columnes es pot llegir de més d’una manera
   *[other] { $count } de les seves columnes es poden llegir de més d’una manera
 }
failed-which-table = { $count ->
    [one] el fitxer conté una taula: { $names }
   *[other] el fitxer conté { $count } taules: { $names }
 }
failed-which-table-mend = digues quina amb --table
failed-line-mend = corregeix la línia
failed-refused = massa cel·les no encaixen en el tipus de la seva columna
failed-changed = algú ha canviat el fitxer mentre es llegia
failed-changed-mend = torna-ho a provar quan ningú no l’estigui escrivint
failed-stopped = s’ha interromput
failed-stopped-mend = torna-ho a provar; no se n’ha desat res
failed-before-publishing = s’ha interromput abans de publicar-ho
failed-before-publishing-mend = publica-ho amb: panot publish { $name }
failed-nothing-waits = cap importació de { $name } no espera que la publiquin
failed-which-one = { $count ->
    [one] una importació de { $name } espera que la publiquin
   *[other] { $count } importacions de { $name } esperen que les publiquin
 }
failed-which-one-mend = torna a importar el fitxer amb --publish
failed-no-longer-waits = algú acaba de publicar o descartar aquesta importació de { $name }
failed-no-longer-waits-mend = mira el conjunt de dades i torna a decidir
failed-nothing-waits-mend = primer importa un fitxer: panot import FITXER --as { $name }
failed-not-asked = sobre «{ $column }» no s’ha preguntat res; hi ha preguntes sobre: { $asked }
failed-none-asked = sobre «{ $column }» no s’ha preguntat res, ni sobre cap altra columna
failed-no-such-choice = «{ $answer }» no és cap resposta sobre «{ $column }»; escriu una d’aquestes: { $choices }
failed-not-offered = no hi ha res que es digui «{ $id }»; es pot triar: { $offered }
failed-none-offered = no hi ha res que es digui «{ $id }»; per a aquest fitxer no es proposa cap canvi
failed-unanswered = { $count ->
    [one] una columna es pot llegir de més d’una manera; respon amb --answer columna=resposta o a la recepta: { $columns }
   *[other] { $count } columnes es poden llegir de més d’una manera; respon amb --answer columna=resposta o a la recepta: { $columns }
 }
failed-unanswered-one = «{ $column }» pot ser: { $answers }
failed-whose-folder = el dataset.toml d’aquesta carpeta és de { $dataset }, que l’última vegada venia de { $last }, no de { $file }
failed-whose-folder-mend = si n’és la versió següent, digues-ho amb --as { $dataset }; si és una altra taula, posa-li un altre nom amb --as
failed-no-such-column = el fitxer no té cap columna { $columns }; compara el fitxer i la recepta, o treu-la de la recepta
failed-nothing-kept-back = la recepta no deixa publicar la columna { $columns }, i el fitxer no la té; mira amb quin nom hi és ara i posa’l a la recepta, o treu-la’n
failed-leaves-out-says = línia { $line }: és la fila { $count } en què «{ $column }» diu «{ $text }», i la recepta en treu menys; si cap no és una fila de la taula, posa rows = { $count } en aquest pas de la recepta
failed-leaves-out-below = línia { $line }: d’aquí avall hi ha { $count } files que semblen notes, i la recepta en treu menys; si totes ho són, posa rows = { $count } en aquest pas de la recepta
failed-same-name = dues columnes de la taula es dirien «{ $name }»; dona un altre `name` a una de les dues
failed-column = columna «{ $column }»: { $why }
failed-step = pas { $number }: { $why }
failed-no-such-key = `{ $list }` diu «{ $column }», que no és cap columna de la taula
failed-no-answer = «{ $text }» no és cap resposta
failed-no-answer-mend = escriu la columna, un signe igual i la lectura: --answer data=dmy
failed-file = no es pot llegir el fitxer: { $error }
failed-file-mend = mira com està el disc i torna-ho a provar
failed-no-file = el fitxer no hi és
failed-no-file-mend = comprova’n el camí
failed-folder = això és una carpeta
failed-folder-mend = indica un dels fitxers que hi ha dins
failed-forbidden = no tens permís per llegir el fitxer
failed-forbidden-mend = executa-ho com l’usuari que n’és propietari, o canvia’n els permisos

## While it works
stage-keeping = desant el fitxer
stage-studying = llegint
stage-writing = escrivint
stage-publishing = publicant
progress-plain = { $stage }: { $percent } %, { $rows ->
    [one] una fila
   *[other] { $rows } files
 }
progress-rows = { $rows ->
    [one] una fila
   *[other] { $rows } files
 }
progress-of-rows = { $done } de { $total } files, en falten { $left }
progress-of-bytes = { $done } de { $total }, { $rows }, en falten { $left }
