import { completeField } from '../catalogue/field-shape.ts';
import { quoteName } from '../records/column.ts';
import type { SoqlError } from '../records/org-database.ts';
import type { Operand } from './comparison.ts';
import { functionName, type FunctionCall } from './function-call.ts';
import { malformedAt } from './path-refusals.ts';
import type { QueryScope } from './query-scope.ts';

/** Mean radius of the earth in each unit that DISTANCE() knows. */
const RADIUS: Readonly<Record<string, number>> = { km: 6371, mi: 3958.8 };

/**
 * `DISTANCE(field, GEOLOCATION(latitude, longitude), 'mi'|'km')` as SQL, of a location or address field; null for
 * records without a place.
 * @throws {@link SoqlError} `MALFORMED_QUERY` when the parameters are others.
 */
export function distanceOperand(scope: QueryScope, call: FunctionCall): Operand {
  const [path, place, unit] = call.parameters ?? [];
  const refuse = (message: string): SoqlError =>
    malformedAt(scope.context.text, call.functionName ?? '', message);
  if (typeof path !== 'string' || typeof place !== 'object' || functionName(place) !== 'GEOLOCATION')
    throw refuse('DISTANCE takes a field, GEOLOCATION(latitude, longitude) and a unit');
  const radius = typeof unit === 'string' ? RADIUS[unit.slice(1, -1).toLowerCase()] : undefined;
  if (radius === undefined) throw refuse(`DISTANCE takes 'mi' or 'km' as its unit`);
  const [latitude, longitude] = (place.parameters ?? []).map(Number);
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180) || place.parameters?.length !== 2)
    throw refuse('GEOLOCATION takes a latitude of -90 to 90 and a longitude of -180 to 180');
  const { source, field } = scope.resolve(path);
  const [prefix, end] =
    field.type === 'location'
      ? [field.name.replace(/c$/, ''), '__s']
      : [field.name.replace(/Address$/, ''), ''];
  const column = (part: string): string | undefined => {
    const found = source.sobject?.field(`${prefix}${part}${end}`);
    return found && `${source.alias}.${quoteName(found.name)}`;
  };
  const [ofLatitude, ofLongitude] = [column('Latitude'), column('Longitude')];
  if (
    (field.type !== 'address' && field.type !== 'location') ||
    ofLatitude === undefined ||
    ofLongitude === undefined
  )
    throw malformedAt(scope.context.text, path, `field ${field.name} does not support function DISTANCE`);
  return {
    sql: `soql_distance(${ofLatitude}, ${ofLongitude}, ${latitude}, ${longitude}, ${radius})`,
    field: DISTANCE_FIELD,
  };
}

/** Length of the great circle between two places, in the unit of the radius. Degrees. */
export function greatCircle(
  from: readonly [number, number],
  to: readonly [number, number],
  radius: number,
): number {
  const [latitude, longitude] = [radians(to[0] - from[0]), radians(to[1] - from[1])];
  const across = Math.cos(radians(from[0])) * Math.cos(radians(to[0])) * Math.sin(longitude / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(Math.sin(latitude / 2) ** 2 + across)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function isWithin(degrees: number | undefined, most: number): degrees is number {
  return degrees !== undefined && Math.abs(degrees) <= most;
}

const DISTANCE_FIELD = completeField({ name: 'distance', type: 'double' });
