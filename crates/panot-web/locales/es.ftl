# SPDX-License-Identifier: AGPL-3.0-or-later

## Around every page
site-about = { $city }, la plaza digital: consulta cómo vive la ciudad, compruébalo por tu cuenta y llévate los datos.
tagline = la plaza digital
skip = Ir al contenido principal
demo-notice = Ciudad de demostración. La ciudad y su gente son inventadas.
nav-languages = Idioma
nav-main = Principal
you-are-here = Dónde estás
home = Inicio
foot-city = En esta ciudad
foot-run = Cómo lo hacemos
foot-build = Construye con nosotros
foot-look = Aspecto
look-auto = Como mi dispositivo
look-light = Claro
look-dark = Oscuro
passport-this = Esta página:
passport = { $with_type } kB con sus letras ({ $plain } kB sin ellas)
passport-plain = { $plain } kB
passport-cookies = { $count ->
    [0] ninguna cookie
    [one] una cookie, por los colores que has elegido
   *[other] { $count } cookies
 }
passport-rest = ningún rastreador, funciona sin JavaScript y no carga nada de otro sitio.

## Of use to every feature
search = Buscar
search-again = Busca en los datos de la ciudad
all = Todo
previous-page = Página anterior
next-page = Página siguiente
page-of = Página { $page } de { $pages }
pages-label = Páginas
filter-label = Afina la búsqueda
filter-remove = Quitar: { $what }
nothing-found = No se ha encontrado nada
copy = Copiar
copied = Copiado
copy-failed = No se ha podido copiar. Selecciona el texto.
open-map = Abrir el mapa grande
map-opening = Abriendo el mapa…
map-failed = Aquí no se ha podido abrir el mapa. El dibujo y las filas de abajo dicen lo mismo.
map-label = Mapa; todos los lugares están también en las filas
map-together = Lugares que aquí coinciden
as-json = Esta página en JSON
there-is-a-problem = Hay un problema
written-in = Escrito en { $language }
yes = sí
no = no

## Home
home-title = ¿Qué necesitas hoy de la ciudad?
home-lead = Consulta cómo vive la ciudad y qué medimos en ella, comprueba cada cifra por tu cuenta y llévate los datos.
home-asked = Lo que más se busca
home-doors = Qué puedes hacer aquí
home-signs = Tres cosas que mirar
home-yours = Tu visita es tuya
home-yours-lead = Puedes leerlo todo sin registrarte, y nadie apunta que lo has hecho.
home-no-cookies = cookies
home-no-cookies-more = Nada que aceptar y nada que rechazar. Solo se guarda una si eliges los colores.
home-no-companies = empresas te siguen aquí
home-no-companies-more = Ninguna página carga nada de otro servidor: ni mapas, ni letras, ni contadores.
home-all = de los datos, para llevar
home-all-more = Cada tabla se puede descargar entera, en formatos abiertos, sin clave y sin pedir permiso.
home-privacy-link = La privacidad, en una página

## Doors of the shell
api-door = API abierta
api-door-about = Para usarla en un programa: cada página en JSON, sin clave
standards-door = Estándares
standards-door-about = Qué cumplimos y qué no todavía

## The API
api-title = La API abierta
api-lead = Todo lo que hay en una página también lo puede pedir un programa. No hace falta clave ni registro, y no hay direcciones secretas.
api-rules = Cuatro cosas que conviene saber
api-rule-json = Añade .json a la dirección de una página, o envía Accept: application/json, y recibirás lo mismo en JSON.
api-rule-problems = Una negativa es un documento de problema (RFC 9457), con un tipo estable, el título en tu idioma y el camino de vuelta.
api-rule-language = Una dirección sin idioma responde 303 hacia el tuyo, según Accept-Language.
api-rule-cors = La puede leer cualquier página de cualquier web: las respuestas llevan Access-Control-Allow-Origin.
api-try = Pruébalo
api-document = La descripción completa (OpenAPI)
api-operations = Qué se puede pedir
api-itself = El propio portal
api-operation = Qué hace
api-address = Dirección
api-method = Método

