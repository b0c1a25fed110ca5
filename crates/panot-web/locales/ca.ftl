# SPDX-License-Identifier: AGPL-3.0-or-later

## Around every page
site-about = { $city }, la plaça digital: consulta com viu la ciutat, comprova-ho pel teu compte i emporta’t les dades.
tagline = la plaça digital
skip = Vés al contingut principal
demo-notice = Ciutat de demostració. La ciutat i la gent són inventades.
nav-languages = Llengua
nav-main = Principal
you-are-here = On ets
home = Inici
foot-city = En aquesta ciutat
foot-run = Com ho fem
foot-build = Fes-hi coses
foot-look = Aspecte
look-auto = Com el meu dispositiu
look-light = Clar
look-dark = Fosc
passport-this = Aquesta pàgina:
passport = { $with_type } kB amb les lletres ({ $plain } kB sense)
passport-plain = { $plain } kB
passport-cookies = { $count ->
    [0] cap galeta
    [one] una galeta, pels colors que has triat
   *[other] { $count } galetes
 }
passport-rest = cap rastrejador, funciona sense JavaScript i no carrega res d’enlloc més.

## Of use to every feature
search = Cerca
search-again = Cerca a les dades de la ciutat
all = Tot
previous-page = Pàgina anterior
next-page = Pàgina següent
page-of = Pàgina { $page } de { $pages }
pages-label = Pàgines
filter-label = Afina la cerca
filter-remove = Treu: { $what }
nothing-found = No s’ha trobat res
copy = Copia
copied = Copiat
copy-failed = No s’ha pogut copiar. Selecciona el text.
open-map = Obre el mapa gran
map-opening = S’està obrint el mapa…
map-failed = Aquí no s’ha pogut obrir el mapa. El dibuix i les files de sota diuen el mateix.
map-label = Mapa; tots els llocs són també a les files
map-together = Llocs que aquí coincideixen
as-json = Aquesta pàgina en JSON
there-is-a-problem = Hi ha un problema
written-in = Escrit en { $language }
yes = sí
no = no

## Home
home-title = Què necessites avui de la ciutat?
home-lead = Consulta com viu la ciutat i què hi mesurem, comprova cada xifra pel teu compte i emporta’t les dades.
home-asked = El que més es busca
home-doors = Què hi pots fer
home-signs = Tres coses per mirar
home-yours = La teva visita és teva
home-yours-lead = Ho pots llegir tot sense registrar-te, i ningú no apunta que ho has fet.
home-no-cookies = galetes
home-no-cookies-more = Res a acceptar i res a rebutjar. Només en desem una si tries els colors.
home-no-companies = empreses et segueixen aquí
home-no-companies-more = Cap pàgina no carrega res d’un altre servidor: ni mapes, ni lletres, ni comptadors.
home-all = de les dades, per endur-te
home-all-more = Pots baixar cada taula sencera, en formats oberts, sense clau i sense demanar permís.
home-privacy-link = La privacitat, en una pàgina

## Doors of the shell
api-door = API oberta
api-door-about = Per fer-la servir en un programa: cada pàgina en JSON, sense clau
standards-door = Estàndards
standards-door-about = Què complim i què encara no

## The API
api-title = L’API oberta
api-lead = Tot el que hi ha en una pàgina també ho pot demanar un programa. No cal clau ni registre, i no hi ha adreces secretes.
api-rules = Quatre coses que cal saber
api-rule-json = Afegeix .json a l’adreça d’una pàgina, o envia Accept: application/json, i rebràs el mateix en JSON.
api-rule-problems = Una negativa és un document de problema (RFC 9457), amb un tipus estable, el títol en la teva llengua i el camí de tornada.
api-rule-language = Una adreça sense llengua respon 303 cap a la teva, segons Accept-Language.
api-rule-cors = La pot llegir qualsevol pàgina de qualsevol web: les respostes porten Access-Control-Allow-Origin.
api-try = Prova-ho
api-document = La descripció completa (OpenAPI)
api-operations = Què s’hi pot demanar
api-itself = El portal mateix
api-operation = Què fa
api-address = Adreça
api-method = Mètode

