/**
 * Where everything is in memory. The caller (src/ingest/reading/blockReader.ts) lays it out once and passes it on; so
 * names of fields, the table of characters and the order of a content are written down in one place, over there.
 */

/** Most records of a block. */
export let recordsMax: i32 = 0

/** For each of three levels 17 · 32 entries of 24 bytes, by length and second letter: 16 bytes of key, then its bit. */
export let keys: usize = 0
/** 256 bytes; 3 for those of version names. */
export let nameBytes: usize = 0
/** The text of the event type, and its length. */
export let callType: usize = 0
export let callTypeLength: i32 = 0
/** What every content begins with, and its length. */
export let prefix: usize = 0
export let prefixLength: i32 = 0
/** The texts of a content after its time, as places among the texts of a record: i32 each. */
export let contentFields: usize = 0
export let contentFieldCount: i32 = 0

export let input: usize = 0
export let starts: usize = 0
export let ends: usize = 0
/** Room for the messages of some records, for where each begins, and for their hashes. */
export let messages: usize = 0
export let messageOffsets: usize = 0
export let digests: usize = 0
/** Start and length of each text that has a column, u32 each. */
export let pairs: usize = 0

/** What is read, in the layout of src/ingest/reading/readRecords.ts. */
export let times: usize = 0
export let counts: usize = 0
export let amounts: usize = 0
export let sizes: usize = 0
export let offsets: usize = 0
export let identities: usize = 0
export let contents: usize = 0
export let fractions: usize = 0
export let plain: usize = 0
export let texts: usize = 0

export function placeTables(
  keysAt: usize,
  nameBytesAt: usize,
  callTypeAt: usize,
  callTypeBytes: i32,
  prefixAt: usize,
  prefixBytes: i32,
  contentFieldsAt: usize,
  contentFieldsCount: i32,
): void {
  keys = keysAt
  nameBytes = nameBytesAt
  callType = callTypeAt
  callTypeLength = callTypeBytes
  prefix = prefixAt
  prefixLength = prefixBytes
  contentFields = contentFieldsAt
  contentFieldCount = contentFieldsCount
}

export function placeInput(
  most: i32,
  inputAt: usize,
  startsAt: usize,
  endsAt: usize,
  messagesAt: usize,
  messageOffsetsAt: usize,
  digestsAt: usize,
  pairsAt: usize,
): void {
  recordsMax = most
  input = inputAt
  starts = startsAt
  ends = endsAt
  messages = messagesAt
  messageOffsets = messageOffsetsAt
  digests = digestsAt
  pairs = pairsAt
}

export function placeOutput(
  timesAt: usize,
  countsAt: usize,
  amountsAt: usize,
  sizesAt: usize,
  offsetsAt: usize,
  identitiesAt: usize,
  contentsAt: usize,
  fractionsAt: usize,
  plainAt: usize,
  textsAt: usize,
): void {
  times = timesAt
  counts = countsAt
  amounts = amountsAt
  sizes = sizesAt
  offsets = offsetsAt
  identities = identitiesAt
  contents = contentsAt
  fractions = fractionsAt
  plain = plainAt
  texts = textsAt
}
