// A block copied from a spreadsheet, placed in a grid. The same rules as goals/pasted_grid.py.
import { linesOf } from "./pasted-block.js";

// A block that does not fit; the message says which shape was expected.
export class WrongShape extends Error {}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const rowsOf = (number) => count(number, "rad", "rader");
const columnsOf = (number) => count(number, "kolumn", "kolumner");
const cellsOf = (number) => count(number, "cell", "celler");
// A row as the grid shows it: by its name, where it has one beside the code.
const called = (shape, at) => shape.names[at].slice(0, 2).at(-1);

// [row, column, text] of each cell that gets one. shape: names of each row, columns, and which columns each row has.
export function placeInGrid(block, shape, row = 0, column = 0) {
  const lines = linesOf(block).map((line) => line.cells);
  const isFilled = (cells) => cells.some(Boolean);
  const filled = lines.filter(isFilled);
  if (!filled.length) throw new WrongShape("Blocket är tomt.");
  const width = filled[0].length;
  const uneven = lines.findIndex((cells) => isFilled(cells) && cells.length !== width);
  if (uneven !== -1) {
    throw new WrongShape(
      `Blockets rader är olika långa: rad ${uneven + 1} har ${cellsOf(lines[uneven].length)}, den första har ${width}.`,
    );
  }
  const known = new Map();
  shape.names.forEach((names, at) => {
    for (const name of names) if (!known.has(name.toLowerCase())) known.set(name.toLowerCase(), at);
  });
  const named = filled.filter((cells) => known.has(cells[0].toLowerCase())).length;
  if (width > 1 && named * 2 >= filled.length) return byName(filled, shape, known, column);
  if (row + lines.length > shape.names.length || column + width > shape.columns.length) {
    const left = shape.columns.slice(column);
    throw new WrongShape(
      `Blocket är ${rowsOf(lines.length)} × ${columnsOf(width)}. Från den här cellen finns ` +
        `${rowsOf(shape.names.length - row)} × ${columnsOf(left.length)}: ${left.join(", ")}.`,
    );
  }
  const rows = lines.map((cells, down) => [row + down, cells]).filter(([, cells]) => isFilled(cells));
  return fitted(rows, shape, column);
}

function byName(lines, shape, known, column) {
  const of = (cell) => known.get(cell.toLowerCase());
  // A heading has no name of the grid's.
  const body = of(lines[0][0]) === undefined ? lines.slice(1) : lines;
  const unknown = body.find((cells) => of(cells[0]) === undefined);
  if (unknown) {
    throw new WrongShape(
      `”${unknown[0]}” finns inte i tabellen. Första kolumnen ska vara radens namn eller kod, till exempel ${called(shape, 0)}.`,
    );
  }
  let rows = body.map((cells) => [of(cells[0]), cells.slice(1)]);
  const seen = rows.map(([at]) => at);
  const twice = seen.find((at, index) => seen.indexOf(at) !== index || seen.lastIndexOf(at) !== index);
  if (twice !== undefined) throw new WrongShape(`”${called(shape, twice)}” står på flera rader i blocket.`);
  // Many a spreadsheet has the name beside the code.
  if (rows.every(([at, cells]) => of(cells[0]) === at)) rows = rows.map(([at, cells]) => [at, cells.slice(1)]);
  const width = rows[0][1].length;
  const start = width === shape.columns.length ? 0 : column;
  const left = shape.columns.slice(start);
  if (!width || width > left.length) {
    throw new WrongShape(
      `Blocket har ${columnsOf(width)} efter koden. Här finns ${columnsOf(left.length)}: ${left.join(", ")}.`,
    );
  }
  return fitted(rows, shape, start);
}

function fitted(rows, shape, column) {
  const placed = [];
  for (const [at, cells] of rows) {
    cells.forEach((text, over) => {
      if (!text) return;
      if (!shape.fits[at][column + over]) {
        throw new WrongShape(
          `”${called(shape, at)}” har ingen cell i kolumnen ${shape.columns[column + over]}, men blocket har ”${text}” där.`,
        );
      }
      placed.push([at, column + over, text]);
    });
  }
  return placed;
}
