"""Pages asked for without a browser, and what they say."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<(script|style|head).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).replace("\u00a0", " ")


def shown(user: Any, url: str, status: int = 200, **query: Any) -> str:
    response = logged_in(user).get(url, query)
    assert response.status_code == status
    return words(response)


def change(row: Any) -> str:
    """Where the administration changes the row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def delete(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])
