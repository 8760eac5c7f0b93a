#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: compiled code is kept in the temporary folder of the operating system, which makes
// every start but the first an eighth faster.
enableCompileCache();
const { runCommandLine } = await import('./run-command-line.ts');
await runCommandLine();
