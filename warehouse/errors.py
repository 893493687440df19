"""The one exception that leaves this room.

In: what went wrong. Out: one line that names the input and the mend. Refuses: tracebacks of the database.
"""

from __future__ import annotations


class WarehouseError(Exception):
    """Something about the warehouse that a user can mend, in one line."""
