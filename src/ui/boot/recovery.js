// The page's safety net, in plain JavaScript because it has to work when WebAssembly does not.
//
// It notices three things: the page cannot be loaded, the program traps (a panic, no memory, no stack), or the program says so
// itself. After a trap no function of the program may be called any more, so everything that could call one is stopped first.
//
// The program's panic hook calls `window.__eventariumCrash(message, details)`: `message` is the panic's text, `details` any plain
// value that helps to repeat it (build, seed, scenario, the last actions). It keeps them in memory and draws the page below.
// `window.__eventariumNote(details)` replaces the details without crashing, so that a trap that never reaches the hook still
// leaves a useful record. Neither sends anything anywhere.
(() => {
  "use strict";

  let details = null;
  let record = null;

  const text = (reason) => {
    if (reason instanceof Error) return reason.stack || `${reason.name}: ${reason.message}`;
    return String(reason);
  };

  // Timers and frames that wait are numbered in order, so those before a new one are all there are.
  const stopEverything = () => {
    const never = () => {};
    for (let id = setTimeout(never, 0); id >= 0; id -= 1) {
      clearTimeout(id);
      clearInterval(id);
    }
    for (let id = requestAnimationFrame(never); id >= 0; id -= 1) cancelAnimationFrame(id);
  };

  const element = (name, content, className) => {
    const made = document.createElement(name);
    made.textContent = content;
    if (className) made.className = className;
    return made;
  };

  const button = (label, act) => {
    const made = element("button", label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const download = () => {
    const blob = new Blob([JSON.stringify(record, null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "eventarium-crash.json";
    link.click();
  };

  // The name of the run that is kept. Without it the page begins anew; the run stays in the list of what is kept.
  const KEPT = "eventarium.kept";
  const kept = () => {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };
  const forget = () => {
    localStorage.removeItem(KEPT);
    if (location.hash) location.assign(location.pathname);
    else location.reload();
  };

  const draw = (title, explanation) => {
    const page = element("main", "", "recovery");
    const actions = element("p", "", "recovery-actions");
    const reload = button("Reload", () => location.reload());
    actions.append(reload);
    if (location.hash || location.search) {
      actions.append(button("Start without the link", () => location.assign(location.pathname)));
    }
    if (kept()) {
      actions.append(button("Restore the last autosave", () => (location.hash ? location.assign(location.pathname) : location.reload())));
      actions.append(button("Start without the autosave", forget));
    }
    actions.append(button("Download the crash record", download));
    const words = element("div", "");
    words.setAttribute("role", "alert");
    words.append(element("h1", title), element("p", explanation));
    page.append(words, actions, element("pre", record.message));
    document.body.replaceChildren(page);
    document.title = `Stopped: ${title} - Eventarium`;
    reload.focus();
  };

  const whenThereIsABody = (act) => {
    if (document.body) act();
    else document.addEventListener("DOMContentLoaded", act, { once: true });
  };

  const stop = (kind, message, title, explanation) => {
    if (record) return;
    record = {
      kind,
      message,
      details,
      address: location.href,
      browser: navigator.userAgent,
      at: new Date().toISOString(),
    };
    window.__eventariumCrashRecord = record;
    stopEverything();
    whenThereIsABody(() => draw(title, explanation));
  };

  const crash = (message) =>
    stop(
      "crash",
      message,
      "Eventarium has stopped",
      "The engine found a mistake of its own and stopped before it could show you something wrong. Nothing left this browser. Reload to start again; the crash record helps to find the mistake.",
    );

  const couldNotLoad = (message) =>
    stop(
      "load",
      message,
      "Eventarium could not be loaded",
      "A part of the page did not arrive, or this browser refuses to run it. It needs a browser of the last years with WebAssembly switched on. Reload to try again.",
    );

  let started = false;
  const failed = (reason) => {
    if (reason instanceof WebAssembly.RuntimeError) crash(text(reason));
    else if (!started) couldNotLoad(text(reason));
  };

  window.__eventariumNote = (latest) => {
    details = latest;
  };
  window.__eventariumCrash = (message, latest) => {
    if (latest !== undefined) details = latest;
    crash(String(message));
  };

  window.addEventListener("TrunkApplicationStarted", () => {
    started = true;
    document.querySelector(".boot-status")?.remove();
  });
  window.addEventListener("unhandledrejection", (event) => failed(event.reason));
  // In the capturing phase, because the failure of a script or a stylesheet to load does not bubble.
  window.addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLScriptElement) couldNotLoad(`This did not load: ${event.target.src || "the program"}`);
      else if (event.error) failed(event.error);
    },
    true,
  );
  // Handlers that the program left on the window are kept from being called: this one was there first.
  for (const name of ["keydown", "keyup", "pointermove", "pointerdown", "pointerup", "resize", "hashchange", "popstate"]) {
    window.addEventListener(
      name,
      (event) => {
        if (record && !(event.target instanceof Element && event.target.closest(".recovery"))) event.stopImmediatePropagation();
      },
      true,
    );
  }

  if (typeof WebAssembly !== "object") couldNotLoad("This browser has no WebAssembly.");
})();
