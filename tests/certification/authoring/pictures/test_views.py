"""Uploading a picture: what comes back, and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.bank.pictures.models import Picture
from tests.factories.people import UserFactory
from tests.factories.pictures import picture_bytes

URL = reverse("authoring:picture-upload")


@pytest.fixture
def trainer(client, db):
    person = UserFactory(trainer=True)
    client.force_login(person)
    return person


def upload(client, data: bytes | None = None, alt: str = "面单", **options):
    given = {"alt": alt, "picture": SimpleUploadedFile("../../evil.html", data or picture_bytes(), "text/html")}
    return client.post(URL, {**given, **options.pop("form", {})}, **options)


def test_an_upload_answers_with_the_line_to_write(client, trainer):
    response = upload(client, form={"into": "option-0"}, HTTP_HX_REQUEST="true")

    picture = Picture.objects.get()
    text = response.content.decode()
    assert response.status_code == 200
    assert text.lstrip().startswith("<form")
    assert "<html" not in text
    assert f'data-insert="![面单](picture:{picture.pk})" data-into="option-0"' in text
    assert picture.uploaded_by == trainer.pk


def test_without_scripts_it_is_a_page_with_the_line_to_copy(client, trainer):
    assert "<h1>上传图片</h1>" in client.get(URL).content.decode()

    text = upload(client).content.decode()

    assert "<h1>上传图片</h1>" in text
    assert f'value="![面单](picture:{Picture.objects.get().pk})" readonly' in text


def test_a_description_cannot_end_the_mark_early(client, trainer):
    response = upload(client, alt="a](x) [b*\\`<img src=x>")

    assert response.context["markdown"].startswith("![a\\](x) \\[b\\*\\\\\\`<img src=x>](picture:")
    assert "<img src=x>" not in response.content.decode()


@pytest.mark.parametrize(
    ("data", "alt", "said"),
    [
        pytest.param(None, " ", "请写一句图片说明", id="no description"),
        pytest.param(None, "长" * 201, "最多 200 个", id="a description too long"),
        pytest.param(b"<script>", "面单", "不是 PNG、JPEG 或 WebP", id="not a picture"),
        pytest.param(picture_bytes()[:99], "面单", "已损坏", id="broken"),
        pytest.param(b"\0" * 8_000_001, "面单", "图片有 8.0 MB，最大 8 MB", id="too large"),
        pytest.param(
            picture_bytes(size=(4000, 3001)), "面单", "4000×3001 像素，最多 1200 万像素", id="too many pixels"
        ),
    ],
)
def test_what_will_not_do_is_refused_with_the_description_kept(client, trainer, data, alt, said):
    response = upload(client, data, alt)

    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert f'value="{alt}"' in text
    assert not Picture.objects.exists()


@pytest.mark.parametrize("form", [{"alt": "面单"}, {"alt": "面单", "picture": "no file"}])
def test_a_form_without_a_file_is_refused(client, trainer, form):
    response = client.post(URL, form)

    assert response.status_code == 422
    assert "还没有选图片" in response.content.decode()


def test_where_it_goes_is_a_name_and_nothing_else(client, trainer):
    assert client.get(URL, {"into": '"><script>'}).context["into"] == "stem"


def test_a_trainee_uploads_nothing(client, db):
    client.force_login(UserFactory())

    assert upload(client).status_code == 403
    assert not Picture.objects.exists()
