// The database of the workbench: SQLite in a thread of its own, so that a question without an end can be stopped.
//
// Told: {kind: "open", create}, {kind: "feed", insert, rows}, {kind: "ask", number, sql, most, letters}.
// Tells: {kind: "ready", version}, {kind: "fed", rows}, {kind: "answer", …}, {kind: "error", number, message, at, clean}.

// Nothing is kept on the disk, and what the library says about that is for nobody.
globalThis.sqlite3ApiConfig = { warn() {}, log() {}, debug() {} };

let sqlite3;
let database;
let create;

const tell = (message) => self.postMessage(message);

// An empty database: nothing that a question left behind outlives the one that it was left in.
const anew = () => {
  database?.close();
  database = new sqlite3.oo1.DB(":memory:");
};

const open = async () => {
  const { default: begin } = await import("./sqlite3.js");
  sqlite3 = await begin({ print() {}, printErr() {} });
  anew();
  tell({ kind: "ready", version: sqlite3.version.libVersion });
};

const feed = (insert, rows) => {
  anew();
  database.exec(create);
  database.exec("BEGIN");
  const statement = database.prepare(insert);
  try {
    for (const row of rows) statement.bind(row).stepReset();
  } finally {
    statement.finalize();
  }
  database.exec("COMMIT");
  tell({ kind: "fed", rows: rows.length });
};

// A value as text, as long as it may be.
const shown = (value, letters) => {
  if (value === null) return null;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const text = String(value);
  return text.length > letters ? `${text.slice(0, letters)}…` : text;
};

// Whatever a question changes is taken back: only the shop writes its log. False where the question ended the
// transaction that it was asked in. That has a name of its own each time, so that no question can begin it again.
const takeBack = (point) => {
  try {
    database.exec(`ROLLBACK TO ${point}; RELEASE ${point}`);
    return true;
  } catch {
    return false;
  }
};

// The statements of a question, one by one: the library itself says where one is complete.
const statementsOf = (sql) => {
  const statements = [];
  let from = 0;
  for (let end = sql.indexOf(";"); end >= 0; end = sql.indexOf(";", end + 1)) {
    const statement = sql.slice(from, end + 1);
    if (!sqlite3.capi.sqlite3_complete(statement)) continue;
    statements.push(statement);
    from = end + 1;
  }
  return [...statements, sql.slice(from)].map((statement) => statement.trimStart()).filter((statement) => statement);
};

// Runs a statement; `null` for one that is only a comment.
const run = (sql, most, letters) => {
  const columns = [];
  const rows = [];
  const saveSql = [];
  let more = false;
  database.exec({
    sql,
    saveSql,
    rowMode: "array",
    columnNames: columns,
    callback: (row) => {
      if (rows.length >= most) {
        more = true;
        return false;
      }
      rows.push(row.map((value) => shown(value, letters)));
    },
  });
  return saveSql.length > 0 ? { columns, rows, more } : null;
};

const ask = ({ number, sql, most, letters }) => {
  const begun = performance.now();
  const point = `question_${crypto.getRandomValues(new Uint32Array(2)).join("_")}`;
  database.exec(`SAVEPOINT ${point}`);
  const before = database.changes(true);
  let answer;
  try {
    const answers = statementsOf(sql).map((statement) => run(statement, most, letters)).filter((told) => told);
    const last = answers.at(-1) ?? { columns: [], rows: [], more: false };
    const changed = database.changes(true) - before;
    answer = { kind: "answer", number, ...last, statements: answers.length, changed, millis: performance.now() - begun };
  } catch (error) {
    // Where in its statement it stumbled, in bytes; below 0 where it does not know.
    const at = sqlite3.capi.sqlite3_error_offset(database);
    answer = { kind: "error", number, message: String(error?.message ?? error), at };
  }
  answer.clean = takeBack(point);
  tell(answer);
};

const hear = async (data) => {
  try {
    if (data.kind === "open") {
      create = data.create;
      await open();
    } else if (data.kind === "feed") feed(data.insert, data.rows);
    else ask(data);
  } catch (error) {
    tell({ kind: "error", number: data.number ?? 0, message: String(error?.message ?? error), clean: false });
  }
};

// One after the other: what is told while the library is loaded waits for it.
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before.then(() => hear(data));
};
