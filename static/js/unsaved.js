// Leaving a form with something changed in it asks first.
const form = document.querySelector("[data-unsaved]");

if (form) {
  const written = () => JSON.stringify([...new FormData(form)]);
  const atStart = written();
  let isSending = false;
  form.addEventListener("submit", () => {
    isSending = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSending && written() !== atStart) event.preventDefault();
  });
}
