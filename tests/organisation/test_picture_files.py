"""What is kept of a picture's file: the picture, and nothing of where and by whom it was taken."""

import io

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from organisation.picture_files import LONGEST_SIDE, NotAPicture, cleaned

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def file(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind, **options)
    return made.getvalue()


def from_a_telephone() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Telefon", 6  # turned a quarter
    degrees = tuple(map(IFDRational, (62, 29, 12)))
    exif[GPS] = {1: "N", 2: degrees, 3: "E", 4: degrees}
    return exif


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_place_and_camera_are_taken_away_and_the_picture_stands_upright(kind: str, ending: str) -> None:
    taken = file(kind, exif=from_a_telephone())
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS)[1] == "N"
    kept, its_ending = cleaned(taken)
    picture = Image.open(io.BytesIO(kept))
    assert (picture.format, picture.size, dict(picture.getexif()), its_ending) == (kind, (20, 40), {}, ending)
    assert b"Telefon" not in kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_is_clean_is_kept_to_the_byte(kind: str) -> None:
    data = file(kind)
    assert cleaned(data)[0] == data
    again = cleaned(file(kind, (LONGEST_SIDE * 2, 10)))[0]
    assert cleaned(again)[0] == again


def test_a_comment_and_what_is_hung_on_behind_go() -> None:
    assert b"Eva" not in cleaned(file("JPEG", comment="Eva"))[0]
    assert b"Eva" not in cleaned(file("JPEG") + b"Eva")[0]
    assert b"Eva" not in cleaned(file("GIF", comment=b"Eva"))[0]


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P")])
def test_a_picture_larger_than_print_needs_is_made_smaller(kind: str, mode: str) -> None:
    picture = Image.open(io.BytesIO(cleaned(file(kind, (LONGEST_SIDE * 2, 100), mode))[0]))
    assert (picture.format, picture.size) == (kind, (LONGEST_SIDE, 50))


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], duration=100)
    still = Image.open(io.BytesIO(cleaned(moving.getvalue())[0]))
    assert (getattr(still, "n_frames", 1), still.convert("RGB").getpixel((0, 0))) == (1, (255, 0, 0))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg/>", "Filen är inte en bild."),
        (file("PNG")[:45], "Bilden är trasig och går inte att öppna."),
        (file("TIFF"), "Bilder av slaget TIFF kan inte visas. Använd JPEG, PNG, GIF eller WebP."),
        (
            file("PNG", (9_000, 9_000), "1"),
            "Bilden är för stor: 9000 × 9000 bildpunkter. Gör den mindre.",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(NotAPicture) as refusal:
        cleaned(data)
    assert str(refusal.value) == message
