import { count, element } from "./shared.js";
import { post } from "./calls.js";
import { open } from "./dialogs.js";
import { folderBrowser, setProgress } from "./start.js";

const MODES = [
  ["COPY", "Copy what is kept", "The pictures stay where they are, and copies of the kept ones go to another folder.", "selected"],
  ["LINK", "Link what is kept", "As copying, but the copies take no room: they are the same files under another name.", "links"],
  ["MOVE", "Move away what is dropped", "Dropped pictures go to a quarantine folder. You can move them back.", "quarantine"],
];

const DONE = { COPY: "copied", LINK: "linked", MOVE: "moved away", UNDO: "moved back" };

/* Carries out the plan: a summary before, and the way back after. */
function applyDialog(status, shell) {
  let dialog = null;
  let content = null;
  let mode = MODES[0];
  let browser = null;
  let moveBackTo = status.moveBackTo;

  function show(...parts) {
    content.replaceChildren(...parts);
  }

  function ask() {
    const name = element("input", { type: "text", maxLength: 100, required: true, value: mode[3], autocomplete: "off" });
    let named = false;
    name.addEventListener("input", () => { named = true; });
    const kinds = MODES.map((one) => {
      const input = element("input", { type: "radio", name: "mode", value: one[0], checked: one === mode });
      input.addEventListener("change", () => {
        mode = one;
        name.value = named ? name.value : one[3];
      });
      return element("label", { className: "choice-card" }, input,
          element("span", {}, element("b", {}, one[1]), element("span", { className: "note" }, one[2])));
    });
    browser ??= folderBrowser(status.plan.folderId, status.roots, shell, () => {});
    browser.start();
    const form = element("form", { className: "apply-form" },
        element("div", { className: "choices", role: "radiogroup", ariaLabel: "What to do" }, ...kinds),
        element("details", {}, element("summary", {}, "In which folder"), browser.box),
        element("label", { className: "wide" }, "Name of the new folder there", name),
        element("div", { className: "dialog-buttons" }, element("button", { type: "submit", className: "primary" }, "See what it does")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      preview({ mode: mode[0], folder: browser.folder(), name: name.value });
    });
    show(form, ...(moveBackTo !== null ? [element("p", { className: "move-back" },
        "Pictures were moved away. ", moveBackButton())] : []));
  }

  function moveBackButton() {
    const button = element("button", { type: "button" }, "Move them back…");
    button.addEventListener("click", askMoveBack);
    return button;
  }

  function askMoveBack() {
    const back = element("button", { type: "button" }, "Back");
    back.addEventListener("click", ask);
    const go = element("button", { type: "button", className: "primary" }, "Move them back");
    go.addEventListener("click", () => post("/api/apply/undo").catch(shell.problem));
    show(
        element("p", {}, element("b", {}, "Move the pictures back to "), element("span", { className: "path" }, moveBackTo)),
        element("p", { className: "note" }, "Nothing there is replaced."),
        element("div", { className: "dialog-buttons" }, back, go));
    go.focus();
  }

  async function preview(wanted) {
    try {
      const will = await post("/api/apply/preview", wanted);
      const back = element("button", { type: "button" }, "Back");
      back.addEventListener("click", ask);
      const go = element("button", { type: "button", className: "primary" },
          (wanted.mode === "COPY" ? "Copy " : wanted.mode === "LINK" ? "Link " : "Move ") + count(will.pictures, "picture"));
      go.disabled = will.pictures === 0;
      go.addEventListener("click", () => carryOut(wanted));
      show(
          element("p", {}, element("b", {}, mode[1] + " to "), element("span", { className: "path" }, will.folder)),
          element("p", {}, "From ", element("span", { className: "path" }, status.plan.root)),
          element("dl", { className: "facts" },
              ...fact("Pictures kept", will.kept), ...fact("Pictures dropped", will.dropped),
              ...fact("Groups not accepted yet", will.undecided)),
          ...(will.undecided === 0 ? [] : [element("p", { className: "note" },
              "For groups that you did not accept, the plan decides.")]),
          ...(will.emptied === 0 ? [] : [element("p", { className: "is-warning" },
              "⚠ " + count(will.emptied, "group") + " keep" + (will.emptied === 1 ? "s" : "") + " nothing.")]),
          ...(will.exists ? [element("p", { className: "is-warning" },
              "⚠ This folder is there already. What is in it stays.")] : []),
          element("p", { className: "note" }, "No picture is deleted or replaced. A picture that has changed since the plan was made stays where it is."),
          element("div", { className: "dialog-buttons" }, back, go));
      go.focus();
    } catch (failure) {
      shell.problem(failure);
    }
  }

  async function carryOut(wanted) {
    try {
      await post("/api/apply", wanted);
    } catch (failure) {
      shell.problem(failure);
    }
  }

  function working() {
    const stage = element("p", { className: "stage", role: "status" });
    const bar = element("progress", { max: 1 });
    bar.setAttribute("aria-label", "Progress");
    const numbers = element("p", { className: "note" });
    const cancel = element("button", { type: "button" }, "Cancel");
    cancel.addEventListener("click", () => post("/api/cancel").catch(shell.problem));
    show(stage, bar, numbers, element("div", { className: "dialog-buttons" }, cancel));
    return { stage, bar, numbers };
  }

  let progress = null;

  return {
    open() {
      content = element("div", {});
      dialog = open("apply-dialog", "Apply the plan", content);
      dialog.addEventListener("close", () => { dialog = null; });
      ask();
    },

    setWork(work) {
      if (dialog === null) {
        return;
      }
      if (work.job === "none") {
        progress = null;
        if (work.problem !== null) {
          ask();
        }
        return;
      }
      progress ??= working();
      setProgress(work, progress);
    },

    applied(result) {
      moveBackTo = result.moveBackTo;
      const words = count(result.done, "picture") + " " + DONE[result.mode]
          + (result.alreadyThere === 0 ? "" : ", " + result.alreadyThere.toLocaleString("en") + " in place before");
      shell.say(words);
      if (dialog === null) {
        shell.toast(words);
        return;
      }
      const close = element("button", { type: "button", className: "primary" }, "Done");
      close.addEventListener("click", () => dialog.close());
      show(
          element("p", { className: "result" }, "✓ " + words + "."),
          element("p", { className: "path" }, result.folder),
          ...(result.failures.length === 0 ? [] : [
            element("p", { className: "is-warning" }, "⚠ " + count(result.failures.length, "picture") + " could not be:"),
            element("ul", { className: "failures" }, ...result.failures.slice(0, 20).map((one) => element("li", {}, one)))]),
          ...(result.mode === "COPY" || result.mode === "LINK" ? [element("p", { className: "note" },
              "The originals are where they were. There is nothing to undo: you may delete the new folder yourself.")] : []),
          element("div", { className: "dialog-buttons" }, ...(result.mode === "MOVE" && moveBackTo !== null ? [moveBackButton()] : []), close));
      close.focus();
    },
  };
}

function fact(term, number) {
  return [element("dt", {}, term), element("dd", {}, number.toLocaleString("en"))];
}

export { applyDialog };
