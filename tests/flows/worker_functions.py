"""What the workers are given in the tests: importable by name, as `map_killable` demands."""

import ctypes
import os
import time


def square(number: int) -> int:
    return number * number


def which_process(_: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def misbehave(how: str) -> str:
    if how == "hang":
        time.sleep(600)
    if how == "spin in C":
        import re

        re.match(r"(a+)+$", "a" * 40 + "b")
    if how == "segfault":
        ctypes.string_at(0)
    if how == "exit":
        os._exit(3)
    if how == "raise":
        raise ValueError("no such page")
    if how == "eat memory":
        return str(len(bytearray(8_000_000_000)))
    return how


def size(body: bytes) -> bytes:
    return body[::-1]


def unpicklable(_: int) -> object:
    return lambda: None
