import { count, decimal, element, nameOf, pictureName } from "./shared.js";
import { get, post } from "./calls.js";
import { bestBeside, nameOfOther } from "./group.js";
import { prepare, show } from "./images.js";
import { legend } from "./keys.js";
import { countsOf, shortName } from "./list.js";

const MOST_SHOWN = 12;

/* A dialog that is gone once it is closed, and gives the focus back. */
function open(className, title, ...parts) {
  const close = element("button", { type: "button", className: "close", ariaLabel: "Close" }, "✕");
  const dialog = element("dialog", { className },
      element("div", { className: "dialog-head" }, element("h2", {}, title), close), ...parts);
  const before = document.activeElement;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function buttons(dialog, words, act) {
  const go = element("button", { type: "submit", className: "primary" }, words);
  const cancel = element("button", { type: "button" }, "Cancel");
  cancel.addEventListener("click", () => dialog().close());
  const line = element("div", { className: "dialog-buttons" }, cancel, go);
  return { line, go, act };
}

function legendDialog() {
  open("legend-dialog", "Keys", element("div", { className: "legend-parts" }, ...legend()));
}

/* What accepting all would do, before it does. */
async function acceptDialog(groups, shell, act) {
  try {
    const will = await post("/api/accept/preview", { groups });
    if (will.groups === 0) {
      shell.toast("All from here are accepted already.");
      return;
    }
    const made = buttons(() => dialog, "Accept " + count(will.groups, "group"));
    const form = element("form", { method: "dialog" },
        element("p", {}, "From this group to the end of the list, what is kept and dropped now becomes your decision:"),
        element("dl", { className: "facts" },
            ...fact("Groups", will.groups), ...fact("Faces kept", will.kept), ...fact("Faces dropped", will.dropped),
            ...fact("Accepted before", will.already)),
        ...(will.emptied === 0 ? [] : [element("p", { className: "is-warning" },
            "⚠ " + count(will.emptied, "group") + " keep" + (will.emptied === 1 ? "s" : "") + " nothing.")]),
        element("p", { className: "note" }, "u undoes it as one step. No picture is copied or moved by this."),
        made.line);
    form.addEventListener("submit", () => act());
    const dialog = open("", "Accept all from here", form);
    made.go.focus();
  } catch (failure) {
    shell.problem(failure);
  }
}

function fact(term, number) {
  return [element("dt", {}, term), element("dd", {}, number.toLocaleString("en"))];
}

function nameDialog(now, names, act) {
  const known = element("datalist", { id: "known-names" },
      ...[...new Set(names)].slice(0, 500).map((name) => element("option", { value: name })));
  const input = element("input", { type: "text", maxLength: 200, required: true, value: now, autocomplete: "off" });
  input.setAttribute("list", "known-names");
  const made = buttons(() => dialog, "Name");
  const form = element("form", { method: "dialog" },
      element("label", { className: "wide" }, "Name of the person", input), known, made.line);
  form.addEventListener("submit", () => act(input.value));
  const dialog = open("", "Who is this?", form);
  input.select();
}

/* Picks another group: the most alike first, or by its name. */
function sameDialog(group, groups, shell, act) {
  let near = [];
  const search = element("input", { type: "search", autocomplete: "off" });
  const list = element("ul", { className: "same-list" });
  const dialog = open("same-dialog", "Which group is it?",
      element("p", { className: "note" }, "Groups like this one come first. The next run honors what you say."),
      element("label", { className: "wide" }, "Find by name", search), list);

  function draw() {
    const wanted = search.value.trim().toLowerCase();
    const found = wanted === ""
        ? near
        : groups.filter((other) => !other.gone && other.id !== group.entry.id && other.name.toLowerCase().includes(wanted));
    list.replaceChildren(...found.slice(0, MOST_SHOWN).map(entry));
  }

  function entry(other) {
    const image = element("img", { className: "face", alt: "", width: 64, height: 64 });
    show(image, other.image, "face");
    const choose = (type, words, className) => {
      const button = element("button", { type: "button", className }, words);
      button.setAttribute("aria-label", words + ": " + other.name);
      button.addEventListener("click", () => {
        dialog.close();
        act(type, other.id);
      });
      return button;
    };
    return element("li", {}, image,
        element("div", {}, nameOf(shortName(other.name)), element("span", { className: "note" }, countsOf(other))),
        choose("same", "Same person", "primary"), choose("different", "Not the same", ""));
  }

  search.addEventListener("input", draw);
  get("/api/groups/" + group.entry.id + "/near").then((answer) => {
    near = answer.groups;
    draw();
  }, shell.problem);
  search.focus();
}

/* A whole picture; z held shows the best one's. */
function wholeDialog(face, group) {
  const best = bestBeside(face, group);
  const image = element("img", { className: "whole-picture", alt: "" });
  const label = element("p", { className: "note" });
  const dialog = open("whole", pictureName(face), image, label);
  const draw = (shown) => {
    show(image, shown.image, "whole");
    image.alt = "The whole picture " + pictureName(shown);
    label.textContent = (shown === face ? "" : nameOfOther(face, best) + ": ") + pictureName(shown) + ", quality " + decimal(shown.quality)
        + (best === null ? "" : ". Hold z to see the best one.");
  };
  draw(face);
  if (best !== null) {
    prepare(best.image, "whole");
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "z") {
        draw(best);
      }
    });
    dialog.addEventListener("keyup", (event) => {
      if (event.key === "z") {
        draw(face);
      }
    });
  }
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "w") {
      dialog.close();
    }
  });
}

export { open, buttons, legendDialog, acceptDialog, nameDialog, sameDialog, wholeDialog };
