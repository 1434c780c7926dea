import { element } from "./shared.js";
import { CallError, get, openSession, post, windowName } from "./calls.js";
import { follow } from "./events.js";
import { listen } from "./keys.js";
import { startView, workView } from "./start.js";
import { review } from "./review.js";

const main = document.getElementById("main");
const banner = document.getElementById("banner");
const where = document.getElementById("where");
const tools = document.getElementById("tools");

const page = { view: "none", review: null, work: null, status: null, writer: null, connected: true };

function say(text) {
  const said = document.getElementById("said");
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; });
}

let toastTimer = 0;

function toast(text, isProblem = false) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.classList.toggle("is-problem", isProblem);
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, isProblem ? 8000 : 2500);
}

function problem(failure) {
  toast(failure instanceof CallError ? failure.message : "Unexpected failure: " + failure, true);
}

function isWritable() {
  return page.connected && page.writer === windowName && (page.status?.plan?.writable ?? true);
}

function showBanner() {
  const button = element("button", { type: "button" }, "Decide in this window");
  button.addEventListener("click", () => post("/api/take-over").catch(problem));
  const elsewhere = page.writer !== null && page.writer !== windowName;
  const parts = !page.connected
      ? ["The server does not answer. What was saved is saved. Start facequality review again."]
      : elsewhere
        ? ["Another window makes the decisions; this one only shows them. ", button]
        : page.status?.plan?.writable === false
          ? ["Another program has these decisions open, or they cannot be written: nothing can be changed here."]
          : [];
  banner.replaceChildren(...parts);
  banner.hidden = parts.length === 0;
  document.body.classList.toggle("read-only", !isWritable());
  page.review?.setWritable(isWritable());
}

function show(view, ...parts) {
  page.view = view;
  page.review?.close();
  page.review = null;
  page.work = null;
  tools.hidden = true;
  tools.replaceChildren();
  document.getElementById("saved").textContent = "";
  main.replaceChildren(...parts);
  document.body.dataset.view = view;
}

const shell = { say, toast, problem, isWritable, tools, refresh };

async function refresh() {
  page.status = await get("/api/status");
  showBanner();
  const { plan, work } = page.status;
  where.textContent = plan === null ? "" : plan.root.split(/[/\\]/).at(-1);
  where.title = plan === null ? "" : plan.root;
  if (work.job === "run") {
    showWork(work);
  } else if (plan !== null) {
    show("review");
    page.review = review(page.status, shell);
    main.replaceChildren(page.review.box);
    page.review.setWritable(isWritable());
    await page.review.start();
  } else {
    const wasWorking = page.view === "work";
    const view = startView(page.status, shell);
    show("start", view.box);
    if (wasWorking) {
      view.focus();
    }
    await view.start();
  }
}

function showWork(work) {
  if (page.view !== "work") {
    const view = workView(shell);
    show("work", view.box);
    page.work = view;
    view.focus();
  }
  page.work.setProgress(work);
}

const handlers = {
  connected() {
    page.connected = true;
  },
  disconnected() {
    page.connected = false;
    showBanner();
  },
  writer({ window: writer }) {
    page.writer = writer;
    showBanner();
  },
  work(work) {
    if (work.problem !== null) {
      toast(work.problem, true);
    }
    if (work.job === "run") {
      showWork(work);
    } else if (page.view === "work") {
      refresh().catch(problem);
    } else {
      page.review?.setWork(work);
    }
  },
  plan() {
    if (page.view !== "work") {
      refresh().catch(problem);
    }
  },
  applied(result) {
    page.review?.applied(result);
  },
  decided(decided) {
    if (!isWritable()) {
      page.review?.followed(decided);
    }
  },
};

async function start() {
  try {
    await openSession();
    await refresh();
    listen(() => page.review);
    follow(handlers);
  } catch (failure) {
    show("closed", element("section", { className: "centered card" },
        element("h2", {}, "This page is closed"), element("p", {}, failure.message)));
  }
}

start();
