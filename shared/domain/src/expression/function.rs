//! The functions of expressions.

use beadle_values::names;

names! {
    /// A function of an expression.
    pub enum Function, noun "function" {
        /// The smallest of its numbers.
        Min = "min",
        /// The largest of its numbers.
        Max = "max",
        /// A number without its sign.
        Abs = "abs",
        /// The largest whole number that is not larger.
        Floor = "floor",
        /// The smallest whole number that is not smaller.
        Ceil = "ceil",
        /// The nearest whole number.
        Round = "round",
        /// A random number between two.
        Rand = "rand",
        /// The length of a text, a list or an object.
        Len = "len",
        /// Whether a text has a part, a list an element, or an object a member.
        Contains = "contains",
        /// A text in lower case.
        Lower = "lower",
        /// A text in upper case.
        Upper = "upper",
        /// A value as a number.
        Number = "number",
        /// A value as text.
        String = "string",
        /// The first of its values that is not null.
        Coalesce = "coalesce",
        /// The elements of a list from one position to before another.
        Slice = "slice",
        /// The sum of the numbers of a list.
        Sum = "sum",
        /// The member with one name of each object of a list.
        Pluck = "pluck",
        /// The texts of a list with another text between them.
        Join = "join",
        /// The parts of a text between another text.
        Split = "split",
        /// An object with the members of both.
        Merge = "merge",
        /// The names of the members of an object.
        Keys = "keys",
        /// An object with only the named members.
        Pick = "pick",
    }
}

impl Function {
    /// The fewest and the most arguments.
    pub(super) fn arguments(self) -> (usize, usize) {
        match self {
            Self::Min | Self::Max | Self::Coalesce | Self::Merge => (1, 20),
            Self::Rand | Self::Contains | Self::Pluck | Self::Join | Self::Split => (2, 2),
            Self::Slice => (2, 3),
            Self::Pick => (2, 20),
            Self::Abs
            | Self::Floor
            | Self::Ceil
            | Self::Round
            | Self::Len
            | Self::Lower
            | Self::Upper
            | Self::Number
            | Self::String
            | Self::Sum
            | Self::Keys => (1, 1),
        }
    }
}
