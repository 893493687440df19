"""What holds for every test: no example of a property fails because the machine was busy."""

from hypothesis import settings

settings.register_profile("tenor", deadline=None)
settings.load_profile("tenor")
