// Amounts as organisation/figures.py reads and writes them, in whole öre (BigInt): never floating point.
const NBSP = "\u00a0";
const MINUS = "\u2212";
const UNDEFINED = "\u2013";
const SPACES = /[ \u00a0\u202f\u2009\t]/g;
const GROUPED = /^(\d{1,3}( \d{3})+|\d+)$/;
const DIGITS = /^(\d+)(?:[.,](\d{1,2}))?$/;
const LONGEST = 13;

// Öre, or null for an empty text. Throws RangeError for what is no amount: it is refused rather than guessed.
export function parse(text) {
  let body = text.replace(SPACES, " ").trim().replaceAll(MINUS, "-").replaceAll(UNDEFINED, "-");
  if (body === "") return null;
  let negative = true;
  if (body.startsWith("(") && body.endsWith(")") && body.length > 1) body = body.slice(1, -1).trim();
  else if (body.startsWith("-")) body = body.slice(1).trim();
  else if (body.endsWith("-")) body = body.slice(0, -1).trim();
  else negative = false;
  const whole = body.split(/[.,]/, 1)[0];
  const rest = body.slice(whole.length);
  const match = GROUPED.test(whole) && !rest.includes(" ") ? DIGITS.exec(whole.replaceAll(" ", "") + rest) : null;
  if (match === null || match[1].length > LONGEST) throw new RangeError(text);
  const ore = BigInt(match[1]) * 100n + BigInt((match[2] ?? "").padEnd(2, "0"));
  return negative ? -ore : ore;
}

// As parse, but null for what cannot be read.
export function parseOrNull(text) {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, NBSP);
}

// Whole kronor, rounded half away from zero; null is undefined.
export function kronor(ore) {
  if (ore === null) return UNDEFINED;
  const size = ore < 0n ? -ore : ore;
  const rounded = (size + 50n) / 100n;
  return (ore < 0n && rounded > 0n ? MINUS : "") + grouped(String(rounded));
}

// As it stands in a field: öre only where there are any.
export function typed(ore) {
  const size = ore < 0n ? -ore : ore;
  const rest = size % 100n;
  const decimals = rest ? "," + String(rest).padStart(2, "0") : "";
  return (ore < 0n ? MINUS : "") + grouped(String(size / 100n)) + decimals;
}

// Sum of those that are known; null if none is.
export function total(amounts) {
  const known = amounts.filter((amount) => amount !== null);
  return known.length ? known.reduce((sum, amount) => sum + amount, 0n) : null;
}
