// SPDX-License-Identifier: AGPL-3.0-or-later

//! The names of Vilagarbí. All are invented; where a name sounds like a real place it is because
//! Catalan places are named after the same mills, saints and winds.

/// The city.
pub const CITY: &str = "Vilagarbí";

/// A neighbourhood's name and where its middle is, in cells of the lattice from the western end of
/// the waterfront. In the grid the middle says nothing: there the borders are streets.
pub(crate) type Site = (&'static str, f64, f64);

/// A district and its neighbourhoods, in the order of their codes.
pub(crate) const DISTRICTS: [(&str, &[Site]); 10] = [
    (
        "Ciutat Antiga",
        &[
            ("la Seu Vella", 37.0, 10.5),
            ("els Argenters", 43.5, 11.0),
            ("el Call de Baix", 40.0, 6.5),
            ("Santa Agna i la Ribera Vella", 47.5, 7.0),
            ("la Barqueta", 41.5, 1.5),
        ],
    ),
    (
        "l'Eixample",
        &[
            ("l'Esquerra de la Rambla Nova", 32.0, 18.0),
            ("l'Hort del Bisbe", 32.0, 27.0),
            ("la Fàbrica del Gas", 40.0, 18.0),
            ("els Xamfrans", 40.0, 27.0),
            ("la Dreta de la Rambla Nova", 48.0, 18.0),
            ("les Magnòlies", 48.0, 27.0),
            ("el Portal Nou", 57.0, 18.0),
            ("Sant Feliu de l'Estació", 57.0, 27.0),
        ],
    ),
    (
        "la Talaia",
        &[
            ("la Talaia", 13.0, 3.5),
            ("el Port Franc", 28.0, 3.0),
            ("les Drassanes de Ponent", 31.0, 10.0),
            ("la Font del Llop", 22.0, 10.5),
            ("el Polvorí Vell", 13.0, 11.0),
            ("Can Serafí", 21.0, 4.5),
            ("la Marina de Malvana", 5.5, 8.5),
        ],
    ),
    (
        "Ponent",
        &[
            ("Sants Metges", 22.0, 16.0),
            ("la Bòbila Gran", 13.5, 16.5),
            ("Can Tarrida", 7.0, 19.0),
            ("els Teixidors", 22.5, 24.0),
            ("l'Hostal de la Creu", 14.5, 24.0),
            ("les Casernes", 8.0, 27.5),
        ],
    ),
    (
        "Pedralta",
        &[
            ("Pedralta", 12.0, 42.0),
            ("les Tres Creus", 32.0, 34.5),
            ("Torre Blanca de Dalt", 23.0, 34.0),
            ("Sant Hilari de la Vall", 32.5, 42.0),
            ("el Turó del Vent", 23.0, 41.5),
            ("Vall-roja", 10.0, 34.5),
            ("Can Pomaret", 16.5, 37.5),
        ],
    ),
    (
        "Vila d'Alba",
        &[
            ("Vila d'Alba", 46.0, 36.5),
            ("el Camp d'en Rossell", 53.0, 35.0),
            ("les Moreres", 42.0, 34.0),
            ("la Font Nova", 43.0, 41.0),
            ("el Coll d'Alba", 49.5, 42.0),
            ("les Caputxines", 55.5, 41.0),
        ],
    ),
    (
        "Collroig",
        &[
            ("Collroig", 20.0, 57.0),
            ("la Vall d'Alzina", 12.0, 50.0),
            ("Sant Genís de la Roca", 44.0, 48.5),
            ("la Font de la Mina", 37.5, 48.5),
            ("Can Marçal", 51.0, 48.5),
            ("Montserè", 31.0, 50.5),
            ("el Pla de les Bruixes", 54.5, 55.0),
            ("la Clotada", 45.0, 56.0),
            ("les Planes de Collroig", 34.0, 59.0),
        ],
    ),
    (
        "Nou Horts",
        &[
            ("els Nou Horts", 63.0, 36.0),
            ("la Trinxera", 86.5, 41.0),
            ("Torre Ferrana", 71.0, 37.0),
            ("la Concòrdia", 66.0, 42.5),
            ("Canyars", 79.5, 37.5),
            ("Ciutat Jardí de Sant Roc", 62.0, 48.5),
            ("el Turó de la Perdiu", 74.0, 44.5),
            ("Vallcarent", 67.0, 55.0),
            ("el Cau de la Guineu", 81.0, 47.5),
            ("Can Ferroll", 77.5, 55.5),
        ],
    ),
    (
        "Sant Pau de Riera",
        &[
            ("Sant Pau de Riera", 79.0, 28.5),
            ("la Molinada", 66.0, 28.0),
            ("el Congost", 87.0, 30.5),
            ("les Cotxeres", 72.0, 29.5),
            ("Bonavista de la Riera", 88.0, 23.0),
            ("la Salzeda", 68.0, 20.0),
            ("els Foguers", 78.0, 20.5),
        ],
    ),
    (
        "Llevant",
        &[
            ("el Poblet de Mar", 67.0, 4.0),
            ("les Fàbriques", 56.5, 10.0),
            ("la Vila del Far", 55.0, 2.5),
            ("el Parc de les Salines", 87.0, 4.0),
            ("el Front de Garbí", 77.0, 3.5),
            ("l'Estany Salat", 66.0, 11.0),
            ("les Torres de Llevant", 77.0, 11.0),
            ("la Mar Nova", 87.0, 12.0),
        ],
    ),
];

/// What streets are named after, with their article as it follows "carrer".
pub(crate) const STREETS: &[&str] = &[
    "dels Boters", "dels Flassaders Vells", "de la Llana Grossa", "dels Corders", "de l'Espasa", "dels Vidriers",
    "de la Palla Nova", "del Forn Cremat", "dels Banys de Mar", "de la Drassana Vella", "de l'Àncora", "dels Calafats",
    "de la Sirena", "del Rem", "de les Xarxes", "de la Barca", "del Far", "de l'Escullera", "del Xaloc", "del Gregal",
    "de la Tramuntana", "del Mestral", "del Migjorn", "del Garbí", "de Llevant", "de la Marinada", "del Terral",
    "de les Orenetes", "de la Merla", "del Rossinyol", "del Falciot", "de la Garsa", "del Gavià", "de la Perdiu",
    "del Castell de Montfull", "de la Comtessa Guisla", "del Bisbe Arnulf", "de l'Abat Cebrià", "de Mestra Palmira",
    "de la Impremta", "del Teatre Vell", "de la Filharmònica", "dels Poetes", "de la Gramàtica", "de la Geometria",
    "de l'Àlgebra", "de l'Observatori", "de la Lluna Vella", "del Cometa", "de Júpiter", "de Saturn", "de l'Óssa Major",
    "de la Farmàcia", "de l'Hospital Nou", "de les Llevadores", "dels Metges", "de les Modistes", "dels Impressors",
    "dels Mestres d'Aixa", "dels Esparters", "dels Basters", "de les Bugaderes", "dels Aiguaders", "dels Traginers",
    "de la Resclosa", "del Molí de Vent", "de la Sínia", "de la Bassa Rodona", "del Rec Comtal Nou", "de la Font Freda",
    "de la Font del Gos", "de la Riera de Malvana", "del Torrent de l'Olla Nova", "del Pou de la Neu", "de la Cisterna",
    "de l'Om", "de l'Alzina Grossa", "del Roure", "del Lledoner", "de les Acàcies", "dels Tarongers", "de la Figuera",
    "de l'Ametller", "del Magraner", "del Garrofer", "de la Vinya d'en Pol", "de l'Olivar", "del Romaní", "de la Farigola",
    "de l'Espígol", "de la Ginesta", "de les Roselles", "dels Gladiols", "de la Menta", "de l'Arboç", "del Llorer",
    "de Sant Telm", "de Santa Agna", "de Sant Hilari", "de Sant Genís", "de Santa Fe de Mar", "de Sant Roc", "de Sant Pau de Riera",
    "de la Concòrdia", "de la República", "de la Constitució Antiga", "dels Drets", "de la Llibertat", "de les Cooperatives",
    "del Treball", "de la Fraternitat", "del Progrés", "de la Unió Obrera", "de l'Ateneu", "de les Escoles", "de la Biblioteca",
    "de la Fàbrica de Gas", "de la Foneria", "de l'Adoberia", "de la Filatura", "de la Caldereria", "dels Telers", "de l'Estació Vella",
    "del Tren de Mar", "de les Cotxeres", "del Tramvia", "de la Telegrafia", "de l'Electricitat", "de la Turbina",
    "de Ponça d'Olm", "d'Elisenda Rovellat", "de Bernat Tallaferro", "d'Agna Puigdomar", "de Joan Calafell i Mir",
    "de Caterina Fusteret", "de Guerau de Montserè", "de Violant Escarrer", "de Pere Nauxer", "de Marina Vallcorba",
    "de Ramon Xifré i Dou", "d'Eulària Saltor", "de Narcís Aiguader i Pla", "de Remei Bonsoms i Oriol", "de Tomàs Escuder",
    "de Blanca de Talaia", "de Jaume Sorribes i Cau", "de Mercè Portavella", "de Quirze Mariner", "d'Isabel Torregrossa",
    "de la Creu Coberta Vella", "del Calvari", "de l'Ermita", "de la Cova", "de la Pedrera", "del Mirador", "de la Carena",
    "del Coll Roig", "de les Tres Creus", "del Turó Pelat", "de la Bauma", "del Pla de les Bruixes", "de la Guilla",
    "del Senglar", "de la Fageda Petita", "de la Roca Foradada", "de la Font dels Ocells", "de la Vall d'Alzina",
];
