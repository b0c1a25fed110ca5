# SPDX-License-Identifier: AGPL-3.0-or-later


## The door, the search, the home page

door-data = Datos de la ciudad
door-data-about = Tablas, mapas y cifras para ver y para llevarse
door-data-count = { $count ->
    [one] Un conjunto de datos para ver y para llevarse
   *[other] { $count } conjuntos de datos para ver y para llevarse
}
search-label = Busca en los datos de la ciudad
home-title = La ciudad en cifras
home-all = Todos los datos

## The catalogue

catalogue-title = Datos de la ciudad
catalogue-lead = Lo que la ciudad cuenta y mide, para verlo, descargarlo y comprobarlo. Sin cuenta ni clave.
search-hint = Una palabra del título, de una columna o de un valor: alquiler, árboles, NO2 …
search-button = Buscar
results = { $count ->
    [one] Un conjunto de datos
   *[other] { $count } conjuntos de datos
}
nearby = Ningún conjunto de datos tiene todas estas palabras. Estos son los que más se acercan.
filters = Acota la búsqueda
facet-theme = Tema
facet-publisher = Publicado por
facet-frequency = Actualización
facet-licence = Licencia
facet-map = Mapa
facet-map-yes = Con mapa
facet-map-no = Sin mapa
facet-remove = Quitar el filtro { $value }
facet-clear = Quitar todos los filtros
chosen = Filtros elegidos
order = Orden
order-best = Más relevantes
order-newest = Más recientes
order-title = Por título
order-rows = Más filas
rows-count = { $count ->
    [one] una fila
   *[other] { $count } filas
}
updated = Actualizado el { $date }
empty-question = No hemos encontrado nada con «{ $question }»
empty-question-help = Prueba con menos palabras o con palabras más generales. Buscamos en títulos, columnas y valores, en catalán, castellano e inglés.
empty-filters = Ningún conjunto de datos cumple todos estos filtros
empty-filters-help = Quita alguno, o todos.
empty-city = Todavía no se ha publicado nada
empty-city-help = El primer conjunto de datos aparecerá aquí en cuanto se publique.
see-everything = Ver todos los conjuntos de datos
pages = Páginas
page-previous = Página anterior
page-next = Página siguiente
page-here = Página { $page } de { $pages }

## A dataset

old-version = Estás viendo la versión { $n }, publicada el { $date }. No cambiará nunca. La más reciente es la versión { $latest }.
see-newest = Ver la versión más reciente
in-language = Este texto solo está disponible en otra lengua.
facts = Datos clave
fact-rows = Filas
fact-columns = Columnas
fact-updated = Última actualización
fact-version = Versión
fact-publisher = Publicado por
fact-licence = Licencia
fact-frequency = Se actualiza
fact-theme = Tema
fact-contact = Contacto
fact-keywords = Palabras clave
picture-title = De un vistazo
map-title = En el mapa
map-open = El mapa grande, en una página propia
map-places = Lo que muestra el mapa, en forma de lista
figures-table = Estas cifras en una tabla
preview-title = Las primeras filas
preview-all = Ver, filtrar y ordenar todas las filas
no-rows = Esta versión no tiene ninguna fila.
columns-title = Qué hay en cada columna
portrait-pending = Esta versión se acaba de publicar. En un momento estarán aquí los gráficos y el retrato de las columnas.
column = Columna
column-type = Tipo
column-unit = Unidad
column-missing = Celdas vacías
column-distinct = Valores diferentes
column-distinct-many = muchísimos
column-min = Mínimo
column-max = Máximo
column-mean = Media
column-top = Valores más frecuentes
column-value = Valor
column-times = Filas
column-share = { $share } de las filas
histogram = Cómo se reparten los valores de { $column }, de { $min } a { $max }
histogram-from = Desde
type-text = texto
type-code = código
type-integer = número entero
type-number = número
type-boolean = sí o no
type-date = fecha
type-moment = fecha y hora
type-time = hora del día
type-year = año
type-year-month = mes de un año
type-duration = duración
type-geometry = forma en el mapa
type-latitude = latitud
type-longitude = longitud
type-other = otros
yes = sí
no = no
empty-cell = vacía
downloads-title = Llévatelo
downloads-lead = La tabla entera, tantas veces como haga falta.
download-csv = CSV, para hojas de cálculo y todo lo demás
download-xlsx = XLSX, para Excel y LibreOffice
download-json = JSON, para programas
download-ndjson = NDJSON, una fila por línea
download-parquet = Parquet, para análisis, con los tipos exactos
download-geojson = GeoJSON, para mapas
download-size = { $size }
download-about = unos { $size }
download-too-long = La tabla tiene más filas de las que caben en una hoja; elige CSV o Parquet.
download-busy = Ahora mismo otras personas se están llevando filas filtradas u ordenadas, y las preparamos por turnos. Vuelve a intentarlo dentro de unos segundos; la tabla entera la tienes al momento.
howto-title = Úsalo con tus propias herramientas
howto-lead = Estas líneas funcionan tal cual.
versions-title = Versiones
versions-lead = Cada versión se conserva tal como se publicó, con una dirección propia.
versions-all = Todas las versiones
version = Versión { $n }
version-newest = la más reciente
version-published = Publicada
version-note = Nota
version-source = Hecha a partir de
version-digest = Huella
version-withdrawn = Retirada el { $date }: { $reason }
version-compare = Qué ha cambiado desde la versión { $n }

