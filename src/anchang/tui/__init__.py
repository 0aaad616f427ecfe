"""The console: screens over the services. Forms and lists are data; no rule, no SQL, no state of the database's."""
