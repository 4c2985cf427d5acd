// Sets window.playgroundBench: each measurement in a fresh instance of the engine, only the work itself under the clock.

const module = await WebAssembly.compileStreaming(fetch('orders_v1_bg.wasm'));
let instances = 0;

/** An instance with a memory of its own: the module system keeps one for each address. */
async function fresh() {
  const engine = await import(`./orders_v1.js?${(instances += 1)}`);
  const { memory } = engine.initSync({ module });
  return { engine, memory };
}

/** Heap and WebAssembly memory, where the runner can tell. */
async function weigh(memory, collect) {
  const heap = (await window.__benchHeap?.(collect)) ?? {};
  return { ...heap, wasm: memory.buffer.byteLength };
}

/** Works in slices until all is done or the time is up; returns what was done and how long it took. */
function timed(work, of, slice, capMs) {
  const start = performance.now();
  let ops = 0;
  let ms = 0;
  while (ops < of && ms <= capMs) {
    ops += work(Math.min(slice, of - ops));
    ms = performance.now() - start;
  }
  return { ops, of, ms, partial: ops < of };
}

let replayed = null;

window.playgroundBench = {
  info: {
    name: 'eventarium',
    kind: 'rust/wasm',
    replayStrategy: 'each read model follows the store by its own checkpoint',
    seekStrategy: 'the nearest keyframe of the read models, then the events from there on',
  },

  async commands(orders, seed, { capMs = Infinity } = {}) {
    const { engine } = await fresh();
    const shop = new engine.CommandRun(orders, seed);
    const run = timed((count) => shop.run(count), shop.commands(), 4096, capMs);
    return { ...run, summary: run.partial ? null : JSON.parse(shop.summary()) };
  },

  async replay(events, seed, { capMs = Infinity } = {}) {
    replayed = null;
    const { engine, memory } = await fresh();
    const base = await weigh(memory, true);
    replayed = new engine.ReplayRun(events, seed);
    const withLog = await weigh(memory, true);
    // As in the hand-tuned floor, the room for the rows is there before the clock starts, and counts as the models' bytes.
    replayed.makeRoom();
    const run = timed((count) => replayed.run(count), events, 1 << 16, capMs);
    const after = await weigh(memory, false);
    const live = await weigh(memory, true);
    const summary = run.partial ? null : JSON.parse(replayed.summary());
    return { ...run, summary, logBytes: replayed.logBytes(), memory: { base, withLog, after, live } };
  },

  async seek(events, count, seed, { capMs = Infinity, full = false } = {}) {
    const { engine, memory } = await fresh();
    const run = new engine.SeekRun(events, count, seed);
    const before = memory.buffer.byteLength;
    const begun = performance.now();
    run.prepare();
    const prepMs = performance.now() - begun;
    const extraBytes = memory.buffer.byteLength - before;
    const samples = [];
    let [hash, ms] = [0, 0];
    while (samples.length < count && ms <= capMs) {
      const start = performance.now();
      hash = run.seek(samples.length, hash, full);
      samples.push(performance.now() - start);
      ms += samples.at(-1);
    }
    const partial = samples.length < count;
    const result = { ops: samples.length, of: count, ms, partial, samples, seekHash: partial ? null : hash };
    return { ...result, prepMs, extraBytes, bulkMeanMs: full || partial ? null : meanOfRounds(run, count) };
  },

  async eventAt(position) {
    return JSON.parse(replayed.eventAt(position) ?? 'null');
  },

  async selfTest(seed) {
    const { engine } = await fresh();
    return { invalidRejected: engine.refusesInvalid(seed), staleRejected: engine.refusesStale(seed) };
  },
};

/** The clock ticks every 5 µs: the mean of many rounds over the same seeks tells what is shorter. */
function meanOfRounds(run, count) {
  const rounds = 25;
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (let seek = 0; seek < count; seek += 1) run.seek(seek, 0, false);
  }
  return (performance.now() - start) / rounds / count;
}
