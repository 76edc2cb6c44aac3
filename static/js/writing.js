// A text that is being written is not lost by a slip: leaving the page with unsaved words asks first.
const form = document.querySelector("[data-writing]");

if (form) {
  const started = new FormData(form).get("text");
  let isSending = false;
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && new FormData(form).get("text") !== started) {
      event.preventDefault();
    }
  });
}
