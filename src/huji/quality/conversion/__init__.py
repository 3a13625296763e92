"""Taking over an old register whole, with every row accounted for (docs/conversion.md)."""
