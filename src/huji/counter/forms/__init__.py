"""The counter's forms: what is typed, turned into the statements that cases and register take."""
