#!/usr/bin/env node
import { reportFailure } from './report-failure.ts';
import { createProgram } from './program.ts';
import { usageFailure } from './usage-failure.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = await reportFailure(usageFailure(error), { json: process.argv.includes('--json') });
}
