// What a SOQL query consists of after parsing. `at` is the offset in the text, for the service's error messages.

export interface Path {
  names: string[];
  at: number;
}

export type Literal =
  | { kind: 'string'; raw: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'null'; at: number }
  | { kind: 'date'; value: string; at: number }
  | { kind: 'datetime'; value: number; at: number }
  | { kind: 'dateLiteral'; name: string; count: number; at: number };

export type AggregateName = 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
export type DateFunctionName = 'CALENDAR_YEAR' | 'CALENDAR_QUARTER' | 'CALENDAR_MONTH' | 'DAY_ONLY';

/** Something that has one value for each row or group. */
export type Operand =
  | { kind: 'field'; path: Path }
  | { kind: 'aggregate'; name: AggregateName; path: Path }
  | { kind: 'dateFunction'; name: DateFunctionName; path: Path };

export type SelectItem =
  | { kind: 'operand'; operand: Operand; alias: string | undefined }
  | { kind: 'fields'; group: 'ALL' | 'STANDARD' | 'CUSTOM'; at: number }
  | { kind: 'subquery'; query: Query; at: number };

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Condition =
  | { kind: 'and'; of: Condition[] }
  | { kind: 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; left: Operand; operator: CompareOperator; right: Literal }
  | { kind: 'in'; left: Operand; negated: boolean; values: Literal[] | Query }
  | { kind: 'includes'; left: Operand; negated: boolean; values: Literal[] };

export interface OrderItem {
  operand: Operand;
  descending: boolean;
  /** What the query says; nulls come first without it. */
  nullsLast: boolean;
}

export interface Query {
  /** True for SELECT COUNT(). */
  countOnly: boolean;
  select: SelectItem[];
  from: Path;
  alias: string | undefined;
  where: Condition | undefined;
  groupBy: Operand[];
  having: Condition | undefined;
  orderBy: OrderItem[];
  limit: number | undefined;
  offset: number | undefined;
}
