"""Properties are tried on the same examples every time: a failure in one run is a failure in the next."""

from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("suite")
