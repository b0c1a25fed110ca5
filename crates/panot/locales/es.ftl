# SPDX-License-Identifier: AGPL-3.0-or-later

## What a file is
summary = { $kind }, { $rows ->
    [one] una fila
   *[other] { $rows } filas
 }, { $columns ->
    [one] una columna
   *[other] { $columns } columnas
 }
dialect-tabs = tabuladores
dialect-header = cabecera en la línea { $line }
lost-letters = { $count ->
    [one] en una línea hay letras que ya se habían perdido antes de llegar aquí (línea { $lines })
   *[other] en { $count } líneas hay letras que ya se habían perdido antes de llegar aquí (líneas { $lines })
 }
other-encoding = { $count ->
    [one] una línea está en otra codificación (línea { $lines })
   *[other] { $count } líneas están en otra codificación (líneas { $lines })
 }
above-header = encima de la cabecera, línea { $line }: { $text }
like-totals = parece una fila de totales, línea { $line }: { $text }
in-unit = en { $unit }

## What became of it
takes-in = { $dataset } incorpora { $rows ->
    [one] una fila
   *[other] { $rows } filas
 } y { $columns ->
    [one] una columna
   *[other] { $columns } columnas
 }
same-as = { $dataset }: la versión { $version } ya está hecha de este mismo archivo, leído igual; no se ha importado nada (con --again se importa de todos modos)
emptied = { $count ->
    [one] una celda no encajaba en su columna y ha quedado vacía:
   *[other] { $count } celdas no encajaban en su columna y han quedado vacías:
 }
rejected-cell = línea { $line }, columna «{ $column }»: «{ $text }»: { $why }
assumed = se ha supuesto, en { $name }: { $says } ({ $why }); si no es así, --answer { $name }=…
used-recipe = leído tal como dice { $place }
used-recipe-of = leído como la versión { $version }, con la receta que se guarda de ella
used-dataset = descrito tal como dice { $place }
not-used-dataset = no descrito tal como dice { $place }: ese archivo habla de { $id }. Si aun así quieres usarlo, indícalo con --dataset
look-at = revisa { $column }: { $says }
unknown-column = en { $list }, dataset.toml habla de «{ $column }», y ninguna columna de la tabla se llama así
unknown-column-near = en { $list }, dataset.toml habla de «{ $column }», y ninguna columna de la tabla se llama así; nombres parecidos: { $nearest }
rows-left-out = { $count ->
    [one] una fila no es de la tabla y queda fuera:
   *[other] { $count } filas no son de la tabla y quedan fuera:
 }
row-left-out = línea { $line }: { $text } ({ $why })
published = publicada como versión { $version }: { $address }
draft-written = en { $path } está lo que se ha encontrado; edítalo e importa el archivo con él

## What is asked and offered
answer-here = responde en la línea de órdenes o en una receta (--draft receta.toml te escribe una):
likely = ← lo más probable
becomes = línea { $line }: { $text } → { $becomes }
offered = se puede hacer, y no se hace si no lo pides:

## Columns that differ from those of the version before
drift-head = las columnas no son las de la versión anterior
drift-accept = acéptalo con --accept-drift o da una receta
drift-new = nueva: { $column }
drift-gone = ya no está: { $column }
drift-renamed = { $was } ahora se llama { $is } ({ $why })
drift-retyped = { $column }: antes { $was }; ahora { $is }
drift-reordered = están en otro orden
alike-neighbours = está al lado de la misma columna
alike-values = el { $percent } % de sus valores más frecuentes son los mismos
alike-names = los nombres se parecen
described-decimal = { $mark } delante de los decimales
described-thousands = { $mark } entre los miles
described-scale = { $digits ->
    [one] un decimal
   *[other] { $digits } decimales
 }
described-counted = contada desde una fecha
described-lost-zeros = códigos, algunos sin el cero de delante

## Types of columns
kind-text = texto
kind-code = código
kind-boolean = sí o no
kind-integer = número entero
kind-decimal = número decimal
kind-longitude = longitud
kind-latitude = latitud
kind-date = fecha
kind-timestamp = fecha y hora
kind-time = hora
kind-year = año
kind-year-month = año y mes
kind-geometry = forma geográfica

## Marks in numbers
mark-comma = la coma
mark-point = el punto
mark-space = el espacio
mark-apostrophe = el apóstrofo

