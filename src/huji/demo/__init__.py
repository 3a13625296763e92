"""The demonstration: a synthetic city, its officers and its cases. Nobody in it exists."""