## What the import did

import-title = Qué ha cambiado al importarla
import-lead = El fichero de la ciudad, tal como era, y qué se ha hecho con él.
import-kept = Celdas con un valor
import-changed = De ellas, escritas de otra manera
import-emptied = Celdas sin ningún valor
import-rejected = Celdas que no encajaban en su columna
import-line = Línea
import-cell = Qué decía
import-why = Por qué se ha descartado
import-none = No se ha descartado ninguna celda.
import-json = El informe completo
left-out-title = Filas y celdas descartadas: { $title }
left-out-lead = La ciudad publica lo que no ha sabido leer, para que se pueda comprobar y corregir. Quedan vacías en la tabla, y en el fichero original decía esto:
left-out-count = { $count ->
    [one] Una celda no encajaba en su columna.
   *[other] { $count } celdas no encajaban en su columna.
}
left-out-bound = La lista tiene { $count }: las cien primeras de cada columna.
left-out-csv = Descarga la lista en CSV
left-out-all = Todo lo que se ha descartado, línea por línea
left-out-rows-count = { $count ->
    [one] Una fila del fichero no es de la tabla.
   *[other] { $count } filas del fichero no son de la tabla.
}
left-out-rows-lead = Sumas de las demás filas y notas en torno a la tabla. Quedan fuera para que nada se cuente dos veces, y están aquí para que cualquiera lo pueda comprobar.
left-out-rows = Filas que no son de la tabla
left-out-row = Qué dice la fila
left-out-rows-bound = La lista tiene { $count }: las cien primeras.
left-out-says = la columna «{ $column }» dice que no es una fila
left-out-below = una nota debajo de la tabla
misfit-no-number = no es un número con los signos de esta columna
misfit-not-whole = no es un número entero
misfit-too-large = tiene más cifras de las que caben en esta columna
misfit-other-unit = tiene otra unidad
misfit-no-date = no es una fecha en el orden de esta columna
misfit-no-such-day = es un día que no existe
misfit-no-time = no es una hora del día
misfit-skipped-hour = es una hora que aquel día el reloj se saltó
misfit-neither = no es ni el sí ni el no de esta columna
misfit-no-geometry = no es una forma geográfica
misfit-unknown-system = está en un sistema de referencia que aquí no se conoce
misfit-off-the-globe = cae fuera del globo
misfit-no-range = no es un intervalo con esta unidad y estos signos

## Rows

rows-title = Filas de { $title }
rows-search = Alguna columna de texto contiene
rows-help = Cómo se escriben las condiciones
rows-help-word = los textos que contienen la palabra; los números, los códigos y las fechas que son iguales
rows-help-exactly = exactamente esto
rows-help-not = todo menos esto
rows-help-more = más que esto
rows-help-most = como máximo esto
rows-help-range = del primero al segundo
rows-help-empty = las celdas vacías
rows-help-present = las celdas que no están vacías
rows-condition = Condición para { $column }
rows-show = Mostrar estas filas
rows-clear = Quitar todas las condiciones
rows-filter = Filtrar y ordenar
rows-sort = Ordenar por
rows-sort-file = Como en el fichero
rows-ascending = { $column }, de menor a mayor
rows-descending = { $column }, de mayor a menor
rows-size = Filas por página
rows-found = { $count ->
    [one] Una fila cumple las condiciones
   *[other] { $count } filas cumplen las condiciones
}
rows-none = Ninguna fila cumple estas condiciones
rows-beyond = No hay tantas páginas.
rows-download = Descargar exactamente estas filas
rows-table = Filas de la { $from } a la { $to }
wrong-title = No podemos responder a esta pregunta
wrong-value = «{ $value }» no encaja en la columna { $column }.
wrong-column = No hay ninguna columna que se llame «{ $column }».
wrong-since = «{ $value }» no es un día ni un momento: escriba 2026-03-01 o 2026-03-01T09:30:00Z.
wrong-number = «{ $value }» no es un número.
wrong-marks = «{ $value }» se puede leer de dos maneras. Escriba { $whole } o bien { $decimal }, según lo que quiera decir.
wrong-much = Son más condiciones de las que se pueden responder a la vez.

## Two versions compared