## What was noticed
noticed-empty = La columna está vacía.
noticed-only-word = En la columna no hay más que «{ $text }».
noticed-padded = { $count ->
    [one] Una celda tiene espacios en los extremos, que se quitan; está en la línea { $line }.
   *[other] { $count } celdas tienen espacios en los extremos, que se quitan; la primera está en la línea { $line }.
 }
noticed-invisible = { $count ->
    [one] Una celda lleva al lado un carácter invisible, que se quita; está en la línea { $line }.
   *[other] { $count } celdas llevan al lado un carácter invisible, que se quita; la primera está en la línea { $line }.
 }
noticed-apostrophe = { $count ->
    [one] Una celda lleva delante del número el apóstrofo de una hoja de cálculo, que se quita; está en la línea { $line }.
   *[other] { $count } celdas llevan delante del número el apóstrofo de una hoja de cálculo, que se quita; la primera está en la línea { $line }.
 }
noticed-replaced = { $count ->
    [one] En una celda aparece el signo �: son letras que se perdieron antes de publicar el archivo y ya no se pueden recuperar; está en la línea { $line }.
   *[other] En { $count } celdas aparece el signo �: son letras que se perdieron antes de publicar el archivo y ya no se pueden recuperar; la primera está en la línea { $line }.
 }
noticed-name-cleaned = En el archivo la columna se llama «{ $from }» y en la tabla se llamará { $name }.
noticed-name-repeated = En el archivo hay otra columna que también se llama «{ $name }»; en la receta esta es «{ $from }».
noticed-missing = { $count ->
    [one] Una celda dice que no hay ningún valor ({ $texts }).
   *[other] { $count } celdas dicen que no hay ningún valor ({ $texts }).
 }
noticed-sentinel = { $count ->
    [one] { $texts } aparece en una celda y no puede ser un valor de esta columna: se entiende que falta el dato.
   *[other] { $texts } aparece en { $count } celdas y no puede ser un valor de esta columna: se entiende que falta el dato.
 }
noticed-misfits = { $count ->
    [one] Una celda no encaja en el tipo { $kind }; saldrá en el informe.
   *[other] { $count } celdas no encajan en el tipo { $kind }; saldrán en el informe.
 }
noticed-unit = { $count ->
    [one] Una celda acaba en { $unit }, que pasa a ser la unidad de la columna.
   *[other] { $count } celdas acaban en { $unit }, que pasa a ser la unidad de la columna.
 }
noticed-mixed-units = Hay unidades distintas ({ $units }), y por eso la columna se queda como texto.
noticed-ruined = { $count ->
    [one] Una celda de { $filled } no es una coordenada en grados: una hoja de cálculo le ha puesto separadores de miles.
   *[other] { $count } celdas de { $filled } no son coordenadas en grados: una hoja de cálculo les ha puesto separadores de miles.
 } Se quedan como texto; se pueden volver a calcular si al lado están las coordenadas en metros.
noticed-too-many-digits = Hay números de hasta { $digits } cifras, demasiado largos para calcular con ellos; se quedan como texto.
noticed-leading-zeros = { $count ->
    [one] Una celda empieza por cero: es un código y se queda como texto.
   *[other] { $count } celdas empiezan por cero: son códigos y se quedan como texto.
 }
noticed-lost-zeros = Los códigos tienen { $digits } cifras, pero los hay más cortos: seguramente han perdido el cero de delante.
noticed-lost-zeros-as = Los códigos tienen { $digits } cifras, pero los hay más cortos, como «{ $text }» en la línea { $line }: seguramente han perdido el cero de delante.
noticed-end-of-day = { $count ->
    [one] Una celda dice 24:00, que son las 0:00 del día siguiente.
   *[other] { $count } celdas dicen 24:00, que son las 0:00 del día siguiente.
 }
noticed-mangled = { $count ->
    [one] Una celda de { $filled } parece una fecha
   *[other] { $count } celdas de { $filled } parecen fechas
 } (posibles: { $dates }; imposibles: { $broken }): seguramente eran códigos y una hoja de cálculo los ha cambiado. Se quedan como texto, tal como están.
noticed-ranges = { $count ->
    [one] Una celda es un intervalo; se queda como texto si la receta no la divide.
   *[other] { $count } celdas son intervalos; se quedan como texto si la receta no las divide.
 }
