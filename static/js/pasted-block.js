// A block copied from a spreadsheet. The same rules as organisation/pasted_block.py and, for forecasts, budget/pasted_block.py.

// The block's lines without the empty ones at its end: the text of each, and its cells.
export function linesOf(block) {
  const lines = block.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  while (lines.length && !lines.at(-1).trim()) lines.pop();
  return lines.map((text) => ({ text, cells: text.replaceAll(";", "\t").split("\t").map((cell) => cell.trim()) }));
}

// Placed in the rows of a forecast: one column fills the rows from start and down; with more, the first is the
// account and the last the amount.
export function place(block, codes, start = 0) {
  const lines = linesOf(block);
  const rows = lines.map((line) => line.cells.filter(Boolean));
  const texts = new Map();
  const left = [];
  const byAccount = rows.some((cells) => cells.length > 1);
  rows.forEach((cells, number) => {
    if (!cells.length) return;
    if (byAccount) placeByAccount(texts, left, lines[number].text, cells, codes);
    else if (start + number < codes.length) texts.set(codes[start + number], cells[0]);
    else left.push([lines[number].text, "Det finns inga fler rader i tabellen."]);
  });
  return { texts, left };
}

function placeByAccount(texts, left, line, cells, codes) {
  // "5010 Löner" is how the sheet itself, and many a spreadsheet, writes an account.
  const code = [cells[0], cells[0].split(" ")[0]].find((each) => codes.includes(each));
  if (code === undefined) left.push([line, `Kontot ${cells[0]} finns inte i tabellen.`]);
  else if (cells.length === 1) left.push([line, `Raden har inget belopp för ${code}.`]);
  else if (texts.has(code)) left.push([line, `Kontot ${code} står på flera rader.`]);
  else texts.set(code, cells.at(-1));
}