## Problems
problems-title = Quan diem que no
problems-lead = Cada negativa diu de quina mena és amb una adreça d’aquesta pàgina, perquè els programes les puguin distingir.
problems-kind = Mena
problems-status = Codi
problems-means = Què vol dir
problem-number = Si ens escrius per això, el número { $number } ens ajuda a trobar-ho.
problem-try = Què pots fer
back-home = Ves a l’inici
p-bad-request = No ho hem pogut llegir
p-bad-request-detail = Hi ha alguna cosa a l’adreça o al formulari que no està escrita com esperem. Torna enrere i repassa el que has escrit.
p-forbidden = Això no és obert per a tu
p-forbidden-detail = Cal un permís que no veiem.
p-cross-site = Això ho ha enviat un altre web
p-cross-site-detail = Per protegir-te, només acceptem formularis enviats des de les nostres pàgines. Obre la pàgina aquí i torna-ho a provar.
p-not-found = En aquesta adreça no hi ha res
p-not-found-detail = Potser hi ha un error en escriure-la, o no ha existit mai. Aquí no s’esborra res públic sense dir-ho.
p-method = Això aquí no es pot fer
p-method-detail = L’adreça existeix, però no admet aquesta mena de petició.
p-slow = Ha trigat massa
p-slow-detail = La teva petició no ha arribat a temps. Torna-ho a provar, potser amb més bona connexió.
p-gone = Hi era, i s’ha retirat
p-gone-detail = S’ha tret per un motiu que és públic.
p-large = És massa gran
p-large-detail = Has enviat més del que admet aquesta pàgina. Envia’n menys, o en diverses parts.
p-long = L’adreça és massa llarga
p-long-detail = Cap pàgina nostra no té una adreça tan llarga. Treu-ne un tros.
p-media = Aquí no llegim aquesta mena de fitxer
p-media-detail = El que has enviat té un format que aquesta adreça no admet.
p-unprocessable = S’entén, però no es pot fer
p-unprocessable-detail = El que demanes està ben escrit, però no és possible. Canvia-ho i torna-ho a provar.
p-many = Demanes coses molt seguides
p-many-detail = Perquè tothom tingui resposta, espera un moment i torna-ho a provar.
p-headers = El navegador ha enviat massa coses amb la petició
p-headers-detail = Sol anar bé esborrar les galetes d’aquest web.
p-fault = Se’ns ha espatllat alguna cosa
p-fault-detail = No és culpa teva, i ha quedat apuntat. Torna-ho a provar d’aquí a una estona.
p-busy = Ara mateix hi ha molta gent
p-busy-detail = No hem pogut fer la pàgina a temps. No s’ha perdut res: torna-ho a provar d’aquí a uns segons.

## Accessibility statement
a11y-title = Declaració d’accessibilitat
a11y-intro = { $city } es compromet a fer accessible el seu web, d’acord amb la Directiva (UE) 2016/2102 i la llei que la transposa. Aquesta declaració s’aplica a { $url }.
a11y-status = Estat de compliment
a11y-status-text = Aquest web és parcialment conforme amb les WCAG 2.2, nivell AA, i amb la norma EN 301 549, pels punts que hi ha a continuació.
a11y-failures = Contingut no accessible
a11y-failures-lead = El que sabem que encara no funciona per a tothom, i què fer mentrestant.
a11y-point = Què
a11y-criterion = Regla
a11y-meanwhile = Mentrestant
a11y-f-map = El mapa gran no es pot llegir amb un lector de pantalla ni explorar només amb el teclat.
a11y-f-map-way = Tot el que hi surt és també a les files del conjunt de dades, i quan són pocs llocs, en una llista numerada sota el mapa.
a11y-f-cells = Les paraules dins d’una taula de dades poden ser en una llengua diferent de la pàgina, i no ho marquem.
a11y-f-cells-way = La descripció de la taula diu en quina llengua es va publicar.
a11y-f-zoom = En pantalles petites, les taules amples es desplacen de costat dins del seu marc.
a11y-f-zoom-way = Cada taula es pot baixar i llegir amb el teu programa.
a11y-f-audit = Encara cap persona amb discapacitat no ha auditat aquest web; les comprovacions automàtiques troben com a molt la meitat de les barreres.
a11y-f-audit-way = Digue’ns què t’atura: anirà a aquesta llista i ho arreglarem.
a11y-f-easy = No hi ha versió de lectura fàcil ni llengua de signes.
a11y-f-easy-way = De moment, cap.
a11y-made = Com s’ha fet aquesta declaració
a11y-made-text = Aquesta declaració es va preparar el { $date } amb una autoavaluació: comprovacions automàtiques (axe) de cada mena de pàgina, en clar i en fosc, estreta i ampla, i proves de totes les pàgines en totes les llengües. Forma part del programa i canvia amb ell.
a11y-contact = Observacions i contacte
a11y-contact-text = Has trobat res que no et funcioni, o necessites un contingut en una altra forma? Escriu-nos:
a11y-contact-demo = Això és una demostració: ningú no hi llegeix missatges. La ciutat que la faci servir hi posarà la seva adreça.
a11y-enforce = Procediment d’aplicació
a11y-enforce-text = Si la nostra resposta no et convenç, pots reclamar a l’organisme que vetlla per l’accessibilitat al teu país. A l’Estat espanyol, el Reial decret 1112/2018 diu com.
a11y-enforce-demo = Darrere d’aquesta demostració no hi ha cap administració, de manera que no hi ha procediment d’aplicació. La ciutat que la faci servir hi posarà el seu.