noticed-ranges-in = { $count ->
    [one] Una celda es un intervalo en { $unit }; se queda como texto si la receta no la divide.
   *[other] { $count } celdas son intervalos en { $unit }; se quedan como texto si la receta no las divide.
 }
noticed-numbers-among-text = { $numbers ->
    [one] Una celda es un número
   *[other] { $numbers } celdas son números
 } y { $others ->
    [one] otra no lo es
   *[other] { $others } no lo son
 } ({ $texts }); por eso la columna se queda como texto.
noticed-swapped-degrees = «{ $latitudes }» contiene latitudes y «{ $longitudes }» longitudes: es así en { $turned } de las { $compared } filas comparadas.
noticed-swapped-metres = «{ $x }» y «{ $y }» están intercambiadas en { $turned } de las { $compared } filas comparadas.

## What speaks for an answer
evidence-coordinates = por el nombre, son coordenadas
evidence-long = otras celdas tienen cuatro cifras o más sin ningún signo, así que el signo no separa miles
evidence-count = por el nombre, se cuenta algo, y lo que se cuenta no tiene decimales
evidence-short = los números pequeños no llevan signo y los grandes llevan uno con tres cifras exactas detrás, como los miles
evidence-three-digits = todas las celdas tienen exactamente tres cifras detrás del signo; no hay nada más que lo aclare
evidence-code = por el nombre es un código, y los códigos no se suman
evidence-stored-as-text = el archivo lo guarda como texto
evidence-no-such-value = { $count ->
    [one] { $texts } aparece en una celda y no puede ser un valor de esta columna
   *[other] { $texts } aparece en { $count } celdas y no puede ser un valor de esta columna
 }
evidence-only-negative = { $count ->
    [one] { $texts } aparece en una celda y ninguna otra es negativa
   *[other] { $texts } aparece en { $count } celdas y ninguna otra es negativa
 }
evidence-far = { $count ->
    [one] { $texts } aparece en una celda, y todas las demás están entre { $low } y { $high }
   *[other] { $texts } aparece en { $count } celdas, y todas las demás están entre { $low } y { $high }
 }
evidence-others-numbers = { $count ->
    [one] todas las demás celdas son números; «{ $text }» aparece en una
   *[other] todas las demás celdas son números; «{ $text }» aparece en { $count }
 }
evidence-unix-seconds = por el nombre es un momento, y contadas como segundos desde 1970 todas las celdas caen entre 1990 y 2050
evidence-unix-milliseconds = por el nombre es un momento, y contadas como milisegundos desde 1970 todas las celdas caen entre 1990 y 2050
evidence-compact = por el nombre es una fecha, y todas las celdas son año, mes y día seguidos
evidence-spreadsheet-days = por el nombre es una fecha, y contadas como los días de una hoja de cálculo todas las celdas caen entre 1954 y 2064
evidence-asks = el nombre hace una pregunta, y las únicas respuestas son 0 y 1
evidence-does-not-ask = los únicos valores son 0 y 1, y el nombre no hace ninguna pregunta
evidence-metres-city = las formas están en metros y no dicen de qué huso son; la ciudad está en este
evidence-metres = las formas están en metros y no dicen de qué huso son
evidence-midnight = todas las horas son medianoche, así que no dicen nada
evidence-some-zone = { $zoned ->
    [one] una hora dice de qué zona horaria es
   *[other] { $zoned } horas dicen de qué zona horaria son
 } y { $naive ->
    [one] otra no
   *[other] { $naive } no
 }
evidence-day-twelve = ningún día de la columna pasa de 12, así que los dos órdenes son posibles; las administraciones de aquí escriben primero el día
evidence-dates-like = ningún día de esta columna pasa de 12; la columna «{ $column }» del mismo archivo escribe así las fechas
evidence-century = con dos cifras no se sabe de qué siglo es el año

## What an answer means
meaning-fraction = { $mark } separa los decimales
meaning-thousands = { $mark } separa los miles
meaning-code = un código, que se queda como texto
meaning-whole = un número entero
meaning-number = un número
meaning-numbers-but = números; «{ $text }» quiere decir que no hay ninguno
meaning-text = texto
meaning-no-value = { $texts } quiere decir que no hay ningún valor
meaning-value = { $texts } es un valor como los demás
meaning-no-yes = no y sí
meaning-utm-thirty-one = ETRS89 / UTM huso 31N (Cataluña, Illes Balears)
meaning-utm-thirty = ETRS89 / UTM huso 30N (casi toda la Península)
meaning-utm = ETRS89 / UTM huso { $zone }N
meaning-day = un día
meaning-moment = un día y una hora
meaning-day-midnight = un día y las 0:00
meaning-local = las horas sin zona son las que marcaba el reloj en { $zone }
meaning-utc = las horas sin zona son UTC
meaning-dmy = primero va el día
meaning-mdy = primero va el mes
meaning-ymd = primero va el año
meaning-century = { $order }; los años van de { $first } a { $last }
fate-missing = (sin dato)
fate-misfit = no encaja: { $why }

