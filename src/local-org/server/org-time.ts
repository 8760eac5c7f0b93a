import type { OrgClock } from './clock.ts';

/** How long the org looks away between two looks at a clock that only others move, in milliseconds. */
const lookAgainMs = 10;

/**
 * The one time of the org: a clock, moved forward by hand where a test wants it. Everything that waits or expires asks
 * here, so that two days pass in an instant.
 */
export class OrgTime implements OrgClock {
  readonly #clock: OrgClock;
  #advancedMs = 0;
  #moved = Promise.withResolvers<undefined>();

  constructor(clock: OrgClock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.now() + this.#advancedMs;
  }

  /** Moves the time forward; whoever waits until then goes on. */
  advance(milliseconds: number): void {
    this.#advancedMs += milliseconds;
    this.#moved.resolve(undefined);
    this.#moved = Promise.withResolvers<undefined>();
  }

  /** Resolves when so much of the org's time has passed, or when the signal aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = this.now() + milliseconds;
    while (this.now() < end && !signal.aborted) {
      const look = alarm(Math.min(end - this.now(), lookAgainMs), signal);
      await Promise.race([look.rings, this.#moved.promise]);
      look.stop();
    }
  }
}

function alarm(delayMs: number, signal: AbortSignal): { rings: Promise<undefined>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const ring = (): void => {
    resolve(undefined);
  };
  const timer = setTimeout(ring, delayMs);
  signal.addEventListener('abort', ring, { once: true });
  return {
    rings: promise,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', ring);
    },
  };
}
