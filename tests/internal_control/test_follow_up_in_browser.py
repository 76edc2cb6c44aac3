"""A control carried out in a real browser: by keyboard alone on a phone, by two at once, without a script."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from internal_control.evidence_checks import MOST_BYTES
from internal_control.models import ControlPlan, Evidence, FollowUp
from organisation.models import User
from tests.browser import axe, log_in, new_context, sideways
from tests.control_factories import carry_out
from tests.internal_control import sample_files as samples
from tests.internal_control.follow_up_place import Place, make_place

PHONE = {"width": 320, "height": 640}
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def place(transactional_db: None, tmp_path: Any, settings: Any) -> Place:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_place()


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: PICTURES names a folder."""
    if PICTURES:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def opened(page: Page, live_server: Any, place: Place, user: User) -> Page:
    log_in(page, user, live_server.url)
    page.goto(live_server.url + place.path)
    return page


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label)


def test_a_control_is_carried_out_by_keyboard_alone_on_a_phone(
    page: Page, live_server: Any, place: Place
) -> None:
    page.set_viewport_size(PHONE)
    opened(page, live_server, place, place.erik)
    assert axe(page) == []
    assert sideways(page) == []
    tab_to(page, page.get_by_role("radio", name="Ingen avvikelse"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Större avvikelse")).to_be_checked()
    for label, number in (
        ("Klara inom", "31"),
        ("Väntan på", "9"),
        ("Personalbrist", "7"),
        ("Familjen", "6"),
    ):
        tab_to(page, field(page, label))
        page.keyboard.type(number)
    rows = page.locator("[data-counts] tbody tr")
    # 9 + 7 + 6 = 22 over four months, of 31 + 22 = 53; last time 23 of 51.
    expect(rows.nth(1)).to_have_text(re.compile(r"^\s*Pågick över fyra månader\s+22\s+23\s+−1\s*$"))
    expect(page.locator('[data-total="examined"] output')).to_have_text("53")
    expect(page.locator('[data-total="examined"] [data-change]')).to_have_text("+2")
    expect(page.locator('[data-total="deviations"] [data-change]')).to_have_text("−1")
    tab_to(page, field(page, "Resultat och analys"))
    page.keyboard.type("Tjugotvå utredningar tog för lång tid.")
    tab_to(page, page.get_by_role("button", name="Spara"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kontrollen är sparad.")).to_be_visible()
    assert (place.follow_up.result, place.follow_up.sample_size, place.follow_up.deviations) == (
        "major",
        53,
        22,
    )
    expect(page.get_by_role("heading", name="Avvikelsen behöver en åtgärd")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "done")
    page.get_by_role("link", name="Lägg till en åtgärd").click()
    expect(page).to_have_url(
        f"{live_server.url}/prov-sn/intern-kontroll/2021/atgarder/ny/?kontroll=utredningstid&manad=6"
    )


def test_why_it_was_not_carried_out_is_asked_only_then(page: Page, live_server: Any, place: Place) -> None:
    opened(page, live_server, place, place.erik)
    picture(page, "new")
    why = page.get_by_label("Varför genomfördes den inte?")
    expect(why).to_be_hidden()
    page.get_by_role("radio", name="Ej genomförd").check()
    expect(why).to_be_visible()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv varför kontrollen inte genomfördes.")
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "refused")
    why.fill("Verksamhetssystemet byttes ut i juni.")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Kontrollen är sparad.")).to_be_visible()
    assert place.follow_up.reason == "Verksamhetssystemet byttes ut i juni."
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Ångra registreringen").click()
    expect(page.get_by_role("heading", name="Ångra registreringen för juni 2021?")).to_be_visible()
    expect(page.get_by_text("Verksamhetssystemet byttes ut i juni.")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "undo")
    page.get_by_role("button", name="Ångra registreringen").click()
    expect(page.get_by_text("Registreringen är ångrad. Kontrollen i juni är åter att göra.")).to_be_visible()
    assert place.follow_up.is_pending


def test_a_false_pdf_is_refused_and_what_was_typed_stays(page: Page, live_server: Any, place: Place) -> None:
    opened(page, live_server, place, place.erik)
    field(page, "Resultat och analys").fill("Mina ord.")
    page.get_by_label("Lägg till filer").set_input_files(
        [
            {"name": "falsk.pdf", "mimeType": "application/pdf", "buffer": b"inte alls"},
            {"name": "lista.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()},
        ]
    )
    page.get_by_role("button", name="Lägg till filerna nu").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "”falsk.pdf” heter som en PDF-fil, men innehållet är text."
    )
    expect(field(page, "Resultat och analys")).to_have_value("Mina ord.")
    expect(page.get_by_role("link", name="lista.pdf", exact=True)).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "files")
    page.get_by_role("radio", name="Ingen avvikelse").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Kontrollen är sparad.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="lista.pdf", exact=True).click()
    assert download.value.suggested_filename == "lista.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Ta bort lista.pdf").click()
    expect(page.get_by_role("button", name="Ta bort filen")).to_be_visible()
    assert axe(page) == []
    picture(page, "remove")
    page.get_by_role("button", name="Ta bort filen").click()
    expect(page.get_by_text("”lista.pdf” är borttagen.")).to_be_visible()
    assert Evidence.objects.count() == 0


