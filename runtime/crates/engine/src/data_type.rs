//! The types a column can have, spelled as in the feature schema.

use std::{fmt, str::FromStr};

use crate::decimal::MOST_DIGITS;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataType {
    Boolean,
    Byte,
    Short,
    Int,
    Long,
    Float,
    Double,
    String,
    /// A day, counted from 1970-01-01.
    Date,
    /// A moment, in microseconds since 1970-01-01 UTC.
    Timestamp,
    /// Of so many digits in all, and so many after the point.
    Decimal(u8, u8),
    /// A vector of doubles; the size where it is known.
    Vector(Option<usize>),
    List(Box<DataType>),
    /// From texts to values of the type.
    Map(Box<DataType>),
}

impl DataType {
    /// Whether Spark's numeric stages accept the column (booleans count as 0 and 1).
    pub fn is_numeric(&self) -> bool {
        self.is_integral() || matches!(self, Self::Boolean | Self::Float | Self::Double | Self::Decimal(..))
    }

    /// Whether the column holds one value a row, and neither a vector nor a collection.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::Vector(_) | Self::List(_) | Self::Map(_))
    }

    /// Whether a cell counts days or microseconds, which is not how Spark prints it.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Date | Self::Timestamp)
    }

    /// Elements of a vector, or of the vectors in a list, where that is known.
    pub fn vector_size(&self) -> Option<usize> {
        match self {
            Self::Vector(size) => *size,
            Self::List(element) => element.vector_size(),
            _ => None,
        }
    }

    pub(crate) fn is_vector_of_any_size(&self) -> bool {
        match self {
            Self::Vector(size) => size.is_none(),
            Self::List(element) => element.is_vector_of_any_size(),
            _ => false,
        }
    }

    pub fn is_integral(&self) -> bool {
        matches!(self, Self::Byte | Self::Short | Self::Int | Self::Long)
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("boolean"),
            Self::Byte => f.write_str("byte"),
            Self::Short => f.write_str("short"),
            Self::Int => f.write_str("int"),
            Self::Long => f.write_str("long"),
            Self::Float => f.write_str("float"),
            Self::Double => f.write_str("double"),
            Self::String => f.write_str("string"),
            Self::Date => f.write_str("date"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Decimal(precision, scale) => write!(f, "decimal({precision},{scale})"),
            Self::Vector(Some(size)) => write!(f, "vector[{size}]"),
            Self::Vector(None) => f.write_str("vector"),
            Self::List(element) => write!(f, "list<{element}>"),
            Self::Map(value) => write!(f, "map<string,{value}>"),
        }
    }
}

impl FromStr for DataType {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let unknown = || format!("unknown type `{name}`");
        if let Some(size) = name.strip_prefix("vector[").and_then(|rest| rest.strip_suffix(']')) {
            return size.parse().map(|size| Self::Vector(Some(size))).map_err(|_| unknown());
        }
        if let Some(element) = name.strip_prefix("list<").and_then(|rest| rest.strip_suffix('>')) {
            // A list holds scalars or vectors: one level is all that MLeap and Spark ML know.
            return match element.parse()? {
                Self::List(_) | Self::Map(_) => Err(unknown()),
                element => Ok(Self::List(Box::new(element))),
            };
        }
        if let Some(value) = name.strip_prefix("map<string,").and_then(|rest| rest.strip_suffix('>')) {
            let value: Self = value.parse()?;
            return if value.is_scalar() { Ok(Self::Map(Box::new(value))) } else { Err(unknown()) };
        }
        if let Some(digits) = name.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')')) {
            return decimal(digits).ok_or_else(unknown);
        }
        Ok(match name {
            "boolean" => Self::Boolean,
            "byte" => Self::Byte,
            "short" => Self::Short,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "string" => Self::String,
            "date" => Self::Date,
            "timestamp" => Self::Timestamp,
            "vector" => Self::Vector(None),
            _ => return Err(unknown()),
        })
    }
}

/// Precision and scale, as Spark bounds them.
fn decimal(digits: &str) -> Option<DataType> {
    let (precision, scale) = digits.split_once(',')?;
    let (precision, scale) = (precision.parse().ok()?, scale.parse().ok()?);
    ((1..=MOST_DIGITS).contains(&precision) && scale <= precision).then_some(DataType::Decimal(precision, scale))
}

#[cfg(test)]
mod tests {
    use super::DataType;

    #[test]
    fn every_type_reads_back_as_it_prints() {
        for name in ["boolean", "byte", "short", "int", "long", "float", "double", "string", "vector", "vector[3]"]
            .into_iter()
            .chain([
                "date",
                "timestamp",
                "decimal(38,6)",
                "decimal(1,0)",
                "list<int>",
                "list<vector>",
                "map<string,double>",
                "map<string,string>",
            ])
        {
            assert_eq!(Ok(name.to_owned()), name.parse::<DataType>().map(|parsed| parsed.to_string()));
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for name in ["", "Double", "vector[]", "vector[-1]", "vector[3", "list<>", "list<list<int>>", "map<int,int>"]
            .into_iter()
            .chain([
                "decimal",
                "decimal(39,1)",
                "decimal(2,3)",
                "decimal(0,0)",
                "decimal(5)",
                "map<string,>",
                "map<string,vector>",
                "map<string,list<int>>",
                "list<map<string,int>>",
            ])
        {
            assert!(name.parse::<DataType>().is_err(), "{name}");
        }
    }
}