compare-title = Qué ha cambiado de la versión { $from } a la versión { $to }
compare-choose = Compara dos versiones
compare-from = De la versión
compare-to = a la versión
compare-show = Comparar
compare-key = Dos filas son la misma cuando coinciden estas columnas: { $columns }.
compare-no-key = Quien publica no ha dicho qué columnas identifican una fila; por eso se comparan filas enteras.
compare-added = Filas nuevas
compare-removed = Filas eliminadas
compare-changed = Filas cambiadas
compare-same = Filas que siguen igual
compare-columns = Columnas
compare-column-added = Columna nueva: { $column }
compare-column-removed = Columna eliminada: { $column }
compare-column-changed = { $column }: era { $before }, ahora es { $after }
compare-columns-same = Las columnas son las mismas.
compare-examples = Ejemplos
compare-before = Antes
compare-after = Después
compare-kind = Cambio
compare-kind-added = nueva
compare-kind-removed = eliminada
compare-kind-changed = cambiada
compare-nothing = Las dos versiones tienen las mismas filas.
compare-one = De momento solo hay una versión. Cuando se publique otra, aquí se verán los cambios.
compare-computing = Es la primera vez que se comparan estas dos versiones y estamos en ello. Con tablas grandes hacen falta unos minutos; después, el resultado queda guardado para todo el mundo.
compare-look-again = Volver a mirar
compare-too-large = Estas dos versiones son demasiado grandes para compararlas aquí. Puedes descargarlas enteras y compararlas con tus propias herramientas.

## The large map

large-map-title = { $title }, en el mapa
large-map-script = El mapa que se mueve necesita JavaScript. Sin él, aquí está lo mismo en un dibujo y en una lista.
large-map-label = Mapa de { $title }. Los mismos lugares están en la lista de al lado.
large-map-list = Los lugares en una lista
large-map-first = El mapa muestra las primeras { $count } filas.
no-map = Las filas de este conjunto de datos no dicen dónde están.

## Charts in words

chart-rows = Filas
chart-sum = { $column }, total
chart-mean = { $column }, media
chart-with-unit = { $what } ({ $unit })
chart-by-year = { $what } por año
chart-by-month = { $what } por mes
chart-by-day = { $what } por día
chart-by-hour = { $what } por hora
chart-by = { $what } por { $column }
chart-only = { $title }: { $value }
chart-by-neighbourhood = { $what } por barrio
chart-by-district = { $what } por distrito
chart-course = El último valor es { $last } ({ $at }). El más alto, { $most } ({ $most-at }); el más bajo, { $least } ({ $least-at }).
chart-extremes = El más alto, { $most } ({ $most-at }); el más bajo, { $least } ({ $least-at }).
chart-largest = Los { $shown } valores más grandes de { $all }.
chart-when = Cuándo
map-points = { $count ->
    [one] Un lugar
   *[other] { $count } lugares
}
map-points-some = { $shown } de { $all } lugares

## Refusals

withdrawn-title = Esta versión se ha retirado
withdrawn-detail = Se retiró el { $date }. Motivo: { $reason } Sus ficheros se han destruido; su huella era { $digest }.
no-such-dataset = No hay ningún conjunto de datos en esta dirección
no-such-dataset-detail = Quizá la dirección esté cortada o el conjunto de datos tenga otro nombre. El buscador lo encuentra por cualquiera de sus palabras.
no-such-version = No hay ninguna versión { $n } de este conjunto de datos
no-geometry-detail = Este conjunto de datos no tiene lugares y no se puede dar en GeoJSON. Están todos los demás formatos.
back-to-data = A los datos de la ciudad
back-to-dataset = Al conjunto de datos

## Themes of the EU's vocabulary

theme-agri = Agricultura, pesca y alimentación
theme-econ = Economía y finanzas
theme-educ = Educación, cultura y deporte
theme-ener = Energía
theme-envi = Medio ambiente
theme-gove = Gobierno y administración
theme-heal = Salud
theme-intr = Asuntos internacionales
theme-just = Justicia y seguridad
theme-regi = Barrios y territorio
theme-soci = Población y sociedad
theme-tech = Ciencia y tecnología
theme-tran = Transporte

## Respuestas para los clientes de CKAN

