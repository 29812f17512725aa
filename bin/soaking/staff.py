"""What managers look at and what authors type while the trainees are at it."""

from soaking.pages import Page
from soaking.person import FRAGMENT, Leave, Person

LOCKED = 409  # somebody else has saved meanwhile, which the page says
TYPED = ("买家说", "收到货", "第三天", "发现", "外壳", "有裂纹", "，", "。")
MOST_TYPED, MOST_PEOPLE = 9, 3


class Manager(Person):
    habits = {"see_competency": 5, "see_people": 5, "see_rounds": 3, "see_operations": 2, "take_it_all": 1}

    async def see_competency(self) -> None:
        page = await self.look("matrix", "/oversight/competency/")
        for url in self.some(page.links_like("/oversight/competency/people/"), MOST_PEOPLE):
            await self.look("person in the matrix", url)
        page = await self.look("questions' figures", "/oversight/competency/questions/")
        for url in self.some(page.links_like("/oversight/competency/questions/"), 2):
            await self.look("a question's figures", url)
        await self.look("matrix.csv", "/oversight/competency/matrix.csv")

    async def see_people(self) -> None:
        page = await self.look("people", "/oversight/people/")
        await self.look("people, searched", f"/oversight/people/?q=L000{self.chance.randint(0, 9)}")
        people = [url for url in page.links_like("/oversight/people/") if url.count("-") > 2]  # noqa: PLR2004 - a UUID
        for url in self.some(people, MOST_PEOPLE):
            await self.look("person", url)
        await self.look("cohorts", "/oversight/people/cohorts/")

    async def see_rounds(self) -> None:
        page = await self.look("rounds", "/oversight/rounds/")
        rounds = [url for url in page.links_like("/oversight/rounds/") if url.count("-") > 2]  # noqa: PLR2004 - a UUID
        for url in self.some(rounds, 1):
            round_url = "/".join(url.split("/")[:4]) + "/"
            await self.look("round", round_url)
            await self.look("invigilation", f"{round_url}live/")
        await self.look("papers", "/oversight/papers/")

    async def see_operations(self) -> None:
        await self.look("operations", "/operations/")
        await self.look("audit", "/operations/audit/")

    async def take_it_all(self) -> None:
        """Have the export of everything made; the page says where one stands."""
        page = await self.look("everything", "/oversight/everything/")
        form = page.form("/oversight/everything/")
        if form and self.chance.random() < 0.3:  # noqa: PLR2004 - now and then
            await self.press("export everything", page, form, LOCKED)

    def some(self, found: list[str], most: int) -> list[str]:
        return self.chance.sample(found, min(most, len(found)))


class Author(Person):
    habits = {"write_a_question": 4, "write_a_rule": 4, "search_the_bank": 4, "see_the_corpus": 2}

    async def search_the_bank(self) -> None:
        page = await self.look("bank", "/authoring/questions/")
        await self.look(
            "bank, searched", f"/authoring/questions/?q={self.chance.choice(['运费', '退货', '生鲜', '发票'])}"
        )
        found = [url for url in page.links_like("/authoring/questions/") if url.count("-") > 2]  # noqa: PLR2004 - UUID
        for url in self.chance.sample(found, min(2, len(found))):
            await self.look("question of the bank", url)

    async def write_a_question(self) -> None:
        """Begin a question, type with a preview at every pause, then throw it away or keep the draft."""
        page = await self.look("new question", "/authoring/questions/new/")
        form = self.need(page, "new question", next((one for one in page.forms if "type" in one.choices), None))
        page = await self.press("begin a question", page, form)
        at = page.url.partition("?")[0].partition("#")[0]
        form = self.need(page, "question form", page.form("question-form"))
        text, revision = form.value("stem"), ""
        for _turn in range(self.chance.randint(3, MOST_TYPED)):
            text += self.chance.choice(TYPED)
            sent = form.filled(stem=text, **({"revision": revision} if revision else {}))
            shown = await self.send(
                "type in a question", at, sent, LOCKED, **FRAGMENT, **{"HX-Target": "verdict-preview"}
            )
            revision = next(iter(_revisions(shown)), revision)
            if shown.status == LOCKED:
                raise Leave
        await self.look("depth", f"{at}depth/")
        page = await self.look("edit a question", at)
        form = self.need(page, "question form", page.form("question-form"))
        await self.press("take a question back", page, form, LOCKED, button=("do", "discard"))

    async def write_a_rule(self) -> None:
        """Change the words of a rule in the draft edition with its preview; now and then save, which has it proved."""
        page = await self.look("rules", "/corpus/")
        rules = [url for url in page.links_like("/corpus/") if url.count("/") == 3 and "editions" not in url]  # noqa: PLR2004
        page = await self.look("rule", self.chance.choice(rules))
        at = next((link for link in page.links if link.startswith("/authoring/rules/") and "/edit/" in link), "")
        if not at:
            raise Leave
        page = await self.look("edit a rule", at)
        forms = [one for one in page.forms if "title" in dict(one.fields)]
        form = self.need(page, "rule form", forms[0] if forms else None)
        text = form.value("text")
        for _turn in range(self.chance.randint(2, MOST_TYPED)):
            text += self.chance.choice(TYPED)
            await self.send(
                "type in a rule", at, form.filled(text=text), 422, **FRAGMENT, **{"HX-Target": "rule-preview"}
            )
        if self.chance.random() < 0.3:  # noqa: PLR2004 - now and then
            await self.press("save a rule", page, form, LOCKED, 422, button=("do", "save"), text=text)
        await self.look("draft edition", "/authoring/draft/")

    async def see_the_corpus(self) -> None:
        for kind, url in (
            ("coverage", "/authoring/coverage/"), ("checkup", "/authoring/checkup/"), ("impact", "/authoring/impact/"),
            ("drill scripts", "/authoring/drill-scripts/"), ("reviews", "/authoring/question-reviews/"),
        ):  # fmt: skip
            await self.look(kind, url)


def _revisions(page: Page) -> list[str]:
    return [value for form in page.forms for name, value in form.fields if name == "revision"]
