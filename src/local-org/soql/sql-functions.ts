import type { DatabaseSync } from 'node:sqlite';
import { greatCircle } from './distance.ts';
import { datePart } from './date-part.ts';
import { labelsOf } from './label-function.ts';

/** Functions that compiled queries use beside SQLite's own. */
export function registerSqlFunctions(db: DatabaseSync): void {
  // SQLite folds the case of ASCII letters only.
  db.function('soql_fold', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  );
  db.function(
    'soql_distance',
    { deterministic: true },
    (latitude, longitude, toLatitude, toLongitude, radius) =>
      typeof latitude === 'number' && typeof longitude === 'number'
        ? greatCircle([latitude, longitude], [Number(toLatitude), Number(toLongitude)], Number(radius))
        : null,
  );
  db.function('soql_has', { deterministic: true }, (set, wanted) => {
    if (typeof set !== 'string' || typeof wanted !== 'string') return 0;
    const values = members(set);
    const needed = members(wanted);
    return needed.length > 0 && needed.every((value) => values.includes(value)) ? 1 : 0;
  });
  db.function('soql_set', { deterministic: true }, (set) =>
    typeof set === 'string' ? members(set).sort().join(';') : null,
  );
  db.function('soql_date', { deterministic: true }, (name, value, zone, fiscalStart, isNamedByStart) => {
    const year = { fiscalStart: Number(fiscalStart), isNamedByStart: isNamedByStart === 1 };
    const isPlain = typeof value === 'string' || typeof value === 'number';
    return datePart(String(name), isPlain ? value : null, String(zone), year);
  });
  db.function('soql_label', { deterministic: true }, (value, list) =>
    typeof value === 'string' ? labelsOf(value, String(list)) : value,
  );
}

/** The different values of a multi-select picklist, in lower case. */
function members(set: string): string[] {
  return [...new Set(set.toLowerCase().split(';').filter(Boolean))];
}
