"""The browser reads and writes amounts as organisation.figures does."""

from decimal import Decimal

from organisation.figures import AmountError, formatted, parsed
from tests.budget.test_pasted_block import module, run_node

TEXTS = [
    "0", "1", "1234", "1 234", "1\u00a0234", "1\u202f234", "12 34", "1 2345", "1234,5", "1234,50", "1234.50",
    "1234,505", "12,34,5", "1,234.50", "-1", "- 1 234", "\u22121", "\u20131", "1-", "1 234,50-", "(1 234)", "(1)",
    "()", "-", "(-1)", "--1", "1--", "abc", "1a", "5 000 kr", ",5", "5,", "1 234, 50", "  7  ", "\t7\t",
    "9999999999999", "99999999999999", "1.234.567", "1e5", "+5", "(5", "5)", "0,00", "-0", "-0,004", "1 234 567,89",
]  # fmt: skip


def expected(text: str) -> str | None:
    try:
        return str(int(parsed(text) * 100))
    except AmountError:
        return None


def test_reading() -> None:
    read = run_node(
        f"""
        import {{ parse }} from "{module("amounts.js")}";
        const one = (text) => {{ try {{ return String(parse(text)); }} catch {{ return null; }} }};
        console.log(JSON.stringify(given.map(one)));
        """,
        TEXTS,
    )
    assert dict(zip(TEXTS, read, strict=True)) == {text: expected(text) for text in TEXTS}  # type: ignore[arg-type]


ORE = [
    0,
    1,
    49,
    50,
    51,
    149,
    150,
    -1,
    -49,
    -50,
    -51,
    99949,
    99950,
    123456789,
    -123456750,
    10**15 + 50,
    100,
    -100000,
]


def test_writing() -> None:
    shown = run_node(
        f"""
        import {{ kronor, typed }} from "{module("amounts.js")}";
        console.log(JSON.stringify(given.map((ore) => [kronor(BigInt(ore)), typed(BigInt(ore))])));
        """,
        [str(ore) for ore in ORE],
    )
    amounts = [Decimal(ore) / 100 for ore in ORE]
    assert shown == [[formatted(a, 0), formatted(a, 0 if a == a.to_integral_value() else 2)] for a in amounts]


def test_undefined_and_sums() -> None:
    assert run_node(
        f"""
        import {{ kronor, parse, total }} from "{module("amounts.js")}";
        console.log(JSON.stringify([kronor(null), parse("  "), total([null, null]), String(total([null, 5n, 7n]))]));
        """,
        None,
    ) == ["–", None, None, "12"]
