"""Questions drawn at random: what every format is asked to carry."""

from hypothesis import strategies as st

from certification.bank.domain import CHOICE_TYPES, LETTERS, Ask, QuestionType
from certification.exchange.domain import ForeignOption, ForeignQuestion, judgement

#: Chinese, marks of every format, what spreadsheets run, what HTML and Markdown mean something by.
CHARS = "买家卖退货天 abcABC019~={}#%:\\*_`<>&\"'|/[]()!?.,，。？！@+-$;；、→♥＝"
words = st.text(alphabet=CHARS, min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(bool)
ids = st.text(alphabet="ABCxyz019-_.", min_size=1, max_size=12).filter(lambda text: text[0].isalnum())
tag_words = st.text(alphabet="新人必考重点A1", min_size=1, max_size=6)


@st.composite
def questions(draw, *, texts=words, feedback=words, named=ids, meta=True):
    """A question without a case, whole."""
    kind = draw(st.sampled_from(CHOICE_TYPES))
    said = st.one_of(st.just(""), feedback)
    if kind is QuestionType.TRUEFALSE:
        options = judgement(right=draw(st.booleans()), feedback=(draw(said), draw(said)))
    else:
        listed = draw(st.lists(texts, min_size=2, max_size=len(LETTERS), unique=True))
        fewest = 1 if kind is QuestionType.SINGLE else 2
        right = draw(st.sets(st.integers(0, len(listed) - 1), min_size=fewest, max_size=fewest))
        options = tuple(ForeignOption(text, index in right, draw(said)) for index, text in enumerate(listed))
    return ForeignQuestion(
        type=kind,
        stem=draw(texts),
        options=options,
        external_id=draw(named),
        explanation=draw(said),
        difficulty=draw(st.integers(0, 5)) if meta else 0,
        category=draw(st.sampled_from(["", "签收与举证", "七天无理由"])) if meta else "",
        tags=tuple(draw(st.lists(tag_words, max_size=3, unique=True))) if meta else (),
        ask=Ask.CORRECT,
    )
