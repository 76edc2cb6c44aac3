// Moving between the cells of a sheet as in a spreadsheet: Enter and the arrows up and down stay in the column,
// the arrows left and right go on where the text ends.
const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

// cells: rows of inputs, null where there is none. last: what gets the focus after the last row.
export function moveWithKeys(cells, last) {
  const focus = (input) => {
    input?.focus();
    if (input instanceof HTMLInputElement) input.select();
  };
  const next = (row, column, [down, over]) => {
    let at = row + down;
    let beside = column + over;
    while (cells[at] && beside >= 0 && beside < cells[at].length) {
      if (cells[at][beside]) return cells[at][beside];
      at += down;
      beside += over;
    }
    return down > 0 ? last : null;
  };
  const isAtEdge = (input, over) => {
    const [from, to] = [input.selectionStart, input.selectionEnd];
    if (from === 0 && to === input.value.length) return true;
    return from === to && from === (over > 0 ? input.value.length : 0);
  };
  cells.forEach((inputs, row) =>
    inputs.forEach((input, column) =>
      input?.addEventListener("keydown", (event) => {
        if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        const step = event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : STEPS[event.key];
        if (!step || (step[1] && (event.shiftKey || !isAtEdge(input, step[1])))) return;
        const to = next(row, column, step);
        if (step[1] && !to) return;
        event.preventDefault();
        focus(to);
      }),
    ),
  );
}
