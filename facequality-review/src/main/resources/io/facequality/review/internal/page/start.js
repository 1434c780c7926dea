import { count, element, nameOf } from "./shared.js";
import { get, post } from "./calls.js";

const GROUPS = [
  ["PEOPLE", "People", "Finds who is on the pictures, whatever folders they lie in, and keeps the best of each."],
  ["COPIES", "Near-duplicates", "Finds copies and almost equal shots, and keeps the best one of each."],
  ["FOLDERS", "Folders as they are", "Takes each folder as one person, and keeps the best of each."],
];

/* What was asked for last in this window: who cancels a run, or goes back, wants to change one thing of it. */
const asked = { folder: null, group: GROUPS[0][0], keep: 3 };

const STAGES = {
  reading: "Reading pictures, scoring faces",
  selecting: "Choosing",
  measuring: "Measuring",
  reporting: "Writing the report",
  applying: "Applying",
};

/* Picks a folder and starts a run, or opens a plan. */
function startView(status, shell) {
  const browser = folderBrowser(asked.folder ?? status.start ?? status.roots[0]?.id, status.roots, shell, (plan) => {
    post("/api/open", { id: plan.id }).catch(shell.problem);
  });
  const keep = element("input", { type: "number", min: 1, max: 1000, value: asked.keep, id: "keep" });
  const kinds = GROUPS.map(([value, title, words]) => {
    const input = element("input", { type: "radio", name: "group", value, checked: value === asked.group });
    input.addEventListener("change", () => { keepLine.hidden = value === "COPIES"; });
    return element("label", { className: "choice-card" }, input,
        element("span", {}, element("b", {}, title), element("span", { className: "note" }, words)));
  });
  const keepLine = element("label", { className: "keep-line" }, "How many to keep of each ", keep);
  keepLine.hidden = asked.group === "COPIES";
  const begin = element("button", { className: "primary large", type: "submit" }, "Start");
  const form = element("form", { className: "start-form" },
      element("section", { className: "card" },
          element("h2", {}, step("1"), "Pick a folder"), browser.box),
      element("div", {},
          element("section", { className: "card" },
              element("h2", {}, step("2"), "What to look for"),
              element("div", { className: "choices", role: "radiogroup", ariaLabel: "What to look for" }, ...kinds)),
          element("section", { className: "card" },
              element("h2", {}, step("3"), "Start"),
              keepLine, begin,
              element("p", { className: "note" },
                  "It makes a plan for the pictures in this folder and below it. Nothing is copied, moved or deleted until you apply the plan."))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    Object.assign(asked, {
      folder: browser.folder(), group: new FormData(form).get("group"), keep: Math.round(keep.valueAsNumber) || 0,
    });
    post("/api/run", asked).catch(shell.problem);
  });
  const box = element("div", { className: "start" },
      element("p", { className: "lead" }, "Keep the best pictures of each person. Look at every choice before anything happens."),
      form);
  return { box, start: browser.start, focus: () => begin.focus({ preventScroll: true }) };
}

function step(number) {
  return element("span", { className: "step", ariaHidden: "true" }, number);
}

/* Shows folders of the server's machine, one at a time. */
function folderBrowser(first, roots, shell, openPlan) {
  const path = element("nav", { className: "crumbs", ariaLabel: "Folders above" });
  const here = element("p", { className: "note", role: "status" });
  const list = element("ul", { className: "folder-list" });
  const elsewhere = element("p", { className: "note elsewhere" });
  const box = element("div", { className: "browser" }, path, elsewhere, list, here);
  let folder = first;

  async function go(id, withFocus = true) {
    try {
      const listing = await get("/api/folders/" + id);
      folder = id;
      fill(listing);
      if (withFocus) {
        (list.querySelector("button") ?? path.querySelector("[aria-current]"))?.focus();
      }
    } catch (failure) {
      shell.problem(failure);
      if (path.childElementCount === 0 && roots.length > 0 && id !== roots[0].id) {
        await go(roots[0].id, withFocus);
      }
    }
  }

  function fill(listing) {
    const name = listing.above.length === 0 ? listing.path : listing.path.split(/[/\\]/).at(-1);
    const others = listing.above.length > 0 ? [] : roots.filter((root) => root.id !== listing.id)
        .map((root) => crumb(root));
    path.replaceChildren(...listing.above.map(crumb),
        element("b", { ariaCurrent: "location", tabIndex: -1 }, nameOf(name)));
    elsewhere.hidden = others.length === 0;
    elsewhere.replaceChildren("Or start in ", ...others);
    list.replaceChildren(
        ...listing.plans.map((plan) => entry("plan", plan, "Open this plan", () => openPlan(plan))),
        ...listing.folders.map((one) => entry("folder", one, "", () => go(one.id))));
    here.textContent = (listing.pictures === 0 ? "No pictures directly in this folder" : count(listing.pictures, "picture")
        + " directly in this folder") + ", " + count(listing.folders.length, "folder") + " below."
        + (listing.more ? " Not all folders are shown." : "");
  }

  function crumb(entryAbove) {
    const button = element("button", { type: "button", className: "link" }, nameOf(entryAbove.name));
    button.addEventListener("click", () => go(entryAbove.id));
    return button;
  }

  function entry(kind, { name }, words, act) {
    const button = element("button", { type: "button", className: "entry " + kind },
        element("span", { className: "icon", ariaHidden: "true" }, kind === "plan" ? "▤" : "▸"), nameOf(name),
        ...(words === "" ? [] : [element("span", { className: "note" }, words)]));
    button.addEventListener("click", act);
    return element("li", {}, button);
  }

  return { box, folder: () => folder, start: () => first === undefined ? undefined : go(first, false) };
}

/* Shows how far a run is. */
function workView(shell) {
  const stage = element("p", { className: "stage", role: "status" }, "Starting");
  const bar = element("progress", { max: 1 });
  bar.setAttribute("aria-label", "Progress");
  const numbers = element("p", { className: "note" });
  const cancel = element("button", { type: "button" }, "Cancel");
  cancel.addEventListener("click", () => {
    cancel.disabled = true;
    post("/api/cancel").then(() => shell.toast("Canceled. No plan was made."), shell.problem);
  });
  const title = element("h2", { tabIndex: -1 }, "Making the plan");
  const box = element("section", { className: "centered card work" }, title, stage, bar, numbers, cancel);
  return { box, focus: () => title.focus(), setProgress: (work) => setProgress(work, { stage, bar, numbers }) };
}

function setProgress(work, { stage, bar, numbers }) {
  const words = STAGES[work.stage] ?? "Starting";
  if (stage.textContent !== words) {
    stage.textContent = words;
  }
  if (work.total > 0) {
    bar.max = work.total;
    bar.value = work.done;
  } else {
    bar.removeAttribute("value");
  }
  numbers.textContent = work.total > 0
      ? work.done.toLocaleString("en") + " of " + work.total.toLocaleString("en")
        + (work.rejected > 0 ? ", " + work.rejected.toLocaleString("en") + " could not be used" : "")
      : "";
}

export { startView, workView, folderBrowser, setProgress };
