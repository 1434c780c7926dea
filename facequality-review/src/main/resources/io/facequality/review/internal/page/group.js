import { byQuality, decimal, element, nameOf, pictureName } from "./shared.js";
import { prepare, show } from "./images.js";
import { shortName } from "./list.js";

/* By how much a quantity must be larger to be called so. */
const LEAST_MORE = 0.01;

/* One group: what the plan keeps and what it drops, each face in its place whatever is decided, and one face large. */
function groupView(actions) {
  const title = element("h2", { tabIndex: -1 });
  const position = element("p", { className: "note" });
  const sure = element("p", { className: "sure" });
  const warning = element("p", { className: "is-warning warning-line", role: "status", hidden: true });
  const findings = element("ul", { className: "findings" });
  const accept = button("Accept and go on", "Enter", actions.accept, "primary");
  const buttons = element("div", { className: "group-buttons" },
      accept,
      button("Keep all", "a", () => actions.decideAll(true)),
      button("Drop all", "d", () => actions.decideAll(false)),
      button("Name", "e", actions.name),
      button("Same person", "=", actions.same));
  const keptRow = row("kept-heading", "✓", "The plan keeps");
  const droppedRow = row("dropped-heading", "✕", "The plan drops");
  const inspector = inspectorView(actions);
  const box = element("section", { className: "group", ariaLabel: "Group" },
      element("div", { className: "group-head" },
          element("div", { className: "group-title" }, title, position),
          buttons),
      element("div", { className: "group-body" },
          element("div", { className: "faces" }, sure, warning, findings, keptRow.box, droppedRow.box),
          inspector.box));
  let cards = new Map();
  let group = null;

  function setGroup(other, at, total) {
    group = other;
    title.replaceChildren(nameOf(shortName(group.entry.name)));
    position.textContent = "Group " + (at + 1).toLocaleString("en") + " of " + total.toLocaleString("en")
        + (group.entry.accepted ? ", accepted" : "");
    accept.querySelector(".words").textContent = group.entry.accepted ? "Accepted: go on" : "Accept and go on";
    sure.textContent = sureness(group);
    findings.replaceChildren(...group.findings.map((finding) => element("li", {}, "⚠ " + finding)));
    const numbered = numberedFaces(group);
    cards = new Map(numbered.map((face, index) => [face.id, card(face, index + 1, actions)]));
    fillRow(keptRow, numbered.filter((face) => face.proposed));
    fillRow(droppedRow, numbered.filter((face) => !face.proposed));
    update();
    return numbered;
  }

  function fillRow(target, faces) {
    target.box.hidden = faces.length === 0;
    target.list.replaceChildren(...faces.map((face) => cards.get(face.id).box));
  }

  /* Shows what is decided now; nothing moves. */
  function update() {
    group.faces.forEach((face) => cards.get(face.id).update(face));
    const kept = group.faces.filter((face) => face.kept).length;
    warning.hidden = kept > 0;
    warning.textContent = kept > 0 ? "" : "⚠ Nothing of this group is kept.";
    inspector.update();
  }

  function setFace(face, withFocus) {
    cards.forEach((one, id) => one.setCurrent(id === face.id));
    inspector.setFace(face, group);
    const { box: shown, pick } = cards.get(face.id);
    if (withFocus) {
      pick.focus({ preventScroll: true });
    }
    shown.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  return {
    box, setGroup, update, setFace, flip: inspector.flip, setCopies: inspector.setCopies,
    focusTitle: () => title.focus({ preventScroll: true }),
  };
}

function row(className, mark, words) {
  const list = element("ul", { className: "card-row" });
  const box = element("section", {},
      element("h3", { className }, element("span", { className: "mark", ariaHidden: "true" }, mark), words), list);
  return { box, list };
}

function button(words, key, act, className = "") {
  const made = element("button", { type: "button", className: "changes " + className },
      element("span", { className: "words" }, words), " ", element("kbd", { ariaHidden: "true" }, key));
  made.addEventListener("click", () => act());
  return made;
}

function sureness({ entry, faces }) {
  if (entry.margin === undefined || entry.margin === null) {
    return faces.length === 1 ? "There is one face: no choice was made." : "No choice was made here.";
  }
  const margin = Math.abs(entry.margin).toFixed(3);
  return entry.margin < 0
      ? "A dropped face has a higher quality than a kept one, by " + margin + "."
      : "The lowest kept quality is " + margin + " above the highest dropped one.";
}

function card(face, number, actions) {
  const image = element("img", { className: "face", width: 136, height: 136, alt: "" });
  show(image, face.image, "face");
  const pick = element("button", { type: "button", className: "pick", tabIndex: -1 }, image,
      ...(number > 9 ? [] : [element("span", { className: "number", ariaHidden: "true" }, String(number))]));
  const score = element("span", { className: "score" }, decimal(face.quality));
  const toggle = element("button", { type: "button", className: "toggle changes", tabIndex: -1 });
  const box = element("li", { className: "face-card" }, pick, element("div", { className: "under" }, score, toggle));
  pick.addEventListener("click", () => actions.pick(face.id));
  toggle.addEventListener("click", () => actions.toggleFace(face.id));

  function update(now) {
    box.classList.toggle("is-kept", now.kept);
    box.classList.toggle("is-dropped", !now.kept);
    box.classList.toggle("is-changed", now.kept !== now.proposed);
    box.classList.toggle("is-protected", now.isProtected);
    toggle.setAttribute("aria-pressed", String(now.kept));
    toggle.setAttribute("aria-label", "Keep face " + number);
    toggle.replaceChildren(element("span", { className: "mark", ariaHidden: "true" }, now.kept ? "✓" : "✕"),
        now.kept ? "Kept" : "Dropped");
    const words = (now.kept ? "kept" : "dropped") + (now.kept === now.proposed ? "" : " by you")
        + (now.isProtected ? ", in a protected folder" : "");
    pick.setAttribute("aria-label", "Face " + number + ", " + words + ", quality " + decimal(now.quality) + ", "
        + pictureName(now));
  }

  function setCurrent(isCurrent) {
    box.classList.toggle("is-current", isCurrent);
    pick.tabIndex = isCurrent ? 0 : -1;
    toggle.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) {
      pick.setAttribute("aria-current", "true");
    } else {
      pick.removeAttribute("aria-current");
    }
  }

  return { box, pick, update, setCurrent };
}

