"""The installation: settings, the embedded database, its roles, connections and logs."""
