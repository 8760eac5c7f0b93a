const SUNDAY = 0;
const MONDAY = 1;
const SATURDAY = 6;

/** Regions whose week begins on Sunday or Saturday; everywhere else it is Monday (Unicode CLDR, week data). */
const SUNDAYS = new Set(
  'AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(
    ' ',
  ),
);
const SATURDAYS = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '));

/** First day of the week where a locale (`en_US`, `de_DE_EURO`) is spoken, 0 is Sunday. */
export function firstDayOfWeek(locale: string): number {
  const region = locale.split('_').find((part, i) => i > 0 && /^[A-Z]{2}$/.test(part)) ?? 'US';
  if (SATURDAYS.has(region)) return SATURDAY;
  return SUNDAYS.has(region) ? SUNDAY : MONDAY;
}