/* One face large, why it is kept or dropped, and what it has more or less than the best one. */
function inspectorView(actions) {
  const image = element("img", { className: "close-up", width: 400, height: 400, alt: "" });
  const label = element("p", { className: "close-up-label" });
  const name = element("p", { className: "path picture-name" });
  const quality = element("p", { className: "quality-reason" });
  const reason = element("p", { className: "reason" });
  const facts = element("div", { className: "compare" });
  const flipButton = element("button", { type: "button" }, "Hold: the best ", element("kbd", { ariaHidden: "true" }, "z"));
  flipButton.addEventListener("pointerdown", () => flip(true));
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    flipButton.addEventListener(end, () => flip(false));
  }
  flipButton.addEventListener("click", (event) => event.preventDefault());
  const whole = element("button", { type: "button" }, "Whole picture ", element("kbd", { ariaHidden: "true" }, "w"));
  whole.addEventListener("click", () => actions.whole());
  const split = element("button", { type: "button", className: "changes" }, "Split off ",
      element("kbd", { ariaHidden: "true" }, "s"));
  split.addEventListener("click", () => actions.split());
  const box = element("aside", { className: "inspector", ariaLabel: "This face" },
      element("div", { className: "close-up-frame" }, image, label),
      element("div", { className: "inspector-buttons" }, flipButton, whole, split),
      name, quality, reason, facts);
  let face = null;
  let group = null;
  let copies = new Map();
  let flipped = false;

  function setFace(other, itsGroup) {
    face = other;
    group = itsGroup;
    flipped = false;
    draw();
  }

  function setCopies(list) {
    copies = new Map(list.map((copy) => [copy.id, copy]));
    if (face !== null) {
      facts.replaceChildren(...compared(face, bestBeside(face, group), copies));
    }
  }

  function draw() {
    const best = bestBeside(face, group);
    const shown = flipped && best !== null ? best : face;
    show(image, shown.image, "close");
    image.alt = "Close view of " + pictureName(shown);
    if (best !== null) {
      prepare(best.image, "close");
    }
    flipButton.disabled = best === null;
    update();
    label.textContent = (shown === face ? "This face" : nameOfOther(face, best)) + ", quality " + decimal(shown.quality);
    label.classList.toggle("is-best", shown !== face);
    name.replaceChildren(nameOf(pictureName(face)));
    quality.textContent = face.qualityReason === undefined
        ? ""
        : "Quality " + decimal(face.quality) + ": " + face.qualityReason + ".";
    facts.replaceChildren(...compared(face, best, copies));
  }

  function update() {
    if (face !== null) {
      reason.textContent = face.kept === face.proposed
          ? face.reason
          : (face.kept ? "Kept" : "Dropped") + " by you. The plan: " + face.reason;
    }
  }

  function flip(toBest) {
    if (face !== null && flipped !== toBest) {
      flipped = toBest;
      draw();
    }
  }

  return { box, setFace, setCopies, update, flip };
}

