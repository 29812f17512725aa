"""What each misreading makes of a question."""

from cases import api
from certification.bank.deriving import api_question, derivation_of
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER


def test_a_misreading_leads_to_another_key_in_the_words_of_its_author():
    edition = api.shipped_edition()
    found = 0
    for item in read_bank(ITEMS_FOLDER, DISPUTED_FILE).items[:12]:
        key = derivation_of(item.content, edition).key
        for one in api.misled_keys(api_question(item.content), edition=edition):
            found += 1
            assert one.key != key
            assert one.rule in edition.families
            said = [say.say for version in edition.families[one.rule] for say in version.misreadings]
            assert one.say.rstrip("。") in {say.rstrip("。") for say in said} or "不在施行期内" in one.say
    assert found
