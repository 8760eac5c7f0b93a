import * as z from 'zod';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time like 08:30');

/** One window of a day in which a user may sign in, in the time zone of the org, which is GMT. `to` is not part of it. */
export const loginWindow = z
  .strictObject({ day: z.enum(days), from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from < to, 'from must be before to');

/** One of the windows. */
export type LoginWindow = z.output<typeof loginWindow>;

/** Whether a time lies in one of the windows; a user without any may sign in whenever he likes. */
export function isInLoginHours(epochMs: number, windows: readonly LoginWindow[]): boolean {
  const date = new Date(epochMs);
  const time = date.toISOString().slice(11, 16);
  const day = days[date.getUTCDay()];
  return windows.length === 0 || windows.some((w) => w.day === day && w.from <= time && time < w.to);
}