/* The faces in the order of the cards: what the plan keeps, then what it drops, the best first. */
function numberedFaces(group) {
  return [...group.faces].sort((one, other) => Number(other.proposed) - Number(one.proposed) || byQuality(one, other));
}

/* The kept face of the highest quality that is not this one; where nothing else is kept, any other. */
function bestBeside(face, group) {
  const others = group.faces.filter((other) => other.id !== face.id);
  const kept = others.filter((other) => other.kept);
  const from = kept.length > 0 ? kept : others;
  return from.length === 0 ? null : from.reduce((best, other) => other.quality > best.quality ? other : best);
}

function nameOfOther(face, best) {
  return best.quality >= face.quality ? "The best one" : "The next best";
}

function compared(face, best, copies) {
  const one = copies.get(face.id);
  const other = best === null ? undefined : copies.get(best.id);
  const lines = [
    line("Quality", face.quality, best?.quality, decimal, difference),
    line("Eye distance", face.eyeDistance, best?.eyeDistance, (distance) => Math.round(distance) + " px"),
    line("Pixels", pixels(one), pixels(other), megapixels),
    textLine("Size", sides(one), sides(other)),
    line("File", bytes(one), bytes(other), size),
    textLine("Taken", one?.taken, other?.taken),
    textLine("Camera", one?.camera, other?.camera),
  ].filter((made) => made !== null);
  const nearest = face.nearest === undefined ? [] : [element("p", { className: "note" },
      "Distance to the nearest " + (face.kept ? "other " : "") + "kept face when the plan was made: " + decimal(face.nearest))];
  return [
    element("table", {},
        element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col" }, "This face"),
            ...(best === null ? [] : [element("th", { scope: "col" }, nameOfOther(face, best))]))),
        element("tbody", {}, ...lines)),
    ...nearest,
    ...(one?.problem === undefined ? [] : [element("p", { className: "is-warning" }, "⚠ " + one.problem)]),
  ];
}

function pixels(copy) {
  return copy === undefined || copy.problem !== undefined ? undefined : copy.width * copy.height;
}

function bytes(copy) {
  return copy === undefined || copy.problem !== undefined ? undefined : copy.bytes;
}

function size(length) {
  return length < 1e6 ? Math.max(1, Math.round(length / 1e3)) + " kB" : (length / 1e6).toFixed(1) + " MB";
}

function megapixels(number) {
  return number < 1e5 ? Math.round(number / 1e3) + " k" : (number / 1e6).toFixed(1) + " M";
}

function sides(copy) {
  return pixels(copy) === undefined ? undefined : copy.width + " × " + copy.height;
}

function difference(value, against) {
  return "+" + decimal(value - against);
}

function ratio(value, against) {
  return against > 0 && value / against >= 1.1 ? (value / against).toFixed(1) + "×" : "";
}

/* A quantity of both, with a mark at the larger one that says how much larger it is. */
function line(words, one, other, text, more = ratio) {
  return one === undefined && other === undefined ? null : element("tr", {},
      element("th", { scope: "row" }, words), cell(one, other, text, more),
      ...(other === undefined ? [] : [cell(other, one, text, more)]));
}

function cell(value, against, text, more) {
  if (value === undefined) {
    return element("td", {}, "–");
  }
  const isMore = against !== undefined && value - against > Math.abs(against) * LEAST_MORE;
  return element("td", {}, text(value),
      ...(isMore ? [" ", element("span", { className: "more" }, "▲ " + more(value, against))] : []));
}

function textLine(words, one, other) {
  return one === undefined && other === undefined ? null : element("tr", {},
      element("th", { scope: "row" }, words), element("td", {}, one ?? "–"), element("td", {}, other ?? "–"));
}

export { groupView, numberedFaces, bestBeside, nameOfOther };
