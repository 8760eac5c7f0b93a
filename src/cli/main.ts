#!/usr/bin/env node
import { reportFailure } from './report-failure.ts';
import { createProgram } from './program.ts';
import { HelpShown } from './usage-failure.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  const failure = error instanceof HelpShown ? undefined : error;
  process.exitCode = await reportFailure(failure, { json: process.argv.includes('--json') });
}
