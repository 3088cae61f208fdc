/** Settings of every connection. Money is read under them, so nothing here may change a result. */
const clickhouseSettings: Readonly<Record<string, string>> = {
  // Acknowledged means written.
  async_insert: '0',
  insert_deduplicate: '1',
  // One insert of one batch is one block, hence one part: all of it or nothing.
  max_insert_threads: '1',
  min_insert_block_size_rows: '1048576',
  // Money follows rows as they are, not a cached opinion about which granules match.
  use_query_condition_cache: '0',
  session_timezone: "'UTC'",
  join_use_nulls: '0',
  log_queries: '0',
  // Above these, sums and sorts go over disk instead of growing.
  max_bytes_before_external_group_by: '400000000',
  max_bytes_before_external_sort: '400000000',
  max_memory_usage: '3000000000',
}

export const sessionSettings = Object.entries(clickhouseSettings)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ')

// What a server logs is its owner's choice.
const { log_queries: _logging, ...shared } = clickhouseSettings

/** Of a server, with every request: values as they stand in an address. */
export const serverSettings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(shared).map(([name, value]) => [name, value.replaceAll("'", '')])),
  // An answer is whole, or an error.
  wait_end_of_query: '1',
  // A query whose caller has given up does not run on.
  max_execution_time: '570',
  cancel_http_readonly_queries_on_client_close: '1',
  session_timeout: '300',
}

/**
 * Of a cluster, besides. Temporary tables are on the server that was asked, so lists go from there to the shards; an
 * insert returns when a majority of a shard's replicas has it, and a replica that lacks one says so instead of answering.
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
