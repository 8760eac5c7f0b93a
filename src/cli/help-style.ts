import type { Help, Option } from 'commander';

/** How help texts show an option: what is required, what it takes, and defaults that say something. */
export const helpStyle: Partial<Help> = {
  optionDescription(option: Option): string {
    const { defaultValue } = option as { defaultValue: unknown };
    const isTelling = typeof defaultValue === 'string' || typeof defaultValue === 'number';
    const notes = [
      ...(option.mandatory ? ['required'] : []),
      ...(option.argChoices === undefined ? [] : [`one of ${option.argChoices.join(', ')}`]),
      ...(isTelling ? [`default: ${defaultValue}`] : []),
    ];
    return notes.length === 0 ? option.description : `${option.description} (${notes.join('; ')})`;
  },
};
