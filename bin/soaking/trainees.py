"""What trainees do of an afternoon: practise, sit mocks, talk to simulated buyers, go through their mistakes."""

import re

from soaking.pages import Form, Page
from soaking.person import FRAGMENT, Leave, Person

REPLIES = (
    "您好，给您添麻烦了，我先看一下您的订单。",
    "请您拍一张商品和外包装的照片发给我，好吗？",
    "我帮您核实一下，请稍等。",
    "这种情况可以退货退款，运费由我们承担。",
    "很抱歉，这种情况不支持无理由退货，我跟您说一下原因。",
    "我给您登记好了，二十四小时内会有结果。",
)
MOST_ANSWERS, MOST_TURNS, MOST_PRACTICE = 14, 5, 6
RULINGS = 0.4
NOTHING_DUE = 409


class Trainee(Person):
    habits = {
        "practise": 6, "practise_adaptively": 3, "sit_a_mock": 3, "drill": 4, "go_through_mistakes": 3,
        "look_round": 3, "change_shift": 1,
    }  # fmt: skip

    warming = {**habits, "practise": 20}
    hurry = 20

    async def practise(self) -> None:
        page = await self.look("practice", "/practice/")
        form = self.need(page, "practice form", page.form("/practice/"))
        _name, area, _where = self.chance.choice([one for one in form.buttons if one[0] == "area"])
        page = await self.press("practise", page, form, button=("area", area))
        for _turn in range(self.chance.randint(2, MOST_PRACTICE)):
            page = await self.answered(page)
            page = await self.press("next practice", page, self.need(page, "next", page.form("/practice/")), area=area)

    async def answered(self, page: Page) -> Page:
        """Answer the one question of a page of practice; the reply explains it."""
        form = next((one for one in page.forms if "answer" in one.choices), None)
        if form is None:
            raise Leave
        return await self.press("answer in practice", page, form, answer=self.chance.choice(form.choices["answer"]))

    async def practise_adaptively(self) -> None:
        page = await self.look("adaptive", "/practice/adaptive/")
        for _turn in range(self.chance.randint(2, MOST_PRACTICE)):
            form = page.form("/practice/adaptive/next/")
            if form is None:
                break
            page = await self.answered(await self.press("next adaptive", page, form))
        page = await self.look("adaptive", "/practice/adaptive/")
        if form := page.form("/practice/adaptive/stop/"):
            await self.press("stop adaptive", page, form)

    async def go_through_mistakes(self) -> None:
        page = await self.look("notebook", "/notebook/")
        if form := page.form("/notebook/review/"):
            page = await self.press("review a mistake", page, form, NOTHING_DUE)
            if page.status == NOTHING_DUE:
                raise Leave
            await self.answered(page)

    async def look_round(self) -> None:
        for kind, url in (("mastery", "/mastery/"), ("certificates", "/certificates/"), ("inbox", "/inbox/")):
            page = await self.look(kind, url)
        page = await self.look("rules", "/corpus/")
        if found := page.links_like("/corpus/"):
            await self.look("rule", self.chance.choice(found))
        page = await self.look("own data", "/account/data/")

    async def drill(self) -> None:
        page = await self.look("drills", "/drills/")
        forms = [one for one in page.forms if one.method == "post" and "question" in dict(map(_named, one.buttons))]
        if not forms:
            raise Leave
        form = self.chance.choice(forms)
        page = await self.press("begin a drill", page, form, button=_named(form.buttons[0]))
        run = page.url
        for _turn in range(self.chance.randint(2, MOST_TURNS)):
            form = self.need(page, "drill form", page.form("drill-form"))
            aside = [_named(one) for one in form.buttons if one[0] in {"lookup", "hint"}]
            if aside and self.chance.random() < RULINGS:
                page = await self.press("look up", page, form, button=self.chance.choice(aside), text="")
                form = self.need(page, "drill form", page.form("drill-form"))
            if ("say", "1") not in map(_named, form.buttons):
                break  # the buyer has ended it
            page = await self.press("say", page, form, button=("say", "1"), text=self.chance.choice(REPLIES))
            if "/verdict/" in page.url:
                return
        form = page.form("drill-form")
        if form and ("end", "1") in map(_named, form.buttons):
            page = await self.press("end a drill", page, form, button=("end", "1"))
            await self.look("ruling of a drill", f"{run.partition('?')[0]}ruling/")

    async def sit_a_mock(self) -> None:
        page = await self.look("mocks", "/mocks/")
        page = await self.press("start a mock", page, self.need(page, "mock form", page.form("/mocks/")))
        at = re.match(r"/attempts/[^/]+/", page.url)
        if at is None:
            self.crowd.complain(f"a mock led to {page.url}")
            raise Leave
        try:
            for position in range(1, self.chance.randint(3, MOST_ANSWERS)):
                await self.save(at.group(), position)
        finally:  # whoever stops leaves no mock open, which would close practice
            await self.browser.post("hand in", f"{at.group()}hand-in/", {})
        page = await self.look("result", f"{at.group()}result/")
        if self.chance.random() < RULINGS:
            await self.look("ruling", f"{at.group()}questions/1/ruling/")

    async def save(self, attempt: str, position: int) -> None:
        """View a question as the swap that 下一题 makes, and save an answer as the script does."""
        url = f"{attempt}questions/{position}/"
        page = await self.look("question", url, **FRAGMENT)
        form: Form | None = next((one for one in page.forms if one.id == "question-panel"), None)
        form = self.need(page, "question", form)
        letters = form.choices.get("answer", ["A"])
        given = [
            ("client", f"soak-{self.number}"),
            ("sequence", str(position)),
            ("answer", self.chance.choice(letters)),
        ]
        await self.send("save", f"{url}answer/", given, **FRAGMENT)


def _named(button: tuple[str, str, str]) -> tuple[str, str]:
    return button[0], button[1]
