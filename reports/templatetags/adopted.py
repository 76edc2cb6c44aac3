"""What is shown of an adopted report's files."""

from django import template

from organisation.models import AdoptedDocument, AdoptedFile
from reports import frozen

register = template.Library()


@register.filter
def offered(document: AdoptedDocument) -> list[AdoptedFile]:
    return frozen.offered(document)
