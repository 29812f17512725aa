"""Static files under names that change with their content, what modules import from each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """A browser never mixes modules of two versions: an import names the file by its content, like a page does."""

    support_js_module_import_aggregation = True
