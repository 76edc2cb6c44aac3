// Draws a level of a scale as it is typed. Without this the button "Visa utan att spara" does the same.
const drawings = new Map(
  [...document.querySelectorAll("[data-symbol]")].map((item) => [item.dataset.symbol, item.querySelector("svg")]),
);

function draw(level) {
  const value = (name) => level.querySelector(`[name$="-${name}"]`)?.value ?? "";
  const place = level.querySelector("[data-mark]");
  const drawing = drawings.get(value("symbol"));
  const label = value("label").trim();
  if (!drawing || !label) {
    place.replaceChildren();
    return;
  }
  const mark = document.createElement("span");
  mark.className = `level level-${value("colour")}`;
  const words = document.createElement("span");
  words.className = "level-label";
  words.textContent = label;
  mark.append(drawing.cloneNode(true), words);
  place.replaceChildren(mark);
}

for (const level of document.querySelectorAll("[data-scale] [data-level]")) {
  level.addEventListener("input", () => draw(level));
}