ckan-not-found = No se ha encontrado: aquí no hay nada que se llame «{ $name }». package_list y package_search dicen qué hay.
ckan-writes = Acceso denegado: en esta dirección no se puede cambiar nada. La ciudad publica con panot import y panot publish.
ckan-sql = Acceso denegado: en esta dirección no se responde en SQL. datastore_search responde a filtros, palabras, un orden y páginas, y la tabla entera se puede descargar.
ckan-no-request = Petición incorrecta - Error de JSON: los campos de una acción son un objeto JSON o un formulario. { $why }
ckan-no-such-action = Petición incorrecta - No hay ninguna acción que se llame { $name }
ckan-missing = Falta un valor: indique { $field }.
ckan-not-a-number = «{ $value }» no es un número entero a partir de 0.
ckan-not-a-truth = «{ $value }» no es ni true ni false.
ckan-not-a-list = { $field } es una lista de textos: ["a", "b"].
ckan-not-one-of = «{ $value }» no es ninguno de estos: { $these }.
ckan-too-much = Esto pide de una vez más de lo que se responde. Pida menos, o por partes.
ckan-no-such-field = No hay ningún campo «{ $field }».
ckan-cannot-be = «{ $field }» no se puede pedir de esta manera.
ckan-filters-shape = Los filtros son un objeto de columnas con sus valores, como {"{"}"columna": "valor"{"}"}, o una lista de objetos así.
ckan-filters-comparison = «{ $word }» no es ninguna comparación: hay eq, in, gt, gte, lt, lte, $and y $or.
ckan-filters-value = El valor para { $field } no es ni un texto, ni un número, ni true, false o null.
ckan-words = «{ $found }» en la posición { $at } no puede ir ahí: las palabras se unen con &, | y !. Con plain=true son solo palabras.
ckan-query-too-much = La consulta pide demasiado: { $why }.
ckan-query-open = La consulta no se puede leer: lo que empieza en la posición { $at } con { $sign } no termina.
ckan-query-ends = La consulta no se puede leer: termina en la posición { $at }, donde aún debe ir algo.
ckan-query-unexpected = La consulta no se puede leer: «{ $found }» en la posición { $at } no puede ir ahí. Una barra inversa delante de un signo lo convierte en letra.
ckan-query-not-here = La consulta no se puede responder: { $what } en la posición { $at } es una parte del lenguaje de Solr que aquí no se responde. Sí se responden palabras, "frases", campo:valor, campo:[de TO hasta], AND, OR, NOT, * y paréntesis.
ckan-holds = Las acciones de lectura que usan los clientes, con ckanapi (4.11), el cliente del propio CKAN: paquetes, organizaciones, grupos, etiquetas, package_search con el lenguaje de Solr (q, fq, facetas, orden), datastore_search con filtros, palabras, orden y páginas, y /datastore/dump.
ckan-missing-parts = resource_search, tag_show, tag_search, vocabulary_list, organization_autocomplete, datastore_search_sql, las acciones que cambian algo y las vistas de los recursos. En las búsquedas, expresiones regulares, palabras aproximadas y distancias.

## Lo que se dice de los ficheros

datapackage-holds = Cada versión como paquete de su fichero CSV (/data/{"{"}id{"}"}.datapackage.json), con un Table Schema completo; frictionless (5.21) valida todas las filas de todos los conjuntos.
csvw-holds = Cada fichero CSV nombra sus metadatos en una cabecera Link, y están donde el estándar los busca (.csv-metadata.json); csvw (4.1) los encuentra, los valida y los lee.
croissant-holds = Cada versión con sus columnas (/data/{"{"}id{"}"}.croissant.json); mlcroissant (1.1) lee sus filas.
schema-org-holds = La página de cada conjunto contiene un Dataset en JSON-LD, con los ficheros, la licencia, el lugar y las columnas.

## Frequencies of the EU's vocabulary

frequency-hourly = cada hora
frequency-daily = cada día
frequency-weekly = cada semana
frequency-monthly = cada mes
frequency-quarterly = cada tres meses
frequency-biannual = dos veces al año
frequency-annual = cada año
frequency-irreg = de vez en cuando
frequency-never = no se actualiza más
frequency-cont = continuamente
frequency-unknown = no se indica

