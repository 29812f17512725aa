"""Hashing passwords."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from certification.people.hashers import CohortArgon2Hasher
from certification.settings import PASSWORD_HASHERS


def test_passwords_are_hashed_as_strongly_as_owasp_asks():
    encoded = CohortArgon2Hasher().encode("a password", "c29tZSBzYWx0")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD_HASHERS[0] == f"{CohortArgon2Hasher.__module__}.{CohortArgon2Hasher.__qualname__}"


def test_a_hash_with_other_figures_is_believed_and_made_anew():
    ours = CohortArgon2Hasher()
    old = Argon2PasswordHasher().encode("a password", ours.salt())

    assert ours.verify("a password", old)
    assert ours.must_update(old)
    assert not ours.must_update(ours.encode("a password", ours.salt()))
