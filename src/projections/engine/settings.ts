/** Settings of every connection. Money is read with them, so none of them may change a result. */
const clickhouseSettings: Readonly<Record<string, string>> = {
  // A row that is acknowledged is written.
  async_insert: '0',
  insert_deduplicate: '1',
  // The insert of a batch is one block and so one part: all of it or nothing.
  max_insert_threads: '1',
  min_insert_block_size_rows: '1048576',
  // Reads look at the rows, not at a cache of which granules match.
  use_query_condition_cache: '0',
  // A condition names each partition, of which there may be hundreds.
  max_query_size: '16777216',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '2000000',
  session_timezone: "'UTC'",
  join_use_nulls: '0',
  log_queries: '0',
  // Above these sizes sums and sorts use the disk instead of more memory.
  max_bytes_before_external_group_by: '400000000',
  max_bytes_before_external_sort: '400000000',
  max_memory_usage: '3000000000',
}

export const sessionSettings = Object.entries(clickhouseSettings)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ')

// The owner of a server decides what it logs.
const { log_queries: _logging, ...shared } = clickhouseSettings

/** Sent to a server with every request; values in the form of an address. */
export const serverSettings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(shared).map(([name, value]) => [name, value.replaceAll("'", '')])),
  // An answer is complete, or an error.
  wait_end_of_query: '1',
  // A query whose caller has given up is ended.
  max_execution_time: '570',
  cancel_http_readonly_queries_on_client_close: '1',
  session_timeout: '300',
}

/**
 * Also for a cluster. Temporary tables are on the server that received the query, which sends the lists on to the
 * shards. An insert returns when a majority of a shard's replicas has it. A replica that lacks an insert reports an
 * error instead of an answer.
 */
export const clusterSettings: Readonly<Record<string, string>> = {
  prefer_global_in_and_join: '1',
  distributed_product_mode: 'global',
  distributed_foreground_insert: '1',
  distributed_ddl_task_timeout: '300',
  distributed_ddl_output_mode: 'throw',
  insert_quorum: 'auto',
  insert_quorum_parallel: '0',
  select_sequential_consistency: '1',
  skip_unavailable_shards: '0',
}
