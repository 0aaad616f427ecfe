"""Lists are data: one screen shows any `ListSpec`."""