## What is offered
change-notes = { $count ->
    [one] Dejar fuera la nota que hay debajo de la tabla (línea { $lines }).
   *[other] Dejar fuera las notas que hay debajo de la tabla (líneas { $lines }).
 }
change-totals = { $count ->
    [one] Dejar fuera la fila de totales (línea { $lines }).
   *[other] Dejar fuera las filas de totales (líneas { $lines }).
 }
change-rows = Hacer una fila de cada elemento de las listas de «{ $column }», con las columnas { $names }.
change-columns = Poner cada parte de «{ $column }» en su propia columna: { $names }.
change-split = Escribir como números, al lado de «{ $column }», los dos extremos de los intervalos.
change-missing = En «{ $column }», entender que { $words } quiere decir que falta el dato.
change-swap = Devolver «{ $x }» y «{ $y }» a su columna allí donde están intercambiadas.
change-rebuild = Volver a calcular «{ $longitude }» y «{ $latitude }».
change-point = Hacer un punto con «{ $x }» y «{ $y }», para el mapa.
change-unpivot = Poner las columnas { $columns } una debajo de otra: una fila para cada una.
change-join = Unir { $parts } en una sola columna, { $into }.
change-observations = Una fila por observación, con el momento en que empieza cada hora.
list-and = { $first } y { $last }
word-times = «{ $text }» ({ $count })
reason-fewer = Rellenan menos celdas que ninguna fila: «{ $first }».
reason-sums = Lo dice «{ $column }», y los números son la suma de los demás en { $columns }: «{ $first }».
reason-some-sums = Lo dice «{ $column }», y { $equal } de { $compared } números son la suma de los demás: «{ $first }».
reason-no-sums = Lo dice «{ $column }», pero no hay ninguna columna de números con que comprobarlo: «{ $first }».
reason-lists = { $cells ->
    [one] Una celda contiene una lista
   *[other] { $cells } celdas contienen listas
 }, con { $objects ->
    [one] un objeto
   *[other] { $objects } objetos
 } en total.
reason-objects = { $cells ->
    [one] Una celda contiene un objeto JSON.
   *[other] { $cells } celdas contienen objetos JSON.
 }
reason-words = Normalmente estos textos quieren decir que no hay dato; en una columna de texto también pueden ser palabras.
reason-degrees = La longitud y la latitud están en dos columnas.
reason-metres = Las coordenadas X e Y están en dos columnas, en EPSG:{ $epsg }.
reason-metres-some = Las coordenadas X e Y están en dos columnas que no dicen de qué huso son; así se toman como EPSG:{ $epsg }.
reason-same-places = Se perdió el signo decimal, pero «{ $x }» y «{ $y }» tienen los mismos lugares en EPSG:{ $epsg }.
reason-variable = Las columnas que solo se distinguen por un número son una sola variable, extendida a lo ancho.
reason-date = El año, el mes y el día están en columnas separadas.
reason-hours = Las horas están una al lado de otra y la fecha está en tres columnas. La hora 01 se entiende como de las 0 h a la 1 h; si es el valor de la 1 h, escribe hours = "instant".


## What went wrong
to-mend = para resolverlo: { $how }
refused-cells = en la columna «{ $column }», { $rejected } de { $filled } celdas no encajan; se admite el { $allowed } %. Corrige las celdas, lee la columna como texto (type = "text" en la receta) o admite más (refuse_above):
failed-open = { $count ->
    [one] una de sus columnas se puede leer de más de una manera
   *[other] { $count } de sus columnas se pueden leer de más de una manera
 }
failed-which-table = { $count ->
    [one] el archivo contiene una tabla: { $names }
   *[other] el archivo contiene { $count } tablas: { $names }
 }
