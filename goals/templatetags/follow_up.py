"""What a unit writes in when it follows up: fields with their labels, and a place for what is wrong with each.

They are put together here and not in a template, which would take longer for the hundreds of a page than all the rest
of it. Everything that people have written is escaped.
"""

from datetime import datetime
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goals import follow_up_answers
from goals.follow_up_cards import Card, ValueField
from goals.models import Goal

register = template.Library()

_LINKS = {"goal": "Visa målet", "assignment": "Visa uppdraget", "indicator": "Visa måttet"}
_WHY = "Varför en annan bedömning än förslaget?"
# Attributes of fields.
_SHORT, _DIGITS, _DECIMAL = 'maxlength="300"', 'inputmode="numeric"', 'inputmode="decimal"'


@register.simple_tag
def subject_link(card: Card, committee: str) -> SafeString:
    """To the goal's, assignment's or indicator's own page. committee is a slug."""
    subject = card.subject
    of_year = [subject.year] if isinstance(subject, Goal) else []
    address = reverse(card.kind, args=[committee, *of_year, subject.code])
    return mark_safe(  # noqa: S308
        f'<p class="entry-link no-print"><a href="{escape(address)}">{_LINKS[card.kind]}'
        f"{unseen(f': {card.title}')}</a></p>"
    )


@register.filter
def day_and_clock(at: datetime | None) -> str:
    """'3 september kl. 14.32'; nothing for the page's own example of a conflict."""
    return follow_up_answers.day_and_clock(at) if at else ""


@register.simple_tag
def text_field(card: Card, name: str, label: str, rows: int) -> SafeString:
    pk, error = f"{card.key}-{name}", card.errors.get(name, "")
    return mark_safe(  # noqa: S308
        f"{_label(pk, label, f': {card.title}')}\n"
        f'<textarea class="form-control" id="{pk}" name="{pk}" rows="{rows}" aria-describedby="{pk}-error"'
        f"{_invalid(error)}>{escape(getattr(card, name))}</textarea>\n{_error(pk, error)}"
    )


@register.simple_tag
def level_fields(card: Card) -> SafeString:
    """What is proposed, the levels to choose from, and why another is chosen; nothing where there is no scale."""
    if not card.offered:
        return SafeString()
    key, told = card.key, card.proposal_label
    why = card.proposal.why if told and card.proposal else ""
    return mark_safe(  # noqa: S308
        f'<p class="proposal" data-proposal{"" if told else " hidden"}><strong>Förslag: <span data-proposal-label>'
        f"{escape(told)}</span>.</strong> <span data-proposal-why>{escape(why)}</span></p>\n"
        f'<fieldset class="levels"><legend>Bedömning{unseen(f" av {card.title}")}</legend>{card.choices}</fieldset>\n'
        f"{_error(f'{key}-level', card.errors.get('level', ''))}\n"
        f'<div class="reason" data-reason>{_label(f"{key}-reason", _WHY, f" {card.title}")}\n'
        f"{_input(f'{key}-reason', card.reason, _SHORT, card.errors.get('reason', ''))}</div>"
    )


@register.simple_tag
def value_field(card: Card, field: ValueField) -> SafeString:
    """One value to fill in, beside the one before it."""
    if field.is_locked:
        return mark_safe(  # noqa: S308
            f'<div class="value"><p class="form-label">{escape(field.label)}</p>\n<p class="value-locked">..</p>'
            '<p class="value-before">Värdet rör få personer och visas inte för dig.</p></div>'
        )
    code = escape(field.code)
    pk, before = f"{card.key}-v-{code}", f"{card.key}-b-{code}"
    told = f"Förra: {escape(field.before)}" if field.before else ""
    return mark_safe(  # noqa: S308
        f'<div class="value">{_label(pk, field.label, f": {card.title}")}\n'
        f'<input class="form-control" id="{pk}" name="{pk}" value="{escape(field.text)}" autocomplete="off"'
        f' aria-describedby="{before} {pk}-error"{_invalid(field.message)}>\n'
        f'<input type="hidden" name="{card.key}-seen-{code}" value="{field.version}">\n'
        f'<p class="value-before" id="{before}">{told}<span data-small{"" if field.is_suppressed else " hidden"}>'
        f" Rör få personer: skrivs .. i rapporter</span></p>\n{_error(pk, field.message)}</div>"
    )


@register.simple_tag
def more_fields(card: Card, field: ValueField) -> SafeString:
    """Why there is no value, and how many answered: folded away until it is needed."""
    if field.is_locked:
        return SafeString()
    about, code = f": {field.label}, {card.title}", escape(field.code)
    note, answers, rate = (f"{card.key}-{name}-{code}" for name in ("n", "a", "r"))
    of = f'<p class="more-of">{escape(field.label)}</p>\n' if len(card.fields) > 1 else ""
    return mark_safe(  # noqa: S308
        f'<div class="more">{of}'
        f"<div>{_label(note, 'Skäl eller fotnot', about)}{_input(note, field.note, _SHORT)}</div>\n"
        f'<div class="more-short">{_label(answers, "Antal svar", about)}'
        f"{_input(answers, field.answers, _DIGITS)}</div>\n"
        f'<div class="more-short">{_label(rate, "Svarsfrekvens, %", about)}'
        f"{_input(rate, field.rate, _DECIMAL)}</div></div>"
    )


def _label(pk: str, label: str, about: str) -> str:
    """about is read out after the label, which alone does not say of what it is."""
    return f'<label class="form-label" for="{pk}">{escape(label)}{unseen(about)}</label>'


def unseen(text: str) -> str:
    return f'<span class="visually-hidden">{escape(text)}</span>'


def _input(pk: str, text: str, attributes: str, error: str = "") -> str:
    return (
        f'<input class="form-control" id="{pk}" name="{pk}" value="{escape(text)}" {attributes}'
        f' aria-describedby="{pk}-error"{_invalid(error)}>{_error(pk, error)}'
    )


def _invalid(error: str) -> str:
    return ' aria-invalid="true"' if error else ""


def _error(pk: str, error: str) -> str:
    return f'<p class="field-error" id="{pk}-error">{escape(error)}</p>'
