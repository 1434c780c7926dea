import { element, drawing, nameOf, decimal, count, facts, pictureName, distances, heading, byQuality } from "./shared.js";

const PEOPLE_PER_PAGE = 25;
const REJECTED_PER_PAGE = 50;
const SMALL_THUMBNAIL = 80;

const summary = JSON.parse(document.getElementById("summary").textContent);

/* ---- Histogram ---- */

const CHART = { height: 220, left: 56, right: 20, top: 12, bottom: 28, betweenLabels: 64 };

function binEdge(bin) {
  const { from, step } = summary.histogram;
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return (from + bin * step).toFixed(digits);
}

function roundCeiling(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, number)));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((round) => round >= number);
}

function histogram(chartWidth) {
  const { kept, dropped } = summary.histogram;
  const bins = kept.length;
  const ceiling = Math.max(2, roundCeiling(Math.max(...kept.map((faces, bin) => faces + dropped[bin]))));
  const width = (chartWidth - CHART.left - CHART.right) / bins;
  const x = (bin) => CHART.left + bin * width;
  const y = (faces) => CHART.height - CHART.bottom
      - (faces / ceiling) * (CHART.height - CHART.top - CHART.bottom);
  const chart = drawing("svg", {
    viewBox: "0 0 " + chartWidth + " " + CHART.height,
    height: CHART.height,
    role: "img",
    "aria-label": "Histogram of " + count(sum(kept), "kept face") + " and " + count(sum(dropped), "dropped face")
        + " by quality, from " + binEdge(0) + " to " + binEdge(bins),
  });
  chart.append(drawing("defs", {}, drawing("pattern",
      { id: "hatching", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      drawing("path", { class: "hatch", d: "M0 0V6" }))));
  for (const faces of [0, ceiling / 2, ceiling]) {
    chart.append(
        drawing("path", { class: "grid", d: "M" + CHART.left + " " + y(faces) + "H" + (chartWidth - CHART.right) }),
        drawing("text", { class: "axis", x: CHART.left - 6, y: y(faces) + 4, "text-anchor": "end" },
            faces.toLocaleString("en")));
  }
  kept.forEach((faces, bin) => chart.append(bar(bin, faces, dropped[bin])));
  const labelled = Math.ceil(CHART.betweenLabels / width);
  for (let bin = 0; bin <= bins; bin += labelled) {
    chart.append(drawing("text",
        { class: "axis", x: x(bin), y: CHART.height - 8, "text-anchor": "middle" }, binEdge(bin)));
  }
  return chart;

  function bar(bin, keptFaces, droppedFaces) {
    const place = { x: x(bin) + 1, width: Math.min(width - 2, 80) };
    const group = drawing("g", {}, drawing("title", {},
        binEdge(bin) + " to " + binEdge(bin + 1) + ": " + keptFaces + " kept, " + droppedFaces + " dropped"));
    if (droppedFaces > 0) {
      const box = { ...place, y: y(keptFaces + droppedFaces), height: y(keptFaces) - y(keptFaces + droppedFaces) };
      group.append(
          drawing("rect", { ...box, class: "bar-dropped" }), drawing("rect", { ...box, fill: "url(#hatching)" }));
    }
    if (keptFaces > 0) {
      group.append(drawing("rect", { ...place, y: y(keptFaces), height: y(0) - y(keptFaces), class: "bar-kept" }));
    }
    return group;
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/* Drawn for the width that there is, so that its text has one size on every screen. */
function startHistogram() {
  const place = document.getElementById("histogram");
  const draw = () => place.replaceChildren(histogram(Math.max(240, place.clientWidth)));
  window.addEventListener("resize", draw);
  draw();
  document.getElementById("histogram-rows").append(...histogramRows());
}

function histogramRows() {
  const { kept, dropped } = summary.histogram;
  return kept.map((faces, bin) => element("tr", {},
      element("th", { scope: "row" }, binEdge(bin) + " to " + binEdge(bin + 1)),
      element("td", {}, faces.toLocaleString("en")),
      element("td", {}, dropped[bin].toLocaleString("en"))));
}

/* ---- People ---- */

const people = summary.people.map((person, at) => ({ ...person, at }));

function thumbnail(face, description) {
  if (face.jpeg === undefined) {
    return element("span", { className: "face placeholder", title: face.problem }, "no picture");
  }
  // A whole JPEG file starts so; others go on where the shared start ends.
  const whole = face.jpeg.startsWith("/9j/");
  return element("img", {
    className: "face",
    alt: description,
    width: summary.thumbnail.pixels,
    height: summary.thumbnail.pixels,
    src: "data:image/jpeg;base64," + (whole ? "" : summary.thumbnail.prefix) + face.jpeg,
  });
}

function problemOf(face) {
  return face.problem === undefined
      ? []
      : [element("p", { className: "reason quiet" }, "No thumbnail: " + face.problem)];
}

function qualityReason(face) {
  return face.qualityReason === undefined
      ? []
      : [element("p", { className: "quality-reason" }, "Quality: " + face.qualityReason + ".")];
}

function remarks(face) {
  const texts = [
    ...(face.byPerson ? ["✎ decided by a person"] : []),
    ...(face.isProtected ? ["🔒 in a protected folder: it stays"] : []),
  ];
  return texts.flatMap((text) => [" ", element("span", { className: "remark" }, text)]);
}

function keptFace(face) {
  return element("li", { className: "kept-face" },
      thumbnail(face, "Kept face, quality " + decimal(face.quality)),
      element("div", {},
          element("div", {}, element("span", { className: "large score" }, decimal(face.quality)), " quality", ...remarks(face)),
          ...qualityReason(face),
          element("div", { className: "note" }, distances(face)),
          element("p", { className: "reason" }, face.reason),
          element("div", { className: "note" }, nameOf(pictureName(face), "path")),
          ...problemOf(face)));
}

function droppedFace(face, id, show) {
  const button = element("button", { type: "button", className: "dropped-face", title: face.reason },
      thumbnail(face, "Dropped face, quality"), element("span", { className: "score" }, decimal(face.quality)));
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", id);
  button.addEventListener("click", () => show(face, button));
  return element("li", {}, button);
}

function droppedDetails(face) {
  return [
    thumbnail(face, "Dropped face, quality " + decimal(face.quality)),
    element("div", {},
        element("div", {}, element("span", { className: "large score" }, decimal(face.quality)), " quality", ...remarks(face)),
        ...qualityReason(face),
        element("div", { className: "note" }, distances(face)),
        element("p", { className: "reason" }, face.reason),
        element("div", { className: "note" }, nameOf(pictureName(face), "path")),
        ...problemOf(face)),
  ];
}

function droppedFaces(faces, person) {
  const id = "details-" + person.at;
  const details = element("div", { id, className: "details", hidden: true });
  details.setAttribute("role", "status");
  let open = null;
  const show = (face, button) => {
    const close = open === button;
    if (open !== null) {
      open.setAttribute("aria-expanded", "false");
    }
    open = close ? null : button;
    details.hidden = close;
    details.replaceChildren(...(close ? [] : droppedDetails(face)));
    if (!close) {
      button.setAttribute("aria-expanded", "true");
      details.scrollIntoView({ block: "nearest" });
    }
  };
  const list = element("ul", { className: "dropped-faces" }, ...faces.map((face) => droppedFace(face, id, show)));
  const leftOut = person.leftOut === 0 ? [] : [element("p", { className: "note" },
      (faces.length === 0 ? "" : "and ") + count(person.leftOut, faces.length === 0 ? "face" : "more face")
      + " of lower quality in the plan’s CSV file")];
  return [list, details, ...leftOut];
}

function choice(block) {
  const value = block.objectiveValue === null
      ? "there was no choice to make"
      : decimal(block.objectiveValue) + ", lower is better; " + block.optimality;
  return element("details", { className: "choice" },
      element("summary", {}, "How these were chosen"),
      element("dl", { className: "facts" }, ...facts([
        ["Minimized", block.objective],
        ["Value", value],
        ["Search", block.search],
        ["Combinations tried", block.evaluations.toLocaleString("en")],
        ...(block.heldOut === undefined ? [] : [["Cross-validation error", block.heldOut]]),
        ...(block.widest === undefined ? [] : [["Least similar pair", nameOf(block.widest)]]),
      ])));
}

function blockOf(person) {
  const data = document.getElementById("person-" + person.at);
  return data === null ? null : JSON.parse(data.textContent);
}

function personCard(person) {
  const name = person.name === "." ? "(the folder itself)" : person.name;
  const card = element("li", { className: "person" },
      element("div", { className: "person-head" },
          element("h3", {}, nameOf(name)),
          element("span", { className: "note" },
              person.kept.toLocaleString("en") + " kept, " + person.dropped.toLocaleString("en") + " dropped")));
  const block = blockOf(person);
  if (block === null) {
    return card;
  }
  const kept = block.faces.filter((face) => face.kept).sort(byQuality);
  const dropped = block.faces.filter((face) => !face.kept).sort(byQuality);
  card.append(
      heading("kept-heading", "✓", "Kept"),
      element("ul", { className: "kept-faces" }, ...kept.map(keptFace)));
  if (person.dropped > 0) {
    card.append(heading("dropped-heading", "✕", "Dropped: select one to see why"), ...droppedFaces(dropped, person));
  }
  card.append(choice(block));
  return card;
}

/* ---- Lists in pages ---- */

/* Shows a list a page at a time; the returned function shows other items from their first page on. */
function paged(id, perPage, show) {
  const list = document.getElementById(id);
  const navigations = [...document.querySelectorAll(".pages[data-list=" + id + "]")];
  const top = document.getElementById(id + "-heading");
  let items = [];

  function turnTo(page) {
    const pages = Math.max(1, Math.ceil(items.length / perPage));
    const at = Math.min(Math.max(1, page || 1), pages);
    list.replaceChildren(...items.slice((at - 1) * perPage, at * perPage).map(show));
    for (const navigation of navigations) {
      navigation.replaceChildren(...(pages === 1 ? [] : controls(at, pages)));
    }
  }

  function turnAndGoUp(page) {
    turnTo(page);
    top.scrollIntoView();
    top.focus({ preventScroll: true });
  }

  function controls(at, pages) {
    const turn = (text, page, label) => {
      const button = element("button", { type: "button", disabled: page < 1 || page > pages || page === at }, text);
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => turnAndGoUp(page));
      return button;
    };
    const number = element("input", { type: "number", min: 1, max: pages, value: at });
    number.setAttribute("aria-label", "Page");
    number.addEventListener("change", () => turnAndGoUp(Math.round(number.valueAsNumber) || at));
    return [
      turn("«", 1, "First page"),
      turn("‹", at - 1, "Page before"),
      element("span", { className: "page-word" }, "Page"),
      number,
      element("span", {}, "of " + pages.toLocaleString("en")),
      turn("›", at + 1, "Next page"),
      turn("»", pages, "Last page"),
    ];
  }

  return (others) => {
    items = others;
    turnTo(1);
  };
}

const ORDERS = {
  name: (one, other) => one.at - other.at,
  dropped: (one, other) => other.dropped - one.dropped || one.at - other.at,
  lowest: (one, other) => one.lowestKept - other.lowestKept || one.at - other.at,
};

function comparable(text) {
  return text.normalize("NFC").toLowerCase();
}

function startPeople() {
  const query = document.getElementById("query");
  const order = document.getElementById("order");
  const found = document.getElementById("found");
  const showPage = paged("people", PEOPLE_PER_PAGE, personCard);
  const update = () => {
    const wanted = comparable(query.value.trim());
    const matching = people.filter((person) => comparable(person.name).includes(wanted)).sort(ORDERS[order.value]);
    found.textContent = wanted === ""
        ? ""
        : matching.length.toLocaleString("en") + " of " + people.length.toLocaleString("en") + " people";
    showPage(matching);
  };
  query.addEventListener("input", update);
  order.addEventListener("change", update);
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  update();
}

/* ---- Rejected pictures ---- */

function causeName(cause) {
  return cause.toLowerCase().replaceAll("_", " ");
}

function rejection(picture) {
  return element("li", {},
      nameOf(picture.picture, "path"), " ",
      element("span", { className: "cause" }, causeName(picture.cause)),
      element("div", { className: "reason" }, picture.message));
}

function startRejected() {
  document.getElementById("rejected-section").hidden = summary.rejectedCount === 0;
  document.getElementById("causes").append(...summary.causes.map(
      ({ cause, count: pictures }) => element("li", {}, causeName(cause) + ": " + pictures.toLocaleString("en"))));
  const leftOut = summary.rejectedCount - summary.rejected.length;
  document.getElementById("rejected-more").textContent =
      leftOut === 0 ? "" : count(leftOut, "more picture") + " in the plan’s CSV file";
  paged("rejected", REJECTED_PER_PAGE, rejection)(summary.rejected);
}

/* ---- Findings ---- */

function finding(message) {
  return element("li", {}, element("div", { className: "reason" }, message));
}

function startFindings() {
  document.getElementById("findings-section").hidden = summary.findingsCount === 0;
  const leftOut = summary.findingsCount - summary.findings.length;
  document.getElementById("findings-more").textContent =
      leftOut === 0 ? "" : count(leftOut, "more finding") + " in the plan’s JSON file";
  paged("findings", REJECTED_PER_PAGE, finding)(summary.findings);
}

/* ---- The page ---- */

function modelFacts({ role, name, version, sha256 }) {
  const file = sha256 === "" ? ["no model file"] : ["sha256 ", element("span", { className: "path" }, sha256)];
  return [role, element("div", {},
      nameOf(name), version === "" ? "" : " " + version, element("div", { className: "note" }, ...file))];
}

document.getElementById("root").textContent = summary.root;
document.getElementById("version").textContent = summary.version;
document.getElementById("models").append(...facts(summary.models.map(modelFacts)));
document.getElementById("settings").append(...facts(summary.settings.map(({ name, value }) => [name, nameOf(value)])));
document.body.classList.toggle("small-thumbnails", summary.thumbnail.pixels < SMALL_THUMBNAIL);
startHistogram();
startPeople();
startFindings();
startRejected();