## Problems
problems-title = Cuando decimos que no
problems-lead = Cada negativa dice de qué clase es con una dirección de esta página, para que los programas puedan distinguirlas.
problems-kind = Clase
problems-status = Código
problems-means = Qué significa
problem-number = Si nos escribes por esto, el número { $number } nos ayuda a encontrarlo.
problem-try = Qué puedes hacer
back-home = Ir al inicio
p-bad-request = No lo hemos podido leer
p-bad-request-detail = Algo en la dirección o en el formulario no está escrito como esperamos. Vuelve atrás y repasa lo que has escrito.
p-forbidden = Esto no está abierto para ti
p-forbidden-detail = Hace falta un permiso que no vemos.
p-cross-site = Esto lo ha enviado otra web
p-cross-site-detail = Para protegerte, solo aceptamos formularios enviados desde nuestras páginas. Abre la página aquí y vuelve a intentarlo.
p-not-found = En esta dirección no hay nada
p-not-found-detail = Quizá esté mal escrita, o no haya existido nunca. Aquí no se borra nada público sin decirlo.
p-method = Eso aquí no se puede hacer
p-method-detail = La dirección existe, pero no admite esta clase de petición.
p-slow = Ha tardado demasiado
p-slow-detail = Tu petición no ha llegado a tiempo. Vuelve a intentarlo, quizá con mejor conexión.
p-gone = Estaba aquí y se ha retirado
p-gone-detail = Se quitó por un motivo que es público.
p-large = Es demasiado grande
p-large-detail = Has enviado más de lo que admite esta página. Envía menos, o en varias partes.
p-long = La dirección es demasiado larga
p-long-detail = Ninguna página nuestra tiene una dirección tan larga. Quítale una parte.
p-media = Aquí no leemos esta clase de archivo
p-media-detail = Lo que has enviado tiene un formato que esta dirección no admite.
p-unprocessable = Se entiende, pero no se puede hacer
p-unprocessable-detail = Lo que pides está bien escrito, pero no es posible. Cámbialo y vuelve a intentarlo.
p-many = Pides cosas muy seguidas
p-many-detail = Para que todo el mundo tenga respuesta, espera un momento y vuelve a intentarlo.
p-headers = Tu navegador ha enviado demasiadas cosas con la petición
p-headers-detail = Suele bastar con borrar las cookies de esta web.
p-fault = Se nos ha roto algo
p-fault-detail = No es culpa tuya, y ha quedado apuntado. Vuelve a intentarlo dentro de un rato.
p-busy = Ahora mismo hay mucha gente
p-busy-detail = No hemos podido hacer la página a tiempo. No se ha perdido nada: vuelve a intentarlo en unos segundos.

## Accessibility statement
a11y-title = Declaración de accesibilidad
a11y-intro = { $city } se compromete a hacer accesible su sitio web, de conformidad con la Directiva (UE) 2016/2102 y la ley que la transpone. Esta declaración se aplica a { $url }.
a11y-status = Situación de cumplimiento
a11y-status-text = Este sitio web es parcialmente conforme con las WCAG 2.2, nivel AA, y con la norma EN 301 549, por los puntos que se indican a continuación.
a11y-failures = Contenido no accesible
a11y-failures-lead = Lo que sabemos que todavía no funciona para todo el mundo, y qué hacer mientras tanto.
a11y-point = Qué
a11y-criterion = Regla
a11y-meanwhile = Mientras tanto
a11y-f-map = El mapa grande no se puede leer con un lector de pantalla ni recorrer solo con el teclado.
a11y-f-map-way = Todo lo que aparece está también en las filas del conjunto de datos y, si son pocos lugares, en una lista numerada bajo el mapa.
a11y-f-cells = Las palabras dentro de una tabla de datos pueden estar en un idioma distinto al de la página, y no lo marcamos.
a11y-f-cells-way = La descripción de la tabla dice en qué idioma se publicó.
a11y-f-zoom = En pantallas pequeñas, las tablas anchas se desplazan de lado dentro de su marco.
a11y-f-zoom-way = Cada tabla se puede descargar y leer con tu programa.
a11y-f-audit = Ninguna persona con discapacidad ha auditado todavía este sitio web; las comprobaciones automáticas encuentran como mucho la mitad de las barreras.
a11y-f-audit-way = Dinos qué te frena: irá a esta lista y lo arreglaremos.
a11y-f-easy = No hay versión en lectura fácil ni lengua de signos.
a11y-f-easy-way = Por ahora, nada.
a11y-made = Preparación de esta declaración
a11y-made-text = Esta declaración se preparó el { $date } con una autoevaluación: comprobaciones automáticas (axe) de cada tipo de página, en claro y en oscuro, estrecha y ancha, y pruebas de todas las páginas en todos los idiomas. Forma parte del programa y cambia con él.
a11y-contact = Observaciones y contacto
a11y-contact-text = ¿Has encontrado algo que no te funciona, o necesitas un contenido en otra forma? Escríbenos:
a11y-contact-demo = Esto es una demostración: aquí nadie lee mensajes. La ciudad que la use pondrá su dirección en este lugar.
a11y-enforce = Procedimiento de aplicación
a11y-enforce-text = Si nuestra respuesta no te convence, puedes reclamar ante el organismo que vela por la accesibilidad en tu país. En España, el Real Decreto 1112/2018 dice cómo.
a11y-enforce-demo = Detrás de esta demostración no hay ninguna administración, así que no hay procedimiento de aplicación. La ciudad que la use pondrá aquí el suyo.

