/** Settings of every connection. Money is read under them, so nothing here may change a result. */
export const clickhouseSettings: Readonly<Record<string, string>> = {
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
