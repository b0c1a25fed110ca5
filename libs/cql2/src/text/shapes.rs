// SPDX-License-Identifier: AGPL-3.0-or-later

//! Geometries in Well-Known Text, and boxes.

use super::lex::Token;
use super::read::Reader;
use crate::expr::Number;
use crate::geometry::{Geometry, Position};
use crate::limits::Error;

impl Reader<'_> {
    /// The geometry that begins with this word, in capital letters; nothing where it begins none.
    pub fn shape(&mut self, word: &str) -> Result<Option<Geometry>, Error> {
        let is_shape = matches!(
            word,
            "POINT"
                | "LINESTRING"
                | "POLYGON"
                | "MULTIPOINT"
                | "MULTILINESTRING"
                | "MULTIPOLYGON"
                | "GEOMETRYCOLLECTION"
                | "BBOX"
        );
        let begins = matches!(self.token, Token::Sign("(")) || self.is_word("Z");
        if !is_shape || !begins {
            return Ok(None);
        }
        self.took_word("z")?;
        let shape = match word {
            "BBOX" => self.bbox()?,
            "POINT" => {
                self.must("(")?;
                let position = self.position()?;
                self.must(")")?;
                Geometry::Point(position)
            }
            "LINESTRING" => Geometry::LineString(self.line()?),
            "POLYGON" => Geometry::Polygon(self.area()?),
            "MULTIPOINT" => Geometry::MultiPoint(self.each(Self::point)?),
            "MULTILINESTRING" => Geometry::MultiLineString(self.each(Self::line)?),
            "MULTIPOLYGON" => Geometry::MultiPolygon(self.each(Self::area)?),
            _ => Geometry::Collection(self.each(Self::member)?),
        };
        let checked = shape.checked().map_err(|why| self.error(why))?;
        Ok(Some(checked))
    }

    /// What stands in brackets, with commas between.
    fn each<T>(&mut self, part: fn(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        self.must("(")?;
        let mut all = vec![part(self)?];
        while self.took(",")? {
            all.push(part(self)?);
        }
        self.must(")")?;
        Ok(all)
    }

    fn line(&mut self) -> Result<Vec<Position>, Error> {
        self.each(Self::position)
    }

    fn area(&mut self) -> Result<Vec<Vec<Position>>, Error> {
        self.each(Self::line)
    }

    /// A point of several, with brackets or without.
    fn point(&mut self) -> Result<Position, Error> {
        let brackets = self.took("(")?;
        let position = self.position()?;
        if brackets {
            self.must(")")?;
        }
        Ok(position)
    }

    fn member(&mut self) -> Result<Geometry, Error> {
        let Token::Word(word) = &self.token else {
            return Err(self.unexpected("a geometry"));
        };
        let word = word.to_ascii_uppercase();
        if word == "GEOMETRYCOLLECTION" {
            return Err(self.unexpected("a geometry that is no collection"));
        }
        self.take()?;
        match self.shape(&word)? {
            Some(shape) => Ok(shape),
            None => Err(self.unexpected("a geometry")),
        }
    }

    fn bbox(&mut self) -> Result<Geometry, Error> {
        self.must("(")?;
        let mut all = vec![self.coordinate()?];
        while all.len() < 6 && self.took(",")? {
            all.push(self.coordinate()?);
        }
        self.must(")")?;
        for _ in 0..2 {
            self.budget.position().map_err(|why| self.error(why))?;
        }
        let at = |x, y, z| Position { x, y, z };
        match all[..] {
            [x, y, far_x, far_y] => Ok(Geometry::Bbox(at(x, y, None), at(far_x, far_y, None))),
            [x, y, z, far_x, far_y, far_z] => Ok(Geometry::Bbox(
                at(x, y, Some(z)),
                at(far_x, far_y, Some(far_z)),
            )),
            _ => Err(self.unexpected("four numbers, or six")),
        }
    }

    fn position(&mut self) -> Result<Position, Error> {
        self.budget.position().map_err(|why| self.error(why))?;
        let (x, y) = (self.coordinate()?, self.coordinate()?);
        let more = matches!(self.token, Token::Number(_) | Token::Sign("-"));
        let z = if more { Some(self.coordinate()?) } else { None };
        Ok(Position { x, y, z })
    }

    fn coordinate(&mut self) -> Result<f64, Error> {
        let negative = self.took("-")?;
        let Token::Number(number) = self.token else {
            return Err(self.unexpected("a number"));
        };
        self.take()?;
        let number = match number {
            Number::Real(n) => n,
            // Whole numbers of any size have a nearest real one.
            Number::Integer(n) => n.to_string().parse().unwrap_or(0.0),
        };
        Ok(if negative { -number } else { number })
    }
}
