"""What the warehouse says when it cannot: one line that names the thing and the mend."""


class WarehouseError(Exception):
    """The warehouse or the archive cannot do what was asked; the message names the mend."""