## Privacy
privacy-title = La privacidad, en una página
privacy-lead = No podemos perder, vender ni entregar lo que no apuntamos.
privacy-short = En resumen
privacy-short-read = Puedes leerlo y descargarlo todo sin decir quién eres.
privacy-short-cookies = No guardamos ninguna cookie, salvo una si eliges claro u oscuro.
privacy-short-others = Ninguna otra empresa sabe que has venido.
privacy-cookie = La única cookie
privacy-cookie-text = Si eliges claro u oscuro al pie de una página, tu navegador guarda esa palabra durante un año en una cookie llamada «look», porque sin una cuenta no hay otra manera de recordarlo. No contiene nada más, ningún script puede leerla, y se borra si eliges «Como mi dispositivo». Para una cookie que pides tú no hace falta ningún aviso.
privacy-log = Qué apunta el servidor
privacy-log-text = Una línea por petición: la hora, qué página del sitio (no lo que has buscado), si ha ido bien y cuánto ha tardado. No apuntamos tu dirección de red, ni tu navegador, ni de dónde vienes. Con esa línea podemos arreglar el servidor; con ella no se puede encontrar a nadie.
privacy-address = Tu dirección de red
privacy-address-text = Tu dirección hace falta para enviarte la respuesta. La tenemos en memoria mientras la preparamos, y luego la olvidamos.
privacy-rights = Tus derechos
privacy-rights-text = Puedes preguntar qué sabemos de ti, corregirlo o hacer que se borre. En este sitio, hoy, no hay cuentas y no tenemos nada de nadie.
privacy-rights-contact = Preguntas o quejas:
privacy-data = Los datos que publicamos
privacy-data-text = Quien publica una tabla tiene que mirar antes que no hable de nadie, y tiene herramientas para hacerla menos precisa; ningún programa lo comprueba todavía por él. Si te reconoces en una, dínoslo: una versión se puede retirar, y entonces su dirección dice que se retiró y por qué.

## Standards
standards-title = Los estándares que cumplimos
standards-lead = Cada línea nombra un estándar, qué cumplimos de él y qué no todavía. Si falta la segunda parte, es que no conocemos ninguna carencia.
standards-standard = Estándar
standards-holds = Qué cumplimos
standards-missing = Qué no, todavía
standards-none = Ninguna carencia conocida
std-wcag-holds = Una máquina comprueba todas las páginas, en claro y en oscuro.
std-wcag-missing = No lo ha auditado ninguna persona; mira la declaración de accesibilidad.
std-9457-holds = Todas las negativas, en página y en JSON, con tipos estables.
std-openapi-holds = Describe todas las direcciones para programas; sale de la misma lista que el servidor.
std-csp-holds = Ningún script ni estilo dentro de una página, nada de otros servidores; probado en todas las rutas.
std-9110-holds = Idioma y formato según Accept y Accept-Language; 303 si no hay idioma; el 405 dice qué se admite; las páginas que no han cambiado responden 304.
std-html-holds = Todas las páginas están completas sin JavaScript.
std-1523-holds = La declaración de accesibilidad sigue el modelo.
std-1523-missing = El organismo de reclamación lo nombra la ciudad que la use.

## Licences
licences-title = Licencias
licences-lead = Este sitio funciona con Panot, software libre bajo la licencia GNU Affero General Public License, versión 3 o posterior: cualquiera puede leerlo, usarlo, cambiarlo y compartirlo.
licences-works = Obras ajenas que hay dentro
licences-works-lead = Forman parte de lo que carga tu navegador. Gracias a quienes las hicieron.
licences-none = Ninguna: este servidor se construyó con las letras de tu dispositivo y sin el mapa grande.
licences-work = Obra
licences-version = Versión
licences-licence = Licencia
licences-text = Texto de la licencia
licences-read = Leer la licencia de { $work }
licences-more = El programa contiene además bibliotecas de Rust, todas con licencias que lo permiten; la lista está en el archivo Cargo.lock de su código.
