"""The cards that a unit writes in: what each is about, its fields, and what was said before.

Put together here for the reason that its fields are (follow_up): a page has dozens. Everything that people have written
is escaped.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from goals.follow_up_cards import Card
from goals.templatetags.follow_up import (
    day_and_clock,
    level_fields,
    more_fields,
    subject_link,
    text_field,
    unseen,
    value_field,
)
from organisation.templatetags.levels import level

register = template.Library()


@register.simple_tag
def entry_attributes(card: Card) -> SafeString:
    """Of the card's own element."""
    proposed = f' data-proposed="{card.proposed.pk}"' if card.proposed else ""
    return mark_safe(  # noqa: S308
        f'id="{card.key}" aria-labelledby="{card.key}-title" tabindex="-1" data-card="{card.key}"{proposed}'
    )


@register.simple_tag
def entry_about(card: Card, committee: str, about: str) -> SafeString:
    """Of a goal or an assignment: title and state, and what it is, folded away under about. committee is a slug."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in card.facts)
    summary = f"<summary>{escape(about)}{unseen(f': {card.title}')}</summary>"
    facts = f'<details class="entry-facts">{summary}<dl>{rows}</dl></details>\n' if rows else ""
    return mark_safe(  # noqa: S308
        f"{_head(card, 'h3')}\n{facts}{subject_link(card, committee)}\n{_version(card)}"
    )


@register.simple_tag
def measured_about(card: Card, committee: str, year: int) -> SafeString:
    """Of an indicator: title and state, what it is and what is aimed at. committee is a slug."""
    facts = "".join(
        f'<p class="small muted words">{escape(label)}: {escape(text)}</p>\n' for label, text in card.facts
    )
    aim = f"Mål {year}: <strong>{escape(card.target)}</strong>"
    target = f'<p class="target">{aim}</p>\n' if card.target else ""
    return mark_safe(  # noqa: S308
        f"{_head(card, 'h4')}\n{facts}{subject_link(card, committee)}\n{target}{_version(card)}"
    )


@register.simple_tag
def entry_fields(card: Card) -> SafeString:
    """Level and texts, and when they were last saved."""
    by = f"Sparat {day_and_clock(card.changed_at)} av {escape(card.changed_by)}" if card.changed_at else ""
    texts = (
        text_field(card, "text", "Uppföljning och analys", 3),
        text_field(card, "measures", "Åtgärder", 2),
    )
    return mark_safe(  # noqa: S308
        "\n".join([level_fields(card), *texts, f'<p class="entry-saved" data-saved>{by}</p>'])
    )


@register.simple_tag
def measured_fields(card: Card) -> SafeString:
    """The values, the level, and what is folded away until it is needed."""
    values = "".join(value_field(card, field) for field in card.fields)
    more = "".join(more_fields(card, field) for field in card.fields)
    summary = "Saknas värdet? Skäl, antal svar och kommentar" if card.fields else "Kommentar"
    return mark_safe(  # noqa: S308
        f'<div class="values">{values}</div>\n{level_fields(card)}\n'
        f'<details class="entry-more"{" open" if card.has_more else ""}>'
        f"<summary>{summary}{unseen(f': {card.title}')}</summary>\n"
        f"{more}{text_field(card, 'text', 'Kommentar', 2)}{_comment_before(card)}</details>"
    )


@register.simple_tag
def said_before(card: Card) -> SafeString:
    """What was said of a goal or an assignment the time before, under its heading."""
    earlier = card.earlier
    if earlier is None:
        return mark_safe('<h4>Förra gången</h4>\n<p class="muted">Ingenting är skrivet sedan tidigare.</p>')
    title = '<p class="small muted">Åtgärder</p>'
    measures = f'{title}<p class="words">{escape(earlier.measures)}</p>' if earlier.measures else ""
    return mark_safe(  # noqa: S308
        f"<h4>Förra gången, {escape(earlier.period)}</h4>\n{_level_and_text(card)}{measures}"
    )


def _comment_before(card: Card) -> str:
    if card.earlier is None:
        return ""
    title = f'<p class="small muted">Förra gången, {escape(card.earlier.period)}</p>'
    return f'<div class="entry-earlier">{title}{_level_and_text(card)}</div>'


def _level_and_text(card: Card) -> str:
    if card.earlier is None:
        return ""
    said = f"<p>{level(card.earlier.level)}</p>" if card.earlier.level else ""
    return said + (f'<p class="words">{escape(card.earlier.text)}</p>' if card.earlier.text else "")


def _head(card: Card, tag: str) -> str:
    words = card.missing.in_words
    state = (
        '<span class="badge badge-good">✓ Klart</span>'
        if card.is_done
        else f'<span class="badge badge-wait">{words[:1].upper()}{words[1:]} saknas</span>'
    )
    title = f'<{tag} id="{card.key}-title">{escape(card.title)}</{tag}>'
    return f'<header class="entry-head">{title}\n<p class="entry-state" data-state>{state}</p>\n</header>'


def _version(card: Card) -> str:
    version = "" if card.version is None else card.version
    return f'<input type="hidden" name="{card.key}-version" value="{version}">'
