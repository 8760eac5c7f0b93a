import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sfscHome } from '../../src/cli/sfsc-home.ts';

describe('the home of sfsc', () => {
  it('is the folder that SFSC_HOME names, with state and key in it', () => {
    expect(sfscHome({ SFSC_HOME: '/srv/sfsc', SFSC_KEY: 'a-key' })).toEqual({
      stateFolder: join('/srv/sfsc', 'state'),
      key: { text: 'a-key', file: join('/srv/sfsc', 'key') },
    });
  });

  it.each([{}, { SFSC_HOME: '' }])(
    'is .sfsc in the home folder of the user without it: %j',
    (environment) => {
      expect(sfscHome(environment).stateFolder).toBe(join(homedir(), '.sfsc', 'state'));
    },
  );
});
