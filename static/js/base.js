// The navigation folds away on a narrow screen, and menus close on Escape and on a press outside.
// Without this script everything is open and usable.
const toggle = document.querySelector("[data-nav-toggle]");
if (toggle) {
  const list = document.getElementById(toggle.getAttribute("aria-controls"));
  const narrow = window.matchMedia("(width < 62rem)");
  const show = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    list.classList.toggle("is-open", open);
  };
  toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") !== "true"));
  narrow.addEventListener("change", () => show(false));
}

const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus.filter((each) => each.open)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second press on the button sends nothing more: what was entered would stand there twice, or be told to be there already.
const AGAIN = 3000;
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
  if (event.timeStamp - (sent.get(event.target) ?? -AGAIN) < AGAIN) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});
