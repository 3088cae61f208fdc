/** SQL of users over the stored tables, which can only read them. Adapter: src/projections (ClickHouse). */

export interface QueryAnswer {
  /** In the order selected. A type is ClickHouse's. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Values in JSON: whole numbers of 64 bits and more, and decimals, as text. */
  readonly rows: readonly (readonly unknown[])[]
}

export interface UsageQuery {
  /** @throws HeadwaterError `query.refused`, `query.malformed`, `query.tooLarge`, `query.busy` */
  query(sql: string): Promise<QueryAnswer>
}
