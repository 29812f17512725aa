import hashlib
import json

from django.db import migrations


def as_text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_hash(value):
    return f"sha256:{hashlib.sha256(as_text(value).encode()).hexdigest()}"


def unguard(schema_editor):
    """Editions are written once; this rewrites them all. The trigger comes back after the migration."""
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON cases_edition"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS cases_edition_no_update{on}")


def split_editions(apps, schema_editor):
    """Move the rules and the rulebooks of each edition to rows of their own; its id stays."""
    edition_model = apps.get_model("cases", "Edition")
    unguard(schema_editor)
    for edition in edition_model.objects.order_by("loaded_at", "id"):
        content = json.loads(edition.content)
        if "books" not in content:
            continue
        books, rules = take_apart(content)
        save_books(apps, edition, books)
        save_rules(apps, edition, rules)
        edition_model.objects.filter(pk=edition.pk).update(content=as_text(content))


def take_apart(content):
    """Leave the frame in ``content``: no heads, and of the rules their number."""
    books, rules = [], []
    for name, files in content["books"].items():
        for topic, raw in files.items():
            if topic == "book":
                books.append((name, raw))
                files[topic] = None
            elif "rules" in raw:
                rules += [(name, topic, rule) for rule in raw["rules"]]
                raw["rules"] = len(raw["rules"])
    return books, rules


def save_books(apps, edition, books):
    model, place = apps.get_model("cases", "Rulebook"), apps.get_model("cases", "EditionRulebook")
    rows = [
        model(id=text_hash([name, raw]), code=name, name=raw["name"], level=raw["level"], content=as_text(raw))
        for name, raw in books
    ]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    place.objects.bulk_create(
        place(edition_id=edition.pk, rulebook_id=row.pk, position=at) for at, row in enumerate(rows)
    )


def save_rules(apps, edition, rules):
    model, place = apps.get_model("cases", "RuleRevision"), apps.get_model("cases", "EditionRevision")
    rows = [
        model(
            id=text_hash([book, topic, raw]),
            book=book,
            topic=topic,
            code=raw["id"],
            version=raw.get("version", ""),
            kind=raw.get("kind", "rule"),
            title=raw["title"],
            content=as_text(raw),
        )
        for book, topic, raw in rules
    ]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    place.objects.bulk_create(
        place(edition_id=edition.pk, revision_id=row.pk, position=at) for at, row in enumerate(rows)
    )


def join_editions(apps, schema_editor):
    """Put the content of each edition together again, as one text."""
    edition_model = apps.get_model("cases", "Edition")
    place_of_book, place_of_rule = apps.get_model("cases", "EditionRulebook"), apps.get_model("cases", "EditionRevision")
    unguard(schema_editor)
    for edition in edition_model.objects.all():
        content = json.loads(edition.content)
        books = place_of_book.objects.filter(edition=edition).values_list("rulebook__code", "rulebook__content")
        rules = place_of_rule.objects.filter(edition=edition).order_by("position")
        rest = iter([json.loads(text) for text in rules.values_list("revision__content", flat=True)])
        heads = {code: json.loads(text) for code, text in books}
        for name, files in content.get("books", {}).items():
            for topic, raw in files.items():
                if topic == "book":
                    files[topic] = heads[name]
                elif "rules" in raw:
                    raw["rules"] = [next(rest) for _ in range(raw["rules"])]
        edition_model.objects.filter(pk=edition.pk).update(content=json.dumps(content, ensure_ascii=False))


class Migration(migrations.Migration):
    """Editions of the first release keep their ids; their rules move to rows that editions share."""

    dependencies = [("cases", "0003_rule_revisions")]

    operations = [migrations.RunPython(split_editions, join_editions)]
