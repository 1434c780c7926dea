import { element } from "./shared.js";
import { get, post } from "./calls.js";
import { applyDialog } from "./apply.js";
import { acceptDialog, legendDialog, nameDialog, sameDialog, wholeDialog } from "./dialogs.js";
import { filterBar } from "./filters.js";
import { groupView, numberedFaces } from "./group.js";
import { prepare } from "./images.js";
import { groupList } from "./list.js";

const AHEAD = 2;
const MOST_DETAILS = 60;

/* Who goes through the groups quickly does not wait for what is read from the pictures' files. */
const MILLIS_UNTIL_COPIES = 120;

/* The review of a plan: the list of groups, one group, and everything that can be decided. */
function review(status, shell) {
  const plan = status.plan;
  const list = groupList((id) => go(id));
  const filters = filterBar(() => filter());
  const actions = {
    keep: () => decide(true), accept, decide, decideAll, name, same, split, whole, undo, toggle, toggleNumber, moveFace,
    moveGroup, flip: (toBest) => view.flip(toBest), acceptAll, legend: legendDialog, filter: filters.open,
    pick: (id) => pickFace(id, true), toggleFace: (id) => { pickFace(id, false); toggle(); },
  };
  const view = groupView(actions);
  const empty = element("p", { className: "centered note", hidden: true }, "No group fits the filter.");
  const done = element("progress", { className: "done", max: 1, value: 0 });
  const doneText = element("span", { className: "note" });
  const savedText = document.getElementById("saved");
  const all = element("button", { type: "button", className: "all-groups" }, "All groups");
  const apply = applyDialog(status, shell);
  const details = new Map();
  let groups = [];
  let order = [];
  let current = null;
  let group = null;
  let face = null;
  let saving = Promise.resolve();
  let unsaved = 0;
  let writable = false;
  let closed = false;
  let copiesTimer = 0;
  let copiesAsked = new AbortController();

  const side = element("nav", { className: "side", ariaLabel: "Groups" },
      element("div", { className: "side-head" }, element("div", { className: "done-line" }, done, doneText), filters.box),
      list.box);
  const foot = element("nav", { className: "foot", ariaLabel: "Decide" },
      footButton("‹", "Group before", () => moveGroup(-1)),
      all,
      footButton("Keep / drop", "", toggle, "changes"),
      footButton("Accept", "", accept, "changes primary"),
      footButton("›", "Next group", () => moveGroup(1)));
  const box = element("div", { className: "review" }, side, element("div", { className: "middle" }, view.box, empty), foot);
  all.addEventListener("click", () => { box.classList.toggle("shows-list"); });

  function footButton(words, label, act, className = "") {
    const made = element("button", { type: "button", className }, words);
    if (label !== "") {
      made.setAttribute("aria-label", label);
    }
    made.addEventListener("click", () => act());
    return made;
  }

  function addTools() {
    shell.tools.hidden = false;
    shell.tools.replaceChildren(
        tool("Undo", "u", undo, "changes"), tool("Keys", "?", legendDialog), tool("Other folder", "", leave, "changes"),
        tool("Apply…", "", () => apply.open(counts), "changes primary"));
  }

  function tool(words, key, act, className = "") {
    const made = element("button", { type: "button", className },
        words, ...(key === "" ? [] : [" ", element("kbd", { ariaHidden: "true" }, key)]));
    made.addEventListener("click", () => act());
    return made;
  }

  let counts = plan.counts;

  function setCounts(others) {
    counts = others;
    done.max = Math.max(1, counts.groups);
    done.value = counts.accepted;
    done.setAttribute("aria-label", "Accepted groups");
    doneText.textContent = counts.accepted.toLocaleString("en") + " of " + counts.groups.toLocaleString("en") + " accepted";
  }

  async function start() {
    addTools();
    setCounts(plan.counts);
    savedText.textContent = plan.savedOnce ? "Saved ✓" : "";
    await filter();
  }

  /* Asks for the groups that the filter lets through; the group that is open stays open if it is among them. */
  async function filter() {
    groups = (await get("/api/groups?" + filters.query())).groups;
    order = groups.map((one) => one.id);
    list.setGroups(groups);
    filters.setFound(groups.length, counts.groups);
    empty.hidden = groups.length > 0;
    view.box.hidden = groups.length === 0;
    if (groups.length > 0) {
      await go(order.includes(current) ? current : order[0], document.activeElement === document.body);
    }
  }

  function entryOf(id) {
    return groups[order.indexOf(id)];
  }

  function detail(id) {
    if (!details.has(id)) {
      const asked = get("/api/groups/" + id);
      asked.catch(() => details.delete(id));
      details.set(id, asked);
      if (details.size > MOST_DETAILS) {
        details.delete(details.keys().next().value);
      }
    }
    return details.get(id);
  }

  async function go(id, withFocus = true) {
    if (entryOf(id)?.gone) {
      shell.toast("This group was joined with another one.");
      return;
    }
    current = id;
    list.setCurrent(id);
    box.classList.remove("shows-list");
    try {
      const asked = await detail(id);
      if (current === id && !closed) {
        showGroup(asked, withFocus);
      }
    } catch (failure) {
      shell.problem(failure);
    }
  }

  function showGroup(other, withFocus) {
    const same = group !== null && group.entry.id === other.entry.id;
    const before = same && face !== null ? face.id : null;
    group = other;
    const at = order.indexOf(group.entry.id);
    const numbered = view.setGroup(group, at, groups.length);
    face = group.faces.find((one) => one.id === before) ?? numbered[0];
    view.setFace(face, withFocus);
    askForCopies(group.entry.id);
    lookAhead(at);
  }

  function askForCopies(id) {
    clearTimeout(copiesTimer);
    copiesAsked.abort();
    copiesAsked = new AbortController();
    const { signal } = copiesAsked;
    copiesTimer = setTimeout(() => get("/api/groups/" + id + "/copies", signal).then((answer) => {
      if (id === current) {
        view.setCopies(answer.copies);
      }
    }, () => {}), MILLIS_UNTIL_COPIES);
  }

  function lookAhead(at) {
    for (const id of order.slice(at + 1, at + 1 + AHEAD)) {
      detail(id).then((next) => {
        numberedFaces(next).slice(0, 12).forEach((one) => prepare(one.image, "face"));
        prepare(numberedFaces(next)[0].image, "close");
      }, () => {});
    }
  }

  function pickFace(id, withFocus) {
    face = group.faces.find((one) => one.id === id);
    view.setFace(face, withFocus);
  }

  function moveFace(by) {
    if (group === null) {
      return;
    }
    const faces = numberedFaces(group);
    const at = Math.min(Math.max(0, faces.indexOf(face) + by), faces.length - 1);
    pickFace(faces[at].id, true);
  }

  function moveGroup(by) {
    let at = order.indexOf(current) + by;
    while (groups[at]?.gone) {
      at += by;
    }
    if (at >= 0 && at < order.length) {
      go(order[at]);
    } else {
      shell.say(by > 0 ? "This is the last group." : "This is the first group.");
    }
  }

  /* Saves one thing after the other, and says when all of it is on the disk. */
  function save(ask, then) {
    unsaved++;
    savedText.textContent = "Saving…";
    saving = saving.then(ask).then((decided) => {
      merge(decided);
      return then?.(decided);
    }).catch((failure) => {
      shell.problem(failure);
      details.clear();
      return filter();
    }).catch(shell.problem).finally(() => {
      unsaved--;
      if (unsaved === 0) {
        savedText.textContent = "Saved ✓";
      }
    });
    return saving;
  }

  /* Takes over what the server says of groups. Each stays where it is; new ones come behind the one they came from. */
  function merge(decided) {
    setCounts(decided.counts);
    const changed = new Map(decided.changed.map((entry) => [entry.id, entry]));
    const gone = new Set(decided.gone);
    for (const id of [...changed.keys(), ...gone]) {
      details.delete(id);
    }
    const origins = Object.entries(decided.after);
    const others = [];
    for (const entry of groups) {
      others.push(changed.get(entry.id) ?? (gone.has(entry.id) ? { ...entry, gone: true } : entry));
      changed.delete(entry.id);
      for (const [id, after] of origins) {
        if (after === entry.id && changed.has(id)) {
          others.push(changed.get(id));
          changed.delete(id);
        }
      }
    }
    groups = others.filter((entry) => !(entry.gone && entry.id.startsWith("s")));
    order = groups.map((entry) => entry.id);
    list.setGroups(groups);
  }

  function canChange() {
    if (!writable) {
      shell.toast("This window only shows the decisions.", true);
    }
    return writable && group !== null;
  }

  function decide(keeps, faces = [face]) {
    if (!canChange()) {
      return;
    }
    const others = faces.filter((one) => one.kept !== keeps);
    const other = others.filter((one) => keeps || !one.isProtected);
    if (other.length < others.length) {
      shell.toast(faces.length === 1 ? "This picture is in a protected folder. It stays kept."
          : "Pictures in protected folders stay kept.");
    }
    if (other.length === 0) {
      shell.say(keeps ? "Kept already." : others.length > 0 ? "Not dropped." : "Dropped already.");
      return;
    }
    other.forEach((one) => { one.kept = keeps; });
    view.update();
    const kept = group.faces.filter((one) => one.kept).length;
    shell.say((keeps ? "Kept. " : "Dropped. ") + (kept === 0 ? "Nothing of this group is kept. " : "") + kept + " kept, "
        + (group.faces.length - kept) + " dropped.");
    save(() => post("/api/decisions", { type: keeps ? "keep" : "drop", faces: other.map((one) => one.id) }));
  }

  function toggle() {
    if (face !== null) {
      decide(!face.kept);
    }
  }

  function toggleNumber(number) {
    const one = group === null ? undefined : numberedFaces(group)[number - 1];
    if (one !== undefined) {
      pickFace(one.id, true);
      decide(!one.kept);
    }
  }

  function decideAll(keeps) {
    if (group !== null) {
      decide(keeps, group.faces);
    }
  }

  function accept() {
    if (!canChange()) {
      return;
    }
    const id = current;
    const entry = entryOf(id);
    if (entry !== undefined && !entry.accepted) {
      groups[order.indexOf(id)] = { ...entry, accepted: true };
      save(() => post("/api/accept", { groups: [id] }));
    }
    goOn(id);
  }

  /* The next group that is not accepted yet. */
  function goOn(from) {
    const at = order.indexOf(from);
    const next = groups.slice(at + 1).find((entry) => !entry.accepted && !entry.gone);
    if (next !== undefined) {
      go(next.id);
    } else {
      list.setGroups(groups);
      shell.toast(counts.groups - counts.accepted <= 1 ? "That was the last one. Everything is accepted."
          : "That was the last one in this list.");
      saving.then(() => go(from, false));
    }
  }

  function acceptAll() {
    if (!canChange()) {
      return;
    }
    const from = groups.slice(order.indexOf(current)).filter((entry) => !entry.gone).map((entry) => entry.id);
    acceptDialog(from, shell, () => save(() => post("/api/accept", { groups: from }), () => go(current, false)));
  }

  function split() {
    if (!canChange()) {
      return;
    }
    if (group.faces.length === 1) {
      shell.toast("It is alone already.");
      return;
    }
    const leaving = face;
    const staying = group.faces.find((one) => one !== leaving && one.kept) ?? group.faces.find((one) => one !== leaving);
    const id = current;
    save(() => post("/api/decisions", { type: "split", faces: [leaving.id], other: staying.id }), () => {
      shell.toast("Split off into a group of its own, the next in the list. u undoes it.");
      return go(id);
    });
  }

  function name() {
    if (!canChange()) {
      return;
    }
    const id = current;
    const faces = group.faces.map((one) => one.id);
    nameDialog(group.entry.name, groups.map((entry) => entry.name), (chosen) => save(
        () => post("/api/decisions", { type: "name", faces, name: chosen }), () => go(id)));
  }

  function same() {
    if (!canChange()) {
      return;
    }
    const id = current;
    // Both as they are then: what is shown may be older than the last decision.
    sameDialog(group, groups, shell, (type, otherId) => Promise.all([detail(id), detail(otherId)]).then(([own, other]) => save(
        () => post("/api/decisions", { type, faces: [bestOf(own.faces).id], other: bestOf(other.faces).id }), () => {
          shell.toast(type === "same" ? "Joined. u undoes it." : "Noted. The next run keeps them apart.");
          return go(id);
        })).catch(shell.problem));
  }

  function bestOf(faces) {
    return faces.reduce((best, one) => one.kept !== best.kept
        ? (one.kept ? one : best)
        : one.quality > best.quality ? one : best);
  }

  function whole() {
    if (face !== null) {
      wholeDialog(face, group);
    }
  }

  function undo() {
    if (!canChange()) {
      return;
    }
    save(() => post("/api/undo"), (decided) => {
      if (decided.action === 0) {
        shell.toast("There is nothing to undo.");
        return undefined;
      }
      shell.toast("Undone.");
      const changed = decided.changed.map((entry) => entry.id);
      return go(changed.includes(current) || changed.length === 0 || !order.includes(changed[0]) ? current : changed[0]);
    });
  }

  async function leave() {
    await saving;
    post("/api/leave").catch(shell.problem);
  }

  return {
    ...actions,
    box,
    start,
    setWritable(is) {
      writable = is;
      document.querySelectorAll(".changes").forEach((one) => { one.disabled = !is; });
    },
    setWork: apply.setWork,
    applied: apply.applied,
    followed(decided) {
      merge(decided);
      go(order.includes(current) ? current : order[0], false);
    },
    close() {
      closed = true;
    },
  };
}

export { review };
