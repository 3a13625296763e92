"""Huji (户籍): the household register of a city after the hukou reform."""

__version__ = "0.1.0"