failed-which-table-mend = di cuál con --table
failed-line-mend = corrige la línea
failed-refused = demasiadas celdas no encajan en el tipo de su columna
failed-changed = alguien ha cambiado el archivo mientras se leía
failed-changed-mend = vuelve a probarlo cuando nadie lo esté escribiendo
failed-stopped = se ha interrumpido
failed-stopped-mend = vuelve a probarlo; no se ha guardado nada
failed-before-publishing = se ha interrumpido antes de publicarlo
failed-before-publishing-mend = publícalo con: panot publish { $name }
failed-nothing-waits = ninguna importación de { $name } espera a que la publiquen
failed-which-one = { $count ->
    [one] una importación de { $name } espera a que la publiquen
   *[other] { $count } importaciones de { $name } esperan a que las publiquen
 }
failed-which-one-mend = vuelve a importar el archivo con --publish
failed-no-longer-waits = alguien acaba de publicar o descartar esta importación de { $name }
failed-no-longer-waits-mend = mira el conjunto de datos y decide de nuevo
failed-nothing-waits-mend = importa primero un archivo: panot import ARCHIVO --as { $name }
failed-not-asked = sobre «{ $column }» no se ha preguntado nada; hay preguntas sobre: { $asked }
failed-none-asked = sobre «{ $column }» no se ha preguntado nada, ni sobre ninguna otra columna
failed-no-such-choice = «{ $answer }» no es una respuesta sobre «{ $column }»; escribe una de estas: { $choices }
failed-not-offered = no hay nada que se llame «{ $id }»; se puede elegir: { $offered }
failed-none-offered = no hay nada que se llame «{ $id }»; para este archivo no se propone ningún cambio
failed-unanswered = { $count ->
    [one] una columna se puede leer de más de una manera; responde con --answer columna=respuesta o en la receta: { $columns }
   *[other] { $count } columnas se pueden leer de más de una manera; responde con --answer columna=respuesta o en la receta: { $columns }
 }
failed-unanswered-one = «{ $column }» puede ser: { $answers }
failed-whose-folder = el dataset.toml de esta carpeta es de { $dataset }, que la última vez venía de { $last }, no de { $file }
failed-whose-folder-mend = si es su versión siguiente, dilo con --as { $dataset }; si es otra tabla, ponle otro nombre con --as
failed-no-such-column = el archivo no tiene ninguna columna { $columns }; compara el archivo y la receta, o quítala de la receta
failed-nothing-kept-back = la receta no deja publicar la columna { $columns }, y el archivo no la tiene; mira con qué nombre está ahora y ponlo en la receta, o quítala de ella
failed-leaves-out-says = línea { $line }: es la fila { $count } en la que «{ $column }» dice «{ $text }», y la receta quita menos; si ninguna es una fila de la tabla, pon rows = { $count } en ese paso de la receta
failed-leaves-out-below = línea { $line }: de aquí abajo hay { $count } filas que parecen notas, y la receta quita menos; si todas lo son, pon rows = { $count } en ese paso de la receta
failed-same-name = dos columnas de la tabla se llamarían «{ $name }»; da otro `name` a una de las dos
failed-column = columna «{ $column }»: { $why }
failed-step = paso { $number }: { $why }
failed-no-such-key = `{ $list }` dice «{ $column }», que no es una columna de la tabla
failed-no-answer = «{ $text }» no es una respuesta
failed-no-answer-mend = escribe la columna, un signo igual y la lectura: --answer fecha=dmy
failed-file = no se puede leer el archivo: { $error }
failed-file-mend = mira cómo está el disco y vuelve a probarlo
failed-no-file = el archivo no está
failed-no-file-mend = comprueba la ruta
failed-folder = esto es una carpeta
failed-folder-mend = indica uno de los archivos que contiene
failed-forbidden = no tienes permiso para leer el archivo
failed-forbidden-mend = ejecútalo como el usuario que es su propietario, o cambia los permisos

## While it works
stage-keeping = guardando el archivo
stage-studying = leyendo
stage-writing = escribiendo
stage-publishing = publicando
progress-plain = { $stage }: { $percent } %, { $rows ->
    [one] una fila
   *[other] { $rows } filas
 }
progress-rows = { $rows ->
    [one] una fila
   *[other] { $rows } filas
 }
progress-of-rows = { $done } de { $total } filas, faltan { $left }
progress-of-bytes = { $done } de { $total }, { $rows }, faltan { $left }
