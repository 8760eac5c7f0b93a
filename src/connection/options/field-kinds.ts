import { z } from 'zod';

const isSendable = (value: string): boolean =>
  // XML 1.0 has no way to write other control characters, and a lone surrogate is no UTF-8.
  // eslint-disable-next-line no-control-regex
  value.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(value);

/** How a field is shown in forms, docs and messages. */
type FieldWords = Readonly<Record<'title' | 'description', string>>;

/** Text that can travel in XML, in a form and in a header. */
export const sendableText = z.string().refine(isSendable, 'must not hold control characters');

/** Text that is not empty and can be sent. */
export const filledText = z.string().min(1).refine(isSendable, 'must not hold control characters');

/** A secret: never printed, drawn as dots in forms. */
export function secret<T extends z.ZodType>(kind: T, words: FieldWords): T {
  return kind.meta({ ...words, writeOnly: true, format: 'password' });
}

/** Seconds, up to an hour. */
export function seconds(defaultSeconds: number, words: FieldWords): z.ZodDefault<z.ZodNumber> {
  return z.number().positive().max(3600).default(defaultSeconds).meta(words);
}

/** Path of a file; relative ones start at the current folder. */
export function filePath(words: FieldWords): z.ZodOptional<z.ZodString> {
  return z.string().min(1).optional().meta(words);
}
