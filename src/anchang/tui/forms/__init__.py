"""Forms are data: one screen shows any `Form` and hands a typed command to whoever opened it."""
