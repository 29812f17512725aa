"""How passwords are hashed: dear to whoever guesses, affordable when a cohort signs in within the same minute."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CohortArgon2Hasher(Argon2PasswordHasher):
    """Argon2id as OWASP's Password Storage Cheat Sheet asks at least: 19 MiB, two passes, one lane.

    Django's own figures (100 MiB, eight lanes) take nine times the CPU: two hundred people would wait half a minute on
    two cores. A hash made with other figures is made anew when its owner next signs in.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
