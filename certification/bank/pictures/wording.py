"""What is said when a picture is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "pictures.no-file": _("还没有选图片。"),
    "pictures.no-alt": _("请写一句图片说明：看不见图的人要靠它知道图里有什么。"),
    "pictures.long-alt": _("图片说明有 %(length)s 个字，最多 %(most)s 个。"),
    "pictures.empty": _("这个文件是空的。"),
    "pictures.too-large": _("图片有 %(megabytes)s MB，最大 %(most)s MB。可以先截取要用的部分，或缩小后再传。"),
    "pictures.too-many-pixels": _("图片是 %(width)s×%(height)s 像素，最多 %(most)s00 万像素。请缩小后再传。"),
    "pictures.bomb": _("图片展开后过大，没有接收。请缩小后再传。"),
    "pictures.no-picture": _("这个文件不是 PNG、JPEG 或 WebP 图片。"),
    "pictures.broken": _("图片文件不完整或已损坏，打不开。请重新导出后再传。"),
    "pictures.moves": _("这是动图，试卷里只能用静止的图片。"),
}
