/** What one query of a user may cost. */

/** Queries of users at the same time. */
export const queriesMax = 2
export const sqlCharactersMax = 32_768
export const answerRowsMax = 100_000
export const answerBytesMax = 33_554_432

/**
 * Settings of the connection of a query. `readonly` comes last: no setting can change after it. A query that needs more
 * memory fails instead of filling the disk.
 */
export const querySettings: Readonly<Record<string, string>> = {
  max_execution_time: '30',
  timeout_overflow_mode: 'throw',
  max_memory_usage: '500000000',
  max_bytes_before_external_group_by: '0',
  max_bytes_before_external_sort: '0',
  max_threads: '2',
  max_query_size: '131072',
  max_ast_elements: '50000',
  max_expanded_ast_elements: '500000',
  // The engine does not count all rows of `arrayJoin`. One row more than allowed shows that there are too many.
  limit: String(answerRowsMax + 1),
  max_result_rows: String(answerRowsMax),
  max_result_bytes: String(answerBytesMax),
  result_overflow_mode: 'throw',
  allow_introspection_functions: '0',
  output_format_json_quote_64bit_integers: '1',
  output_format_json_quote_decimals: '1',
  output_format_json_quote_denormals: '1',
  readonly: '1',
}
