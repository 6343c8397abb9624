// Runs a test program of WASI under `node --no-flush-bytecode`, with the machine's files: cargo's runner for `wasm32-wasip1`.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [program, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [program, ...args], env: process.env, preopens: { "/": "/" } });
// Node 20 does not know that a running program needs it: collected as garbage, it takes the program's files with it, and node aborts.
globalThis.wasi = wasi;
const imports = wasi.getImportObject();

// Node 20 may also crash when a program returns that has run for minutes; why is not known. After the last line of tests that have passed there is nothing left to be done:
// node ends there. Tests that have not passed go on, and end with an error one way or the other.
const { fd_write: write } = imports.wasi_snapshot_preview1;
let line = "";
imports.wasi_snapshot_preview1.fd_write = (file, pieces, count, written) => {
  const result = write(file, pieces, count, written);
  if (file === 1) {
    const { buffer } = instance.exports.memory;
    const view = new DataView(buffer);
    for (let piece = 0; piece < count; piece++) {
      const [start, length] = [0, 4].map((offset) => view.getUint32(pieces + 8 * piece + offset, true));
      line += Buffer.from(buffer, start, length).toString();
    }
    if (/^test result: ok\..* finished in .*\n/m.test(line)) process.exit(0);
    line = line.slice(line.lastIndexOf("\n") + 1);
  }
  return result;
};

const module = new WebAssembly.Module(readFileSync(program));
const instance = new WebAssembly.Instance(module, imports);
process.exitCode = wasi.start(instance);
