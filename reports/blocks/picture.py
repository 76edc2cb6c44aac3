"""A picture of the report, with its alternative text, caption and credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from django.urls import reverse

from reports.blocks.base import BlockSettings, Namespace
from reports.contents import Block, PictureContent
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class PictureBlock(BlockSettings):
    TYPE: ClassVar = "bild"
    key: str

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line, key=table.key())

    def build(self, sources: Sources) -> Block:
        picture = sources.pictures.get(self.key)
        if picture is None:
            return Block("picture", note=f"Bilden ”{self.key}” saknas.")
        report = sources.report
        return Block(
            "picture",
            picture=PictureContent(
                key=self.key,
                url=reverse("report_picture", args=[sources.committee.slug, report.slug, self.key]),
                path=Path(picture.file.path).as_uri(),
                alt=picture.alt,
                width=picture.width,
                height=picture.height,
                caption=picture.caption,
                credit=picture.credit,
            ),
        )

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.PICTURE, self.key)]
