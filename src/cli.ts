#!/usr/bin/env node
/** `npx fusedloss`: losses and metrics of a file, and the catalogue, in a terminal. */
import { main } from "./cli/main.js";

process.exitCode = await main(process.argv.slice(2));