def test_a_file_too_large_is_told_before_it_is_sent(
    page: Page, live_server: Any, place: Place, tmp_path: Path
) -> None:
    large = tmp_path / "film.pdf"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    opened(page, live_server, place, place.erik)
    page.get_by_label("Lägg till filer").set_input_files(large)
    expect(page.locator("[data-files-error]")).to_have_text(
        "”film.pdf” är större än 20 MB och kan inte läggas till. Gör filen mindre eller dela den."
    )


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="sv-SE", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    yield context.new_page()
    context.close()


def test_two_at_once_without_a_script(page: Page, unscripted: Page, live_server: Any, place: Place) -> None:
    opened(unscripted, live_server, place, place.erik)
    opened(page, live_server, place, place.eva)
    page.get_by_role("radio", name="Ingen avvikelse").check()
    field(page, "Resultat och analys").fill("Evas ord.")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Kontrollen är sparad.")).to_be_visible()
    unscripted.get_by_role("radio", name="Mindre avvikelse").check()
    field(unscripted, "Resultat och analys").fill("Eriks ord.")
    unscripted.get_by_role("button", name="Spara").click()
    conflict = unscripted.get_by_role("region", name="Två har skrivit här samtidigt")
    for words in ("Evas ord.", "Eriks ord.", "Ingen avvikelse", "Mindre avvikelse"):
        expect(conflict).to_contain_text(words)
    expect(field(unscripted, "Resultat och analys")).to_have_value("Eriks ord.")
    assert place.follow_up.text == "Evas ord."
    if PICTURES:
        unscripted.screenshot(path=Path(PICTURES) / "conflict.png", full_page=True)
    unscripted.get_by_role("button", name="Spara").click()
    expect(unscripted.get_by_text("Kontrollen är sparad.")).to_be_visible()
    assert place.follow_up.text == "Eriks ord."


def test_whoever_only_reads_gets_a_page_without_a_form(page: Page, live_server: Any, place: Place) -> None:
    done = carry_out(place.control, 6, sample_size=40, deviations=0, text="Allt i tid.")
    FollowUp.objects.filter(pk=done.pk).update(done_by="Erik Holm")
    ControlPlan.objects.filter(year=2021).update(followed_up_through=6)
    opened(page, live_server, place, place.reader)
    expect(page.get_by_text("Allt i tid.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "read")


def test_a_month_that_the_control_does_not_have(other: Page, live_server: Any, place: Place) -> None:
    """In the other browser: this one may complain that the answer is a 404."""
    log_in(other, place.erik, live_server.url)
    other.goto(live_server.url + place.path.replace("/6/", "/7/"))
    expect(other.get_by_role("heading", name="Kontrollen görs inte i juli 2021")).to_be_visible()
    assert axe(other) == []
    assert sideways(other) == []
    picture(other, "no-occasion")


def test_who_answers_and_who_carries_it_out_stand_on_lines_of_their_own(
    page: Page, live_server: Any, place: Place
) -> None:
    place.control.performer = place.erik
    place.control.save()
    opened(page, live_server, place, place.erik)
    expect(page.locator("dd", has_text="Utförs av")).to_have_text(
        "Verksamhetschef individ- och familjeomsorg\nUtförs av Erik Holm", use_inner_text=True
    )
    place.reader.last_name = "Andersson Lindqvist-Bergström"
    place.reader.save()
    place.control.performer = place.reader
    place.control.save()
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.get_by_text(f"{place.reader} har slutat eller saknar behörighet")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []
    picture(page, "left")
