"""Static files under names that change with their content, what modules import from each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as ManifestStorage


class StaticFiles(ManifestStorage):  # type: ignore[misc]  # whitenoise has no types
    """A browser never mixes modules of two versions: an import names the file by its content, like a page does.

    Only in our own modules: htmx's extensions import a bare name, which no file has and no page here asks for.
    """

    patterns = (*ManifestStorage.patterns, ("js/*.js", ManifestStorage._js_module_import_aggregation_patterns[1]))  # noqa: SLF001 - Django keeps them there
