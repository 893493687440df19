"""Web archives of others."""
from __future__ import annotations
