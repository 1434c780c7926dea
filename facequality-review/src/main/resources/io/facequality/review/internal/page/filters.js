import { element } from "./shared.js";

const MILLIS_TO_SETTLE = 150;

const STATES = [["all", "All"], ["undecided", "Undecided"], ["accepted", "Accepted"], ["changed", "Changed by me"]];

/* What narrows the list of groups. */
function filterBar(changed) {
  const text = field("Person or picture", element("input", { type: "search", autocomplete: "off", name: "text" }));
  const state = field("Show", element("select", { name: "state" },
      ...STATES.map(([value, words]) => element("option", { value }, words))));
  const from = field("Quality from", number("from"));
  const to = field("to", number("to"));
  const reason = field("Reason has", element("input", { type: "search", autocomplete: "off", name: "reason" }));
  const findings = element("label", { className: "check" },
      element("input", { type: "checkbox", name: "findings" }), " with findings (wrong person?)");
  const clear = element("button", { type: "reset" }, "Show all");
  const found = element("p", { className: "note", role: "status" });
  const form = element("form", { className: "filter-form", role: "search" },
      text, state, from, to, reason, findings, clear);
  const details = element("details", { className: "filters" },
      element("summary", {}, "Filter ", element("kbd", { ariaHidden: "true" }, "/")), form);
  const box = element("div", {}, details, found);
  let timer = 0;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(changed, MILLIS_TO_SETTLE);
  }

  form.addEventListener("input", later);
  form.addEventListener("reset", () => setTimeout(later));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Enter") {
      details.open = false;
      details.querySelector("summary").focus();
    }
  });

  return {
    box,
    open() {
      document.querySelector(".review").classList.add("shows-list");
      details.open = true;
      text.querySelector("input").focus();
    },
    query() {
      const wanted = [...new FormData(form)].filter(([, value]) => value !== "" && value !== "all");
      return new URLSearchParams(wanted).toString();
    },
    setFound(shown, all) {
      const filtered = this.query() !== "";
      found.textContent = filtered ? shown.toLocaleString("en") + " groups fit" : "";
      details.classList.toggle("is-active", filtered);
      clear.disabled = !filtered;
    },
  };
}

function number(name) {
  return element("input", { type: "number", step: "0.01", name });
}

function field(words, input) {
  return element("label", {}, element("span", {}, words), input);
}

export { filterBar };
