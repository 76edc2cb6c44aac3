"""Picture files as they are kept: proved to be pictures, upright, no larger than print needs, and silent on their origin.

A telephone writes into a picture where it was taken, when and by what. Nothing of that belongs in a document.
"""

import io

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

# Pillow's name of each format that pages and PDF can show, and the ending of its files.
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}
# What a file of the format ends with, where it is known: whatever comes after is no part of the picture.
_LAST_BYTES = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB\x60\x82", "GIF": b";"}
MOST_PIXELS = 80_000_000  # more is not opened: it fills the memory
LONGEST_SIDE = 2_500  # pixels: an A4 across in 300 dpi

# What Pillow may tell of a picture that is about its looks alone.
_ABOUT_LOOKS = {
    *("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform"),
    *("progressive", "progression", "interlace", "icc_profile", "transparency", "gamma", "srgb"),
    *("chromaticity", "aspect", "version", "background", "duration", "timestamp", "loop"),
}
_JPEG_SEGMENTS = {"APP0", "APP2", "APP14"}


class NotAPicture(ValueError):
    """A file that cannot be kept as a picture. The message is Swedish and fit for the user."""


def cleaned(data: bytes) -> tuple[bytes, str]:
    """The file as it is to be kept, and its ending. What is clean already is kept to the byte.

    Of a moving picture the first frame is kept: a page that moves by itself cannot be read by all (WCAG 2.2.2).
    Raises NotAPicture.
    """
    # WeasyPrint has Pillow fill in what is missing of a picture; here a part is no picture.
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = _kind(image)
            image.load()
            is_clean = _is_clean(image) and _ends_as_it_should(data, kind)
            return (data if is_clean else _made_anew(image, kind)), ENDINGS[kind]
    except UnidentifiedImageError as error:
        raise NotAPicture("Filen är inte en bild.") from error
    except Image.DecompressionBombError as error:
        raise NotAPicture("Bilden är för stor. Gör den mindre.") from error
    except NotAPicture:
        raise
    except (OSError, SyntaxError, ValueError) as error:
        raise NotAPicture("Bilden är trasig och går inte att öppna.") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _kind(image: ImageFile.ImageFile) -> str:
    """Pillow's name of its format, if it can be shown and is not out of all measure."""
    # Some telephones put several pictures in a JPEG file; the first is the one that was taken.
    kind = "JPEG" if image.format == "MPO" else image.format
    if kind not in ENDINGS:
        raise NotAPicture(f"Bilder av slaget {kind} kan inte visas. Använd JPEG, PNG, GIF eller WebP.")
    if image.width * image.height > MOST_PIXELS:
        raise NotAPicture(f"Bilden är för stor: {image.width} × {image.height} bildpunkter. Gör den mindre.")
    return kind


def _ends_as_it_should(data: bytes, kind: str) -> bool:
    if kind == "WEBP":  # says at its beginning how long it is
        return int.from_bytes(data[4:8], "little") + 8 == len(data)
    return data.endswith(_LAST_BYTES[kind])


def _is_clean(image: ImageFile.ImageFile) -> bool:
    segments = {name for name, _ in getattr(image, "applist", ())}
    return (
        image.format in ENDINGS
        and max(image.size) <= LONGEST_SIDE
        and getattr(image, "n_frames", 1) == 1
        and image.info.keys() <= _ABOUT_LOOKS
        and segments <= _JPEG_SEGMENTS
        and not image.getexif()
    )


def _made_anew(image: Image.Image, kind: str) -> bytes:
    """The first frame turned as its metadata say, made smaller if need be, and written without them."""
    still = ImageOps.exif_transpose(image)
    if max(still.size) > LONGEST_SIDE:
        if still.mode == "P":
            still = still.convert("RGBA")  # the colours of a palette cannot be blended
        still.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    profile = still.info.get("icc_profile")
    still.info = {name: still.info[name] for name in ("transparency",) if name in still.info}
    quality = {"quality": 92} if kind in ("JPEG", "WEBP") else {}
    made = io.BytesIO()
    still.save(made, kind, icc_profile=profile, **quality)
    return made.getvalue()
