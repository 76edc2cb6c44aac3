// A block copied from a spreadsheet, placed in the rows of a sheet. The same rules as budget/pasted_block.py.

// One column fills the rows from start and down; with more, the first is the account and the last the amount.
export function place(block, codes, start = 0) {
  const lines = block.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  while (lines.length && !lines.at(-1).trim()) lines.pop();
  const rows = lines.map((line) => line.replaceAll(";", "\t").split("\t").map((cell) => cell.trim()).filter(Boolean));
  const texts = new Map();
  const left = [];
  const byAccount = rows.some((cells) => cells.length > 1);
  rows.forEach((cells, number) => {
    if (!cells.length) return;
    if (byAccount) placeByAccount(texts, left, lines[number], cells, codes);
    else if (start + number < codes.length) texts.set(codes[start + number], cells[0]);
    else left.push([lines[number], "Det finns inga fler rader i tabellen."]);
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