## The gate
gate-title = Todavía no se puede publicar
gate-opens = Se puede publicar
gate-no-title = Le falta el título en { $languages }.
gate-no-title-mend = Escríbelo en title: ¿cómo lo llamarías hablando con alguien del barrio?
gate-no-description = No explica qué es en { $languages }.
gate-no-description-mend = Cuenta en description qué es cada fila, cómo se ha contado y qué no está.
gate-no-publisher = No dice quién lo publica.
gate-no-publisher-mend = Pon en publisher el departamento o la entidad, con el nombre que la gente usa.
gate-no-licence = No dice qué se puede hacer con ello.
gate-no-licence-mend = Elige una licencia en licence: CC-BY-4.0 pide que os citen; CC0-1.0 no pide nada.
gate-unknown-licence = «{ $code }» no es ninguna de las licencias conocidas.
gate-unknown-licence-mend = Pon una de estas: { $known }.
gate-no-theme = No tiene tema.
gate-unknown-theme = «{ $code }» no es ninguno de los temas de la Unión Europea.
gate-theme-mend = Pon en theme uno de estos: { $known }.
gate-no-frequency = No dice cada cuánto se actualiza.
gate-unknown-frequency = «{ $code }» no es ninguna de las frecuencias de la Unión Europea.
gate-frequency-mend = Pon en frequency una de estas: { $known }. Si no lo sabes seguro, irreg.
gate-no-contact = No dice a quién se puede preguntar.
gate-bad-contact = «{ $contact }» no es ni una dirección de correo ni una página.
gate-contact-mend = Pon en contact un buzón que alguien lea, o la dirección de una página (https://…).
gate-columns-title = Estas columnas no tienen título en todas las lenguas: { $columns }.
gate-columns-title-mend = Dales un título en [[columns]], como lo diría la gente.
gate-columns-description = De estas columnas no se dice qué contienen: { $columns }.
gate-columns-description-mend = Escríbeles una description en [[columns]]: de dónde sale, qué significa cada valor.
gate-columns-unit = Estas columnas cuentan o miden, y no se dice qué: { $columns }.
gate-columns-unit-mend = Ponles unit en [[columns]]: µg/m³, euros, personas.
gate-not-screened = Nadie ha mirado si aparecen personas: se importó antes de que existiera esta comprobación.
gate-not-screened-mend = Vuelve a importar el fichero.
gate-found = { $column }: { $cells } de { $filled } celdas tienen { $what }, por ejemplo { $example }.
gate-found-never-mend = Quita la columna (drop = true) o bórralo del fichero. Esto no se publica nunca, sea cual sea el motivo.
gate-found-reason-mend = Quita la columna (drop = true), tápala (mask) o di en [[accepted]] por qué se puede publicar: lo leerá todo el mundo.
gate-found-note-mend = Si es de una oficina, está bien. Si es de una persona, quítalo.
gate-what-identity-number = números de documento de identidad
gate-what-bank-account = cuentas bancarias
gate-what-email = direcciones de correo de personas
gate-what-telephone = teléfonos de personas
gate-what-number-plate = matrículas
gate-what-name = nombres de personas
gate-what-home = pisos y puertas donde vive alguien
gate-what-office-contact = direcciones o teléfonos de oficinas
gate-what-name-in-prose = nombres dentro de un texto
gate-alone = { $below } de { $rows } filas ({ $share }) se parecen a menos de { $k } con solo mirar { $columns }, y { $unique } no se parecen a ninguna otra. Quien conozca a una de esas personas la puede encontrar.
gate-mend-coarsen = Decirlo con menos exactitud: { $changes }. Quedarían { $below } filas solas ({ $share }); se vacían celdas suyas hasta que no lo estén.
gate-mend-drop = Quitar { $columns }. Quedarían { $below } filas solas ({ $share }); se vacían celdas suyas hasta que no lo estén.
gate-mend-aggregate = Contar por { $columns }: { $rows } filas en vez de { $before }. Las { $below } personas de grupos demasiado pequeños ({ $share }) se cuentan juntas, sin decir de cuál son.
gate-coarser-step = { $column } de { $step } en { $step }
gate-coarser-month = { $column } por meses
gate-coarser-year = { $column } por años
gate-coarser-gone = sin { $column }
gate-reason-short = El motivo para publicar { $finding } tiene menos de { $least } letras en alguna lengua.
gate-reason-short-mend = Explícaselo a quien aparece: por qué es público y qué gana la ciudad.
gate-cannot-accept = { $finding } de { $column } no se puede aceptar con ningún motivo.
gate-accepted-nothing = Se acepta { $finding } en «{ $column }», y ahí no se ha encontrado.
gate-accepted-nothing-mend = Quita esa entrada de [[accepted]].
gate-quality = Calidad: { $points } de 405 puntos (MQA de data.europa.eu). La subirían: { $raises }.
gate-quality-whole = Calidad: { $points } de 405 puntos (MQA de data.europa.eu), todos los que hay.
draft-lead = Lo que se sabe de estos datos, y sitio para lo que solo sabes tú.
    Cuando esté completo, déjalo junto al fichero: panot check dice si ya se puede publicar.
draft-described = El borrador está en { $place }. Completa lo que falta y repite panot check.
gate-way-command = --mend { $way }
gate-alone-mend = Elige una de estas maneras y hazla con la misma orden y lo que va delante, o di en [[accepted]] (finding = "alone") por qué se puede publicar así:
gate-section = Calidad y privacidad
gate-score = Estos datos tienen { $points } de los 405 puntos con que data.europa.eu mide si son fáciles de encontrar y de usar.
gate-dimension = Qué se mira
gate-points = Puntos
gate-raise = Qué los subiría
gate-findability = Si son fáciles de encontrar
gate-accessibility = Si se llega a ellos
gate-interoperability = Si otros programas los entienden
gate-reusability = Si se pueden reutilizar
gate-context = Si se conoce su contexto
gate-key-period = Días de los que hablan
gate-people = Las personas que aparecen
gate-people-none = Antes de publicarlos se han buscado números de documento, cuentas bancarias, direcciones, teléfonos, matrículas, nombres y personas reconocibles. No se ha encontrado nada.
gate-people-some = Antes de publicarlos se han buscado números de documento, cuentas bancarias, direcciones, teléfonos, matrículas, nombres y personas reconocibles. Se ha encontrado esto, y por qué es público:
gate-what-alone = personas que se pueden reconocer
late-since = Debían actualizarse el { $day } y todavía no se ha hecho.
gate-notes = Conviene saber
gate-draft-hint = Empieza con un borrador que ya trae todo lo que se sabe: panot import FICHERO --as { $name } --draft-dataset FICHERO.dataset.toml
## OGC API Features

ogc-title = { $city }: lugares para mapas y programas
ogc-about = Todos los conjuntos de datos de la ciudad que tienen lugares, como colecciones de OGC API Features. No hace falta cuenta ni clave.
ogc-this = Este documento
ogc-as-page = Lo mismo, como página
ogc-manual = La descripción, como página
ogc-conformance = Las partes de la norma que se cumplen
ogc-collections = Las colecciones
ogc-items = Los elementos, en GeoJSON
ogc-queryables = Qué se puede preguntar
ogc-version = La versión { $n }, para siempre
ogc-versions = Todas las versiones
ogc-no-parameter = No hay ningún parámetro ni ninguna propiedad que se llame «{ $name }». Los nombres están en queryables.
ogc-wrong-value = «{ $value }» no es un valor de { $name }.
ogc-no-crs = El sistema de referencia «{ $uri }» no es ninguno de los que la colección enumera en crs. Escriba su dirección entera.
ogc-filter-unexpected = El filtro no se entiende en la posición { $at }: «{ $found }» no puede ir ahí.
ogc-filter-operand = En la posición { $at }, { $op } no admite lo que se le da.
ogc-filter-count = En la posición { $at }, { $op } pide { $takes } operandos.
ogc-filter-literal = En la posición { $at }, «{ $written }» no es ningún número, fecha, hora ni geometría válida.
ogc-filter-not-json = El filtro no es JSON. Si lo ha escrito como texto, ponga filter-lang=cql2-text.
ogc-filter-too-long = Un filtro tiene como mucho { $most } bytes.
ogc-filter-too-deep = Un filtro tiene como mucho { $most } niveles de expresiones dentro de expresiones.
ogc-filter-too-many = Un filtro tiene como mucho { $most } expresiones.
ogc-filter-too-many-places = Las geometrías de un filtro tienen como mucho { $most } puntos. Simplifíquelas.
ogc-filter-language = «{ $language }» no es ningún lenguaje de filtros de aquí: hay cql2-text y cql2-json.
ogc-no-property = La colección no tiene ninguna propiedad «{ $name }» por la que se pueda filtrar. Los nombres están en queryables.
ogc-not-answered = Los filtros de aquí no saben responder { $what }.
ogc-mismatch = { $left } y { $right } no se pueden comparar: son de tipos distintos.
ogc-filter-refused = El filtro no se puede responder: { $why }
ogc-too-much-title = El filtro pide demasiado
ogc-too-much = Responder a este filtro pide más tiempo o memoria de los que se dan a una pregunta. Acótelo, por ejemplo con bbox, o descárguese el fichero entero.
ogc-no-collection = No hay ninguna colección así
ogc-no-collection-detail = El conjunto de datos no tiene lugares, y por eso no es ninguna colección. Están su tabla y sus ficheros.
ogc-no-feature = La versión no tiene ningún elemento «{ $fid }»: los elementos se llaman por el número de su fila, desde el 1.
ogc-holds-core = En /ogc cada conjunto de datos con lugares es una colección: core, geojson y oas30, con numberMatched exacto y páginas que no se acaban en la diez mil. GDAL y owslib lo leen, y se comprueba con cada cambio; responde a lo que se sabe que pide QGIS.
ogc-misses-core = La clase html: con f=html la puerta lleva a las páginas del catálogo.
ogc-holds-crs = CRS84, EPSG:4326, 4258, 3857 y los husos UTM de ETRS89 (25828–25838), en crs y bbox-crs, con la cabecera Content-Crs.
ogc-holds-filter = queryables, filter y features-filter, con filter-crs.
ogc-misses-filter = La clase queryables-query-parameters: cada propiedad se puede pedir como parámetro, pero la descripción OpenAPI no las enumera una por una.
ogc-holds-cql2 = cql2-text, cql2-json, basic-cql2, advanced-comparison-operators, case-insensitive-comparison, basic-spatial-functions, basic-spatial-functions-plus, spatial-functions, property-property y arithmetic.
ogc-misses-cql2 = accent-insensitive-comparison, array-functions y functions. De temporal-functions se responden T_AFTER, T_BEFORE, T_DURING, T_EQUALS, T_INTERSECTS y T_DISJOINT con una propiedad.
ogc-holds-tilejson = /tiles/{ "{" }id{ "}" } describe las teselas vectoriales de cada conjunto de datos con lugares, con la caja exacta de todas las filas.

## Preguntas en SQL

sql-title = Pregunta a los datos en SQL
sql-lead = Aquí se puede preguntar a todas las tablas públicas y a cada una de sus versiones, sin cuenta ni clave. Nada de lo que se pregunte cambia nada.
sql-label = Tu pregunta
sql-hint = Un solo SELECT. Una tabla se llama por su nombre entre comillas, "asi-escrito", o con guiones bajos, asi_escrito; "asi-escrito@2" es su segunda versión.
sql-ask = Pregunta
sql-answer = Respuesta
sql-found = { $count ->
    [one] Una fila, en { $took } ms
   *[other] { $count } filas, en { $took } ms
}
sql-found-more = Más de { $count } filas, en { $took } ms. Para llevarte la respuesta, acota la pregunta o termínala con LIMIT.
sql-more = Aquí están las primeras { $shown } filas; los ficheros las tienen todas.
sql-meaning = Qué se ha preguntado exactamente
sql-read = Ha leído
sql-canonical = La pregunta con sus versiones
sql-examples = Para empezar
sql-example = Ejemplo
sql-example-versions = { $title }: dos versiones
sql-tables = Tablas y columnas
sql-tables-lead = Estas son las últimas que se han publicado. La página de cada conjunto de datos dice cómo se llaman sus columnas.
sql-tables-none = Todavía no hay nada publicado.
sql-table-page = Sobre este conjunto de datos
sql-table-rows = Sus primeras filas
sql-table-version = Esta versión para siempre:
sql-column-kind = Contiene
sql-column-said = Dice
sql-programs = Desde un programa
sql-programs-lead = La misma pregunta en /sql.csv, /sql.json, /sql.parquet o /sql.arrow; las largas, como formulario con POST a /sql.
sql-bounds = Una respuesta tiene como mucho 100.000 filas y 32 MB, y tarda como mucho 15 segundos. No hay funciones que lean ficheros ni que dependan del reloj o del azar.
sql-back = A las preguntas
sql-wrong = Esta pregunta todavía no tiene respuesta
sql-engine-says = Lo que dice el motor, en inglés
sql-place = Línea { $line }, carácter { $column }
sql-nothing = No hay ninguna pregunta. Va en el campo sql: /sql.csv?sql=SELECT…
sql-no-format = «{ $format }» no es ninguno de los formatos. Hay csv, json, parquet y arrow.
sql-no-column = La columna { $column } contiene algo que no cabe en una celda, como una lista. Déjala fuera, o conviértela en texto o número con CAST.
sql-busy = Todos los que responden están trabajando. Vuelve a preguntar dentro de un momento; cada visitante puede tener unas pocas preguntas a la vez.
sql-much-memory = La pregunta necesita más memoria de la que puede tener una. Agrupa por menos valores, lee menos columnas o acota antes las filas con WHERE.
sql-much-bytes = La respuesta ocupa más de 32 MB. Pide menos columnas o filas, o descarga el conjunto de datos entero.
sql-much-time = La pregunta ha tardado más de { $seconds } segundos. Acótala con WHERE y une las tablas por columnas iguales (ON a.codigo = b.codigo).
sql-much-rows = La respuesta tiene más de { $rows } filas, y un fichero que acaba antes de tiempo parecería completo. Acota la pregunta, termínala con LIMIT o descarga el conjunto de datos entero.
sql-why-syntax = Esto no es SQL tal como se lee aquí. A menudo falta justo antes una coma, un paréntesis o una comilla. El texto va entre comillas 'simples' y los nombres entre comillas "dobles".
sql-why-select = Solo se responde un SELECT: no se puede escribir, bloquear ni cambiar nada, y dos preguntas se hacen una tras otra.
sql-why-long = La pregunta es demasiado larga o tiene demasiados paréntesis dentro de paréntesis. Casi todo cabe en 1.000 palabras y signos; WITH al principio acorta las partes.
sql-why-tables = La pregunta lee más de 16 tablas, contando lo que está en WITH cada vez que se usa. Lee menos a la vez.
sql-why-form = Esta manera de preguntar no se responde aquí. Lo que tiene el SQL estándar, sí: SELECT, JOIN, WHERE, GROUP BY, HAVING, ventanas, UNION, un WITH al principio, ORDER BY con columnas por su nombre.
sql-why-table = No hay ninguna tabla pública que se llame «{ $name }». Los nombres con guiones van entre comillas: "calidad-aire". La lista de tablas está más abajo y en el catálogo.
sql-why-column = No hay ninguna columna que se llame «{ $name }». Los nombres con mayúsculas, acentos o espacios van entre "comillas dobles".
sql-why-column-known = No hay ninguna columna que se llame «{ $name }». Hay: { $known }. Los nombres con mayúsculas, acentos o espacios van entre "comillas dobles".
sql-why-function = La función { $name } no se responde aquí. Están las que cuentan, suman, comparan, cortan texto y calculan con fechas; ninguna que lea ficheros, haga listas o dependa del reloj.
sql-why-repeatable = { $name } puede dar otra respuesta la próxima vez, así que no se puede citar. Pregunta con cifras exactas: count(DISTINCT …), avg, median, min, max.
sql-why-unordered = LIMIT sin ORDER BY puede dar otras filas la próxima vez. Di por qué se ordenan las filas.
sql-why-value = Hay un valor que no se puede calcular: una división entre cero, un texto que no es número ni fecha, o un patrón sin cerrar. NULLIF(x, 0) evita lo primero; WHERE, lo demás.
sql-why-sense = Hay partes de la pregunta que no casan: quizá una columna que ni se agrupa ni se suma, un número comparado con un texto, o un nombre que está en dos tablas. CAST(x AS …) cambia el tipo; «tabla.columna» dice cuál es.

## Citas

cite-button = Cita esta respuesta
cite-button-lead = Tendrá una dirección propia que da los mismos bytes para siempre.
cite-figures = Cita estas cifras
sql-same = Lo mismo en SQL
cite-title = Cita { $hash }
cite-lead = Esta respuesta se ha citado. Su dirección se queda, y lo que hay detrás no cambia nunca: las versiones nuevas de los datos no la tocan.
cite-rows = Filas
cite-size = Tamaño en CSV
cite-day = Citada el
cite-engine = La respondió
cite-question = La pregunta
cite-again = Vuelve a preguntar y compara
cite-ask = Cambia la pregunta
cite-identical = Idéntica: preguntada de nuevo ahora mismo, la respuesta tiene los mismos bytes.
cite-differs = Preguntada de nuevo ahora mismo, la respuesta es otra: tiene { $rows } filas y el SHA-256 de su CSV es { $sha }.
cite-differs-engine = La ha respondido { $engine }. La cita se queda como estaba; avisa a la ciudad, por favor.
cite-differs-line = La primera línea distinta es la { $line }. Era: { $was } Es: { $is }
cite-check = Compruébalo
cite-check-lead = El resumen del fichero tiene que ser el de abajo.
cite-bibtex = Para una bibliografía
cite-rules = Las filas se ordenan por todas las columnas cuando la pregunta lo deja abierto; los números de coma flotante se suman como números de nueve decimales y se redondean a ellos. Lo que puede cambiar de una vez a otra no se cita.
cite-unkept = Son demasiadas filas para guardarlas aquí. El CSV se responde de nuevo y solo se entrega si su resumen es el mismo.
cite-lost = Las filas no se guardaron, y preguntada de nuevo la respuesta es otra. La página de la cita dice en qué.
cite-withdrawn = Los datos de esta cita se retiraron
cite-withdrawn-detail = { $table } se retiró. Motivo: { $reason } Las filas están destruidas; aquí quedan la pregunta y el resumen de la respuesta.
cite-none = No hay ninguna cita en esta dirección. Quizá falta una cifra: son 32.
cite-no-table = Solo se puede citar lo que sale de las tablas de la ciudad, y esta pregunta no lee ninguna.
cite-many = Cada visitante puede hacer { $count } citas por hora, porque todas se guardan para siempre. La misma pregunta se cita una vez: su dirección sirve tantas veces como quieras.
standard-cite-as = Cada cita y sus ficheros dicen su dirección para siempre en una cabecera Link, cite-as. Se ve con curl --head.
standard-memento = Una cita es su propio memento: Memento-Datetime dice desde cuándo y Link dice original y memento.
standard-memento-missing = No hay TimeGate: las versiones de un conjunto de datos se encuentran por su número, en su página de versiones.
dcat-ap-holds = El catálogo en /catalog.{ "{" }ttl,jsonld,rdf{ "}" } y cada conjunto de datos en /data/{ "{" }id{ "}" }.ttl, por páginas (Hydra) y con modified_since. Las formas oficiales no encuentran ningún error (pyshacl, con cada cambio).
dcat-ap-missing = La lista europea de entidades que publican no tiene ayuntamientos. La API no aparece como servicio (DataService), ni los conjuntos de alto valor. Una retirada por sí sola no se ve con modified_since.
dcat-ap-es-holds = La misma salida, si la ciudad da su código DIR3 y su sector. Las formas oficiales no encuentran ningún error (pyshacl, con cada cambio).
dcat-ap-es-missing = Los conjuntos de datos de alto valor (HVD), y los que no tienen título y descripción en castellano.
gate-too-many = Hay demasiadas filas de personas para compararlas todas: { $unseen } no se han mirado.
gate-too-many-mend = Divide el fichero, por años o por distritos, o publica solo los recuentos.