## Privacy
privacy-title = La privacitat, en una pàgina
privacy-lead = No podem perdre, vendre ni donar el que no apuntem.
privacy-short = En resum
privacy-short-read = Ho pots llegir i baixar tot sense dir qui ets.
privacy-short-cookies = No desem cap galeta, tret d’una si tries clar o fosc.
privacy-short-others = Cap altra empresa no sap que has vingut.
privacy-cookie = L’única galeta
privacy-cookie-text = Si tries clar o fosc al peu d’una pàgina, el navegador guarda aquesta paraula durant un any en una galeta que es diu «look», perquè sense un compte no hi ha cap altra manera de recordar-ho. No conté res més, cap script no la pot llegir, i s’esborra si tries «Com el meu dispositiu». Per a una galeta que demanes tu no cal cap avís.
privacy-log = Què apunta el servidor
privacy-log-text = Una línia per petició: l’hora, quina pàgina del web (no el que hi has buscat), si ha anat bé i quant ha trigat. No hi posem la teva adreça de xarxa, ni el navegador, ni d’on véns. Amb aquesta línia podem arreglar el servidor; no s’hi pot trobar ningú.
privacy-address = La teva adreça de xarxa
privacy-address-text = Cal la teva adreça per enviar-te la resposta. La tenim a la memòria mentre la preparem, i després l’oblidem.
privacy-rights = Els teus drets
privacy-rights-text = Pots demanar què sabem de tu, corregir-ho o fer-ho esborrar. En aquest web, avui, no hi ha comptes i no tenim res de ningú.
privacy-rights-contact = Preguntes o queixes:
privacy-data = Les dades que publiquem
privacy-data-text = Qui publica una taula ha de mirar abans que no parli de ningú, i té eines per fer-la menys precisa; cap programa no ho comprova encara per ell. Si t’hi reconeixes, digue’ns-ho: una versió es pot retirar, i llavors la seva adreça diu que s’ha retirat i per què.

## Standards
standards-title = Els estàndards que complim
standards-lead = Cada línia diu un estàndard, què en complim i què encara no. Si no hi ha segona part, és que no en sabem cap mancança.
standards-standard = Estàndard
standards-holds = Què complim
standards-missing = Què encara no
standards-none = Cap mancança coneguda
std-wcag-holds = Una màquina comprova totes les pàgines, en clar i en fosc.
std-wcag-missing = No l’ha auditat cap persona; mira la declaració d’accessibilitat.
std-9457-holds = Totes les negatives, en pàgina i en JSON, amb tipus estables.
std-openapi-holds = Descriu totes les adreces per a programes; surt de la mateixa llista que el servidor.
std-csp-holds = Cap script ni estil dins d’una pàgina, res d’altres servidors; provat a totes les rutes.
std-9110-holds = Llengua i format segons Accept i Accept-Language; 303 si no hi ha llengua; el 405 diu què s’admet; les pàgines que no han canviat responen 304.
std-html-holds = Totes les pàgines són completes sense JavaScript.
std-1523-holds = La declaració d’accessibilitat segueix el model.
std-1523-missing = L’organisme de reclamació el posa la ciutat que la fa servir.

## Licences
licences-title = Llicències
licences-lead = Aquest web funciona amb Panot, programari lliure amb la llicència GNU Affero General Public License, versió 3 o posterior: tothom el pot llegir, fer anar, canviar i compartir.
licences-works = Obres d’altri que hi ha dins
licences-works-lead = Formen part del que carrega el navegador. Gràcies a qui les ha fetes.
licences-none = Cap: aquest servidor es va construir amb les lletres del teu dispositiu i sense el mapa gran.
licences-work = Obra
licences-version = Versió
licences-licence = Llicència
licences-text = Text de la llicència
licences-read = Llegeix la llicència de { $work }
licences-more = El programa també conté biblioteques de Rust, totes amb llicències que ho permeten; la llista és al fitxer Cargo.lock del seu codi.
