#!/usr/bin/env node
// As a whole: an older Node has no enableCompileCache, and a named import of it would fail before anything is said.
import module from 'node:module';
import { reportUnsupportedNode } from './report-unsupported-node.ts';

if (!reportUnsupportedNode()) {
  // Before anything else is loaded: compiled code is kept in the temporary folder of the operating system, which makes
  // every start but the first an eighth faster.
  module.enableCompileCache();
  const { runCommandLine } = await import('./run-command-line.ts');
  await runCommandLine();
}
