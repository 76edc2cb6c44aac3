// What is told on a page moves what stands below. While a button is held down it would slip away from the press, so
// whoever is about to tell something waits: await released().
let release = Promise.resolve();

addEventListener("pointerdown", () => {
  release = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(resolve), { once: true });
  });
});

export const released = () => release;
