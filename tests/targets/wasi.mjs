// Runs a WebAssembly program of WASI under `node --no-flush-bytecode`, with the machine's files: cargo's runner for `wasm32-wasip1`.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [program, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [program, ...args], env: process.env, preopens: { "/": "/" } });
// Node 20 does not know that a running program needs it: collected as garbage, it takes the program's files with it, and node aborts.
globalThis.wasi = wasi;
const module = new WebAssembly.Module(readFileSync(program));
const instance = new WebAssembly.Instance(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
