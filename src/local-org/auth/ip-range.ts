import { BlockList, isIP } from 'node:net';
import * as z from 'zod';

/** One range of addresses. */
export interface IpRange {
  readonly start: string;
  readonly end: string;
}

/** Addresses from `start` to `end`, both included and of one family, as Setup writes them. */
export const ipRange: z.ZodType<IpRange> = z
  .strictObject({ start: z.string(), end: z.string() })
  .refine(isRange, 'must be two IP addresses of one family, the lower one first');

/** Whether an address lies in one of the ranges; IPv4 addresses written as IPv6 count as IPv4. */
export function isInRanges(address: string, ranges: readonly IpRange[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = familyOf(plain);
  return family !== undefined && ranges.some((range) => listOf(range).check(plain, family));
}

function isRange(range: IpRange): boolean {
  if (familyOf(range.start) === undefined || familyOf(range.start) !== familyOf(range.end)) return false;
  try {
    listOf(range);
    return true;
  } catch {
    return false;
  }
}

/** @throws when the end is below the start. */
function listOf({ start, end }: IpRange): BlockList {
  const list = new BlockList();
  list.addRange(start, end, familyOf(start) ?? 'ipv4');
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const family = isIP(address);
  if (family === 0) return undefined;
  return family === 4 ? 'ipv4' : 'ipv6';
}
