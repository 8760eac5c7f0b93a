/** What a computed field is worked out from. */
export interface ComputedFrom {
  /** Alias of the record's own table in the statement. */
  readonly alias: string;
  /** SQL of today's date, as text. */
  readonly today: () => string;
  /** SQL of the present instant, in milliseconds. */
  readonly now: () => string;
  /** The table of another object, which exists afterwards. */
  readonly table: (object: string) => string;
}

/** Writes a field as SQL. */
export type ComputedColumn = (from: ComputedFrom) => string;

/**
 * The field's SQL, when its value follows from others and is worked out at every read: states that depend on the date,
 * sums over lines, flags of a status. `undefined` for fields that are stored.
 */
export function computedColumn(object: string, field: string): ComputedColumn | undefined {
  return COMPUTED[object]?.[field];
}

const own =
  (column: string): ComputedColumn =>
  ({ alias }) =>
    `${alias}."${column}"`;

/** Inactive before its start, Expired after its end, Active in between and without dates. */
const status: ComputedColumn = ({ alias, today }) =>
  `CASE WHEN ${alias}."StartDate" > ${today()} THEN 'Inactive' WHEN ${alias}."EndDate" < ${today()} THEN 'Expired' ELSE 'Active' END`;

const subtotal: ComputedColumn = ({ alias }) => `(${alias}."Quantity" * ${alias}."UnitPrice")`;

const total: ComputedColumn = ({ alias }) =>
  `(${alias}."Quantity" * ${alias}."UnitPrice" * (1 - COALESCE(${alias}."Discount", 0) / 100))`;

/** Fields of a parent that count and sum up its lines. */
function sums(
  line: string,
  key: string,
  extras: readonly string[],
): Readonly<Record<string, ComputedColumn>> {
  const over =
    (expression: string): ComputedColumn =>
    ({ alias, table }) =>
      `(SELECT ${expression} FROM ${table(line)} AS line WHERE line."${key}" = ${alias}."Id" AND line."IsDeleted" = 0)`;
  const full = 'COALESCE(SUM(line."Quantity" * line."UnitPrice"), 0)';
  const price =
    'COALESCE(SUM(line."Quantity" * line."UnitPrice" * (1 - COALESCE(line."Discount", 0) / 100)), 0)';
  return {
    LineItemCount: over('count(*)'),
    Subtotal: over(full),
    TotalPrice: over(price),
    Discount: over(`CASE WHEN ${full} = 0 THEN 0 ELSE (1 - ${price} / ${full}) * 100 END`),
    GrandTotal: (from) => {
      const added = extras.map((extra) => ` + COALESCE(${from.alias}."${extra}", 0)`);
      return `(${over(price)(from)}${added.join('')})`;
    },
  };
}

const statusCategory: ComputedColumn = ({ alias }) =>
  `CASE ${alias}."Status" WHEN 'In Progress' THEN 'InProgress' WHEN 'On Hold' THEN 'OnHold' WHEN 'Completed' THEN 'Completed' ` +
  `WHEN 'Closed' THEN 'Closed' WHEN 'Cannot Complete' THEN 'CannotComplete' WHEN 'Canceled' THEN 'Canceled' ELSE 'None' END`;

const isWorkClosed: ComputedColumn = ({ alias }) =>
  `COALESCE(${alias}."Status" IN ('Completed', 'Closed', 'Cannot Complete', 'Canceled'), 0)`;

const is =
  (condition: (from: ComputedFrom) => string): ComputedColumn =>
  (from) =>
    `COALESCE(${condition(from)}, 0)`;

const COMPUTED: Readonly<Record<string, Readonly<Record<string, ComputedColumn>>>> = {
  CaseMilestone: {
    IsCompleted: ({ alias }) => `(${alias}."CompletionDate" IS NOT NULL)`,
    IsViolated: is(
      ({ alias, now }) => `${alias}."TargetDate" < COALESCE(${alias}."CompletionDate", ${now()})`,
    ),
  },
  ContractLineItem: { Status: status, Subtotal: subtotal, TotalPrice: total },
  EmailMessage: { Name: own('Subject') },
  Entitlement: { Status: status, RemainingCases: own('CasesPerEntitlement') },
  ServiceContract: {
    Status: status,
    ...sums('ContractLineItem', 'ServiceContractId', ['Tax', 'ShippingHandling']),
  },
  Solution: { IsReviewed: is(({ alias }) => `${alias}."Status" = 'Reviewed'`) },
  Task: { IsHighPriority: is(({ alias }) => `${alias}."Priority" = 'High'`) },
  WorkOrder: {
    StatusCategory: statusCategory,
    IsClosed: isWorkClosed,
    ...sums('WorkOrderLineItem', 'WorkOrderId', ['Tax']),
  },
  WorkOrderLineItem: {
    StatusCategory: statusCategory,
    IsClosed: isWorkClosed,
    Subtotal: subtotal,
    TotalPrice: total,
  },
};
