"""The officers' pages. Views are thin: they read queries, call verbs and draw; no rule lives in a view."""
