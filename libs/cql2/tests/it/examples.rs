// SPDX-License-Identifier: AGPL-3.0-or-later

//! Examples of OGC 21-065r2 (© Open Geospatial Consortium), quoted by the clause that they illustrate or the number that
//! they have in its annex: the name, the text, and the JSON that must mean the same.

pub const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "clause6_02a",
        "city='Toronto'",
        r#"{"op":"=","args":[{"property":"city"},"Toronto"]}"#,
    ),
    (
        "clause6_02b",
        "avg(windSpeed) < 4",
        r#"{"op":"<","args":[{"op":"avg","args":[{"property":"windSpeed"}]},4]}"#,
    ),
    (
        "clause6_02c",
        "balance-150.0 > 0",
        r#"{"op":">","args":[{"op":"-","args":[{"property":"balance"},150.0]},0]}"#,
    ),
    (
        "clause6_02d",
        "updated >= date('1970-01-01')",
        r#"{"op":">=","args":[{"property":"updated"},{"date":"1970-01-01"}]}"#,
    ),
    (
        "clause6_03",
        "geometry IS NOT NULL",
        r#"{"op":"not","args":[{"op":"isNull","args":[{"property":"geometry"}]}]}"#,
    ),
    (
        "clause7_01",
        "name LIKE 'Smith%'",
        r#"{"op":"like","args":[{"property":"name"},"Smith%"]}"#,
    ),
    (
        "clause7_02",
        "depth BETWEEN 100.0 and 150.0",
        r#"{"op":"between","args":[{"property":"depth"},100.0,150.0]}"#,
    ),
    (
        "clause7_03a",
        "cityName IN ('Toronto','Frankfurt','Tokyo','New York')",
        r#"{"op":"in","args":[{"property":"cityName"},["Toronto","Frankfurt","Tokyo","New York"]]}"#,
    ),
    (
        "clause7_03b",
        "category NOT IN (1,2,3,4)",
        r#"{"op":"not","args":[{"op":"in","args":[{"property":"category"},[1,2,3,4]]}]}"#,
    ),
    (
        "clause7_04",
        "CASEI(road_class) IN (CASEI('Οδος'),CASEI('Straße'))",
        r#"{"op":"in","args":[{"op":"casei","args":[{"property":"road_class"}]},[{"op":"casei","args":["Οδος"]},{"op":"casei","args":["Straße"]}]]}"#,
    ),
    (
        "clause7_05",
        "ACCENTI(etat_vol) = ACCENTI('débárquér')",
        r#"{"op":"=","args":[{"op":"accenti","args":[{"property":"etat_vol"}]},{"op":"accenti","args":["débárquér"]}]}"#,
    ),
    (
        "clause7_07",
        "S_INTERSECTS(geometry,POINT(36.319836 32.288087))",
        r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[36.319836,32.288087]}]}"#,
    ),
    (
        "clause7_12",
        "T_INTERSECTS(event_time, INTERVAL('1969-07-16T05:32:00Z', '1969-07-24T16:50:35Z'))",
        r#"{"op":"t_intersects","args":[{"property":"event_time"},{"interval":["1969-07-16T05:32:00Z","1969-07-24T16:50:35Z"]}]}"#,
    ),
    (
        "clause7_13",
        "T_DURING(INTERVAL(touchdown, liftOff), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))",
        r#"{"op":"t_during","args":[{"interval":[{"property":"touchdown"},{"property":"liftOff"}]},{"interval":["1969-07-16T13:32:00Z","1969-07-24T16:50:35Z"]}]}"#,
    ),
    (
        "clause7_15",
        "A_CONTAINS(layer:ids, ('layers-ca','layers-us'))",
        r#"{"op":"a_contains","args":[{"property":"layer:ids"},["layers-ca","layers-us"]]}"#,
    ),
    (
        "clause7_17",
        "T_DURING(INTERVAL('1969-07-20T20:17:40Z', '1969-07-21T17:54:00Z'), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))",
        r#"{"op":"t_during","args":[{"interval":["1969-07-20T20:17:40Z","1969-07-21T17:54:00Z"]},{"interval":["1969-07-16T13:32:00Z","1969-07-24T16:50:35Z"]}]}"#,
    ),
    (
        "clause7_18",
        "S_WITHIN(road,Buffer(geometry,10,'m'))",
        r#"{"op":"s_within","args":[{"property":"road"},{"op":"Buffer","args":[{"property":"geometry"},10,"m"]}]}"#,
    ),
    (
        "clause7_19",
        "vehicle_height > (bridge_clearance-1)",
        r#"{"op":">","args":[{"property":"vehicle_height"},{"op":"-","args":[{"property":"bridge_clearance"},1]}]}"#,
    ),
    (
        "example01",
        "landsat:scene_id = 'LC82030282019133LGN00'",
        r#"{"op":"=","args":[{"property":"landsat:scene_id"},"LC82030282019133LGN00"]}"#,
    ),
    (
        "example03",
        "landsat:wrs_path IN ('153','154','15X')",
        r#"{"op":"in","args":[{"property":"landsat:wrs_path"},["153","154","15X"]]}"#,
    ),
    (
        "example04",
        "eo:cloud_cover < 0.1 AND landsat:wrs_row=28 AND landsat:wrs_path=203",
        r#"{"op":"and","args":[{"op":"<","args":[{"property":"eo:cloud_cover"},0.1]},{"op":"=","args":[{"property":"landsat:wrs_row"},28]},{"op":"=","args":[{"property":"landsat:wrs_path"},203]}]}"#,
    ),
    (
        "example05a",
        "eo:cloud_cover=0.1 OR eo:cloud_cover=0.2",
        r#"{"op":"or","args":[{"op":"=","args":[{"property":"eo:cloud_cover"},0.1]},{"op":"=","args":[{"property":"eo:cloud_cover"},0.2]}]}"#,
    ),
    (
        "example06b",
        "eo:cloud_cover >= 0.1 AND eo:cloud_cover <= 0.2 AND landsat:wrs_row=28 AND landsat:wrs_path=203",
        r#"{"op":"and","args":[{"op":">=","args":[{"property":"eo:cloud_cover"},0.1]},{"op":"<=","args":[{"property":"eo:cloud_cover"},0.2]},{"op":"=","args":[{"property":"landsat:wrs_row"},28]},{"op":"=","args":[{"property":"landsat:wrs_path"},203]}]}"#,
    ),
    (
        "example13",
        "owner NOT LIKE '%Mike%'",
        r#"{"op":"not","args":[{"op":"like","args":[{"property":"owner"},"%Mike%"]}]}"#,
    ),
    (
        "example14",
        "swimming_pool = true",
        r#"{"op":"=","args":[{"property":"swimming_pool"},true]}"#,
    ),
    (
        "example16",
        "swimming_pool=true AND (floors>5 OR material LIKE 'brick%' OR material LIKE '%brick')",
        r#"{"op":"and","args":[{"op":"=","args":[{"property":"swimming_pool"},true]},{"op":"or","args":[{"op":">","args":[{"property":"floors"},5]},{"op":"like","args":[{"property":"material"},"brick%"]},{"op":"like","args":[{"property":"material"},"%brick"]}]}]}"#,
    ),
    (
        "example17",
        "(floors>5 AND material='brick') OR swimming_pool=true",
        r#"{"op":"or","args":[{"op":"and","args":[{"op":">","args":[{"property":"floors"},5]},{"op":"=","args":[{"property":"material"},"brick"]}]},{"op":"=","args":[{"property":"swimming_pool"},true]}]}"#,
    ),
    (
        "example18",
        "NOT (floors<5) OR swimming_pool=true",
        r#"{"op":"or","args":[{"op":"not","args":[{"op":"<","args":[{"property":"floors"},5]}]},{"op":"=","args":[{"property":"swimming_pool"},true]}]}"#,
    ),
    (
        "example19",
        "(owner LIKE 'mike%' OR owner LIKE 'Mike%') AND floors<4",
        r#"{"op":"and","args":[{"op":"or","args":[{"op":"like","args":[{"property":"owner"},"mike%"]},{"op":"like","args":[{"property":"owner"},"Mike%"]}]},{"op":"<","args":[{"property":"floors"},4]}]}"#,
    ),
    (
        "example20",
        "T_BEFORE(built, DATE('2015-01-01'))",
        r#"{"op":"t_before","args":[{"property":"built"},{"date":"2015-01-01"}]}"#,
    ),
    (
        "example22",
        "T_DURING(INTERVAL(starts_at, ends_at), INTERVAL('2017-06-10T07:30:00Z', '2017-06-11T10:30:00Z'))",
        r#"{"op":"t_during","args":[{"interval":[{"property":"starts_at"},{"property":"ends_at"}]},{"interval":["2017-06-10T07:30:00Z","2017-06-11T10:30:00Z"]}]}"#,
    ),
    (
        "example23",
        "S_WITHIN(location,BBOX(-118,33.8,-117.9,34))",
        r#"{"op":"s_within","args":[{"property":"location"},{"bbox":[-118,33.8,-117.9,34]}]}"#,
    ),
    (
        "example24",
        "S_INTERSECTS(geometry,POLYGON((-10.0 -10.0,10.0 -10.0,10.0 10.0,-10.0 -10.0)))",
        r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[-10,-10],[10,-10],[10,10],[-10,-10]]]}]}"#,
    ),
    (
        "example25",
        "floors>5 AND S_WITHIN(geometry,BBOX(-118,33.8,-117.9,34))",
        r#"{"op":"and","args":[{"op":">","args":[{"property":"floors"},5]},{"op":"s_within","args":[{"property":"geometry"},{"bbox":[-118,33.8,-117.9,34]}]}]}"#,
    ),
    (
        "example28",
        "CASEI(geophys:SURVEY_NAME) LIKE CASEI('%calcutta%')",
        r#"{"op":"like","args":[{"op":"casei","args":[{"property":"geophys:SURVEY_NAME"}]},{"op":"casei","args":["%calcutta%"]}]}"#,
    ),
    (
        "example36",
        r#"NOT "name" LIKE 'foo%'"#,
        r#"{"op":"not","args":[{"op":"like","args":[{"property":"name"},"foo%"]}]}"#,
    ),
    (
        "example38-alt01",
        r#""value" NOT BETWEEN 10 AND 20"#,
        r#"{"op":"not","args":[{"op":"between","args":[{"property":"value"},10,20]}]}"#,
    ),
    (
        "example40",
        r#"NOT "value" IN ('a', 'b', 'c')"#,
        r#"{"op":"not","args":[{"op":"in","args":[{"property":"value"},["a","b","c"]]}]}"#,
    ),
    (
        "example42",
        r#"NOT "value" IS NULL"#,
        r#"{"op":"not","args":[{"op":"isNull","args":[{"property":"value"}]}]}"#,
    ),
    (
        "example45",
        r#"S_INTERSECTS("geometry", BBOX(-128.098193, -1.1, -99999.0, 180.0, 90.0, 100000.0))"#,
        r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[-128.098193,-1.1,-99999.0,180.0,90.0,100000.0]}]}"#,
    ),
    (
        "example46",
        r#"S_EQUALS(POLYGON ((-0.333333 89.0, -102.723546 -0.5, -179.0 -89.0, -1.9 89.0, -0.0 89.0, 2.00001 -1.9, -0.333333 89.0)), "geometry")"#,
        r#"{"op":"s_equals","args":[{"type":"Polygon","coordinates":[[[-0.333333,89.0],[-102.723546,-0.5],[-179.0,-89.0],[-1.9,89.0],[-0.0,89.0],[2.00001,-1.9],[-0.333333,89.0]]]},{"property":"geometry"}]}"#,
    ),
    (
        "example47",
        r#"S_DISJOINT("geometry", MULTIPOLYGON (((144.022387 45.176126, -1.1 0.0, 180.0 47.808086, 144.022387 45.176126))))"#,
        r#"{"op":"s_disjoint","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[[[144.022387,45.176126],[-1.1,0.0],[180.0,47.808086],[144.022387,45.176126]]]]}]}"#,
    ),
    (
        "example49",
        r#"S_WITHIN(POLYGON Z ((-49.88024 0.5 -75993.341684, -1.5 -0.99999 -100000.0, 0.0 0.5 -0.333333, -49.88024 0.5 -75993.341684), (-65.887123 2.00001 -100000.0, 0.333333 -53.017711 -79471.332949, 180.0 0.0 1852.616704, -65.887123 2.00001 -100000.0)), "geometry")"#,
        r#"{"op":"s_within","args":[{"type":"Polygon","coordinates":[[[-49.88024,0.5,-75993.341684],[-1.5,-0.99999,-100000.0],[0.0,0.5,-0.333333],[-49.88024,0.5,-75993.341684]],[[-65.887123,2.00001,-100000.0],[0.333333,-53.017711,-79471.332949],[180.0,0.0,1852.616704],[-65.887123,2.00001,-100000.0]]]},{"property":"geometry"}]}"#,
    ),
    (
        "example50",
        r#"S_OVERLAPS("geometry", BBOX(-179.912109, 1.9, 180.0, 16.897016))"#,
        r#"{"op":"s_overlaps","args":[{"property":"geometry"},{"bbox":[-179.912109,1.9,180.0,16.897016]}]}"#,
    ),
    (
        "example52",
        r#"S_CONTAINS("geometry", POINT (-3.508362 -1.754181))"#,
        r#"{"op":"s_contains","args":[{"property":"geometry"},{"type":"Point","coordinates":[-3.508362,-1.754181]}]}"#,
    ),
    (
        "example53",
        r#"T_AFTER("updated_at", DATE('2010-02-10'))"#,
        r#"{"op":"t_after","args":[{"property":"updated_at"},{"date":"2010-02-10"}]}"#,
    ),
    (
        "example54",
        r#"T_BEFORE("updated_at", TIMESTAMP('2012-08-10T05:30:00.000000Z'))"#,
        r#"{"op":"t_before","args":[{"property":"updated_at"},{"timestamp":"2012-08-10T05:30:00Z"}]}"#,
    ),
    (
        "example56",
        "T_DISJOINT(INTERVAL('..', '2005-01-10T01:01:01.393216Z'), INTERVAL(starts_at, ends_at))",
        r#"{"op":"t_disjoint","args":[{"interval":["..","2005-01-10T01:01:01.393216Z"]},{"interval":[{"property":"starts_at"},{"property":"ends_at"}]}]}"#,
    ),
    (
        "example57",
        "T_DURING(INTERVAL(starts_at, ends_at), INTERVAL('2005-01-10', '2010-02-10'))",
        r#"{"op":"t_during","args":[{"interval":[{"property":"starts_at"},{"property":"ends_at"}]},{"interval":["2005-01-10","2010-02-10"]}]}"#,
    ),
    (
        "example60",
        "T_FINISHES(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07', '2010-02-10T05:29:20.073225Z'))",
        r#"{"op":"t_finishes","args":[{"interval":[{"property":"starts_at"},{"property":"ends_at"}]},{"interval":["1991-10-07","2010-02-10T05:29:20.073225Z"]}]}"#,
    ),
    (
        "example63",
        "T_METBY(INTERVAL('2010-02-10T05:29:20.073225Z', '2010-10-07'), INTERVAL(starts_at, ends_at))",
        r#"{"op":"t_metBy","args":[{"interval":["2010-02-10T05:29:20.073225Z","2010-10-07"]},{"interval":[{"property":"starts_at"},{"property":"ends_at"}]}]}"#,
    ),
    (
        "example66",
        "T_STARTEDBY(INTERVAL('1991-10-07T08:21:06.393262Z', '2010-02-10T05:29:20.073225Z'), INTERVAL(starts_at, ends_at))",
        r#"{"op":"t_startedBy","args":[{"interval":["1991-10-07T08:21:06.393262Z","2010-02-10T05:29:20.073225Z"]},{"interval":[{"property":"starts_at"},{"property":"ends_at"}]}]}"#,
    ),
    (
        "example67",
        "T_STARTS(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07T08:21:06.393262Z', '..'))",
        r#"{"op":"t_starts","args":[{"interval":[{"property":"starts_at"},{"property":"ends_at"}]},{"interval":["1991-10-07T08:21:06.393262Z",".."]}]}"#,
    ),
    (
        "example68",
        r#"Foo("geometry") = TRUE"#,
        r#"{"op":"=","args":[{"op":"Foo","args":[{"property":"geometry"}]},true]}"#,
    ),
    (
        "example69",
        r#"FALSE <> Bar("geometry", 100, 'a', 'b', FALSE)"#,
        r#"{"op":"<>","args":[false,{"op":"Bar","args":[{"property":"geometry"},100,"a","b",false]}]}"#,
    ),
    (
        "example72",
        r#""value" > ("foo" + 10)"#,
        r#"{"op":">","args":[{"property":"value"},{"op":"+","args":[{"property":"foo"},10]}]}"#,
    ),
    (
        "example73",
        r#""value" < ("foo" - 10)"#,
        r#"{"op":"<","args":[{"property":"value"},{"op":"-","args":[{"property":"foo"},10]}]}"#,
    ),
    (
        "example74",
        r#""value" <> (22.1 * "foo")"#,
        r#"{"op":"<>","args":[{"property":"value"},{"op":"*","args":[22.1,{"property":"foo"}]}]}"#,
    ),
    (
        "example75",
        r#""value" = (2 / "foo")"#,
        r#"{"op":"=","args":[{"property":"value"},{"op":"/","args":[2,{"property":"foo"}]}]}"#,
    ),
    (
        "example76",
        r#""value" <= (2 ^ "foo")"#,
        r#"{"op":"<=","args":[{"property":"value"},{"op":"^","args":[2,{"property":"foo"}]}]}"#,
    ),
    (
        "example77",
        r#"0 = ("foo" % 2)"#,
        r#"{"op":"=","args":[0,{"op":"%","args":[{"property":"foo"},2]}]}"#,
    ),
    (
        "example78",
        r#"1 = ("foo" div 2)"#,
        r#"{"op":"=","args":[1,{"op":"div","args":[{"property":"foo"},2]}]}"#,
    ),
    (
        "example79",
        r#"A_CONTAINEDBY("values", ('a', 'b', 'c'))"#,
        r#"{"op":"a_containedBy","args":[{"property":"values"},["a","b","c"]]}"#,
    ),
    (
        "example81",
        r#"A_EQUALS(('a', TRUE, 1.0, 8), "values")"#,
        r#"{"op":"a_equals","args":[["a",true,1.0,8],{"property":"values"}]}"#,
    ),
    (
        "example82",
        r#"A_OVERLAPS("values", (TIMESTAMP('2012-08-10T05:30:00.000000Z'), DATE('2010-02-10'), FALSE))"#,
        r#"{"op":"a_overlaps","args":[{"property":"values"},[{"timestamp":"2012-08-10T05:30:00Z"},{"date":"2010-02-10"},false]]}"#,
    ),
    (
        "example83",
        r#"S_EQUALS(MULTIPOINT ((180.0 -0.5), (179.0 -47.121701), (180.0 -0.0), (33.470475 -0.99999), (179.0 -15.333062)), "geometry")"#,
        r#"{"op":"s_equals","args":[{"type":"MultiPoint","coordinates":[[180.0,-0.5],[179.0,-47.121701],[180.0,-0.0],[33.470475,-0.99999],[179.0,-15.333062]]},{"property":"geometry"}]}"#,
    ),
    (
        "example84",
        r#"S_EQUALS(GEOMETRYCOLLECTION (POINT (1.9 2.00001), POINT (0.0 -2.00001), MULTILINESTRING ((-2.00001 -0.0, -77.292642 -0.5, -87.515626 -0.0, -180.0 12.502773, 21.204842 -1.5, -21.878857 -90.0)), POINT (1.9 0.5), LINESTRING (179.0 1.179148, -148.192487 -65.007816, 0.5 0.333333)), "geometry")"#,
        r#"{"op":"s_equals","args":[{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1.9,2.00001]},{"type":"Point","coordinates":[0.0,-2.00001]},{"type":"MultiLineString","coordinates":[[[-2.00001,-0.0],[-77.292642,-0.5],[-87.515626,-0.0],[-180.0,12.502773],[21.204842,-1.5],[-21.878857,-90.0]]]},{"type":"Point","coordinates":[1.9,0.5]},{"type":"LineString","coordinates":[[179.0,1.179148],[-148.192487,-65.007816],[0.5,0.333333]]}]},{"property":"geometry"}]}"#,
    ),
    (
        "example85",
        r#""value" = ((((-1 * "foo") * 2.0) + ("bar" / 6.1234)) - ("x" ^ 2.0))"#,
        r#"{"op":"=","args":[{"property":"value"},{"op":"-","args":[{"op":"+","args":[{"op":"*","args":[{"op":"*","args":[-1,{"property":"foo"}]},2.0]},{"op":"/","args":[{"property":"bar"},6.1234]}]},{"op":"^","args":[{"property":"x"},2.0]}]}]}"#,
    ),
    (
        "example86",
        r#""name" LIKE CASEI('FOO%')"#,
        r#"{"op":"like","args":[{"property":"name"},{"op":"casei","args":["FOO%"]}]}"#,
    ),
];
